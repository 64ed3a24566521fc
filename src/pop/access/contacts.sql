-- Who follows a person up, and who the main contact is (rule B10): said here, and asked from here by the gaps, the
-- worklists, the tasks, the leader's page and the plan.
--
-- The leader gives every person a main contact in the contact team. The person may name another: a colleague of the
-- contact team, or somebody outside whom some consent lets into the plan. It holds from their own yes, and only while
-- they can: whoever is away, has left or is reached by no consent gives way to the contact team's at once.

-- 1. Who can ----------------------------------------------------------------------------------------------------------
-- Who is away today, and whether somebody has their tasks meanwhile (worklists).
create view rule.away as
select a.user_id, a.since, a.deputy_id is not null or a.team_id is not null as covered from worklists_absence a
where a.since <= (select access.day()) and (a.until is null or a.until >= (select access.day()));

-- Those of the contact team who can act: there already (whoever takes over comes with the overlap), still employed, not
-- held back by a private tie, not away without a deputy.
create view rule.fit_contacts as
select c.plan_id, c.user_id, c.role, c.since from teams_contactteammember c
join people_user u on u.id = c.user_id and u.active
where c.since <= (select access.today()) and (c.until is null or c.until >= (select access.today()))
  and exists (select 1 from people_unitrole r where r.user_id = c.user_id and (r.until is null or r.until >= (select access.today())))
  and coalesce((select t.answer from teams_privatetie t where t.plan_id = c.plan_id and t.user_id = c.user_id
                order by t.at desc, t.id desc limit 1), 'no_tie') in ('', 'no_tie')
  and not exists (select 1 from rule.away w where w.user_id = c.user_id and not w.covered);

-- Those outside who can act: said yes, still there, and kept away from the whole plan by nothing (A7, A10).
create view rule.chairs_at_work as
select s.plan_id, s.user_id, s.agency_id from teams_supportteammember s
join people_user u on u.id = s.user_id and u.active
join plans_plan p on p.id = s.plan_id join people_person person on person.id = p.person_id
where s.accepted_at is not null and s.since <= (select access.today()) and (s.until is null or s.until >= (select access.today()))
  and (s.agency_id is null or exists (
      select 1 from people_agencyrole r where r.user_id = s.user_id and r.agency_id = s.agency_id
      and (r.until is null or r.until >= (select access.today()))))
  and coalesce((select t.answer from teams_privatetie t where t.plan_id = s.plan_id and t.user_id = s.user_id
                order by t.at desc, t.id desc limit 1), 'no_tie') in ('', 'no_tie')
  and (not p.named_only and person.protection = 'none' or exists (
      select 1 from teams_namedaccess n where n.plan_id = s.plan_id and n.user_id = s.user_id))
  and not exists (select 1 from rule.away w where w.user_id = s.user_id and not w.covered);

-- The topics in which a consent reaches them and nothing keeps them away (A13).
create view rule.reached_chairs as
select s.plan_id, s.user_id, s.agency_id, f.topic, f.consent_id from rule.chairs_at_work s
join rule.in_force f on f.plan_id = s.plan_id and f.recipient in (s.agency_id * 2, s.user_id * 2 + 1) and f.give
where not exists (select 1 from consents_exclusion e where e.plan_id = s.plan_id and e.topic_id = f.topic and e.lifted_at is null
                  and (e.user_id = s.user_id or e.agency_id = s.agency_id));

-- Those of them whom the person may name. Nobody of an agency whose name tells something: the main contact is known to
-- everybody around.
create view rule.given_chairs as
select c.plan_id, c.user_id, c.agency_id, c.topic from rule.reached_chairs c
where not exists (select 1 from people_agency a where a.id = c.agency_id and a.sensitive);

-- 2. Who is -----------------------------------------------------------------------------------------------------------
-- The contact team's own, by the leader. Without `distinct`, so that it is asked plan by plan, by the index.
create view rule.team_mains as
select c.plan_id, c.user_id, c.since from teams_contactteammember c
where c.role = 'main' and c.since <= (select access.today()) and (c.until is null or c.until >= (select access.day()))
  and not exists (
      select 1 from teams_contactteammember o where o.plan_id = c.plan_id and o.role = 'main'
      and o.since <= (select access.today()) and (o.until is null or o.until >= (select access.day()))
      and (o.until is null, o.since, o.id) > (c.until is null, c.since, c.id));

-- Whom the person has named, who has said yes, and who can. `inside`: of the contact team. Of the others, what they may
-- see: topics, and the sources that are theirs besides the person's and kriminalomsorgen's own.
create view rule.chosen_mains as
select h.id, h.plan_id, h.user_id, place.inside, case when not place.inside then chair.topics end as topics,
       array[0, chair.agency_id * 2, h.user_id * 2 + 1] as sources
from teams_mainchoice h
cross join lateral (select exists (select 1 from rule.fit_contacts c where c.plan_id = h.plan_id and c.user_id = h.user_id) as inside) place
cross join lateral (select array_agg(distinct g.topic) as topics, min(g.agency_id) as agency_id from rule.given_chairs g
                    where g.plan_id = h.plan_id and g.user_id = h.user_id) chair
where h.answer = 'yes' and h.ended_at is null and (place.inside or chair.topics is not null);

-- Why somebody named no longer can, and since when: left the team, on leave, kept away by a private tie, no longer at work
-- in kriminalomsorgen, or the consents to them ended.
create view rule.chosen_gone as
select h.id, h.plan_id, gone.day from teams_mainchoice h
cross join lateral (
    select exists (select 1 from teams_contactteammember c where c.plan_id = h.plan_id and c.user_id = h.user_id
                   and c.since <= (select access.today()) and (c.until is null or c.until >= (select access.today()))) as inside,
           exists (select 1 from teams_supportteammember s where s.plan_id = h.plan_id and s.user_id = h.user_id and s.accepted_at is not null
                   and s.since <= (select access.today()) and (s.until is null or s.until >= (select access.today()))) as outside
) place
cross join lateral (
    select (select max(p.until) + 1 from (
        select c.until from teams_contactteammember c where c.plan_id = h.plan_id and c.user_id = h.user_id
        union all select s.until from teams_supportteammember s where s.plan_id = h.plan_id and s.user_id = h.user_id) p
        where p.until < (select access.today())) as day where not place.inside and not place.outside
    union all select min(w.since) from rule.away w where w.user_id = h.user_id and not w.covered
    union all select (t.at at time zone 'Europe/Oslo')::date from (
        select t.at, t.answer from teams_privatetie t where t.plan_id = h.plan_id and t.user_id = h.user_id
        order by t.at desc, t.id desc limit 1) t where t.answer not in ('', 'no_tie')
    union all select max(r.until) + 1 from people_unitrole r where place.inside and r.user_id = h.user_id
        having bool_and(r.until is not null and r.until < (select access.today()))
    union all select max(least((i.ended_at at time zone 'Europe/Oslo')::date, c.ends_on + 1, (select access.day())))
        from teams_supportteammember s join consents_consentitem i on i.plan_id = s.plan_id and i.give
            and i.recipient_key in (s.agency_id * 2, s.user_id * 2 + 1)
        join consents_consent c on c.id = i.consent_id and c.signed_at is not null
        where place.outside and not place.inside and s.plan_id = h.plan_id and s.user_id = h.user_id
          and not exists (select 1 from rule.in_force f where f.plan_id = h.plan_id and f.give
                          and f.recipient in (s.agency_id * 2, s.user_id * 2 + 1))
) gone
where h.answer = 'yes' and h.ended_at is null and gone.day is not null;

-- The main contact of a plan, and `team_id`: who has what only the contact team can do, and what the law gives it
-- (docs/adr/0019).
create view rule.main_contacts as
select p.id as plan_id, coalesce(named.user_id, team.user_id) as user_id,
       coalesce(case when named.inside then named.user_id end, team.user_id) as team_id, named.user_id is not null as chosen
from plans_plan p
left join lateral (select h.user_id, h.inside from rule.chosen_mains h where h.plan_id = p.id) named on true
-- Whoever is kept away by a private tie follows nobody up (A13).
left join lateral (select t.user_id from rule.team_mains t where t.plan_id = p.id
    and coalesce((select a.answer from teams_privatetie a where a.plan_id = t.plan_id and a.user_id = t.user_id
                  order by a.at desc, a.id desc limit 1), 'no_tie') in ('', 'no_tie')) team on true;

-- For whoever has the plan open.
create or replace function access.main_contact(of_plan bigint) returns bigint
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select m.user_id from rule.main_contacts m
            where m.plan_id = of_plan and of_plan = any (rule.own() || rule.contact() || rule.open_plans()));
end $$;

-- 3. Naming, answering, giving back -----------------------------------------------------------------------------------
create policy see on teams_mainchoice for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])
    or plan_id = any ((select rule.open_plans())::bigint[])
       and (user_id = (select access.me()) or answer = 'yes' and ended_at is null));
grant select on teams_mainchoice to pop_web;

-- Only the person names: by own login, or at one screen with an officer (I3, I5).
create or replace function access.names_main(of_plan bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select access.only_plan() is null and (of_plan = any (rule.own()) or access.done_together(of_plan))
$$;

-- Whom the person may name, for the person. The one there is, and the contact team's own, need no naming.
create or replace function access.main_candidates(of_plan bigint) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return array(
        select c.user_id from rule.fit_contacts c where c.plan_id = of_plan and access.names_main(of_plan)
        union select g.user_id from rule.given_chairs g where g.plan_id = of_plan and access.names_main(of_plan)
        except select m.user_id from rule.main_contacts m where m.plan_id = of_plan
        except select t.user_id from rule.team_mains t where t.plan_id = of_plan);
end $$;

-- What was asked is over, answered or not.
create or replace function access.end_choices(of_plan bigint, answered text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update teams_task t set done_at = access.moment() from teams_mainchoice h
    where h.plan_id = of_plan and h.answer = answered and h.ended_at is null and t.plan_id = of_plan and t.user_id = h.user_id
      and t.kind = 'main_asked' and t.done_at is null;
    update teams_mainchoice h set ended_at = access.moment(), ended_by_id = access.me()
    where h.plan_id = of_plan and h.answer = answered and h.ended_at is null;
end $$;

create or replace function access.name_main_contact(of_plan bigint, to_user bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform 1 from plans_plan where id = of_plan and access.names_main(of_plan) for no key update;
    if not found or not to_user = any (access.main_candidates(of_plan)) then
        return false;
    end if;
    perform access.end_choices(of_plan, '');
    insert into teams_mainchoice (key, plan_id, user_id, way, asked_by_id, asked_at, answer)
    values (gen_random_uuid(), of_plan, to_user, case when of_plan = any (rule.own()) then 'own_login' else 'together' end,
            access.me(), access.moment(), '');
    insert into teams_task (key, user_id, plan_id, kind, at)
    values (gen_random_uuid(), to_user, of_plan, 'main_asked', access.moment());
    return true;
end $$;

-- A duty is not imposed: whoever was asked says yes or no by own login. A yes holds from then on; the one before is over.
create or replace function access.answer_main_contact(of_choice uuid, yes boolean) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    the_plan bigint := (select h.plan_id from teams_mainchoice h where h.key = of_choice and h.user_id = me);
begin
    perform 1 from plans_plan where id = the_plan and the_plan = any (rule.contact() || rule.open_plans())
        and access.only_plan() is null for no key update;
    if not found or yes is null or not exists (select 1 from teams_mainchoice h where h.key = of_choice and h.answer = '' and h.ended_at is null)
       or yes and not exists (select 1 from rule.fit_contacts c where c.plan_id = the_plan and c.user_id = me
                              union all select 1 from rule.given_chairs g where g.plan_id = the_plan and g.user_id = me) then
        return false;
    end if;
    if not yes then
        update teams_mainchoice set answer = 'no', answered_at = access.moment() where key = of_choice;
        perform access.end_choices(the_plan, 'no');
    else
        perform access.end_choices(the_plan, 'yes');
        update teams_mainchoice set answer = 'yes', answered_at = access.moment() where key = of_choice;
    end if;
    update teams_task set done_at = access.moment()
    where plan_id = the_plan and user_id = me and kind = 'main_asked' and done_at is null;
    return true;
end $$;

-- Given back by the one who has it; taken back, or not asked any more, by the person. What was theirs is the contact
-- team's in the same moment, and whoever has it there is told.
create or replace function access.end_main_contact(of_choice uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    choice teams_mainchoice;
begin
    select h.* into choice from teams_mainchoice h where h.key = of_choice and h.ended_at is null and access.only_plan() is null
       and (h.user_id = access.me() and h.answer = 'yes' or access.names_main(h.plan_id)) for update;
    if choice.id is null then
        return false;
    end if;
    perform access.end_choices(choice.plan_id, choice.answer);
    insert into teams_task (key, user_id, plan_id, kind, at)
    select gen_random_uuid(), m.user_id, m.plan_id, 'main_back', access.moment() from rule.main_contacts m
    where m.plan_id = choice.plan_id and choice.answer = 'yes' and m.user_id <> access.me();
    return true;
end $$;

revoke all on function access.main_contact(bigint), access.names_main(bigint), access.main_candidates(bigint),
    access.end_choices(bigint, text), access.name_main_contact(bigint, bigint), access.answer_main_contact(uuid, boolean),
    access.end_main_contact(uuid) from public;
grant execute on function access.main_contact(bigint), access.names_main(bigint), access.main_candidates(bigint),
    access.name_main_contact(bigint, bigint), access.answer_main_contact(uuid, boolean), access.end_main_contact(uuid) to pop_web;
