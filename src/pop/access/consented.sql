-- Møtesamtykke (rule C1): where the person is absent, only what they have said yes to is talked of, with those whom they have named.
-- It opens nothing: what somebody may not see they do not see here either. It is over when the meeting is.

create or replace view rule.meeting_consent as
select c.plan_id, c.meeting_id, c.need_id, c.user_id from meetings_meetingconsent c
join plans_meeting m on m.id = c.meeting_id
where c.ended_at is null and m.held is null and m.removed_at is null and m.blocked_at is null
  and (m.date is null or m.date >= access.today());

-- The person gives it, and the contact team writes down what the person says before somebody. Whoever is named may know that they are.
do $$
declare
    mine constant text := 'plan_id = any ((select rule.own())::bigint[])';
    team constant text := 'plan_id = any ((select rule.contact())::bigint[])';
    meeting constant text := 'exists (select 1 from plans_meeting e where e.id = meeting_id)';
    need constant text := 'exists (select 1 from plans_need e where e.id = need_id)';
begin
    execute format('create policy see on meetings_meetingconsent for select to pop_web'
                   ' using ((%s or (%s or user_id = (select access.me())) and %s and %s))', mine, team, meeting, need);
    execute format('create policy write on meetings_meetingconsent for insert to pop_web'
                   ' with check (given_by_id = (select access.me()) and (%s and way = ''own_login'' or %s and way = ''oral'') and %s and %s)',
                   mine, team, meeting, need);
    execute format('create policy change on meetings_meetingconsent for update to pop_web'
                   ' using ((%s or %s) and %s and %s) with check (%1$s or %2$s)', mine, team, meeting, need);
end $$;
grant select, insert, update (ended_at) on meetings_meetingconsent to pop_web;

-- Nobody says when it was, and what is taken back stays so. Afterwards nothing is said yes to.
create or replace function access.guard_meeting_consent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' then
        if new.ended_at is not null or not exists (select 1 from rule.absent_meetings a where a.meeting_id = new.meeting_id)
           or not exists (select 1 from plans_meeting m where m.id = new.meeting_id and m.held is null
                          and (m.date is null or m.date >= access.today())) then
            raise insufficient_privilege using message = 'it is said yes to before the meeting';
        end if;
        new.given_at := access.moment();
    elsif old.ended_at is not null then
        new.ended_at := old.ended_at;
    elsif new.ended_at is not null then
        new.ended_at := access.moment();
    end if;
    return new;
end $$;
create or replace trigger guard_meeting_consent before insert or update of ended_at on meetings_meetingconsent
    for each row when (current_user = session_user) execute function access.guard_meeting_consent();

-- Where the person is absent, something is said and nothing is decided (C1); and nothing is written about a person who has not said yes.
create or replace function access.guard_absent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select 1 from rule.absent_meetings a where a.meeting_id = new.meeting_id) and new.plan_id <> all (rule.own()) then
        if new.kind <> 'said' or new.measure_id is not null or new.need_id is not null or new.became_meeting_id is not null then
            raise insufficient_privilege using message = 'nothing is decided where the person is absent';
        elsif tg_op = 'INSERT' and new.corrects_id is null
              and not exists (select 1 from rule.meeting_consent c where c.meeting_id = new.meeting_id and c.user_id = access.me()) then
            raise insufficient_privilege using message = 'the person has not said yes';
        end if;
    end if;
    return new;
end $$;
create or replace trigger guard_absent before insert or update on meetings_minuteline
    for each row when (current_user = session_user) execute function access.guard_absent();

-- The person is told of every meeting about them (calendar.sql); of this one, that they say what may be talked of.
create or replace function access.tell_absent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update notices_notice n set what = 'meeting_without'
    where n.what = 'meeting_called' and n.user_id = any (access.persons_users(new.plan_id))
      and n.about = (select m.key from plans_meeting m where m.id = new.meeting_id)
      and exists (select 1 from rule.absent_meetings a where a.meeting_id = new.meeting_id);
    return null;
end $$;
create or replace trigger tell_absent after insert on meetings_meetingset for each row execute function access.tell_absent();

-- The next working day the person reads what was said.
create or replace function access.tell_talked_of() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select 1 from rule.absent_meetings a where a.meeting_id = new.meeting_id) then
        perform access.give_notice(u, new.plan_id, 'meeting', 'talked_of', (select m.key from plans_meeting m where m.id = new.meeting_id),
                                   (access.next_working_day(access.day() + 1) + time '08:00') at time zone 'Europe/Oslo')
        from unnest(access.persons_users(new.plan_id)) u;
    end if;
    return null;
end $$;
create or replace trigger tell_talked_of after insert on meetings_minuteline
    for each row execute function access.tell_talked_of();

-- Of what all present see, what the person has said may be talked of with each of them: needs, what is done for those needs and no
-- other, and what is written at this meeting. Who is there, and that there is a meeting, stay. Called in the room (room.sql).
create or replace function access.only_consented(of_meeting bigint, shared bigint[]) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    there bigint[];
    needs bigint[];
    allowed bigint[];
begin
    if not exists (select 1 from rule.absent_meetings a where a.meeting_id = of_meeting) then
        return shared;
    end if;
    there := array(select distinct p.user_id from rule.in_the_room p where p.meeting_id = of_meeting
                   union select access.me());
    -- Somebody without a login is not named: then nothing is talked of. The person may hear everything about themselves.
    needs := case when array_position(there, null) is not null then '{}' else array(
        select n.id from plans_need n join plans_meeting m on m.plan_id = n.plan_id
        where m.id = of_meeting and not exists (
            select 1 from unnest(there) t (user_id)
            where t.user_id <> all (access.persons_users(n.plan_id))
              and not exists (select 1 from rule.meeting_consent c
                              where c.meeting_id = of_meeting and c.need_id = n.id and c.user_id = t.user_id))) end;
    allowed := array(select access.row_key('plans_need'::regclass, n) from unnest(needs) n)
        || array(select access.row_key('plans_measure'::regclass, w.measure_id) from plans_measureneed w
                 group by w.measure_id having bool_and(w.need_id = any (needs)))
        -- What was said of something else, before somebody came who is not named for it, goes off the screen.
        || array(select access.row_key('meetings_minuteline'::regclass, l.id) from meetings_minuteline l
                 where l.meeting_id = of_meeting and l.topic_id in (select n.topic_id from plans_need n where n.id = any (needs)))
        || array(select access.row_key('meetings_agendaitem'::regclass, i.id) from meetings_agendaitem i
                 where i.meeting_id = of_meeting and i.need_id = any (needs));
    return array(select k from unnest(shared) k
                 where k = any (allowed) or k = access.row_key('plans_meeting'::regclass, of_meeting)
                    or (k >> 32)::oid in ('plans_plan'::regclass, 'people_person'::regclass, 'people_user'::regclass,
                                        'people_agency'::regclass));
end $$;

revoke all on function access.guard_meeting_consent(), access.guard_absent(), access.tell_talked_of(), access.only_consented(bigint, bigint[])
    from public;
