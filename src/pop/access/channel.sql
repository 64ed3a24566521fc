-- The group's channel (issue 5, section 2; rule C4). Who reads a message is in rules.sql, with the other entries, and so is
-- whom it is narrowed to (rule.shut_messages). Here: how the person writes, what never changes, who has read it, and who is told.

-- 1. How the person writes ----------------------------------------------------------------------------------------
-- What holds now: what was said of the person in the unit where they are, until its last day; else what the unit says for all.
-- Restrictions (B6) close the channel for everybody. A partner is told whether it is closed by those, and nothing of the rest:
-- that somebody may not write by themselves tells something.
create or replace function access.channel_now(of_plan bigint)
returns table (mode text, reason text, until date, acute text, restricted boolean, unit_id bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    inside constant boolean := of_plan = any (rule.own() || rule.contact());
    place constant bigint := (
        select p.unit_id from plans_placement p where p.plan_id = of_plan and p.until is null and p.removed_at is null and p.blocked_at is null
        order by p.since desc, p.id desc limit 1);
    said record;
    general record;
begin
    if of_plan is null or not inside and of_plan <> all (rule.open_plans()) then
        return;
    end if;
    select m.mode, m.reason, m.until into said from channel_channelmode m
    where m.plan_id = of_plan and m.unit_id = place order by m.id desc limit 1;
    select u.mode, u.reason, u.until, u.acute into general from channel_unitchannel u where u.unit_id = place;
    if said.mode is null or said.until < access.day() then
        said := general;
    end if;
    if said.mode is null or said.mode = 'direct' or said.until < access.day() or not inside then
        return query select 'direct'::text, ''::text, null::date,
            case when inside then coalesce(general.acute, '')::text else '' end, access.restricted(of_plan), case when inside then place end;
    else
        return query select said.mode::text, said.reason::text, said.until, coalesce(general.acute, '')::text, access.restricted(of_plan), place;
    end if;
end $$;

-- Whether somebody may write now, in whose name. Runs for the guard, past what the writer may know.
create or replace function access.may_write_message(of_plan bigint, of_source text, with_officer boolean) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from access.channel_now(of_plan) c
        where not c.restricted and (of_source <> 'person' or c.mode = 'direct' or c.mode = 'via_officer' and with_officer));
end $$;

create policy see on channel_channelmode for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[]) and plan_id <> all ((select rule.partly_excluded())::bigint[]));
create policy write on channel_channelmode for insert to pop_web with check (
    set_by_id = (select access.me())
    and plan_id = any ((select rule.contact())::bigint[]) and plan_id <> all ((select rule.partly_excluded())::bigint[]));
grant select, insert on channel_channelmode to pop_web;

-- It is said of a person where they are, and nobody says when it was said.
create or replace function access.guard_channelmode() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from plans_placement p where p.plan_id = new.plan_id and p.unit_id = new.unit_id and p.until is null
                   and p.removed_at is null and p.blocked_at is null) then
        raise insufficient_privilege using message = 'the channel is set where the person is';
    end if;
    new.set_at := now();
    return new;
end $$;
create or replace trigger guard_channelmode before insert on channel_channelmode
    for each row execute function access.guard_channelmode();

-- A place and a text: for whoever is logged in. The leader of the unit keeps it, or the administrator.
create policy see on channel_unitchannel for select to pop_web using ((select access.me()) is not null);
create policy write on channel_unitchannel for insert to pop_web with check (
    changed_by_id = (select access.me())
    and ((select rule.has_role('administrator')) or unit_id = any ((select rule.led_units())::bigint[])));
create policy change on channel_unitchannel for update to pop_web
    using ((select rule.has_role('administrator')) or unit_id = any ((select rule.led_units())::bigint[]))
    with check (changed_by_id = (select access.me())
                and ((select rule.has_role('administrator')) or unit_id = any ((select rule.led_units())::bigint[])));
grant select, insert, update (mode, reason, until, acute, changed_by_id, changed_at) on channel_unitchannel to pop_web;

-- 2. What was sent stays ----------------------------------------------------------------------------------------------
create or replace function access.guard_message() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    -- Whom it is for is as fixed as what it says: it has been read. What it is written at can be kept to oneself (A7), and takes it along.
    touchable constant text[] := array['source_key', 'contested_at', 'contested_words', 'contested_together'];
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.source = 'person' and new.together <> (new.plan_id <> all (rule.own())) then
            raise insufficient_privilege using message = 'nobody writes in the name of another';
        end if;
        if not access.may_write_message(new.plan_id, new.source, new.together) then
            raise insufficient_privilege using message = 'the channel is closed';
        end if;
    elsif to_jsonb(new) - touchable is distinct from to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'what was sent stays as it was';
    end if;
    return new;
end $$;
create or replace trigger guard_message before insert or update on channel_message
    for each row when (current_user = session_user) execute function access.guard_message();

-- What belongs to a message goes where the message goes (merging and taking a merge back, A14).
create or replace function access.messages_follow() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update channel_reader set plan_id = new.plan_id where message_id = new.id;
    update channel_messageread set plan_id = new.plan_id where message_id = new.id;
    update channel_attachment set plan_id = new.plan_id where message_id = new.id;
    return null;
end $$;
create or replace trigger messages_follow after update on channel_message
    for each row when (old.plan_id <> new.plan_id) execute function access.messages_follow();

-- 3. Who reads it -----------------------------------------------------------------------------------------------------
-- Whether the actor sees what a message hangs on. A handover is the person's and the contact team's.
create or replace function access.thing_seen(of_plan bigint, of_need bigint, of_measure bigint, of_meeting bigint, of_handover bigint)
returns boolean language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    thing record;
begin
    if of_handover is not null then
        return of_plan = any (rule.own() || rule.contact());
    elsif coalesce(of_need, of_measure, of_meeting) is null then
        return true;
    end if;
    select t.* into thing from (
        select id, plan_id, topic_id, source_key, only_me, only_me_contact_id, blocked_at from plans_need where id = of_need
        union all
        select id, plan_id, topic_id, source_key, only_me, only_me_contact_id, blocked_at from plans_measure where id = of_measure
        union all
        select id, plan_id, topic_id, source_key, only_me, only_me_contact_id, blocked_at from plans_meeting where id = of_meeting) t;
    return found and thing.plan_id = of_plan and thing.blocked_at is null
       and access.ground(of_plan, thing.topic_id, thing.source_key, thing.only_me, thing.only_me_contact_id,
                         case when of_meeting is not null then thing.id end) is not null;
end $$;

-- Who would read a message besides the person, before it is sent: as access.viewers says, and who sees what it hangs on. Told to
-- whoever may write it, about those whom they may know.
create or replace function access.message_readers(
    of_plan bigint, of_topic bigint, of_source bigint, of_need bigint, of_measure bigint, of_meeting bigint, of_handover bigint)
returns table (user_id bigint, ground text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    one record;
begin
    if not access.thing_seen(of_plan, of_need, of_measure, of_meeting, of_handover) then
        return;
    end if;
    for one in select v.user_id, v.ground from access.viewers(of_plan, of_topic, of_source, false, null, of_meeting) v loop
        perform access.become(one.user_id);
        if access.thing_seen(of_plan, of_need, of_measure, of_meeting, of_handover) then
            user_id := one.user_id;
            ground := one.ground;
            return next;
        end if;
    end loop;
    perform set_config('pop.actor', before, true);
end $$;

-- Everybody who reads a message that is there, the person included: whoever acts, and whomever the writer knows.
create or replace function access.message_circle(of_message bigint) returns bigint[]
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    m channel_message;
    candidate bigint;
    found_ bigint[] := '{}';
begin
    select * into m from channel_message where id = of_message and blocked_at is null;
    for candidate in
        select distinct t.user_id from (
            select c.user_id from teams_contactteammember c where c.plan_id = m.plan_id
            union select s.user_id from teams_supportteammember s where s.plan_id = m.plan_id
            union select unnest(access.persons_users(m.plan_id))) t
    loop
        perform access.become(candidate);
        if access.ground(m.plan_id, m.topic_id, m.source_key, m.only_me, m.only_me_contact_id, m.meeting_id) is not null
           and (m.plan_id = any (rule.own()) or m.id <> all (rule.shut_messages())) then
            found_ := found_ || candidate;
        end if;
    end loop;
    perform set_config('pop.actor', before, true);
    return found_;
end $$;

-- The key of what a thread is about: a notice is of the thread, and is told once until it is read.
create or replace function access.thread_key(m channel_message) returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select key from plans_need where id = m.need_id), (select key from plans_measure where id = m.measure_id),
                    (select key from plans_meeting where id = m.meeting_id), (select key from handovers_handover where id = m.handover_id),
                    (select key from plans_plan where id = m.plan_id))
$$;

create or replace function access.tell_readers(m channel_message) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    one bigint;
begin
    if current_setting('pop.gaps', true) = 'off' then
        return;
    end if;
    foreach one in array access.message_circle(m.id) loop
        if one <> m.written_by_id then
            perform access.give_notice(one, m.plan_id, 'message', 'message', access.thread_key(m), access.moment());
        end if;
    end loop;
end $$;

create or replace function access.tell_message() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.tell_readers(new);
    return null;
end $$;
-- One that is narrowed is told of when it is said to whom.
create or replace trigger tell after insert on channel_message
    for each row when (not new.narrowed) execute function access.tell_message();

-- To whom a message was narrowed: said once, by its writer, of those who would read it anyway. Until then nobody but the writer
-- and the person reads it. The writer is one of them, which also says that it has been said.
create or replace function access.narrow(of_message bigint, users bigint[]) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    m channel_message;
begin
    select * into m from channel_message where id = of_message and written_by_id = access.me() and narrowed and blocked_at is null for update;
    if not found or access.only_plan() is not null or m.plan_id <> all (rule.own() || rule.contact() || rule.open_plans())
       or exists (select 1 from channel_reader r where r.message_id = of_message) then
        return false;
    end if;
    insert into channel_reader (plan_id, message_id, user_id)
    select m.plan_id, m.id, access.me()
    union
    select m.plan_id, m.id, r.user_id
    from access.message_readers(m.plan_id, m.topic_id, m.source_key, m.need_id, m.measure_id, m.meeting_id, m.handover_id) r
    where r.user_id = any (users);
    perform access.tell_readers(m);
    return true;
end $$;

-- Seen where the message is, of those whom one may know of. Written by access.narrow alone.
create policy see on channel_reader for select to pop_web using (
    exists (select 1 from channel_message m where m.id = message_id)
    and (user_id = (select access.me()) or user_id = any ((select rule.users())::bigint[])));
grant select on channel_reader to pop_web;

-- «Lest av»: one's own marks, and those of whom one may know, at what one reads. Nobody has read for another, and the person who
-- sees the plan as another does has read nothing.
create policy see on channel_messageread for select to pop_web using (
    exists (select 1 from channel_message m where m.id = message_id)
    and (user_id = (select access.me()) or user_id = any ((select rule.users())::bigint[])));
create policy read on channel_messageread for insert to pop_web with check (
    user_id = (select access.me()) and (select rule.in_person())
    and exists (select 1 from channel_message m where m.id = message_id and m.plan_id = channel_messageread.plan_id));
grant select, insert on channel_messageread to pop_web;

create or replace function access.message_is_read() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update notices_notice n set read_at = access.moment()
    from channel_message m
    where m.id = new.message_id and n.user_id = new.user_id and n.what = 'message' and n.read_at is null and n.about = access.thread_key(m);
    return null;
end $$;
create or replace trigger read_notice after insert on channel_messageread
    for each row execute function access.message_is_read();

-- A file goes along with a message: by its writer, before anybody else has read it.
create policy see on channel_attachment for select to pop_web using (exists (select 1 from channel_message m where m.id = message_id));
create policy write on channel_attachment for insert to pop_web with check (
    exists (select 1 from channel_message m where m.id = message_id and m.plan_id = channel_attachment.plan_id
            and m.written_by_id = (select access.me())));
grant select, insert on channel_attachment to pop_web;

create or replace function access.guard_attachment() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select 1 from channel_messageread r where r.message_id = new.message_id and r.user_id <> access.me()) then
        raise insufficient_privilege using message = 'what was read stays as it was';
    end if;
    return new;
end $$;
create or replace trigger guard_attachment before insert on channel_attachment
    for each row execute function access.guard_attachment();

revoke all on function access.channel_now(bigint), access.may_write_message(bigint, text, boolean), access.guard_channelmode(),
    access.guard_message(), access.messages_follow(), access.thing_seen(bigint, bigint, bigint, bigint, bigint),
    access.message_readers(bigint, bigint, bigint, bigint, bigint, bigint, bigint), access.message_circle(bigint),
    access.thread_key(channel_message), access.tell_readers(channel_message), access.tell_message(), access.narrow(bigint, bigint[]),
    access.message_is_read(), access.guard_attachment() from public;
grant execute on function access.channel_now(bigint), access.may_write_message(bigint, text, boolean), access.narrow(bigint, bigint[]),
    access.message_readers(bigint, bigint, bigint, bigint, bigint, bigint, bigint) to pop_web;
