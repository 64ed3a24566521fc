-- What waits for each user, who shares the work, who is away, and the leader's overview (work order 4, section 5).
--
-- A list opens nothing. access.my_work() is written out of the policies themselves, as access.plan_rows() is: a row
-- stands in the list of those who see it in its plan. Team, deputy and «gitt til Team B» say only whose turn it is.

drop function if exists access.my_work();
drop function if exists access.my_work(boolean);
drop function if exists access.my_done();


-- 1. Who shares the work ------------------------------------------------------------------------------------------

create view rule.my_officer_teams as
select m.team_id from worklists_teammembership m join worklists_officerteam t on t.id = m.team_id
where m.user_id = (select access.me()) and t.ended_on is null
  and m.since <= (select access.today()) and (m.until is null or m.until >= (select access.today()))
  and exists (select 1 from rule.my_units u where u.unit_id = t.unit_id);

-- Those of my teams, myself included.
create view rule.my_teammates as
select m.user_id, m.team_id from worklists_teammembership m
where m.team_id in (select team_id from rule.my_officer_teams)
  and m.since <= (select access.today()) and (m.until is null or m.until >= (select access.today()));

-- Whom the actor stands in for today: as deputy, or because the absent one's tasks are with a team of the actor's.
create view rule.my_absent as
select a.user_id, a.deputy_id = (select access.me()) as as_deputy, a.team_id from worklists_absence a
where a.user_id <> (select access.me()) and a.since <= access.day() and (a.until is null or a.until >= access.day())
  and (a.deputy_id = (select access.me()) or a.team_id in (select team_id from rule.my_officer_teams))
  and exists (select 1 from rule.my_units);

create function rule.worked_units() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (select coalesce(array_agg(distinct unit_id), '{}') from rule.my_units);
end $$;

create function rule.officer_teams() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (select coalesce(array_agg(team_id), '{}') from rule.my_officer_teams);
end $$;

create function rule.teammates() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (select coalesce(array_agg(distinct user_id), '{}') from rule.my_teammates);
end $$;

create function rule.led_staff() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct r.user_id), '{}') from people_unitrole r
    join rule.my_units u on u.unit_id = r.unit_id and u.role = 'leader'
    where r.since <= access.today() and (r.until is null or r.until >= access.today()));
end $$;

-- Whether two work in the same unit: only such a one is a deputy.
create or replace function access.colleagues(one bigint, other bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select (one = access.me() and rule.is_staff() or one = any (rule.led_staff()))
       and exists (select 1 from people_unitrole a join people_unitrole b on b.unit_id = a.unit_id
                   where a.user_id = one and b.user_id = other
                     and (a.until is null or a.until >= access.today()) and (b.until is null or b.until >= access.today()))
$$;

-- 2. Who sees and writes that -------------------------------------------------------------------------------------

create policy see on worklists_officerteam for select to pop_web using (
    unit_id = any ((select rule.worked_units())::bigint[]));
create policy make on worklists_officerteam for insert to pop_web with check (
    unit_id = any ((select rule.led_units())::bigint[]));
create policy change on worklists_officerteam for update to pop_web
    using (unit_id = any ((select rule.led_units())::bigint[]))
    with check (unit_id = any ((select rule.led_units())::bigint[]));
grant select, insert, update (name, ended_on) on worklists_officerteam to pop_web;

create policy see on worklists_teammembership for select to pop_web using (
    exists (select 1 from worklists_officerteam t where t.id = team_id));
create policy make on worklists_teammembership for insert to pop_web with check (
    exists (select 1 from worklists_officerteam t where t.id = team_id and t.ended_on is null
            and t.unit_id = any ((select rule.led_units())::bigint[])
            and exists (select 1 from people_unitrole r where r.user_id = worklists_teammembership.user_id
                        and r.unit_id = t.unit_id and (r.until is null or r.until >= access.today()))));
create policy change on worklists_teammembership for update to pop_web
    using (exists (select 1 from worklists_officerteam t where t.id = team_id
                   and t.unit_id = any ((select rule.led_units())::bigint[])))
    with check (exists (select 1 from worklists_officerteam t where t.id = team_id
                        and t.unit_id = any ((select rule.led_units())::bigint[])));
grant select, insert, update (until) on worklists_teammembership to pop_web;

-- A roster: one's own, read by those who share the work and by the leader.
create policy see on worklists_rosterday for select to pop_web using (
    user_id = (select access.me()) or user_id = any ((select rule.teammates())::bigint[])
    or user_id = any ((select rule.led_staff())::bigint[]));
create policy write on worklists_rosterday for insert to pop_web with check (user_id = (select access.me()));
create policy change on worklists_rosterday for update to pop_web
    using (user_id = (select access.me())) with check (user_id = (select access.me()));
grant select, insert, update (off) on worklists_rosterday to pop_web;

-- That somebody is away is known to those who share the work, the deputy and the leader.
do $$
declare
    -- By oneself or the leader, in one's own name. The deputy is a colleague; the team is one that the absent one is in.
    write constant text := $rule$
        (user_id = (select access.me()) and (select rule.is_staff()) or user_id = any ((select rule.led_staff())::bigint[]))
        and registered_by_id = (select access.me())
        and (deputy_id is null or access.colleagues(user_id, deputy_id))
        and (team_id is null or exists (select 1 from worklists_teammembership m where m.team_id = worklists_absence.team_id
             and m.user_id = worklists_absence.user_id and (m.until is null or m.until >= access.today())))
    $rule$;
begin
    execute format('create policy write on worklists_absence for insert to pop_web with check (%s)', write);
    execute format('create policy change on worklists_absence for update to pop_web using ('
        'user_id = (select access.me()) or user_id = any ((select rule.led_staff())::bigint[])) with check (%s)', write);
end $$;
create policy see on worklists_absence for select to pop_web using (
    user_id = (select access.me()) or deputy_id = (select access.me())
    or user_id = any ((select rule.teammates())::bigint[]) or user_id = any ((select rule.led_staff())::bigint[]));
grant select, insert, update (until, deputy_id, team_id, registered_by_id, registered_at) on worklists_absence to pop_web;

-- A task that was given on: for those of the contact team from whom nothing in the plan is kept, when it is their turn.
create policy see on worklists_giventask for select to pop_web using (
    plan_id = any ((select rule.contact())::bigint[]) and plan_id <> all ((select rule.partly_excluded())::bigint[])
    and (given_by_id = (select access.me()) or taken_by_id = (select access.me())
         or team_id = any ((select rule.officer_teams())::bigint[])));
grant select on worklists_giventask to pop_web;

create policy own on worklists_keptfilter for all to pop_web
    using (user_id = (select access.me())) with check (user_id = (select access.me()));
grant select, insert, update (whose, kind, plan_key) on worklists_keptfilter to pop_web;

-- Whose turn it is changes no plan, and is no gap's cause.
drop trigger if exists mark_gaps on worklists_giventask;

-- 3. What waits ------------------------------------------------------------------------------------------------------
-- One row for each thing that waits for somebody whom the actor is, shares the work with or stands in for, and that the
-- actor sees by the rule of the row itself. `holder` is whose it is now; null where it is an agency's, for whoever of
-- it comes first. `subject` is the entry that it is about, when that is seen.
do $make$
declare
    -- The condition of a table's policy, with its arrays as variables: each is asked once.
    names constant text[] := array['gaps_gap', 'gaps_gapsubject', 'plans_measure', 'plans_need', 'plans_meeting', 'wishes_wish',
                                   'wishes_wishanswer', 'conversations_conversation', 'plans_placement', 'worklists_giventask'];
    conditions jsonb := '{}';
    asked text[] := array['contact', 'open_plans', 'sources', 'persons', 'led_plans'];
    condition text; name text; body text;
    -- What the actor has done the last seven days, to see it and to take it back: what is still seen of it.
    done text := $f$
    create or replace function access.my_done()
    returns table (kind text, key uuid, plan_id bigint, rule text, text text, done_on date, subject text, plan_key uuid, name text)
    language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $body$
    #variable_conflict use_column
    declare
        my_me constant bigint := access.me();
        my_day constant date := access.day();
        my_variables
        my_plans constant bigint[] := my_contact || my_open_plans;
    begin
        if my_me is null or access.only_plan() is not null then
            return;
        end if;
        return query
        with work as (
            select 'measure' as kind, m.key, m.plan_id, '' as rule, m.text::text as text, s.since as done_on, 'measure' as subject
            from plans_measure m join access.measure_status s on s.measure_id = m.id and s.status = m.status
            where m.responsible_user_id = my_me and m.status = 'done' and s.since > my_day - 7 and m.removed_at is null
              and m.plan_id = any (my_plans) and (if_plans_measure)
            union all
            select 'talk', c.key, c.plan_id, c.kind::text, '', c.held_on, 'talk' from conversations_conversation c
            where c.plan_id = any (my_plans) and c.written_by_id = my_me and c.held_on > my_day - 7 and c.removed_at is null
              and (if_conversations_conversation)
            union all
            select 'meeting', e.key, e.plan_id, '', e.subject::text, e.date, 'meeting' from plans_meeting e
            where e.plan_id = any (my_plans) and e.held and e.date > my_day - 7 and e.removed_at is null and (if_plans_meeting)
              and (e.written_by_id = my_me or exists (select 1 from plans_meetinginvitee v where v.meeting_id = e.id and v.user_id = my_me))
            union all
            select 'wish', w.key, w.plan_id, '', w.text::text, (a.written_at at time zone 'Europe/Oslo')::date, 'wish'
            from (select * from wishes_wishanswer where plan_id = any (my_plans) and written_by_id = my_me and removed_at is null
                  and written_at > access.moment() - interval '7 days' and (if_wishes_wishanswer)) a
            join (select * from wishes_wish where plan_id = any (my_plans) and removed_at is null and (if_wishes_wish)) w on w.id = a.wish_id
            union all
            select 'task', t.key, t.plan_id, t.kind::text, '', (t.done_at at time zone 'Europe/Oslo')::date, null
            from teams_task t where t.user_id = my_me and t.done_at > access.moment() - interval '7 days'
        )
        select w.*, p.key, case when p.person_id = any (my_persons) then person.given_name || ' ' || person.family_name else '' end
        from work w left join plans_plan p on p.id = w.plan_id and p.id = any (my_plans)
        left join people_person person on person.id = p.person_id
        order by w.done_on desc, w.kind, w.key limit 100;
    end $body$ $f$;
begin
    foreach name in array names loop
        select qual into strict condition from pg_policies
        where schemaname = 'public' and tablename = name and cmd = 'SELECT';
        asked := asked || array(select distinct m[1] from regexp_matches(condition, '\( SELECT rule\.(\w+)\(\) AS \w+\)', 'g') m);
        condition := regexp_replace(condition, '\( SELECT rule\.(\w+)\(\) AS \w+\)', 'my_\1', 'g');
        condition := replace(condition, '( SELECT access.me() AS me)', 'my_me');
        if condition ~ 'SELECT' then
            raise exception 'the policy of % asks for something else than an array', name;
        end if;
        conditions := conditions || jsonb_build_object(name, condition);
    end loop;
    body := replace($f$
    create or replace function access.my_work(with_team boolean)
    returns table (kind text, key uuid, plan_id bigint, rule text, text text, due date, since date, hour time,
                   holder bigint, agency_id bigint, taken boolean, snoozed date, subject text, subject_key uuid, subject_row bigint,
                   given uuid, given_by bigint, given_team bigint)
    language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
    set enable_bitmapscan = off set enable_seqscan = off set jit = off as $body$
    #variable_conflict use_column
    declare
        my_me constant bigint := access.me();
        my_day constant date := access.day();
        in_law constant date := access.today();
        my_now constant timestamptz := access.moment();
        my_agencies constant bigint[] := array(select agency_id from rule.my_agencies);
        my_variables
        my_plans constant bigint[] := my_contact || my_open_plans;
        my_asked constant bigint[] := rule.asked_items();
        -- Me, those I stand in for, those I share the work with when that is asked, and those who gave something that we have.
        people constant bigint[] := array(
            select my_me union select user_id from rule.my_teammates where with_team union select user_id from rule.my_absent
            union select g.given_by_id from worklists_giventask g
            where g.ended_at is null and (g.taken_by_id = my_me or g.team_id in (select team_id from rule.my_officer_teams)));
        -- Asked further down, and only about the plans for which they matter: these grow with every consent.
        with_source bigint[]; my_granted bigint[]; my_sources bigint[]; my_known_in_plans bigint[];
        -- Who in the contact team each plan's tasks are with, by plan.
        mains jsonb;
    begin
        if my_me is null or access.only_plan() is not null then
            return;
        end if;
        with_source := my_open_plans || array(
            select g.plan_id from gaps_gap g where g.closed_at is null and g.source_key <> 0 and g.plan_id = any (my_contact)
              and (g.owner_user_id = any (people) or g.handed_to_id = any (people) or g.taken_by_id = any (people))
            union select m.plan_id from plans_measure m
            where m.source_key <> 0 and m.responsible_user_id = any (people) and m.due is not null
              and m.status in ('chosen', 'in_progress', 'waiting') and m.removed_at is null);
        -- As rule.granted().
        my_granted := case when cardinality(with_source) = 0 then '{}' else array(
            with given as materialized (
                select plan_id, topic from rule.given where plan_id = any (with_source)
            ), held as materialized (
                select f.plan_id, f.recipient, f.topic, f.share, f.obtain from rule.in_force f
                where f.plan_id = any (with_source) and (f.share or f.obtain and f.plan_id = any (my_contact))
            )
            select rule.key(plan_id, 0, topic) from given
            union
            select rule.key(h.plan_id, h.recipient, h.topic) from held h
            where (h.obtain and h.plan_id = any (my_contact) or h.share and (h.plan_id, h.topic) in (select plan_id, topic from given))
              and (h.plan_id, h.topic) not in (select plan_id, topic from rule.excluded)) end;
        my_sources := case when cardinality(my_open_plans) > 0 then rule.sources() else '{}' end;
        my_known_in_plans := case when exists (
            select 1 from gaps_gap g where g.closed_at is null and g.owner_agency_id = any (my_sensitive_agencies) and g.plan_id = any (my_contact)
        ) then rule.known_in_plans() else '{}' end;
        -- Plan by plan: asked of all at once, the contact teams of every plan there is would be sorted.
        mains := (select jsonb_object_agg(p.id, m.team_id) from unnest(my_contact) p (id)
                  cross join lateral (select c.team_id from rule.main_contacts c where c.plan_id = p.id limit 1) m);
        return query
        with gap as (
            select g.*, coalesce(g.taken_by_id, g.handed_to_id, g.owner_user_id) as held_by from (
                select * from gaps_gap g where g.closed_at is null and g.owner_user_id = any (people)
                union select * from gaps_gap g where g.closed_at is null and g.handed_to_id = any (people)
                union select * from gaps_gap g where g.closed_at is null and g.owner_agency_id = any (my_agencies)
                union select * from gaps_gap g where g.closed_at is null and g.taken_by_id = any (people) and g.plan_id = any (my_plans)
            ) g where (if_gaps_gap)
        ), work as (
            select 'gap' as kind, g.key, g.plan_id, g.rule::text, coalesce(m.text, n.text, e.subject, w.text, c.kind)::text as text, g.due, g.since,
                   null::time as hour, g.held_by as holder, g.owner_agency_id as agency_id, g.taken_by_id is not null as taken,
                   g.snoozed_until as snoozed,
                   case when m.id is not null then 'measure' when n.id is not null then 'need' when e.id is not null then 'meeting'
                        when w.id is not null then 'wish' when c.id is not null then 'talk'
                        when s."table" = 'handovers_checklistmark' then 'point' when q.key is not null then 'request' end as subject,
                   coalesce(m.key, n.key, e.key, w.key, c.key, q.key) as subject_key, s.row_id as subject_row
            from gap g
            left join (select * from gaps_gapsubject where (if_gaps_gapsubject)) s on s.gap_id = g.id
            left join (select * from plans_measure where removed_at is null and (if_plans_measure)) m
                on s."table" = 'plans_measure' and m.id = s.row_id
            left join (select * from plans_need where removed_at is null and (if_plans_need)) n
                on s."table" = 'plans_need' and n.id = s.row_id
            left join (select * from plans_meeting where removed_at is null and (if_plans_meeting)) e
                on s."table" = 'plans_meeting' and e.id = s.row_id
            left join (select * from wishes_wish where removed_at is null and (if_wishes_wish)) w
                on s."table" = 'wishes_wish' and w.id = s.row_id
            left join (select * from conversations_conversation where removed_at is null and (if_conversations_conversation)) c
                on s."table" = 'conversations_conversation' and c.id = s.row_id
            -- What the actor is asked to take over stands once, as the gap that it has become.
            left join lateral (select i.key from handovers_handoveritem i where s."table" = 'handovers_handoveritem'
                and i.id = s.row_id and i.answer in ('', 'question') and i.id = any (my_asked)) q on true
            where g.held_by = any (people) or g.held_by is null
            union all
            select 'measure', m.key, m.plan_id, '', m.text, m.due, null, null, m.responsible_user_id, m.responsible_agency_id,
                   false, null, 'measure', m.key, m.id
            from (select * from plans_measure m where m.responsible_user_id = any (people)
                  union select * from plans_measure m where m.responsible_agency_id = any (my_agencies) and m.plan_id = any (my_plans)
                      and m.responsible_user_id is null) m
            where m.due is not null and m.status in ('chosen', 'in_progress', 'waiting') and m.removed_at is null
              and (if_plans_measure)
            union all
            select 'change', m.key, m.plan_id, case when m.change_asked_at is null then 'expired' else 'asked' end, m.text, null,
                   coalesce((m.change_asked_at at time zone 'Europe/Oslo')::date, greatest(m.offer_ends_on, m.offer_confirmed_on + 30) + 1), null,
                   case when m.source_agency_id is null then m.written_by_id end, m.source_agency_id, false, null, 'measure', m.key, m.id
            from plans_measure m
            where m.status = 'proposed' and m.removed_at is null and (m.change_asked_at is not null or m.offer_ends_on is not null)
              and (m.change_asked_at is not null or greatest(m.offer_ends_on, m.offer_confirmed_on + 30) < in_law)
              and m.plan_id = any (my_plans)
              and (m.source_agency_id is null and m.written_by_id = any (people) or m.source_agency_id = any (my_agencies))
              and (if_plans_measure)
            union all
            select 'wish', w.key, w.plan_id, '', w.text, null, w.asked_on, null,
                   case when w.asked_agency_id is null then coalesce(p.user_id, my_me) end, w.asked_agency_id, false, null, 'wish', w.key, w.id
            from (select * from wishes_wish where plan_id = any (my_plans) and withdrawn_on is null and removed_at is null
                  and (if_wishes_wish)) w
            cross join lateral (select (mains ->> w.plan_id::text)::bigint as user_id) p
            where (w.asked_agency_id is null and p.user_id = any (people)
                   or rule.key(w.plan_id, w.asked_agency_id * 2, 0) = any (my_sources))
              and not exists (select 1 from wishes_wishanswer a where a.wish_id = w.id and a.removed_at is null
                              and (if_wishes_wishanswer))
            union all
            select 'talk', c.key, c.plan_id, c.kind, '', c.planned_on, null, c.planned_at, p.user_id, null, false, null, 'talk', c.key, c.id
            from (select * from conversations_conversation where plan_id = any (my_contact) and held_on is null
                  and planned_on between my_day - 30 and my_day + 60 and removed_at is null
                  and (if_conversations_conversation)) c
            join lateral (select (mains ->> c.plan_id::text)::bigint as user_id) p on p.user_id = any (people)
            union all
            -- A meeting: for whoever is called to it, and for the main contact of the contact team, who also says whether it was held.
            select 'meeting', e.key, e.plan_id, case when e.date < my_day then 'past' else '' end, e.subject, e.date, null, e.time,
                   case when v.meeting_id is not null and e.date >= my_day then my_me else p.user_id end, null, false, null,
                   'meeting', e.key, e.id
            from (select * from plans_meeting where plan_id = any (my_plans) and held is null
                  and date between my_day - 30 and my_day + 60 and removed_at is null and (if_plans_meeting)) e
            cross join lateral (select (mains ->> e.plan_id::text)::bigint as user_id) p
            left join plans_meetinginvitee v on v.meeting_id = e.id and v.user_id = my_me
            where p.user_id = any (people) or v.meeting_id is not null and e.date >= my_day
            union all
            select 'task', t.key, t.plan_id, t.kind, '', t.due_on, (t.at at time zone 'Europe/Oslo')::date, null, my_me, null, false,
                   null, null, null, null
            from teams_task t where t.user_id = my_me and t.done_at is null and t.at <= my_now
            union all
            -- As access.my_requests says, which would find them once more.
            select 'request', i.key, i.plan_id, '', '', i.remind_on, (i.asked_at at time zone 'Europe/Oslo')::date, null, my_me, null,
                   false, null, null, null, null
            from handovers_handoveritem i where i.id = any (my_asked) and i.answer in ('', 'question')
            union all
            select 'invitation', s.key, null, '', s.role, null, (s.invited_at at time zone 'Europe/Oslo')::date, null, my_me, s.agency_id,
                   false, null, null, null, null
            from teams_supportteammember s where s.user_id = my_me and s.accepted_at is null and s.declined_at is null
              and s.since <= in_law and (s.until is null or s.until >= in_law)
            union all
            -- I2: a tilbudskort that nobody has confirmed for six months, for those who keep it (as its policy «change»):
            -- whoever works for the agency, and the leader of the unit. services.models says the same of one card.
            select 'card', c.key, null, '', coalesce(a.name, u.name), (c.confirmed_on + interval '6 months')::date, null, null,
                   case when c.agency_id is null then my_me end, c.agency_id, false, null, null, null, null
            from services_servicecard c
            left join people_agency a on a.id = c.agency_id left join people_unit u on u.id = c.unit_id
            where c.confirmed_on < (my_day - interval '6 months')::date and coalesce(a.active, u.active)
              and (c.agency_id = any (my_agencies)
                   or c.unit_id in (select unit_id from rule.my_units where role = 'leader'))
        ), passed as (
            select distinct on (subject) * from worklists_giventask where ended_at is null and (if_worklists_giventask)
            order by subject, given_at desc
        )
        select w.kind, w.key, w.plan_id, w.rule, w.text, w.due, w.since, w.hour, coalesce(g.taken_by_id, w.holder), w.agency_id,
               w.taken or g.taken_by_id is not null, w.snoozed, w.subject, w.subject_key, w.subject_row,
               case when g.taken_by_id is null then g.key end, g.given_by_id, g.team_id
        from work w left join passed g on g.subject = w.key and g.kind = w.kind
        where coalesce(g.taken_by_id, w.holder) = any (people) or w.holder is null and w.agency_id is not null
           or g.key is not null
        union all
        -- The plans, as they may be named: whoever knows the name reads it, and the leader unless the address is
        -- protected (rule A10), as in the unit's own list. `subject`: what the plan is to the actor.
        select 'plan', p.key, p.id, coalesce(place.name, ''),
               case when p.person_id = any (my_persons) or p.id = any (my_led_plans) and person.protection = 'none'
                    then person.given_name || ' ' || person.family_name else '' end,
               null, null, null, null, null, false, null,
               case when p.id = any (my_contact) then 'plan' when p.id = any (my_open_plans) then 'partner' else 'unit_assign' end,
               null, null, null, null, null
        from plans_plan p join people_person person on person.id = p.person_id
        left join (
            select distinct on (x.plan_id) x.plan_id, coalesce(w.name, u.name) as name
            from (select * from plans_placement where plan_id = any (my_contact) and until is null and removed_at is null
                  and (if_plans_placement)) x
            join people_unit u on u.id = x.unit_id left join people_ward w on w.id = x.ward_id
            order by x.plan_id, x.since desc, x.id desc) place on place.plan_id = p.id and person.protection = 'none'
        where p.id = any (my_contact || my_open_plans || my_led_plans);
    end $body$ $f$, 'my_variables', (
        select string_agg(format('my_%1$s constant bigint[] := rule.%1$s();', a), E'\n        ') from (select distinct unnest(asked) a except select unnest(array['granted', 'sources', 'known_in_plans'])) every));
    foreach name in array names loop
        body := replace(body, '(if_' || name || ')', '(' || (conditions ->> name) || ')');
        done := replace(done, '(if_' || name || ')', '(' || (conditions ->> name) || ')');
    end loop;
    execute body;
    execute replace(done, 'my_variables', (
        select string_agg(format('my_%1$s constant bigint[] := rule.%1$s();', a), E'\n        ') from (select distinct unnest(asked)) every(a)));
end $make$;

-- Who the actor is today, for the list: teams, teammates, those who are away, the roster and the filter as it was left.
create or replace function access.my_desk() returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare my_me constant bigint := access.me(); my_day constant date := access.day();
begin
    return jsonb_build_object(
        'teams', (select jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'name', t.name) order by t.name)
                  from worklists_officerteam t where t.id in (select team_id from rule.my_officer_teams)),
        'mates', (select jsonb_agg(distinct m.user_id) from rule.my_teammates m),
        'absent', (select jsonb_agg(jsonb_build_object('user', a.user_id, 'deputy', a.as_deputy, 'team', a.team_id)) from rule.my_absent a),
        'away', (select jsonb_build_object('since', a.since, 'until', a.until, 'deputy', a.deputy_id, 'team', a.team_id)
                 from worklists_absence a where a.user_id = my_me and (a.until is null or a.until >= my_day)
                 order by a.since limit 1),
        'roster', (select jsonb_agg(jsonb_build_array(r.day, r.off) order by r.day) from worklists_rosterday r
                   where r.user_id = my_me and r.day >= my_day and r.day < my_day + 60),
        'filter', (select jsonb_build_object('whose', f.whose, 'kind', f.kind, 'plan', f.plan_key) from worklists_keptfilter f
                   where f.user_id = my_me));
end $$;

-- 4. Giving on, and taking -------------------------------------------------------------------------------------------

-- Gives something of one's own to a team that one is in. It stays one's own until somebody takes it.
create or replace function access.give_task(of_kind text, of_subject uuid, to_team uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_team constant bigint := (select t.id from worklists_officerteam t where t.key = to_team and t.id = any (rule.officer_teams()));
    the_plan bigint;
begin
    select w.plan_id into the_plan from access.my_work(false) w
    where w.kind = of_kind and w.key = of_subject and w.holder = access.me() and w.kind in ('gap', 'measure', 'talk', 'wish')
      and w.plan_id = any (rule.contact());
    if the_plan is null or the_team is null then
        return false;
    end if;
    perform 1 from plans_plan where id = the_plan for no key update;
    update worklists_giventask set ended_at = access.moment() where kind = of_kind and subject = of_subject and ended_at is null;
    insert into worklists_giventask (key, plan_id, kind, subject, team_id, given_by_id, given_at)
    values (gen_random_uuid(), the_plan, of_kind, of_subject, the_team, access.me(), access.moment());
    return true;
end $$;

-- Takes what a team of one's own has been given, or what an absent colleague has; keeps what one gave oneself.
create or replace function access.take_task(of_kind text, of_subject uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    found record;
begin
    select w.* into found from access.my_work(true) w where w.kind = of_kind and w.key = of_subject;
    if found.key is null or of_kind not in ('gap', 'measure', 'talk', 'wish') then
        return false;
    end if;
    perform 1 from plans_plan where id = found.plan_id for no key update;
    if found.given is not null and found.given_by = me then
        update worklists_giventask set ended_at = access.moment() where key = found.given and taken_by_id is null;
        return true;
    end if;
    if of_kind = 'gap' and not access.take_gap(of_subject) then
        return false;
    end if;
    if found.given is not null then
        update worklists_giventask set taken_by_id = me, taken_at = access.moment()
        where key = found.given and taken_by_id is null and ended_at is null;
        return true;
    elsif of_kind <> 'gap' then
        -- What an agency was asked, nobody has yet, and is taken by doing it.
        if found.holder is null or found.holder = me or found.plan_id <> all (rule.contact()) then
            return false;
        end if;
        -- Of a teammate, or as a deputy who need not be in the same team.
        insert into worklists_giventask (key, plan_id, kind, subject, team_id, given_by_id, given_at, taken_by_id, taken_at)
        values (gen_random_uuid(), found.plan_id, of_kind, of_subject,
                (select m.team_id from rule.my_teammates m where m.user_id = found.holder limit 1),
                found.holder, access.moment(), me, access.moment());
    end if;
    return true;
end $$;

-- 5. The leader's overview -------------------------------------------------------------------------------------------
-- Everybody in the units that the actor leads, counted: who has nobody, who has much, what is missing by kind, how far
-- the plans have come, and who is released when. No topic, no text, no agency (rule B9); a protected address has no
-- name (rule A10). Null for whoever leads nothing.
do $make$
declare
    -- The numbers, and the lists that they lead to, are made of one text, so that they agree.
    led constant text := $f$
    placed as materialized (
        select distinct on (p.id) p.id, p.key, x.since,
               case when person.protection = 'none' then person.given_name || ' ' || person.family_name else '' end as name
        from plans_plan p join people_person person on person.id = p.person_id join plans_placement x on x.plan_id = p.id
        where p.id = any (plans) and x.unit_id = any (units) and x.until is null and x.removed_at is null and x.blocked_at is null
        order by p.id, x.since desc
    ), fit as materialized (
        -- A13: whoever is kept away by a private tie follows nobody up; that it is so is not told.
        select c.plan_id, c.user_id, c.role from teams_contactteammember c
        left join lateral (select t.answer from teams_privatetie t where t.plan_id = c.plan_id and t.user_id = c.user_id
                           order by t.at desc, t.id desc limit 1) tie on true
        where c.plan_id = any (plans) and c.since <= in_law and (c.until is null or c.until >= in_law)
          and coalesce(tie.answer, 'no_tie') = 'no_tie'
    ), main as materialized (
        select distinct on (plan_id) plan_id, user_id from fit where role = 'main' order by plan_id, user_id
    ), open_gaps as materialized (
        select g.key, g.plan_id, g.rule, g.since, g.due, g.owner_agency_id, coalesce(g.taken_by_id, g.handed_to_id, g.owner_user_id) as holder,
               coalesce(g.due < today, false) as late
        from gaps_gap g
        -- As the policy: not even counted where the owner's name tells something.
        where g.plan_id = any (plans) and g.closed_at is null and (g.owner_agency_id is null or g.owner_agency_id <> all (telling))
    )$f$;
    far constant text := $f$
    talks as materialized (
        select c.plan_id, min(c.held_on) filter (where c.kind = 'intake') as intake, min(c.held_on) filter (where c.kind = 'needs_1') as needs_1,
               min(c.held_on) filter (where c.kind = 'needs_1')::timestamp at time zone 'Europe/Oslo' as from_needs_1,
               min(c.held_on) filter (where c.kind = 'needs_2') as needs_2, min(c.held_on) filter (where c.kind = 'farewell') as farewell
        from conversations_conversation c
        where c.plan_id = any (plans) and c.held_on is not null and c.removed_at is null and c.blocked_at is null group by c.plan_id
    ), measures as materialized (
        select m.plan_id, (min(m.written_at) filter (where m.source in ('agency', 'individual')) at time zone 'Europe/Oslo')::date as proposed,
               coalesce(bool_or((m.imported or m.continued_from <> '' or m.chosen_at >= t.from_needs_1)
                                and (m.status in ('in_progress', 'done') or exists (
                                    select 1 from plans_measurenote n where n.measure_id = m.id and n.removed_at is null and n.blocked_at is null))),
                        false) as begun
        from plans_measure m left join talks t on t.plan_id = m.plan_id
        where m.plan_id = any (plans) and m.removed_at is null and m.blocked_at is null group by m.plan_id
    ), meetings as materialized (
        select e.plan_id, array_agg(e.date) as days from plans_meeting e
        where e.plan_id = any (plans) and e.held and e.date <= today and e.removed_at is null and e.blocked_at is null group by e.plan_id
    ), come as (
        -- The last of the steps 1 to 8 that is done: as access.step_dates says of each, without those that go on beside
        -- the others (6.1 to 6.3).
        select placed.id as plan_id, case when t.farewell is not null then '8'
                    when (select bool_or(h.state = 'done') and not bool_or(h.state in ('open', 'postponed'))
                          from handovers_handover h where h.plan_id = placed.id) then '7'
                    when m.begun then '6'
                    when t.needs_2 <= any (e.days) then '5'
                    when greatest(t.needs_1, m.proposed) <= any (e.days) and t.needs_1 is not null and m.proposed is not null then '4'
                    when exists (select 1 from consents_consent c where c.plan_id = placed.id and c.signed_at is not null)
                         or exists (select 1 from plans_refusal r where r.plan_id = placed.id and r.kind = 'no_sharing') then '3'
                    when t.needs_1 is not null then '2' when t.intake is not null then '1' else '0' end as step
        from placed left join talks t on t.plan_id = placed.id left join measures m on m.plan_id = placed.id
        left join meetings e on e.plan_id = placed.id
    )$f$;
    kind constant text := 'language plpgsql stable security definer set search_path = public, pg_temp'
        ' set plan_cache_mode = force_generic_plan set jit = off';
    variables constant text := $f$
    my_me constant bigint := access.me();
    today constant date := access.day();
    in_law constant date := access.today();
    units constant bigint[] := rule.led_units();
    telling constant bigint[] := rule.sensitive_agencies();
    -- Of whom: asked first, so that each table is asked for these by its index, and not read through however many there are.
    plans constant bigint[] := array(
        select p.id from plans_plan p
        where p.id = any (array(select x.plan_id from plans_placement x where x.unit_id = any (units) and x.until is null
                                and x.removed_at is null and x.blocked_at is null))
          and (p.sentence_ended_on is null or p.sentence_ended_on >= in_law)
          and not exists (select 1 from plans_merge e where e.emptied_id = p.id and e.undone_at is null));$f$;
    made text;
    texts constant text[] := array[$f$
create or replace function access.unit_board() returns jsonb (kind) as $body$
declare(variables)
begin
    if my_me is null or cardinality(units) = 0 then
        return null;
    end if;
    return (
    with (led), away as (
        select a.user_id, min(a.since) as since, max(coalesce(a.until, 'infinity')) as until, max(a.deputy_id) as deputy
        from worklists_absence a where a.since <= today and (a.until is null or a.until >= today) group by a.user_id
    ), load as materialized (
        select u.user_id, (select p.key from people_user p where p.id = u.user_id) as key, coalesce(f.mains, 0) as mains, coalesce(f.others, 0) as others,
               coalesce(g.gaps, 0) as gaps, coalesce(g.late, 0) as late
        from (select distinct r.user_id from people_unitrole r
              where (select p.active from people_user p where p.id = r.user_id) and r.unit_id = any (units) and r.role <> 'leader' and r.since <= in_law
                and (r.until is null or r.until >= in_law)
              union select user_id from main) u
        left join (select user_id, count(*) filter (where role = 'main') as mains, count(*) filter (where role <> 'main') as others
                   from fit group by user_id) f on f.user_id = u.user_id
        left join (select holder, count(*) as gaps, count(*) filter (where late) as late from open_gaps group by holder) g
            on g.holder = u.user_id
    ), members as (
        select m.team_id, m.user_id from worklists_teammembership m join worklists_officerteam t on t.id = m.team_id
        where t.unit_id = any (units) and t.ended_on is null and m.since <= in_law and (m.until is null or m.until >= in_law)
    ), (far), leaving as (
        select placed.id, placed.key, placed.name, r.on_day, main.user_id as main,
               (select count(*) from handovers_checklistmark k where k.plan_id = placed.id and k.handover_id is null
                and k.state <> 'open') as ready,
               coalesce(each_plan.gaps, 0) as gaps
        from placed
        left join (select plan_id, count(*) as gaps from open_gaps group by plan_id) each_plan on each_plan.plan_id = placed.id
        join lateral (select e."on" as on_day from plans_expectedrelease e
                      where e.plan_id = placed.id and e.removed_at is null and e.blocked_at is null and not e.only_me
                      order by e.written_at desc, e.id desc limit 1) r on r.on_day between today and today + 183
        left join main on main.plan_id = placed.id
        order by r.on_day, placed.id
    )
    select jsonb_build_object(
        'persons', (select count(*) from placed),
        'without', (select jsonb_agg(jsonb_build_object('key', p.key, 'name', p.name) order by p.name = '', p.name)
                    from placed p where not exists (select 1 from main m where m.plan_id = p.id)),
        'load', (select jsonb_agg(jsonb_build_object('user', l.user_id, 'key', l.key, 'mains', l.mains, 'others', l.others, 'gaps', l.gaps, 'late', l.late,
                                  'away', a.user_id is not null, 'until', nullif(a.until, 'infinity'), 'deputy', a.deputy)
                                  order by l.late desc, l.gaps desc, l.mains desc, l.user_id)
                 from load l left join away a on a.user_id = l.user_id),
        'teams', (select jsonb_agg(jsonb_build_object('key', t.key, 'name', t.name, 'members', n.members, 'persons', n.persons,
                                   'gaps', n.gaps, 'late', n.late) order by t.name)
                  from worklists_officerteam t
                  join (select m.team_id, count(*) as members, sum(l.mains) as persons, sum(l.gaps) as gaps, sum(l.late) as late
                        from members m left join load l on l.user_id = m.user_id group by m.team_id) n on n.team_id = t.id),
        'gaps', (select jsonb_agg(jsonb_build_array(g.rule, g.number, g.late) order by g.late desc, g.number desc, g.rule)
                 from (select rule, count(*) as number, count(*) filter (where late) as late from open_gaps group by rule) g),
        'steps', (select jsonb_object_agg(c.step, c.number) from (select step, count(*) as number from come group by step) c),
        'leaving', (select jsonb_agg(jsonb_build_object('key', l.key, 'name', l.name, 'day', l.on_day, 'main', l.main, 'ready', l.ready,
                                     'gaps', l.gaps) order by l.on_day, l.id) from leaving l)));
end $body$$f$, $f$
-- What the numbers of gaps are about: of one rule, of some holders, or of one person; all when null.
create or replace function access.unit_gaps(of_rule text, of_holders bigint[], of_plan uuid)
returns table (key uuid, plan_key uuid, name text, rule text, since date, due date, holder bigint, agency_id bigint) (kind) as $body$
#variable_conflict use_column
declare(variables)
begin
    if my_me is null or cardinality(units) = 0 then
        return;
    end if;
    return query
    with (led)
    select g.key, p.key, p.name, g.rule::text, g.since, g.due, g.holder, case when g.holder is null then g.owner_agency_id end
    from open_gaps g join placed p on p.id = g.plan_id
    where (of_rule is null or g.rule = of_rule) and (of_holders is null or g.holder = any (of_holders))
      and (of_plan is null or p.key = of_plan)
    order by g.due nulls last, g.since, p.name = '', p.name, g.key;
end $body$$f$, $f$
-- Who has come as far as a step, since when, when the next is agreed, and who follows up. No measure's deadline.
create or replace function access.unit_steps(of_step text)
returns table (plan_key uuid, name text, since date, due date, holder bigint) (kind) as $body$
#variable_conflict use_column
declare(variables)
begin
    if my_me is null or cardinality(units) = 0 then
        return;
    end if;
    return query
    with (led), (far)
    select p.key, p.name, coalesce(d.since, p.since), d.due, main.user_id
    from (select placed.*, c.step from placed join come c on c.plan_id = placed.id) p
    left join main on main.plan_id = p.id
    cross join lateral (
        select max(s.done_on) filter (where s.step = p.step) as since,
               min(s.next_on) filter (where s.step > p.step and s.step <> '6' and length(s.step) = 1 and s.next_on >= today) as due
        from access.step_dates(p.id) s) d
    where p.step = of_step
    order by coalesce(d.since, p.since), p.name = '', p.name, p.key;
end $body$$f$];
begin
    foreach made in array texts loop
        execute replace(replace(replace(replace(made, '(led)', led), '(far)', far), '(variables)', variables), '(kind)', kind);
    end loop;
end $make$;

-- The leader asks the main contact how it goes with somebody who is soon released. A kind and a plan, no content.
create or replace function access.ask_contact(of_plan uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_plan constant bigint := (select p.id from plans_plan p where p.key = of_plan and p.id = any (rule.led_plans()));
    the_main constant bigint := (select m.team_id from rule.main_contacts m join rule.fit_contacts c on c.plan_id = m.plan_id
                                 and c.user_id = m.team_id where m.plan_id = the_plan);
begin
    if the_plan is null or the_main is null or access.only_plan() is not null then
        return false;
    end if;
    perform 1 from plans_plan where id = the_plan for no key update;
    insert into teams_task (key, user_id, plan_id, kind, at)
    select gen_random_uuid(), the_main, the_plan, 'leader_asks', access.moment()
    where not exists (select 1 from teams_task t where t.plan_id = the_plan and t.user_id = the_main and t.kind = 'leader_asks'
                      and t.done_at is null);
    return true;
end $$;

revoke all on all functions in schema access from public;
revoke all on all functions in schema rule from public;
grant execute on function rule.worked_units(), rule.officer_teams(), rule.teammates(), rule.led_staff() to pop_web;
grant execute on function access.colleagues(bigint, bigint), access.my_work(boolean), access.my_done(), access.my_desk(),
    access.give_task(text, uuid, uuid), access.take_task(text, uuid), access.unit_board(), access.ask_contact(uuid),
    access.unit_gaps(text, bigint[], uuid), access.unit_steps(text) to pop_web;
