-- Who has looked: the ground that is recorded with each look, seeing a plan as a partner sees it, and questions
-- about a look. Forskrift 2013-1099 § 5; design, section 6; rules I6, A10, A12.

-- What lets the actor open a plan at this moment: own_plan, contact_team, assigned (the question about ties is
-- not answered yet), consent:<numbers>, or authorship: the consent gives nothing to read, but one's own stays
-- (A4). Null for whoever may not open it. In plpgsql, which remembers its plans: it runs for every page.
drop function if exists access.look_ground(bigint), access.look_ground(bigint, boolean);
create or replace function access.look_ground(of_plan bigint) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare found record;
begin
    select * into found from access.relation_to(of_plan);
    return access.ground_of(of_plan, found.relation, found.reached);
end $$;

-- The same where the relation is known already.
create or replace function access.ground_of(of_plan bigint, relation text, reached rule.reached[]) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare numbers text;
begin
    if relation in ('own', 'contact', 'assigned') then
        return case relation when 'own' then 'own_plan' when 'contact' then 'contact_team' else relation end;
    end if;
    select string_agg(n.number::text, ',' order by n.number) into numbers
    from (select distinct r.number from unnest(reached) r
          where r.give
            and not exists (select 1 from rule.excluded e where e.plan_id = of_plan and e.topic = r.topic)) n;
    return case when numbers is not null then 'consent:' || numbers when cardinality(reached) > 0 then 'authorship' end;
end $$;

-- The person sees the plan as somebody in the support team does. From here to the end of the savepoint that user
-- acts: confined to this plan (access.only_plan), for half a minute, and nothing can be written. Answers the
-- user, or null and changes nothing: for whoever does not own the plan, or for somebody who has no chair in it.
create or replace function access.view_as(of_plan bigint, of_member uuid) returns bigint
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    seen_by constant bigint := (
        select s.user_id from teams_supportteammember s
        where s.key = of_member and s.plan_id = of_plan
          and s.plan_id in (select plan_id from rule.my_own_plans)
          and s.since <= access.today() and (s.until is null or s.until >= access.today()));
    body text;
begin
    if seen_by is null then
        return null;
    end if;
    body := seen_by || ':' || (extract(epoch from clock_timestamp())::bigint + 30) || ':' || pg_backend_pid()
            || ':' || of_plan;
    perform set_config('transaction_read_only', 'on', true);
    perform set_config('pop.actor', body || ':' || access.mac(body), true);
    return seen_by;
end $$;

-- Questions about a look ---------------------------------------------------------------------------------------
-- The leader who is asked: of the unit where the one who looked works, the person's own unit first; for externals
-- of the unit where the person is. Null when nobody leads it: then the data protection officer is asked alone.
create or replace function access.asked_unit(of_plan bigint, looker bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    with here as (
        select p.unit_id from plans_placement p
        where p.plan_id = of_plan and p.until is null and p.blocked_at is null and p.removed_at is null
    ), works as (
        select r.unit_id from people_unitrole r
        where r.user_id = looker and r.since <= access.today() and (r.until is null or r.until >= access.today())
    )
    select w.unit_id
    from (select unit_id from works union select unit_id from here where not exists (select 1 from works)) w
    where exists (select 1 from people_unitrole l join people_user u on u.id = l.user_id and u.active
                  where l.unit_id = w.unit_id and l.role = 'leader' and l.user_id <> looker
                    and l.since <= access.today() and (l.until is null or l.until >= access.today()))
    order by (w.unit_id in (select unit_id from here)) desc, w.unit_id limit 1
$$;

-- The person asks or complains about a look at the own plan. Answers the key of the question, or null.
create or replace function access.ask_about_look(of_look bigint, as_kind text, in_words text) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    look constant access_look := (
        select l from access_look l
        where l.id = of_look and l.plan_id in (select plan_id from rule.my_own_plans) and l.user_id <> access.me());
    question constant uuid := gen_random_uuid();
begin
    if look.id is null or trim(in_words) = '' then
        return null;
    end if;
    insert into looks_lookquestion (key, plan_id, look_id, kind, words, at, unit_id)
    values (question, look.plan_id, look.id, as_kind, trim(in_words), now(), access.asked_unit(look.plan_id, look.user_id));
    return question;
end $$;

-- What the actor is asked, as leader or as data protection officer: who looked, when, at which page, on which
-- ground, and the person's words. No content of the plan and not its number, but to the officer for the code by
-- which two looks at one plan are known. The leader gets the name that the unit's own list has (A10), the officer
-- none. Nobody answers for their own look, nor for somebody to whom they have a private tie (A13).
create or replace function access.look_questions()
returns table (key uuid, as_role text, kind text, words text, at timestamptz, name text, plan_id bigint, looker bigint,
               look_at timestamptz, page text, purpose text, ground text, answers jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    with asked as (
        select q.*, 'leader' as as_role from looks_lookquestion q
        join rule.my_units u on u.unit_id = q.unit_id and u.role = 'leader'
        union all
        select q.*, 'dpo' from looks_lookquestion q where rule.has_role('dpo')
    )
    select a.key, a.as_role, a.kind, a.words, a.at,
           coalesce((select person.given_name || ' ' || person.family_name
                     from plans_plan p join people_person person on person.id = p.person_id and person.protection = 'none'
                     join plans_placement place on place.plan_id = p.id and place.until is null
                         and place.blocked_at is null and place.removed_at is null and place.unit_id = a.unit_id
                     where p.id = a.plan_id and a.as_role = 'leader' limit 1), ''),
           case a.as_role when 'dpo' then a.plan_id end,
           l.user_id, l.at, l.page, l.purpose, l.ground,
           coalesce((select jsonb_agg(jsonb_build_object('as', n.answered_as, 'text', n.text, 'at', n.at) order by n.at, n.id)
                     from looks_lookanswer n where n.question_id = a.id), '[]')
    from asked a join access_look l on l.id = a.look_id
    where l.user_id <> access.me()
      and not exists (select 1 from rule.my_ties t where t.plan_id = a.plan_id and t.answer <> 'no_tie')
$$;

-- An answer to the person, by whoever is asked.
create or replace function access.answer_look_question(of_question uuid, in_words text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if trim(in_words) = '' then
        return false;
    end if;
    insert into looks_lookanswer (key, plan_id, question_id, answered_by_id, answered_as, text, at)
    select gen_random_uuid(), q.plan_id, q.id, access.me(), min(asked.as_role), trim(in_words), now()
    from access.look_questions() asked join looks_lookquestion q on q.key = asked.key
    where asked.key = of_question
    group by q.plan_id, q.id;
    return found;
end $$;

grant execute on function
    access.view_as(bigint, uuid), access.ask_about_look(bigint, text, text), access.look_questions(),
    access.answer_look_question(uuid, text)
to pop_web;
