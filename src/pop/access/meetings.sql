-- Meetings (issue 5, section 1): how one is set up, who answers, who is there, agenda and minutes. Who sees an item or a
-- line is in rules.sql, with the other entries.

-- Meetings that are held without the person.
create or replace view rule.absent_meetings as
select s.meeting_id, s.plan_id from meetings_meetingset s where s.arena in ('agencies', 'team');

-- How a meeting is set up is seen where the meeting is; the person and the contact team set it up.
do $$
declare
    team constant text := '(plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))';
    meeting constant text := 'exists (select 1 from plans_meeting e where e.id = meeting_id)';
    name text;
begin
    execute format('create policy see on meetings_meetingset for select to pop_web using (%s)', meeting);
    execute format('create policy see on meetings_presence for select to pop_web using (%s and %s)', team, meeting);
    execute format('create policy see on meetings_series for select to pop_web using (%s)', team);
    -- Whoever answers sees the own answer; those who called see all of them.
    execute format('create policy see on meetings_answer for select to pop_web using ((%s or user_id = (select access.me())) and %s)',
                   team, meeting);
    execute format('create policy write on meetings_answer for insert to pop_web with check (user_id = (select access.me()) and %s)',
                   meeting);
    execute format('create policy write on meetings_series for insert to pop_web with check (%s)', team);
    execute format('create policy change on meetings_series for update to pop_web using (%s) with check (%1$s)', team);
    foreach name in array array['meetings_meetingset', 'meetings_presence'] loop
        execute format('create policy write on %I for insert to pop_web with check (%s and %s)', name, team, meeting);
        execute format('create policy change on %I for update to pop_web using (%s and %s) with check (%2$s and %3$s)',
                       name, team, meeting);
    end loop;
end $$;
grant select, insert on meetings_meetingset, meetings_presence, meetings_answer, meetings_series to pop_web;
-- Not the arena: whether the person is there decides what may be talked of (C1).
grant update (minutes, video, series_id, approved_at, approved_by_id) on meetings_meetingset to pop_web;
grant update (left_at, gone_yes_at) on meetings_presence to pop_web;
grant update (ended_at) on meetings_series to pop_web;

-- Who is there is said as it happens: nobody says when it was. Somebody who comes back is a new row, so that what was narrowed
-- stays narrowed; who was a companion is never changed (C2).
create or replace function access.guard_presence() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.left_at is not null or new.gone_yes_at is not null or new.companion and new.user_id is not null then
            raise insufficient_privilege using message = 'somebody comes before they leave, and a user is no companion';
        end if;
        new.arrived_at := now();
        return new;
    end if;
    if old.left_at is not null and new.left_at is distinct from old.left_at
       or old.gone_yes_at is not null and new.gone_yes_at is distinct from old.gone_yes_at then
        raise insufficient_privilege using message = 'who left has left';
    end if;
    if old.left_at is null and new.left_at is not null then
        new.left_at := now();
    end if;
    if old.gone_yes_at is null and new.gone_yes_at is not null then
        if old.left_at is null then
            raise insufficient_privilege using message = 'the person says yes after somebody has left';
        end if;
        new.gone_yes_at := now();
    end if;
    return new;
end $$;

-- Who set it up, and what was approved, stay: minutes are approved once, by the one who says so.
create or replace function access.guard_meetingset() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.called_by_id is distinct from access.me() or new.approved_at is not null then
            raise insufficient_privilege using message = 'one calls a meeting in one''s own name';
        end if;
        return new;
    end if;
    if (new.approved_at, new.approved_by_id) is distinct from (old.approved_at, old.approved_by_id)
          and (old.approved_at is not null or new.approved_by_id is distinct from access.me()) then
        raise insufficient_privilege using message = 'minutes are approved once, in one''s own name';
    end if;
    if old.approved_at is null and new.approved_at is not null then
        new.approved_at := now();
    end if;
    return new;
end $$;

-- A deputy comes from the same agency as the one who cannot come. Reads roles that the one who answers does not see.
create or replace function access.guard_meeting_answer() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    new.answered_at := now();
    if not exists (select 1 from plans_meeting m where m.id = new.meeting_id and m.held is null and m.removed_at is null) then
        raise insufficient_privilege using message = 'one answers before the meeting';
    end if;
    if new.deputy_id is not null and not exists (
        select 1 from people_agencyrole mine join people_agencyrole theirs using (agency_id)
        where mine.user_id = new.user_id and theirs.user_id = new.deputy_id and theirs.user_id <> mine.user_id
          and (mine.until is null or mine.until >= access.today()) and (theirs.until is null or theirs.until >= access.today())) then
        raise insufficient_privilege using message = 'a deputy is of the same agency';
    end if;
    return new;
end $$;

-- Who may come instead of the one who asks: those who work for the same agency today. A shielded employee is a role (A12); nobody
-- who works for another agency is told of, and nobody who serves a sentence.
create or replace function access.deputies() returns table (id bigint, key uuid, name text, title text)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct u.id, u.key, case when u.shielded then '' else coalesce(n.name, '') end, u.title::text
    from people_agencyrole mine
    join people_agencyrole theirs on theirs.agency_id = mine.agency_id and theirs.user_id <> mine.user_id
    join people_user u on u.id = theirs.user_id and u.active and u.person_id is null
    left join people_username n on n.user_id = u.id
    where mine.user_id = access.me()
      and mine.since <= access.today() and (mine.until is null or mine.until >= access.today())
      and theirs.since <= access.today() and (theirs.until is null or theirs.until >= access.today())
    order by 3, 4, 1
$$;
revoke all on function access.deputies() from public;
grant execute on function access.deputies() to pop_web;

-- The next days of a series, for those who may plan it: at its interval, on a working day, and not while the main contact is away. Says
-- nothing of who is away or for how long; where every working day of two weeks is taken, the interval's own day stands.
create or replace function access.series_days(of_plan bigint, first date, weeks integer, times integer) returns date[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    found date[] := '{}';
    due date;
    tried date;
    main bigint;
begin
    if of_plan is null or of_plan <> all (rule.own() || rule.contact()) then
        return found;
    end if;
    main := access.main_contact(of_plan);
    for number in 1..least(times, 12) loop
        due := access.next_working_day(first + number * weeks * 7);
        tried := due;
        while tried <= due + 14 and exists (select 1 from worklists_absence a where a.user_id = main
                and a.since <= tried and (a.until is null or a.until >= tried)) loop
            tried := access.next_working_day(tried + 1);
        end loop;
        found := found || case when tried <= due + 14 then tried else due end;
    end loop;
    return found;
end $$;
revoke all on function access.series_days(bigint, date, integer, integer) from public;
grant execute on function access.series_days(bigint, date, integer, integer) to pop_web;

-- Approved minutes are corrected by addition: a line that stands is not edited, and a new one says which it corrects.
create or replace function access.guard_minuteline() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    approved constant boolean := exists (
        select 1 from meetings_meetingset s where s.meeting_id = new.meeting_id and s.approved_at is not null);
    touchable constant text[] := array['only_me', 'only_me_contact_id', 'source_key', 'contested_at', 'contested_words',
                                       'contested_together'];
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if approved and new.corrects_id is null then
            raise insufficient_privilege using message = 'approved minutes are corrected by addition';
        end if;
        return new;
    end if;
    if new.meeting_id <> old.meeting_id or new.corrects_id is distinct from old.corrects_id
       or approved and to_jsonb(new) - touchable is distinct from to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'approved minutes are corrected by addition';
    end if;
    return new;
end $$;

create or replace trigger guard_presence before insert or update on meetings_presence
    for each row when (current_user = session_user) execute function access.guard_presence();
create or replace trigger guard_meetingset before insert or update on meetings_meetingset
    for each row when (current_user = session_user) execute function access.guard_meetingset();
create or replace trigger guard_meeting_answer before insert on meetings_answer
    for each row when (current_user = session_user) execute function access.guard_meeting_answer();
create or replace trigger guard_minuteline before insert or update on meetings_minuteline
    for each row when (current_user = session_user) execute function access.guard_minuteline();

revoke all on function access.guard_presence(), access.guard_meetingset(), access.guard_meeting_answer(), access.guard_minuteline()
    from public;

-- Rule C1: where the person is absent, others put on the agenda only needs that may be talked of with them (passing.sql).
create or replace function access.guard_agenda() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.me() is not null and not access.talked_of(new.plan_id, new.meeting_id, new.need_id) then
        raise insufficient_privilege using message = 'the person has not said yes';
    end if;
    return new;
end $$;
create or replace trigger guard_agenda before insert on meetings_agendaitem
    for each row when (current_user = session_user) execute function access.guard_agenda();

-- The order of the cases, by the person and the contact team; also of those that others have written, which they do not change
-- otherwise. `keys` are the cases that the actor sees, in their new order; a case that is not seen stays where it is.
create or replace function access.order_agenda(of_meeting bigint, keys uuid[]) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare moved integer;
begin
    if not exists (select 1 from plans_meeting m where m.id = of_meeting and m.held is null and m.blocked_at is null
                   and (m.plan_id = any (rule.own()) or m.plan_id = any (rule.contact()))
                   and access.ground(m.plan_id, m.topic_id, m.source_key, m.only_me, m.only_me_contact_id) is not null) then
        return 0;
    end if;
    update meetings_agendaitem i set position = o.place
    from unnest(keys) with ordinality o (key, place)
    where i.key = o.key and i.meeting_id = of_meeting and i.position <> o.place and i.removed_at is null and i.blocked_at is null
      and access.ground(i.plan_id, i.topic_id, i.source_key, i.only_me, i.only_me_contact_id, i.id) is not null;
    get diagnostics moved = row_count;
    return moved;
end $$;

revoke all on function access.guard_agenda(), access.order_agenda(bigint, uuid[]) from public;
grant execute on function access.order_agenda(bigint, uuid[]) to pop_web;
