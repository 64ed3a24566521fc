-- Meetings in calendars outside (issue 5, section 1; RFC 5545 and 5546). What leaves is a number, a day and a time: neither
-- whose meeting it is, what it is about, where, nor who comes. Whoever reads it is asked for under the rules of the pages.

-- Who comes instead of somebody who is called: what that one has answered last.
create or replace view rule.newest_deputies as
select newest.meeting_id, newest.deputy_id as user_id, newest.user_id as instead_of
from (select distinct on (a.meeting_id, a.user_id) a.meeting_id, a.user_id, a.deputy_id
      from meetings_answer a order by a.meeting_id, a.user_id, a.answered_at desc, a.id desc) newest
where newest.deputy_id is not null;

-- 1. The number of a meeting, and how often it has changed --------------------------------------------------------
create or replace function access.mark_calendar() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    moved constant boolean := tg_op = 'UPDATE' and (old.date, old.time) is distinct from (new.date, new.time);
    gone constant boolean := tg_op = 'UPDATE' and (old.removed_at is null and new.removed_at is not null
                                                   or old.blocked_at is null and new.blocked_at is not null);
    back constant boolean := tg_op = 'UPDATE' and (old.removed_at is not null and new.removed_at is null
                                                   or old.blocked_at is not null and new.blocked_at is null);
    called bigint;
begin
    insert into meetings_calendarmark (plan_id, meeting_id, uid, sequence, changed_at)
    values (new.plan_id, new.id, gen_random_uuid(), 0, access.moment())
    on conflict (meeting_id) do update set plan_id = new.plan_id,
        sequence = meetings_calendarmark.sequence + case when moved or gone or back then 1 else 0 end,
        changed_at = case when moved or gone or back then access.moment() else meetings_calendarmark.changed_at end;
    if new.only_me or new.held is not null or coalesce(greatest(old.date, new.date), access.day()) < access.day() then
        return null;
    elsif tg_op = 'INSERT' then
        -- Those who are called are told as they are (notices.sql); the person is told of every meeting about them.
        for called in select u from unnest(access.persons_users(new.plan_id)) u where u is distinct from access.me() loop
            perform access.give_notice(called, new.plan_id, 'meeting', 'meeting_called', new.key, access.moment());
        end loop;
    elsif moved or gone then
        for called in
            select i.user_id from plans_meetinginvitee i where i.meeting_id = new.id and i.user_id is distinct from access.me()
            union select u from unnest(access.persons_users(new.plan_id)) u where u is distinct from access.me()
        loop
            -- What was told before of the same meeting is no longer so.
            update notices_notice set read_at = access.moment()
            where user_id = called and about = new.key and what in ('meeting_called', 'meeting_without', 'meeting_moved') and read_at is null and gone;
            perform access.give_notice(called, new.plan_id, 'meeting', case when gone then 'meeting_cancelled' else 'meeting_moved' end,
                                       new.key, access.moment());
        end loop;
        -- A deputy is told of no plan: they see none.
        for called in select d.user_id from rule.newest_deputies d where d.meeting_id = new.id loop
            perform access.give_notice(called, null, 'meeting', case when gone then 'deputy_freed' else 'deputy_moved' end, new.key,
                                       access.moment());
        end loop;
    end if;
    return null;
end $$;
create or replace trigger mark_calendar after insert or update of date, time, removed_at, blocked_at, plan_id on plans_meeting
    for each row execute function access.mark_calendar();

-- Another length is a change too.
create or replace function access.mark_length() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update meetings_calendarmark set sequence = sequence + 1, changed_at = access.moment() where meeting_id = new.meeting_id;
    return null;
end $$;
create or replace trigger mark_length after update of minutes on meetings_meetingset
    for each row when (old.minutes <> new.minutes) execute function access.mark_length();

-- Meetings that were there before this table was.
insert into meetings_calendarmark (plan_id, meeting_id, uid, sequence, changed_at)
select m.plan_id, m.id, gen_random_uuid(), 0, m.written_at from plans_meeting m
where not exists (select 1 from meetings_calendarmark k where k.meeting_id = m.id);

-- Whoever sees the meeting may take it out as a file.
create policy see on meetings_calendarmark for select to pop_web using (exists (select 1 from plans_meeting m where m.id = meeting_id));
grant select on meetings_calendarmark to pop_web;

-- 2. What one user's calendar holds -------------------------------------------------------------------------------
-- As the one who acts: meetings with a day that one is called to, has called, or takes part in as the person, and those where one comes instead
-- of a colleague. What one may not see any more is not there; a deputy sees no plan, and has the time alone. For the functions below alone.
create or replace function access.my_calendar(since date)
returns table (uid uuid, sequence integer, changed_at timestamptz, day date, clock time, minutes integer, gone boolean, meeting uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    select k.uid, k.sequence, k.changed_at, m.date, m.time, coalesce(s.minutes, 60)::integer, m.removed_at is not null, m.key
    from plans_meeting m
    join meetings_calendarmark k on k.meeting_id = m.id
    left join meetings_meetingset s on s.meeting_id = m.id
    where m.date >= since and m.blocked_at is null
      and (m.plan_id = any ((select rule.own())::bigint[]) and not exists (select 1 from rule.absent_meetings a where a.meeting_id = m.id)
           or s.called_by_id = access.me()
           or exists (select 1 from plans_meetinginvitee i where i.meeting_id = m.id and i.user_id = access.me()))
      and access.ground(m.plan_id, m.topic_id, m.source_key, m.only_me, m.only_me_contact_id, m.id) is not null
    union
    select k.uid, k.sequence, k.changed_at, m.date, m.time, coalesce(s.minutes, 60)::integer, m.removed_at is not null, m.key
    from rule.newest_deputies d
    join plans_meeting m on m.id = d.meeting_id and m.date >= since and m.blocked_at is null and not m.only_me
    join meetings_calendarmark k on k.meeting_id = m.id
    left join meetings_meetingset s on s.meeting_id = m.id
    where d.user_id = access.me()
$$;

-- For the one who acts: when and where one comes instead of a colleague, and whose place one takes there. Nothing of whom or what the
-- meeting is about. A shielded colleague is a role (A12), as where deputies are chosen (meetings.sql).
create or replace function access.my_stand_ins()
returns table (day date, clock time, minutes integer, place text, video text, name text, title text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.date, m.time, coalesce(s.minutes, 60)::integer, m.place::text, coalesce(s.video, '')::text,
           case when u.shielded then '' else coalesce(n.name, '') end, u.title::text
    from rule.newest_deputies d
    join plans_meeting m on m.id = d.meeting_id and m.removed_at is null and m.blocked_at is null and not m.only_me
        and m.held is null and m.date >= access.today()
    left join meetings_meetingset s on s.meeting_id = m.id
    join people_user u on u.id = d.instead_of
    left join people_username n on n.user_id = u.id
    where d.user_id = access.me() and rule.in_person()
    order by 1, 2
$$;

-- Whoever comes instead of somebody is told, and again when they need not come.
create or replace function access.tell_deputy() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    thing constant uuid := (select m.key from plans_meeting m where m.id = new.meeting_id and not m.only_me);
    before constant bigint := (select a.deputy_id from meetings_answer a where a.meeting_id = new.meeting_id and a.user_id = new.user_id
                               and a.id <> new.id order by a.answered_at desc, a.id desc limit 1);
begin
    if thing is null or before is not distinct from new.deputy_id then
        return null;
    end if;
    if before is not null and not exists (select 1 from rule.newest_deputies d where d.meeting_id = new.meeting_id and d.user_id = before) then
        update notices_notice set read_at = access.moment()
        where user_id = before and notices_notice.about = thing and what in ('deputy_asked', 'deputy_moved') and read_at is null;
        perform access.give_notice(before, null, 'meeting', 'deputy_freed', thing, access.moment());
    end if;
    perform access.give_notice(new.deputy_id, null, 'meeting', 'deputy_asked', thing, access.moment());
    return null;
end $$;
create or replace trigger tell_deputy after insert on meetings_answer for each row execute function access.tell_deputy();
revoke all on function access.tell_deputy(), access.my_stand_ins() from public;
grant execute on function access.my_stand_ins() to pop_web;

-- Minutes that are approved can be read: those who were called and may see the meeting are told, and the person.
create or replace function access.tell_minutes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    meeting constant plans_meeting := (select m from plans_meeting m where m.id = new.meeting_id);
    one bigint;
    sees boolean;
begin
    for one in
        select i.user_id from plans_meetinginvitee i where i.meeting_id = new.meeting_id and i.user_id <> new.approved_by_id
        union select u from unnest(access.persons_users(new.plan_id)) u where u <> new.approved_by_id
    loop
        perform access.become(one);
        sees := access.ground(meeting.plan_id, meeting.topic_id, meeting.source_key, meeting.only_me, meeting.only_me_contact_id,
                              meeting.id) is not null;
        perform set_config('pop.actor', coalesce(before, ''), true);
        if sees and not meeting.only_me then
            perform access.give_notice(one, new.plan_id, 'meeting', 'minutes_approved', meeting.key, access.moment());
        end if;
    end loop;
    return null;
end $$;
create or replace trigger tell_minutes after update of approved_at on meetings_meetingset
    for each row when (old.approved_at is null and new.approved_at is not null) execute function access.tell_minutes();
revoke all on function access.tell_minutes() from public;

-- 3. The secret address -----------------------------------------------------------------------------------------------
create policy own on meetings_calendarfeed for select to pop_web using (user_id = (select access.me()) and (select rule.in_person()));
create policy close on meetings_calendarfeed for delete to pop_web using (user_id = (select access.me()) and (select rule.in_person()));
grant select (id, user_id, made_at, fetched_at), delete on meetings_calendarfeed to pop_web;

-- A new address; the old one is nobody's from now on. Told once, to the one who asked: no table has more than its mac.
create or replace function access.make_feed() returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    secret constant text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
    if access.me() is null or not rule.in_person() then
        return null;
    end if;
    insert into meetings_calendarfeed (user_id, mac, made_at) values (access.me(), access.mac('feed ' || secret), access.moment())
    on conflict (user_id) do update set mac = excluded.mac, made_at = excluded.made_at, fetched_at = null;
    return secret;
end $$;

-- For whoever has the address; no session. An unknown one, and that of a user who is closed, has no row at all. A known one has
-- a first row of nothing, which tells an empty calendar from none.
create or replace function access.read_feed(secret text)
returns table (uid uuid, sequence integer, changed_at timestamptz, day date, clock time, minutes integer, gone boolean)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    before constant text := current_setting('pop.actor', true);
    owner constant bigint := (
        select f.user_id from meetings_calendarfeed f join people_user u on u.id = f.user_id and u.active
        where f.mac = access.mac('feed ' || secret));
begin
    if owner is null then
        return;
    end if;
    update meetings_calendarfeed set fetched_at = access.moment() where user_id = owner;
    perform access.become(owner);
    return query select null::uuid, null::integer, null::timestamptz, null::date, null::time, null::integer, null::boolean;
    return query select c.uid, c.sequence, c.changed_at, c.day, c.clock, c.minutes, c.gone from access.my_calendar(access.day() - 31) c;
    perform set_config('pop.actor', coalesce(before, ''), true);
end $$;

-- 4. With a notice ------------------------------------------------------------------------------------------------------
-- What goes along with a message to its user: the meetings that its notices are about. One that is not seen any more is called off.
create or replace function access.events_told(of_lead bigint) returns jsonb
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    receiver constant bigint := (select d.user_id from notices_delivery d where d.id = of_lead and d.channel = 'email');
    found_ jsonb;
begin
    if receiver is null then
        return '[]';
    end if;
    perform access.become(receiver);
    select coalesce(jsonb_agg(distinct jsonb_build_object(
        'uid', k.uid, 'sequence', k.sequence, 'changed_at', k.changed_at, 'day', m.date, 'clock', m.time,
        'minutes', coalesce(s.minutes, 60), 'gone', m.removed_at is not null or c.uid is null)), '[]')
    into found_
    from notices_delivery d
    join notices_notice n on n.id = d.notice_id and n.kind = 'meeting'
    join plans_meeting m on m.key = n.about and m.date is not null
    join meetings_calendarmark k on k.meeting_id = m.id
    left join meetings_meetingset s on s.meeting_id = m.id
    left join access.my_calendar('-infinity') c on c.uid = k.uid
    where d.lead_id = of_lead and d.state = 'begun';
    perform set_config('pop.actor', coalesce(before, ''), true);
    return found_;
end $$;

-- 5. Before the unit has released it (rule C3) ------------------------------------------------------------------------
-- That there is no time before is a constraint of the table. Here: the contact team releases, nobody says when they did, and what
-- is released stays so.
create or replace function access.guard_released_time() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if access.me() is null then
        return new;
    elsif tg_op = 'UPDATE' and old.released_at is not null then
        new.released_at := old.released_at;
    elsif new.released_at is not null then
        if new.plan_id <> all (rule.contact()) then
            raise insufficient_privilege using message = 'the unit releases the time of a meeting outside';
        end if;
        new.released_at := now();
    end if;
    return new;
end $$;
create or replace trigger guard_released_time before insert or update on plans_meeting
    for each row when (current_user = session_user) execute function access.guard_released_time();

revoke all on function access.guard_released_time(), access.mark_calendar(), access.mark_length(), access.my_calendar(date), access.make_feed(), access.read_feed(text),
    access.events_told(bigint) from public;
grant execute on function access.make_feed(), access.read_feed(text) to pop_web;
