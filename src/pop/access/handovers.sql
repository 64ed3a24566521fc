-- Rules for handing over to those who take over (work order 4, section 6; P7-1 to P7-3; rules B6, B9, B12).
--
-- Who sees what: the person and the contact team see a handover; of what is handed over, each of them what they see
-- in the plan. Whoever is asked sees their own request, while consent covers it. Nobody updates these tables
-- directly: each thing that is done has a function here, which asks who does it. Somebody without an account comes
-- in by a one-time link or a slip, and these functions are the only door.

-- Whether somebody takes part in kriminalomsorgen today.
create or replace function access.is_colleague(of_user bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from people_unitrole r where r.user_id = of_user and r.since <= access.today()
                   and (r.until is null or r.until >= access.today()))
$$;

-- Whether what is handed over may be told to its receiver today: consent in force covers the topic, nothing is
-- excluded, and for somebody outside the register the person has said yes to just that. A colleague who takes over
-- a role in the contact team needs no consent; one who takes over a measure is in that team.
create or replace function access.handover_covers(item handovers_handoveritem) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    measure plans_measure;
    keys bigint[] := '{}';
    about bigint;
begin
    if item.measure_id is not null then
        select * into measure from plans_measure m where m.id = item.measure_id;
        if measure.only_me or measure.blocked_at is not null or measure.removed_at is not null then
            return false;
        end if;
        about := measure.topic_id;
    end if;
    if item.receiver_name <> '' then
        return item.agreed_at is not null;
    end if;
    if item.receiver_user_id is not null and item.receiver_agency_id is null and access.is_colleague(item.receiver_user_id) then
        return item.measure_id is null or exists (
            select 1 from teams_contactteammember c
            where c.plan_id = item.plan_id and c.user_id = item.receiver_user_id and c.since <= access.today()
              and (c.until is null or c.until >= access.today()));
    end if;
    if item.receiver_user_id is not null then
        keys := keys || (item.receiver_user_id * 2 + 1);
    end if;
    if item.receiver_agency_id is not null then
        keys := keys || (item.receiver_agency_id * 2);
    end if;
    if exists (select 1 from consents_exclusion e
               where e.plan_id = item.plan_id and e.lifted_at is null and e.topic_id = about
                 and (e.user_id = item.receiver_user_id or e.agency_id = item.receiver_agency_id)) then
        return false;
    end if;
    return exists (
        select 1 from rule.in_force f
        where f.plan_id = item.plan_id and f.recipient = any (keys) and (about is null or f.topic = about and f.give))
      and (coalesce(measure.source_key, 0) = 0 or measure.source_key = any (keys) or exists (
        select 1 from rule.in_force f
        where f.plan_id = item.plan_id and f.recipient = measure.source_key and f.topic = about and f.share));
end $$;

-- What the actor is asked to take over, and may read today.
create or replace function rule.asked_items() returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    -- Found by whom they ask, and then, for those few, whether they may be read: most are asked nothing.
    asked constant bigint[] := array(
        select i.id from handovers_handoveritem i
        where i.receiver_user_id = (select access.me()) and i.asked_at is not null and i.replaced_at is null and i.ended_at is null
        union all
        select i.id from rule.my_chairs c join handovers_handoveritem i on i.plan_id = c.plan_id and i.receiver_agency_id = c.agency_id
        where c.tie = 'no_tie' and i.receiver_user_id is null and i.asked_at is not null and i.replaced_at is null and i.ended_at is null);
begin
    if cardinality(asked) = 0 then
        return '{}';
    end if;
    return (
    select coalesce(array_agg(i.id), '{}')
    from handovers_handoveritem i
    join handovers_handover h on h.id = i.handover_id and h.state in ('open', 'done')
    left join plans_measure m on m.id = i.measure_id
    where i.id = any (asked)
      and case
          -- A colleague, who needs no consent; somebody with two jobs who is asked for an agency is that agency's (A10: and
          -- a plan for named users is for those).
          when i.measure_id is null and i.receiver_agency_id is null and (select rule.is_staff()) then
              (select access.only_plan()) is null and i.plan_id in (select plan_id from rule.my_named)
              and access.tie_of(i.plan_id, (select access.me())) in ('', 'no_tie')
          when i.measure_id is null then i.plan_id in (select plan_id from rule.reached where open)
          else not m.only_me and m.blocked_at is null and m.removed_at is null
               and (m.source_key = 0 and (m.plan_id in (select plan_id from rule.my_contact_plans)
                                          or (m.plan_id, m.topic_id) in (select plan_id, topic from rule.given))
                    or (m.plan_id, m.source_key, m.topic_id) in (select plan_id, source, topic from rule.obtained)
                    or (m.plan_id, m.source_key) in (select plan_id, source from rule.authored))
               and (m.plan_id, m.topic_id) not in (select plan_id, topic from rule.excluded)
          end);
end $$;

-- Policies ---------------------------------------------------------------------------------------------------

create policy see on handovers_handover for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]));
create policy begin on handovers_handover for insert to pop_web with check (
    plan_id = any ((select rule.contact())::bigint[]) and begun_by_id = (select access.me())
    and state = 'open' and ended_at is null and why = '');
-- What the person wants passed on; the contact team writes it down together with the person.
create policy words on handovers_handover for update to pop_web
    using (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
    with check (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]));
grant select, insert, update (own_words) on handovers_handover to pop_web;

create policy see on handovers_handoveritem for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[])
       and (measure_id is null or exists (select 1 from plans_measure m where m.id = measure_id))
       and (support_member_id is null or exists (select 1 from teams_supportteammember s where s.id = support_member_id))
       and (receiver_agency_id is null or receiver_agency_id <> all ((select rule.sensitive_agencies())::bigint[])
            or rule.key(plan_id, receiver_agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[]))
    or id = any ((select rule.asked_items())::bigint[]));
create policy begin on handovers_handoveritem for insert to pop_web with check (
    plan_id = any ((select rule.contact())::bigint[]) and chosen_by_id = (select access.me())
    and asked_at is null and answer = '' and replaced_at is null and ended_at is null and agreed_at is null
    and new_member_id is null and member_until is null and role_before = ''
    and receiver_user_id is null and receiver_agency_id is null and receiver_name = ''
    and (measure_id is null or exists (select 1 from plans_measure m where m.id = measure_id))
    and (support_member_id is null or exists (select 1 from teams_supportteammember s where s.id = support_member_id)));
grant select, insert on handovers_handoveritem to pop_web;

-- The code of a link or a slip: for nobody. access.open_handover_code and access.register_handover_slip read it.

create policy see on handovers_checklistmark for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[])
       and rule.key(plan_id, 0, coalesce(topic_id, 0)) <> all ((select rule.excluded_topics())::bigint[]));
do $$
declare
    mine constant text := $rule$
        by_id = (select access.me())
        and (plan_id = any ((select rule.own())::bigint[])
             or plan_id = any ((select rule.contact())::bigint[])
                and rule.key(plan_id, 0, coalesce(topic_id, 0)) <> all ((select rule.excluded_topics())::bigint[]))
        and (handover_id is null or exists (select 1 from handovers_handover h
                                            where h.id = handover_id and h.plan_id = handovers_checklistmark.plan_id))
    $rule$;
begin
    execute format('create policy mark on handovers_checklistmark for insert to pop_web with check (%s)', mine);
    execute format('create policy change on handovers_checklistmark for update to pop_web using ('
        ' plan_id = any ((select rule.own())::bigint[])'
        ' or plan_id = any ((select rule.contact())::bigint[])'
        '    and rule.key(plan_id, 0, coalesce(topic_id, 0)) <> all ((select rule.excluded_topics())::bigint[]))'
        ' with check (%s)', mine);
end $$;
grant select, insert, update (state, reason, by_id, at) on handovers_checklistmark to pop_web;

-- Words without a topic: the person, and those of the contact team from whom nothing is kept.
do $$
declare who constant text := $rule$
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[]) and plan_id <> all ((select rule.partly_excluded())::bigint[])
$rule$;
begin
    execute format('create policy see on handovers_farewelltalk for select to pop_web using (%s)', who);
    execute format('create policy write on handovers_farewelltalk for insert to pop_web'
                   ' with check (written_by_id = (select access.me()) and (%s))', who);
end $$;
grant select, insert on handovers_farewelltalk to pop_web;

-- Guards: for every login, the owner's functions too ----------------------------------------------------------

-- What somebody has said yes to is not rewritten, and nobody answers for a receiver who has been replaced.
create or replace function access.guard_handover_item() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    answered constant text[] := array['answer', 'answered_at', 'reason', 'way', 'answered_by_id', 'answered_name',
        'receiver_user_id', 'receiver_agency_id', 'receiver_name', 'asked_at', 'replaced_at', 'ended_at', 'agreed_at'];
    subject constant text[] := array['key', 'handover_id', 'measure_id', 'contact_member_id', 'support_member_id', 'new_role'];
    was jsonb; becomes jsonb; name text;
begin
    if tg_op = 'INSERT' then
        if exists (select 1 from teams_contactteammember c where c.id = new.contact_member_id and c.plan_id <> new.plan_id)
           or exists (select 1 from teams_supportteammember s where s.id = new.support_member_id and s.plan_id <> new.plan_id) then
            raise insufficient_privilege using message = 'a role belongs to its plan';
        end if;
        return new;
    end if;
    was := to_jsonb(old);
    becomes := to_jsonb(new);
    foreach name in array subject loop
        if was -> name is distinct from becomes -> name then
            raise insufficient_privilege using message = 'what is handed over stays what it is';
        end if;
    end loop;
    foreach name in array answered loop
        if (old.answer = 'confirmed' or old.replaced_at is not null) and was -> name is distinct from becomes -> name then
            raise insufficient_privilege using message = 'what was answered stays as it was';
        end if;
    end loop;
    return new;
end $$;
create or replace trigger guard_handover_item before insert or update on handovers_handoveritem
    for each row execute function access.guard_handover_item();

-- What goes on has one receiver: it is in one handover at a time. After the insert, so that nobody learns of a row
-- that they may not write; one at a time in each plan.
create or replace function access.guard_handed_once() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock(hashtextextended('handover of plan ' || new.plan_id, 0));
    if exists (
        select 1 from handovers_handoveritem i
        join handovers_handover h on h.id = i.handover_id and h.state in ('open', 'postponed')
        where i.plan_id = new.plan_id and i.handover_id <> new.handover_id and i.replaced_at is null and i.ended_at is null
          and (i.measure_id = new.measure_id or i.contact_member_id = new.contact_member_id
               or i.support_member_id = new.support_member_id)) then
        raise unique_violation using message = 'this is in another handover that goes on',
            constraint = 'handover_thing_once', table = 'handovers_handoveritem';
    end if;
    return null;
end $$;
create or replace trigger guard_handed_once after insert on handovers_handoveritem
    for each row execute function access.guard_handed_once();

-- Merging moves a handover to another plan (A14); its own checklist goes along.
create or replace function access.marks_follow() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update handovers_checklistmark set plan_id = new.plan_id where handover_id = new.id;
    return null;
end $$;
create or replace trigger marks_follow after update on handovers_handover
    for each row when (old.plan_id <> new.plan_id) execute function access.marks_follow();

create or replace function access.guard_mark() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    new.at := access.moment();
    return new;
end $$;
create or replace trigger guard_mark before insert or update on handovers_checklistmark
    for each row when (current_user = session_user) execute function access.guard_mark();

-- Acts of the giver ---------------------------------------------------------------------------------------------

-- Whether somebody of the contact team may know of an item at all: as the policy of the table, for functions of the owner.
create or replace function access.item_known(item handovers_handoveritem) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (item.measure_id is null or exists (
                select 1 from plans_measure m where m.id = item.measure_id
                  and access.ground(m.plan_id, m.topic_id, m.source_key, m.only_me, m.only_me_contact_id) is not null))
       and not exists (
           select 1 from (select item.receiver_agency_id as id
                          union select s.agency_id from teams_supportteammember s where s.id = item.support_member_id) a
           where a.id = any (rule.sensitive_agencies())
             and (item.plan_id, a.id) not in (select plan_id, agency_id from rule.known_agencies));
end $$;

-- An item that the actor may act on as contact team: seen, current, in a handover that goes on. The lock makes an
-- answer that comes at the same moment wait.
create or replace function access.giver_item(of_item uuid) returns handovers_handoveritem
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare item handovers_handoveritem;
begin
    select i.* into item from handovers_handoveritem i
    join handovers_handover h on h.id = i.handover_id and h.state = 'open'
    where i.key = of_item and i.replaced_at is null and i.ended_at is null
      and i.plan_id in (select plan_id from rule.my_contact_plans) and access.item_known(i)
    for update of i;
    return item;
end $$;

-- A receiver: a user (perhaps for an agency), an agency, or somebody outside by name. Where one was asked before,
-- that row is closed and the new one begins empty. Answers the key of the current row.
create or replace function access.choose_receiver(of_item uuid, to_user bigint, to_agency bigint, outside text) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    item handovers_handoveritem := access.giver_item(of_item);
    fresh constant uuid := gen_random_uuid();
begin
    if item.id is null or item.answer = 'confirmed' or to_agency = any (rule.hidden_agencies())
       or (trim(outside) = '') = (to_user is null and to_agency is null)
       or to_user is not null and not exists (
           select 1 from people_user u where u.id = to_user and u.active and u.person_id is null
             and (access.is_colleague(u.id) and to_agency is null
                  or exists (select 1 from people_agencyrole r where r.user_id = u.id and r.agency_id = to_agency
                             and r.since <= access.today() and (r.until is null or r.until >= access.today()))
                  or exists (select 1 from teams_supportteammember s where s.user_id = u.id and s.plan_id = item.plan_id
                             and s.agency_id is not distinct from to_agency
                             and (s.until is null or s.until >= access.today())))) then
        return null;
    end if;
    update handovers_handoveritem set replaced_at = access.moment() where id = item.id;
    insert into handovers_handoveritem (key, plan_id, handover_id, measure_id, contact_member_id, support_member_id,
        new_role, receiver_user_id, receiver_agency_id, receiver_name, agreed_way, chosen_by_id, answer, reason, way,
        answered_name, ended_reason, role_before)
    values (fresh, item.plan_id, item.handover_id, item.measure_id, item.contact_member_id, item.support_member_id,
        item.new_role, to_user, to_agency, trim(outside), '', access.me(), '', '', '', '', '', '');
    return fresh;
end $$;

-- The person says yes to telling somebody outside the register just this; alone, or together with the contact team.
create or replace function access.agree_receiver(of_item uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare given constant handovers_handoveritem := access.giver_item(of_item);
begin
    update handovers_handoveritem i set agreed_at = access.moment(),
        agreed_way = case when i.plan_id in (select plan_id from rule.my_own_plans) then 'own_login' else 'together' end
    from handovers_handover h
    where i.key = of_item and h.id = i.handover_id and h.state = 'open' and i.receiver_name <> ''
      and i.agreed_at is null and i.replaced_at is null and i.ended_at is null and i.answer = ''
      and (i.plan_id in (select plan_id from rule.my_own_plans) or i.id = given.id);
    return found;
end $$;

-- Asks the receiver: 'asked', or 'consent' when nothing may be told them yet, or null. A representative who is not in
-- the team yet is invited with the question. Deadlines of B9 are set here: 5 and 10 working days.
create or replace function access.ask_receiver(of_item uuid) returns text
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    item handovers_handoveritem := access.giver_item(of_item);
begin
    if item.id is null or item.asked_at is not null
       or item.receiver_user_id is null and item.receiver_agency_id is null and item.receiver_name = '' then
        return null;
    end if;
    if not access.handover_covers(item) then
        return 'consent';
    end if;
    update handovers_handoveritem set asked_at = access.moment(), asked_by_id = access.me(),
        remind_on = access.add_working_days(access.day(), 5), escalate_on = access.add_working_days(access.day(), 10)
    where id = item.id;
    if item.receiver_user_id is not null and item.receiver_agency_id is not null then
        insert into teams_supportteammember (key, plan_id, user_id, agency_id, role, since, invited_by_id, invited_at)
        select gen_random_uuid(), item.plan_id, item.receiver_user_id, item.receiver_agency_id,
               coalesce(nullif(u.title, ''), '–'), access.today(), access.me(), access.moment()
        from people_user u where u.id = item.receiver_user_id and not exists (
            select 1 from teams_supportteammember s where s.plan_id = item.plan_id and s.user_id = u.id
              and (s.until is null or s.until >= access.today()));
    end if;
    return 'asked';
end $$;

create or replace function access.remind_receiver(of_item uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare item handovers_handoveritem := access.giver_item(of_item);
begin
    update handovers_handoveritem set reminded_at = access.moment()
    where id = item.id and asked_at is not null and answer = '';
    return found;
end $$;

-- «Trenger ikke lenger noen», with a reason; said by the person or the contact team, never of what is confirmed.
create or replace function access.end_item(of_item uuid, why text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    given constant handovers_handoveritem := access.giver_item(of_item);
    item handovers_handoveritem;
begin
    select i.* into item from handovers_handoveritem i join handovers_handover h on h.id = i.handover_id and h.state = 'open'
    where i.key = of_item and i.replaced_at is null and i.ended_at is null and i.answer <> 'confirmed'
      and (i.plan_id in (select plan_id from rule.my_own_plans) or i.id = given.id);
    if item.id is null or trim(why) = '' then
        return false;
    end if;
    update handovers_handoveritem set ended_at = access.moment(), ended_reason = trim(why), ended_by_id = access.me() where id = item.id;
    perform access.settle_handover(item.handover_id);
    return true;
end $$;

-- What follows from answers ------------------------------------------------------------------------------------

-- Those who leave, leave by themselves: the contact team when each of its roles has a receiver who said yes, the
-- others when everything has. Rows end with the overlap; the log says so. Nobody leaves who takes over from themselves.
create or replace function access.settle_handover(of_handover bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    handover handovers_handover;
    item handovers_handoveritem;
    last_day date;
    total integer; waiting integer; waiting_contact integer;
begin
    select * into handover from handovers_handover h where h.id = of_handover for update;
    -- Nobody leaves on a day that the release no longer is: first somebody says which day it is to be.
    if handover.state <> 'open' or access.release_moved_to(of_handover) is not null then
        return;
    end if;
    select count(*), count(*) filter (where i.answer <> 'confirmed'),
           count(*) filter (where i.answer <> 'confirmed' and i.contact_member_id is not null)
    into total, waiting, waiting_contact
    from handovers_handoveritem i where i.handover_id = of_handover and i.replaced_at is null and i.ended_at is null;
    last_day := greatest(handover.overlap_until, access.today());
    for item in
        select i.* from handovers_handoveritem i
        where i.handover_id = of_handover and i.replaced_at is null and i.ended_at is null and i.member_until is null
          and i.answer = 'confirmed'
          and (i.contact_member_id is not null and waiting_contact = 0 or i.support_member_id is not null and waiting = 0)
        order by i.id
    loop
        perform access.leave_with(item, last_day);
    end loop;
    if total > 0 and waiting = 0 then
        update handovers_handover set state = 'done', ended_at = access.moment() where id = of_handover;
        -- Two weeks after the day somebody checks that the thread is held: the giver, and those who have taken over
        -- the contact. The follow-up conversation closes it (access.thread_is_held).
        insert into teams_task (key, user_id, plan_id, kind, at)
        select gen_random_uuid(), checks.user_id, handover.plan_id, 'thread_held_later',
               (handover.on_day + 14)::timestamp at time zone 'Europe/Oslo'
        from (select handover.begun_by_id as user_id
              union select i.receiver_user_id from handovers_handoveritem i
              where i.handover_id = of_handover and i.replaced_at is null and i.ended_at is null
                and i.contact_member_id is not null and access.is_colleague(i.receiver_user_id)) checks;
    end if;
end $$;

-- The follow-up conversation after the day answers the check for everybody. Whoever gave it and did not hold the
-- conversation is told that somebody holds the thread, not what was said (B12).
create or replace function access.thread_is_held() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare checked record;
begin
    for checked in
        update teams_task t set done_at = access.moment()
        where t.plan_id = new.plan_id and t.kind = 'thread_held_later' and t.done_at is null
          and (t.at at time zone 'Europe/Oslo')::date - 14 <= new.held_on
        returning t.user_id, t.plan_id
    loop
        insert into teams_task (key, user_id, plan_id, kind, at)
        select gen_random_uuid(), checked.user_id, checked.plan_id, 'thread_held', access.moment()
        where checked.user_id is distinct from access.me()
          and exists (select 1 from handovers_handover h where h.plan_id = checked.plan_id and h.begun_by_id = checked.user_id)
          and not exists (select 1 from teams_task t where t.plan_id = checked.plan_id and t.user_id = checked.user_id
                          and t.kind = 'thread_held' and t.done_at is null);
    end loop;
    return null;
end $$;
create or replace trigger thread_is_held after insert or update of held_on on conversations_conversation
    for each row when (new.kind = 'follow_up' and new.held_on is not null and new.removed_at is null)
    execute function access.thread_is_held();

-- Who has said yes and left no trace in the plan since the day: for the person and the contact team. Somebody without
-- an account leaves none, and is asked by phone.
create or replace function access.not_in_contact(of_handover uuid) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (
        select coalesce(array_agg(i.id), '{}')
        from handovers_handover h
        join handovers_handoveritem i on i.handover_id = h.id and i.replaced_at is null and i.ended_at is null
             and i.answer = 'confirmed'
        where h.key = of_handover and h.on_day <= access.day()
          and (h.plan_id in (select plan_id from rule.my_own_plans)
               or h.plan_id in (select plan_id from rule.my_contact_plans) and access.item_known(i))
          and not exists (
              select 1 from changelog_change c
              where c.plan_id = h.plan_id and c.actor_id = i.receiver_user_id
                and c.at >= h.on_day::timestamp at time zone 'Europe/Oslo'
                and c."table" not like 'handovers_%'));
end $$;

-- One role goes from the one who had it to the one who said yes.
create or replace function access.leave_with(item handovers_handoveritem, last_day date) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gone teams_contactteammember;
begin
    if item.contact_member_id is not null then
        select * into gone from teams_contactteammember c where c.id = item.contact_member_id;
        if gone.user_id is distinct from item.receiver_user_id then
            update teams_contactteammember set until = last_day where id = gone.id and until is null;
            update handovers_handoveritem set member_until = last_day, role_before = coalesce((
                    select c.role from teams_contactteammember c
                    where c.plan_id = item.plan_id and c.user_id = item.receiver_user_id and c.until is null), '')
            where id = item.id and found;
            -- Whoever takes over two roles has one chair: of the two, that of the main contact.
            update teams_contactteammember set role = gone.role
            where plan_id = item.plan_id and user_id = item.receiver_user_id and until is null and role not in (gone.role, 'main');
        end if;
    else
        update teams_supportteammember s set until = last_day
        where s.id = item.support_member_id and s.until is null and s.user_id is distinct from item.receiver_user_id;
        update handovers_handoveritem set member_until = last_day where id = item.id and found;
    end if;
end $$;

-- An answer, however it came. A yes to a role in the contact team brings the colleague in from the first day of the
-- overlap, as deputy until the other leaves. The giver is told that somebody holds the thread, not who or what (B12).
create or replace function access.take_answer(
    item handovers_handoveritem, said text, words text, by_way text, by_user bigint, by_name text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    handover handovers_handover;
    joined bigint;
begin
    update handovers_handoveritem set answer = said, answered_at = access.moment(), reason = trim(words), way = by_way,
        answered_by_id = by_user, answered_name = trim(by_name),
        -- An agency does not take over, a person in it does: whoever says yes is the named receiver (P7-2).
        receiver_user_id = case when said = 'confirmed' and by_way = 'own_login' and item.receiver_agency_id is not null
                                then coalesce(item.receiver_user_id, by_user) else item.receiver_user_id end
    where id = item.id;
    if said <> 'confirmed' then
        return;
    end if;
    select * into handover from handovers_handover h where h.id = item.handover_id;
    if item.contact_member_id is not null and access.is_colleague(item.receiver_user_id) then
        insert into teams_contactteammember (key, plan_id, user_id, role, since)
        select gen_random_uuid(), item.plan_id, item.receiver_user_id, 'deputy',
               greatest(access.today(), handover.overlap_from)
        where not exists (select 1 from teams_contactteammember c where c.plan_id = item.plan_id
                          and c.user_id = item.receiver_user_id and c.until is null)
        returning id into joined;
        update handovers_handoveritem set new_member_id = joined where id = item.id and joined is not null;
        insert into teams_namedaccess (plan_id, user_id)
        select p.id, item.receiver_user_id from plans_plan p where p.id = item.plan_id and p.named_only
        on conflict do nothing;
    end if;
    insert into teams_task (key, user_id, plan_id, kind, at)
    select gen_random_uuid(), handover.begun_by_id, item.plan_id, 'thread_held', access.moment()
    where handover.begun_by_id is distinct from by_user and not exists (
        select 1 from teams_task t where t.plan_id = item.plan_id and t.user_id = handover.begun_by_id
          and t.kind = 'thread_held' and t.done_at is null);
    perform access.settle_handover(item.handover_id);
end $$;

-- The receiver's side --------------------------------------------------------------------------------------------

-- The requests of the actor: those that can be read, and those that wait for the answer to an invitation, which show
-- nothing but that they are there.
create or replace function access.my_requests() returns table (item uuid, chair uuid, asked_on date, remind_on date, answer text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    me constant bigint := access.me();
    asked constant bigint[] := rule.asked_items();
begin
    return query
    select i.key, null::uuid, (i.asked_at at time zone 'Europe/Oslo')::date, i.remind_on, i.answer::text
    from handovers_handoveritem i where i.id = any (asked);
    if access.only_plan() is null then
        return query
        select null::uuid, s.key, (min(i.asked_at) at time zone 'Europe/Oslo')::date, min(i.remind_on), ''
        from handovers_handoveritem i
        join handovers_handover h on h.id = i.handover_id and h.state = 'open'
        join teams_supportteammember s on s.plan_id = i.plan_id and s.user_id = i.receiver_user_id
        where i.receiver_user_id = me and i.asked_at is not null and i.replaced_at is null and i.ended_at is null
          and i.answer = '' and s.accepted_at is null and s.declined_at is null
          and (s.until is null or s.until >= access.today())
        group by s.key;
    end if;
end $$;

create or replace function access.waiting_requests() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from access.my_requests() r where r.answer in ('', 'question')
$$;

-- What a receiver is told besides what consent shows: from when, what the person wants passed on, and who asks. What
-- kind of change it is only to colleagues and to those to whom the expected release is given (topic 43).
create or replace function access.request_facts(of_item uuid)
returns table (from_day date, on_day date, kind text, own_words text, asked_by bigint, role text, answerable boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select h.overlap_from, h.on_day,
           case when rule.is_staff() or exists (select 1 from rule.given g where g.plan_id = i.plan_id and g.topic = 43)
                then h.kind else '' end,
           h.own_words, i.asked_by_id,
           coalesce(nullif(i.new_role, ''), c.role, s.role, '')::text,
           i.answer <> 'confirmed' and h.state = 'open'
    from handovers_handoveritem i
    join handovers_handover h on h.id = i.handover_id
    left join teams_contactteammember c on c.id = i.contact_member_id
    left join teams_supportteammember s on s.id = i.support_member_id
    where i.key = of_item and i.id = any (rule.asked_items())
$$;

-- The receiver's own answer. Nobody answers for another: the row must be one that is asked of the actor.
create or replace function access.answer_request(of_item uuid, said text, words text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare item handovers_handoveritem;
begin
    select i.* into item from handovers_handoveritem i
    join handovers_handover h on h.id = i.handover_id and h.state = 'open'
    where i.key = of_item and i.id = any (rule.asked_items()) and i.answer <> 'confirmed' and i.replaced_at is null
    for update of i;
    if item.id is null or said not in ('confirmed', 'question', 'declined') or said <> 'confirmed' and trim(words) = '' then
        return false;
    end if;
    perform access.take_answer(item, said, words, 'own_login', access.me(), '');
    return true;
end $$;

-- Somebody without an account ------------------------------------------------------------------------------------

-- A new link or slip, with a code that is told once and kept as a hash. What was made before no longer opens.
create or replace function access.make_handover_code(of_item uuid, by_way text)
returns table (link uuid, code text, expires_at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    item handovers_handoveritem := access.giver_item(of_item);
    random constant text := upper(left(replace(gen_random_uuid()::text, '-', ''), 8));
    ends constant timestamptz := access.moment() + case by_way when 'link' then interval '14 days' else interval '60 days' end;
    new_key constant uuid := gen_random_uuid();
begin
    if item.id is null or item.asked_at is null or item.answer = 'confirmed' or by_way not in ('link', 'paper')
       or not access.handover_covers(item) then
        return;
    end if;
    update handovers_handovercode c set used_at = access.moment() where c.item_id = item.id and c.way = by_way and c.used_at is null;
    insert into handovers_handovercode (key, item_id, way, code_hash, tries, expires_at, made_by_id, made_at)
    values (new_key, item.id, by_way,
            access.mac('handover ' || case by_way when 'link' then new_key::text else '' end || random),
            0, ends, access.me(), access.moment());
    return query select new_key, left(random, 4) || '-' || substr(random, 5), ends;
end $$;

-- The links and slips of a plan that still open, for the contact team: that they are there, never the code.
create or replace function access.live_codes(of_plan bigint)
returns table (item bigint, way text, link uuid, expires_at timestamptz, tries smallint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.item_id, c.way, c.key, c.expires_at, c.tries
    from handovers_handovercode c join handovers_handoveritem i on i.id = c.item_id
    where i.plan_id = of_plan and of_plan in (select plan_id from rule.my_contact_plans)
      and c.used_at is null and c.expires_at > access.moment() and c.tries < 5 and access.item_known(i)
$$;

create or replace function access.typed_code(code text) returns text
language sql immutable set search_path = pg_catalog as $$
    select upper(regexp_replace(code, '[^0-9A-Fa-f]', '', 'g'))
$$;

-- The row behind a link when the code is right: five tries, fourteen days, once, and only while consent covers it.
-- A link that does not exist, one that is used and one with a wrong code answer the same nothing.
create or replace function access.behind_link(of_link uuid, code text) returns handovers_handoveritem
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_code handovers_handovercode;
    item handovers_handoveritem;
begin
    select * into found_code from handovers_handovercode c
    where c.key = of_link and c.way = 'link' and c.used_at is null and c.expires_at > access.moment() and c.tries < 5
    for update;
    if found_code.id is null then
        return null;
    end if;
    if found_code.code_hash <> access.mac('handover ' || of_link::text || access.typed_code(code)) then
        update handovers_handovercode set tries = tries + 1 where id = found_code.id;
        return null;
    end if;
    select i.* into item from handovers_handoveritem i
    join handovers_handover h on h.id = i.handover_id and h.state = 'open'
    where i.id = found_code.item_id and i.replaced_at is null and i.ended_at is null and i.answer <> 'confirmed'
    for update of i;
    return case when item.id is not null and access.handover_covers(item) then item end;
end $$;

-- What somebody with the right code reads: what it is about, from when, what the person wants passed on. The name
-- only where it is given (topic 40), or where the person said yes to asking just them.
create or replace function access.open_handover_code(of_link uuid, code text)
returns table (what text, person text, from_day date, own_words text, asked_by text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare item handovers_handoveritem := access.behind_link(of_link, code);
begin
    return query
    select coalesce(m.text, nullif(item.new_role, ''), s.role, c.role, '')::text,
           case when item.receiver_name <> '' or exists (
                    select 1 from rule.in_force f where f.plan_id = item.plan_id and f.topic = 40 and f.give
                      and f.recipient in (item.receiver_agency_id * 2, item.receiver_user_id * 2 + 1))
                then person.given_name || ' ' || person.family_name else '' end,
           h.on_day, h.own_words,
           coalesce((select n.name from people_username n join people_user u on u.id = n.user_id and not u.shielded
                     where n.user_id = item.asked_by_id), '')::text
    from handovers_handover h
    join plans_plan p on p.id = h.plan_id join people_person person on person.id = p.person_id
    left join plans_measure m on m.id = item.measure_id
    left join teams_supportteammember s on s.id = item.support_member_id
    left join teams_contactteammember c on c.id = item.contact_member_id
    where h.id = item.handover_id;
end $$;

create or replace function access.answer_by_code(of_link uuid, code text, said text, words text, who text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare item handovers_handoveritem := access.behind_link(of_link, code);
begin
    if item.id is null or said not in ('confirmed', 'question', 'declined') or trim(who) = ''
       or said <> 'confirmed' and trim(words) = '' then
        return false;
    end if;
    update handovers_handovercode set used_at = access.moment() where key = of_link;
    perform access.take_answer(item, said, words, 'code', null, who);
    return true;
end $$;

-- A slip that came back, registered by any officer of the unit where the person is or was handed over from. They
-- see neither plan nor name. A code that does not exist, is used or belongs elsewhere answers the same nothing.
create or replace function access.register_handover_slip(code text, said text, words text, who text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    item handovers_handoveritem;
    slip bigint;
begin
    if access.me() is null or said not in ('confirmed', 'question', 'declined') or trim(who) = ''
       or said <> 'confirmed' and trim(words) = '' then
        return false;
    end if;
    select c.id into slip from handovers_handovercode c
    join handovers_handoveritem i on i.id = c.item_id and i.replaced_at is null and i.ended_at is null and i.answer <> 'confirmed'
    join handovers_handover h on h.id = i.handover_id and h.state = 'open'
    where c.way = 'paper' and c.used_at is null and c.expires_at > access.moment()
      and c.code_hash = access.mac('handover ' || access.typed_code(register_handover_slip.code))
      and (c.made_by_id = access.me() or i.plan_id in (select plan_id from rule.my_contact_plans)
           or exists (select 1 from plans_placement p join rule.my_units u on u.unit_id = p.unit_id
                      where p.plan_id = i.plan_id and p.until is null and p.removed_at is null and p.blocked_at is null))
    for update of c;
    if slip is null then
        return false;
    end if;
    select i.* into item from handovers_handoveritem i join handovers_handovercode c on c.item_id = i.id
    where c.id = slip for update of i;
    update handovers_handovercode set used_at = access.moment() where id = slip;
    perform access.take_answer(item, said, words, 'paper', access.me(), who);
    return true;
end $$;

-- Postponed, moved, undone ------------------------------------------------------------------------------------

-- Those who had left stay after all; their roles are theirs again.
create or replace function access.restore_leavers(of_handover bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    item handovers_handoveritem;
    gone teams_contactteammember;
begin
    for item in select * from handovers_handoveritem i where i.handover_id = of_handover and i.member_until is not null order by i.id desc loop
        if item.contact_member_id is not null then
            select * into gone from teams_contactteammember c where c.id = item.contact_member_id;
            if not exists (select 1 from teams_contactteammember c where c.plan_id = gone.plan_id
                           and c.user_id = gone.user_id and c.until is null) then
                -- Whoever took over has the own role again.
                update teams_contactteammember set role = item.role_before
                where plan_id = gone.plan_id and user_id = item.receiver_user_id and until is null and item.role_before <> '';
                if gone.role = 'main' then
                    update teams_contactteammember set role = 'deputy'
                    where plan_id = gone.plan_id and role = 'main' and until is null;
                end if;
                update teams_contactteammember set until = null where id = gone.id and until = item.member_until;
            end if;
        else
            update teams_supportteammember s set until = null
            where s.id = item.support_member_id and s.until = item.member_until and not exists (
                select 1 from teams_supportteammember o where o.plan_id = s.plan_id and o.user_id = s.user_id and o.until is null);
        end if;
        update handovers_handoveritem set member_until = null, role_before = '' where id = item.id;
    end loop;
end $$;

-- Everybody who has been asked, and those who follow up, are told that the day is another (no content).
create or replace function access.tell_moved(of_handover bigint) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    delete from teams_task t using handovers_handover h
    where h.id = of_handover and t.plan_id = h.plan_id and t.kind = 'thread_held_later' and t.at > access.moment();
    insert into teams_task (key, user_id, plan_id, kind, at)
    select gen_random_uuid(), told.user_id, told.plan_id, 'handover_moved', access.moment()
    from (select i.receiver_user_id as user_id, i.plan_id from handovers_handoveritem i
          where i.handover_id = of_handover and i.asked_at is not null and i.replaced_at is null and i.ended_at is null
          union select c.user_id, c.plan_id from teams_contactteammember c
          join handovers_handover h on h.plan_id = c.plan_id and h.id = of_handover
          where c.until is null or c.until >= access.today()) told
    where told.user_id is not null and told.user_id <> access.me()
$$;

-- The day of «forventet løslatelse» as it stands, when it has moved away from a handover and nobody has answered yet.
create or replace function access.release_moved_to(of_handover bigint) returns date
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (
        select e."on" from handovers_handover h
        cross join lateral (select x."on" from plans_expectedrelease x
                            where x.plan_id = h.plan_id and x.removed_at is null and x.blocked_at is null and not x.only_me
                            order by x.written_at desc, x.id desc limit 1) e
        where h.id = of_handover and h.state in ('open', 'done') and h.kind like 'release\_%' and e."on" <> h.on_day
          and exists (select 1 from teams_task t where t.plan_id = h.plan_id and t.kind = 'release_moved' and t.done_at is null));
end $$;

-- For the page of a handover: the day to move it to. Whoever the person keeps the release from (topic 43) is not told it.
create or replace function access.handover_to_move(of_handover uuid) returns date
language sql stable security definer set search_path = public, pg_temp as $$
    select access.release_moved_to(h.id) from handovers_handover h
    where h.key = of_handover and h.plan_id in (select plan_id from rule.my_contact_plans)
      and rule.key(h.plan_id, 0, 43) <> all ((select rule.excluded_topics())::bigint[])
$$;

-- A release that moves, written or computed, takes nobody's access with it: those who were to leave stay until somebody of the
-- contact team has said which day the handover is to have, and each of them is asked.
create or replace function access.release_moves() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare handover record;
begin
    for handover in
        select h.id, h.plan_id from handovers_handover h
        where h.plan_id = new.plan_id and h.state in ('open', 'done') and h.kind like 'release\_%' and h.on_day <> new."on"
          and h.overlap_until >= access.today()
    loop
        perform access.restore_leavers(handover.id);
        delete from teams_task t where t.plan_id = handover.plan_id and t.kind = 'thread_held_later' and t.at > access.moment();
        insert into teams_task (key, user_id, plan_id, kind, at)
        select distinct on (c.user_id) gen_random_uuid(), c.user_id, c.plan_id, 'release_moved', access.moment()
        from teams_contactteammember c where c.plan_id = handover.plan_id and (c.until is null or c.until >= access.today())
          and not exists (select 1 from consents_exclusion x where x.plan_id = c.plan_id and x.user_id = c.user_id
                          and x.topic_id = 43 and x.lifted_at is null)
          and not exists (select 1 from teams_task t where t.user_id = c.user_id and t.plan_id = c.plan_id
                          and t.kind = 'release_moved' and t.done_at is null);
    end loop;
    return null;
end $$;
create or replace trigger release_moves after insert or update of "on" on plans_expectedrelease
    for each row when (new.removed_at is null and new.blocked_at is null and not new.only_me) execute function access.release_moves();

-- Another day, or a day again after it was put off. Overlap follows unless its own days are said; what was answered stands.
drop function if exists access.move_handover(uuid, date);
create or replace function access.move_handover(of_handover uuid, to_day date, from_day date, until_day date) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare handover handovers_handover;
begin
    select * into handover from handovers_handover h
    where h.key = of_handover and h.state <> 'cancelled' and h.plan_id in (select plan_id from rule.my_contact_plans) for update;
    if handover.id is null or to_day is null or from_day > to_day or until_day < to_day then
        return false;
    end if;
    perform access.restore_leavers(handover.id);
    update handovers_handover set state = 'open', on_day = to_day, ended_at = null, why = '',
        overlap_from = coalesce(from_day, to_day - (handover.on_day - handover.overlap_from)),
        overlap_until = coalesce(until_day, to_day + (handover.overlap_until - handover.on_day))
    where id = handover.id;
    -- Whoever has said yes and has not begun comes with the overlap as it is now; after it was put off, comes after all.
    update teams_contactteammember c set since = greatest(access.today(), h.overlap_from), until = null
    from handovers_handoveritem i join handovers_handover h on h.id = i.handover_id
    where h.id = handover.id and i.new_member_id = c.id and (
        c.until is null and c.since > access.today()
        or handover.state = 'postponed' and c.until < c.since and not exists (
            select 1 from teams_contactteammember o where o.plan_id = c.plan_id and o.user_id = c.user_id and o.until is null));
    update teams_task set done_at = access.moment() where plan_id = handover.plan_id and kind = 'release_moved' and done_at is null;
    perform access.tell_moved(handover.id);
    perform access.settle_handover(handover.id);
    return true;
end $$;

-- Put off without a day, or broken off because it is not to be. The plan is as it was: those who left are back, whoever said yes
-- and has not begun does not come yet, and whoever came in by a yes goes out again when it is broken off. What was answered is kept.
create or replace function access.stop_handover(of_handover uuid, as_state text, reason text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare handover handovers_handover;
begin
    select * into handover from handovers_handover h
    where h.key = of_handover and h.state in ('open', 'done', 'postponed')
      and h.plan_id in (select plan_id from rule.my_contact_plans) for update;
    if handover.id is null or as_state not in ('postponed', 'cancelled') or trim(reason) = '' then
        return false;
    end if;
    perform access.restore_leavers(handover.id);
    update teams_task set done_at = access.moment() where plan_id = handover.plan_id and kind = 'release_moved' and done_at is null;
    if as_state = 'postponed' then
        update teams_contactteammember c set until = access.today() - 1
        from handovers_handoveritem i
        where i.handover_id = handover.id and i.new_member_id = c.id and c.until is null and c.since > access.today();
    else
        update teams_contactteammember c set until = least(access.today(), c.since) - 1
        from handovers_handoveritem i
        where i.handover_id = handover.id and i.new_member_id = c.id and c.until is null
          and c.user_id is distinct from access.me();
        -- Whoever was invited with the question (access.ask_receiver) is not to come after all.
        update teams_supportteammember s set until = least(access.today(), s.since) - 1
        from handovers_handoveritem i
        where i.handover_id = handover.id and s.plan_id = i.plan_id and s.user_id = i.receiver_user_id
          and s.invited_at = i.asked_at and s.until is null;
    end if;
    update handovers_handover set state = as_state, why = trim(reason), ended_at = access.moment() where id = handover.id;
    perform access.tell_moved(handover.id);
    return true;
end $$;

-- The giver's limited view, after the own place in the plan has ended: how far it has come, and nothing else. What is
-- kept from them, and what somebody else has given to an agency whose name tells something, is not even counted.
create or replace function access.given_handovers()
returns table (handover uuid, kind text, on_day date, total bigint, confirmed bigint, nobody bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select h.key, h.kind::text, h.on_day, count(i.id), count(i.id) filter (where i.answer = 'confirmed'),
           count(i.id) filter (where i.answer = 'declined' or i.asked_at is null)
    from handovers_handover h
    join handovers_handoveritem i on i.handover_id = h.id and i.replaced_at is null and i.ended_at is null
    left join plans_measure m on m.id = i.measure_id
    left join teams_supportteammember s on s.id = i.support_member_id
    where h.state = 'open' and h.plan_id not in (select plan_id from rule.my_contact_plans)
      and (m.id is null or not m.only_me and m.blocked_at is null
           and (m.plan_id, m.topic_id) not in (select plan_id, topic from rule.excluded))
      and (i.chosen_by_id = access.me() or not exists (
          select 1 from unnest(rule.sensitive_agencies()) a where a in (i.receiver_agency_id, s.agency_id)))
      and rule.is_staff() and access.only_plan() is null
      and access.tie_of(h.plan_id, access.me()) in ('', 'no_tie')
      and (h.begun_by_id = access.me() or exists (
          select 1 from handovers_handoveritem o join teams_contactteammember c on c.id = o.contact_member_id
          where o.handover_id = h.id and c.user_id = access.me()))
    group by h.id
$$;

-- Which of these users, who are to take over, see each entry and each signed consent: the one rule is asked as each of them,
-- once. For the person and the contact team, about what they see themselves and whom they may know (as access.viewers).
create or replace function access.seen_along(
    of_plan bigint, users bigint[], topics bigint[], sources bigint[], kept boolean[], kept_contacts bigint[], entries bigint[],
    consents bigint[])
returns table (entry integer, consent bigint, user_id bigint)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    mine integer[];
    my_consents bigint[];
    receivers bigint[];
    receiver bigint;
begin
    if not of_plan = any (rule.own() || rule.contact()) then
        return;
    end if;
    mine := array(select n from generate_subscripts(topics, 1) n
                  where access.ground(of_plan, topics[n], sources[n], kept[n], kept_contacts[n], entries[n]) is not null);
    my_consents := array(select c.id from consents_consent c where c.plan_id = of_plan and c.id = any (consents) and c.signed_at is not null
                           and (of_plan = any (rule.own()) or c.id = any (rule.told_consents())));
    receivers := array(select t.user_id from (
            select c.user_id from teams_contactteammember c where c.plan_id = of_plan
            union select s.user_id from teams_supportteammember s where s.plan_id = of_plan) t
        where t.user_id = any (users) and t.user_id = any (rule.users()));
    foreach receiver in array receivers loop
        perform access.become(receiver);
        return query select n, null::bigint, receiver from unnest(mine) n
            where access.ground(of_plan, topics[n], sources[n], kept[n], kept_contacts[n], entries[n]) is not null;
        return query select null::integer, c, receiver from unnest(my_consents) c
            where c = any (rule.my_consents() || rule.told_consents());
    end loop;
    perform set_config('pop.actor', before, true);
end $$;

-- Which of the items that are not asked yet may be asked today; for those who see them.
create or replace function access.covered_items(of_plan bigint) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan
                   union all select 1 from rule.my_contact_plans p where p.plan_id = of_plan) then
        return '{}';
    end if;
    return (select coalesce(array_agg(i.id), '{}') from handovers_handoveritem i
            where i.plan_id = of_plan and i.replaced_at is null and access.handover_covers(i)
              and (of_plan = any (rule.own()) or access.item_known(i)));
end $$;

do $$
declare item regprocedure;
begin
    for item in
        select p.oid from pg_proc p where p.pronamespace in ('access'::regnamespace, 'rule'::regnamespace)
          and p.proname in ('is_colleague', 'handover_covers', 'asked_items', 'guard_handover_item', 'guard_mark', 'marks_follow', 'guard_handed_once', 'thread_is_held', 'not_in_contact', 'item_known', 'giver_item',
              'choose_receiver', 'agree_receiver', 'ask_receiver', 'remind_receiver', 'end_item', 'settle_handover', 'leave_with',
              'take_answer', 'my_requests', 'waiting_requests', 'request_facts', 'answer_request', 'make_handover_code',
              'live_codes', 'typed_code', 'behind_link', 'open_handover_code', 'answer_by_code', 'register_handover_slip',
              'restore_leavers', 'release_moved_to', 'handover_to_move', 'release_moves', 'tell_moved', 'move_handover', 'stop_handover', 'given_handovers', 'covered_items', 'seen_along')
    loop
        execute format('revoke all on function %s from public', item);
    end loop;
end $$;
grant execute on function rule.asked_items(), access.choose_receiver(uuid, bigint, bigint, text), access.agree_receiver(uuid),
    access.ask_receiver(uuid), access.remind_receiver(uuid), access.end_item(uuid, text), access.my_requests(),
    access.waiting_requests(), access.request_facts(uuid), access.answer_request(uuid, text, text),
    access.make_handover_code(uuid, text), access.live_codes(bigint), access.open_handover_code(uuid, text),
    access.answer_by_code(uuid, text, text, text, text), access.register_handover_slip(text, text, text, text),
    access.move_handover(uuid, date, date, date), access.stop_handover(uuid, text, text), access.given_handovers(),
    access.covered_items(bigint), access.not_in_contact(uuid), access.handover_to_move(uuid),
    access.seen_along(bigint, bigint[], bigint[], bigint[], boolean[], bigint[], bigint[], bigint[])
to pop_web;
