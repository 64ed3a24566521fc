-- A case is passed on to another meeting, and comes back with its answer (end of rule C1, ADR 24).

-- Whether the one who acts may have this need talked of at this meeting: always where the person is there, and by the person; where
-- the person is absent, what they have said yes to with whoever acts.
create or replace function access.talked_of(of_plan bigint, of_meeting bigint, of_need bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select of_plan = any (rule.own())
        or not exists (select 1 from rule.absent_meetings a where a.meeting_id = of_meeting)
        or exists (select 1 from rule.meeting_consent c
                   where c.meeting_id = of_meeting and c.need_id = of_need and c.user_id = access.me())
$$;

-- However it is written, what is passed on is no wider than where it came from: the same topic, the same source, kept at least as much.
-- The words are still those of whoever wrote them: under another source they would be read by others (an agency's own words by
-- whoever the topic is given to). Who passed it on stands as the writer.
create or replace function access.guard_passed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    origin constant meetings_agendaitem := (select i from meetings_agendaitem i where i.id = new.passed_from_id);
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'UPDATE' then
        if new.passed_from_id is distinct from old.passed_from_id then
            raise insufficient_privilege using message = 'a case is passed on when it is written';
        end if;
        return new;
    end if;
    if new.plan_id <> all (rule.own() || rule.contact()) or origin.plan_id is distinct from new.plan_id
       or origin.meeting_id = new.meeting_id or origin.removed_at is not null or origin.blocked_at is not null
       or access.ground(origin.plan_id, origin.topic_id, origin.source_key, origin.only_me, origin.only_me_contact_id, origin.id) is null
       or (new.topic_id, new.source, new.source_agency_id, new.source_user_id)
          is distinct from (origin.topic_id, origin.source, origin.source_agency_id, origin.source_user_id)
       or origin.only_me and (not new.only_me or new.only_me_contact_id is distinct from origin.only_me_contact_id)
       -- A7: what the person keeps, nobody else puts on an agenda.
       or origin.only_me and new.plan_id <> all (rule.own())
       or not access.talked_of(new.plan_id, origin.meeting_id, origin.need_id)
       or not access.talked_of(new.plan_id, new.meeting_id, new.need_id)
       or not exists (select 1 from plans_meeting m where m.id = new.meeting_id and m.held is null and m.removed_at is null
                      and m.blocked_at is null and (m.date is null or m.date >= access.today())) then
        raise insufficient_privilege using message = 'a case is passed on as it is, to a meeting that is to come';
    end if;
    return new;
end $$;
create or replace trigger guard_passed before insert or update on meetings_agendaitem
    for each row when (new.passed_from_id is not null) execute function access.guard_passed();

-- What the person keeps to themselves afterwards, or is said to be about somebody else (A14), is so where it was passed to.
create or replace function access.follow_passed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare passed record;
begin
    if new.only_me and (new.only_me, new.only_me_contact_id) is distinct from (old.only_me, old.only_me_contact_id) then
        update meetings_agendaitem i set only_me = true, only_me_contact_id = new.only_me_contact_id where i.passed_from_id = new.id;
    end if;
    if new.blocked_at is not null and old.blocked_at is null then
        for passed in select i.key from meetings_agendaitem i where i.passed_from_id = new.id and i.blocked_at is null loop
            perform access.block_entry('meetings_agendaitem', passed.key);
        end loop;
    end if;
    return null;
end $$;
create or replace trigger follow_passed after update of only_me, only_me_contact_id, blocked_at on meetings_agendaitem
    for each row execute function access.follow_passed();

-- By the person and the contact team: a case of one meeting, or a need that its agenda takes from the plan, to another meeting. A need
-- is first written on the agenda it stood on, so that the answer has somewhere to come back to. Null, and nothing is
-- written, where it may not be; of what one does not see nothing is told.
create or replace function access.pass_on(of_case uuid, from_meeting bigint, to_meeting bigint) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    origin constant plans_meeting := (select m from plans_meeting m where m.id = from_meeting);
    target constant plans_meeting := (select m from plans_meeting m where m.id = to_meeting);
    item meetings_agendaitem;
    need plans_need;
    seen bigint[];
    made uuid;
begin
    if access.me() is null or access.only_plan() is not null or origin.plan_id <> all (rule.own() || rule.contact())
       or origin.plan_id is null or target.plan_id is distinct from origin.plan_id
       or target.only_me and target.plan_id <> all (rule.own()) then
        return null;
    end if;
    seen := access.sight(origin.plan_id);
    if access.row_key('plans_meeting'::regclass, origin.id) <> all (seen) or access.row_key('plans_meeting'::regclass, target.id) <> all (seen) then
        return null;
    end if;
    select * into item from meetings_agendaitem i where i.key = of_case and i.meeting_id = origin.id and i.removed_at is null
        and access.row_key('meetings_agendaitem'::regclass, i.id) = any (seen);
    if item.id is null then
        select * into need from plans_need n where n.key = of_case and n.plan_id = origin.plan_id and n.removed_at is null
            and access.row_key('plans_need'::regclass, n.id) = any (seen);
        if need.id is null or need.only_me and need.plan_id <> all (rule.own())
           or not access.talked_of(origin.plan_id, origin.id, need.id) then
            return null;
        end if;
    elsif exists (select 1 from plans_need n where n.id = item.need_id and n.only_me and not item.only_me)
       or exists (select 1 from plans_measure m where m.id = item.measure_id and m.only_me and not item.only_me) then
        return null;
    end if;
    begin
        if item.id is null then
            insert into meetings_agendaitem (key, plan_id, topic_id, source, source_agency_id, source_user_id, only_me, only_me_contact_id,
                written_by_id, written_at, together, imported, meeting_id, text, position, need_id)
            values (gen_random_uuid(), need.plan_id, need.topic_id, need.source, need.source_agency_id, need.source_user_id, need.only_me,
                    need.only_me_contact_id, access.me(), now(), need.together, false, origin.id, need.text,
                    access.next_position(origin.id), need.id)
            returning * into item;
        end if;
        insert into meetings_agendaitem (key, plan_id, topic_id, source, source_agency_id, source_user_id, only_me, only_me_contact_id,
            written_by_id, written_at, together, imported, meeting_id, text, position, need_id, measure_id, passed_from_id)
        values (gen_random_uuid(), item.plan_id, item.topic_id, item.source, item.source_agency_id, item.source_user_id,
                item.only_me or target.only_me, case when item.only_me then item.only_me_contact_id else target.only_me_contact_id end,
                access.me(), now(), item.together, false, target.id, item.text, access.next_position(target.id), item.need_id,
                item.measure_id, item.id)
        returning key into made;
        return made;
    exception when insufficient_privilege then
        return null;
    end;
end $$;

-- The last place on an agenda, after those that the one who writes does not see as well.
create or replace function access.next_position(of_meeting bigint) returns integer
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(max(i.position), 0) + 1 from meetings_agendaitem i where i.meeting_id = of_meeting and i.removed_at is null
$$;

revoke all on function access.talked_of(bigint, bigint, bigint), access.guard_passed(), access.follow_passed(),
    access.pass_on(uuid, bigint, bigint), access.next_position(bigint) from public;
grant execute on function access.pass_on(uuid, bigint, bigint) to pop_web;
