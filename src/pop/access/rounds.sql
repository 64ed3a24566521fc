-- Meetings held one after another in one room: a samarbeidsmøte or teammøte through many persons, or the parts of one meeting. Each
-- is a meeting of its own plan (room.sql, consented.sql); this is what may happen between one and the next.

-- Whose turn it is: for the person and the contact team of the plan that the meeting is in. Only access.open_turn changes it.
do $$
declare
    team constant text := '(plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))';
    meeting constant text := 'exists (select 1 from plans_meeting e where e.id = meeting_id)';
begin
    execute format('create policy see on meetings_turn for select to pop_web using (%s and %s)', team, meeting);
    execute format('create policy write on meetings_turn for insert to pop_web'
                   ' with check (%s and %s and opened_at is null and seconds = 0)', team, meeting);
end $$;
grant select, insert on meetings_turn to pop_web;

-- Whether somebody may hear whose turn it is: the person, those of the contact team who may open the plan, and whoever the person has
-- named for this meeting (C1). Asked as them, so that a private tie or a plan for named people alone counts here too.
create or replace function access.may_hear_whose(of_plan bigint, of_meeting bigint, who bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    may boolean;
begin
    if who is null then
        return false;
    end if;
    perform access.become(who);
    may := of_plan = any (rule.own() || rule.contact());
    perform set_config('pop.actor', before, true);
    return may or exists (select 1 from rule.meeting_consent c where c.meeting_id = of_meeting and c.user_id = who);
end $$;
revoke all on function access.may_hear_whose(bigint, bigint, bigint) from public;

-- Leaves one meeting and opens the next, with those who are in the room. `came`: who is there when the first is opened, or who has
-- come since. True when it is open; false, and nothing has happened, when somebody there may not hear whose turn it is; null for whoever
-- may not hold it. Nobody's leaving is forgotten: who goes out between two parts counts in the next, until the person says yes.
create or replace function access.open_turn(of_turn bigint, came bigint[]) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_next meetings_turn;
    the_last meetings_turn;
    person_there boolean;
    one record;
begin
    select * into the_next from meetings_turn where id = of_turn;
    if access.me() is null or the_next.id is null or the_next.plan_id <> all (rule.own() || rule.contact())
       or access.row_key('plans_meeting'::regclass, the_next.meeting_id) <> all (access.sight(the_next.plan_id))
       or exists (select 1 from plans_meeting m where m.id = the_next.meeting_id
                  and (m.held is not null or m.removed_at is not null)) then
        return null;
    end if;
    -- Two who press at once: one after the other.
    perform 1 from meetings_turn t where t.round = the_next.round order by t.id for update;
    select * into the_last from meetings_turn t where t.round = the_next.round and t.opened_at is not null;
    if the_last.id is not null and the_last.plan_id <> all (rule.own() || rule.contact()) then
        return null;
    end if;
    -- Whoever comes while it is open has come: then less is shown (room.sql).
    if the_last.id is distinct from the_next.id
       and exists (select 1 from rule.absent_meetings a where a.meeting_id = the_next.meeting_id) and exists (
        select 1 from (
            select p.user_id from meetings_presence p
            where p.meeting_id in (the_last.meeting_id, the_next.meeting_id) and p.left_at is null and not p.companion
            union all select unnest(came)) h
        where not access.may_hear_whose(the_next.plan_id, the_next.meeting_id, h.user_id)) then
        return false;
    end if;
    person_there := access.me() = any (access.persons_users(the_last.plan_id)) or exists (
        select 1 from meetings_presence p where p.meeting_id = the_last.meeting_id and p.left_at is null
          and (p.user_id = any (access.persons_users(p.plan_id)) or p.companion and p.role = 'person'));
    for one in
        select p.*, p.left_at is null and (
            the_last.plan_id <> the_next.plan_id or p.companion or p.user_id is null
            or p.user_id = any (access.persons_users(p.plan_id))
            or exists (select 1 from teams_contactteammember c where c.plan_id = p.plan_id and c.user_id = p.user_id)
            or exists (select 1 from plans_meetinginvitee i where i.meeting_id = the_next.meeting_id and i.user_id = p.user_id)) as stays
        from meetings_presence p
        where p.meeting_id = the_last.meeting_id and the_last.id <> the_next.id
          and (p.left_at is null or not p.companion and p.gone_yes_at is null and the_last.plan_id = the_next.plan_id)
          and (not p.companion or the_last.plan_id = the_next.plan_id)
          and not exists (select 1 from meetings_presence h where h.meeting_id = the_next.meeting_id and h.left_at is null
                          and h.user_id is not distinct from p.user_id and h.name = p.name)
    loop
        continue when not one.stays and (person_there or exists (
            select 1 from meetings_presence h where h.meeting_id = the_next.meeting_id and h.left_at is not null
              and h.gone_yes_at is null and h.user_id is not distinct from one.user_id and h.name = one.name));
        insert into meetings_presence (key, plan_id, meeting_id, user_id, agency_id, name, role, companion, arrived_at, left_at)
        values (gen_random_uuid(), the_next.plan_id, the_next.meeting_id, one.user_id, one.agency_id, one.name, one.role,
                one.companion, now(), case when not one.stays then now() end);
    end loop;
    insert into meetings_presence (key, plan_id, meeting_id, user_id, name, role, companion, arrived_at)
    select gen_random_uuid(), the_next.plan_id, the_next.meeting_id, c.id, '', '', false, now()
    from (select distinct unnest(came) as id) c
    where not exists (select 1 from meetings_presence h where h.meeting_id = the_next.meeting_id and h.left_at is null and h.user_id = c.id);
    if the_last.id is distinct from the_next.id then
        perform access.close_turn(the_last.meeting_id);
        update meetings_presence set left_at = now() where meeting_id = the_last.meeting_id and left_at is null;
        update meetings_turn set opened_at = now() where id = the_next.id;
    end if;
    return true;
end $$;

-- What has been used of the time of a meeting stands, a second at the least, so that it shows that it has been its turn; also when the meeting ends (access.end_meeting, room.sql).
create or replace function access.close_turn(of_meeting bigint) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update meetings_turn set seconds = seconds + greatest(1, extract(epoch from now() - opened_at)::integer), opened_at = null
    where meeting_id = of_meeting and opened_at is not null
$$;
revoke all on function access.open_turn(bigint, bigint[]), access.close_turn(bigint) from public;
grant execute on function access.open_turn(bigint, bigint[]) to pop_web;
