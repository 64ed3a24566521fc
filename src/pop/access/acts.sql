-- What is done on behalf of someone who may not see what it is done to, and what no login may leave undone.
-- All functions belong to the owner; each begins by asking who acts.

drop function if exists access.ground(bigint, bigint, bigint, boolean, bigint);
drop function if exists access.viewers(bigint, bigint, bigint, boolean, bigint);
drop function if exists access.unit_overview();

-- Which rule lets the actor see an entry --------------------------------------------------------------------
-- Answers own_plan, contact_team, consent:<number>, authorship, named_contact, called, opened, or
-- null when the actor does not see it. The same views as the policies, in the same order.
create or replace function access.ground(
    of_plan bigint, of_topic bigint, of_source bigint, kept boolean default false, kept_contact bigint default null,
    of_entry bigint default null)
returns text language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when exists (select 1 from rule.my_own_plans where plan_id = of_plan) then 'own_plan'
        when exists (select 1 from rule.excluded where plan_id = of_plan and topic = of_topic) then null
        when kept then case
            when kept_contact = access.me()
             and (exists (select 1 from rule.my_contact_plans where plan_id = of_plan)
                  or exists (select 1 from rule.reached where plan_id = of_plan and open))
            then 'named_contact' end
        when of_source = 0 and exists (select 1 from rule.my_contact_plans where plan_id = of_plan) then 'contact_team'
        when exists (select 1 from rule.authored where plan_id = of_plan and source = of_source) then 'authorship'
        -- Singly: a contact that is opened (A11), a meeting that one is called to (A2).
        when of_topic = 46 then case
            when of_entry = any (rule.opened_contacts()) and of_plan = any (rule.open_plans()) then 'opened' end
        when of_topic = 47 and of_source = 0 and of_entry = any (rule.called_meetings())
             and exists (select 1 from rule.given where plan_id = of_plan and topic = 48) then 'called'
        when of_source = 0 then (
            select 'consent:' || max(number) from rule.reached
            where plan_id = of_plan and topic = of_topic and give and open)
        when exists (select 1 from rule.obtained where plan_id = of_plan and source = of_source and topic = of_topic)
            then (select 'consent:' || max(f.number) from rule.in_force f
                  where f.plan_id = of_plan and f.recipient = of_source and f.topic = of_topic
                    and (f.obtain and exists (select 1 from rule.my_contact_plans where plan_id = of_plan)
                         or f.share and exists (select 1 from rule.given g where g.plan_id = of_plan and g.topic = of_topic)))
    end
$$;

-- Who sees an entry, or would if it were written: each user of the two teams, and the ground. Asks the rule
-- itself, as each of them in turn, and puts back who acted; nothing is worked out twice. Told to whoever sees
-- that entry: a partner learns who reads what it writes itself (A3), not what was given to others (I4).
create or replace function access.viewers(
    of_plan bigint, of_topic bigint, of_source bigint, kept boolean default false, kept_contact bigint default null,
    of_entry bigint default null)
returns table (user_id bigint, ground text)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    mine constant text := access.ground(of_plan, of_topic, of_source, kept, kept_contact, of_entry);
    inside constant boolean := exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan
                                       union all select 1 from rule.my_contact_plans p where p.plan_id = of_plan);
    seen bigint[];
    candidate bigint;
begin
    if coalesce(mine, '') = '' or not inside and (mine <> 'authorship' or not exists (
            select 1 from rule.given g where g.plan_id = of_plan and g.topic = of_topic)) then
        return;
    end if;
    seen := rule.users();
    for candidate in
        select t.user_id from (
            select c.user_id from teams_contactteammember c where c.plan_id = of_plan
            union select s.user_id from teams_supportteammember s where s.plan_id = of_plan) t
        where t.user_id = any (seen)
    loop
        perform access.become(candidate);
        ground := access.ground(of_plan, of_topic, of_source, kept, kept_contact, of_entry);
        if ground is not null then
            user_id := candidate;
            return next;
        end if;
    end loop;
    perform set_config('pop.actor', before, true);
end $$;

-- What the actor is to a plan: own, contact, assigned (no answer about ties yet), partner, invited, or null; for the
-- last three also how consent reaches the actor.
create or replace function access.relation_to(the_plan bigint, out relation text, out reached rule.reached[])
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    relation := case
        when the_plan is null then null
        when exists (select 1 from rule.my_own_plans where plan_id = the_plan) then 'own'
        when exists (select 1 from rule.my_contact_plans where plan_id = the_plan) then 'contact'
        when exists (select 1 from rule.my_assigned where plan_id = the_plan) then 'assigned'
    end;
    if relation is null and the_plan is not null then
        reached := array(select r from rule.reached r where plan_id = the_plan);
        relation := case when exists (select 1 from unnest(reached) where open) then 'partner'
                         when cardinality(reached) > 0 then 'invited' end;
    end if;
end $$;

create or replace function access.relation(of_plan uuid) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select r.relation from access.relation_to((select id from plans_plan where key = of_plan)) r);
end $$;

-- External: has a chair in a team or works for an agency, and is neither the person nor in kriminalomsorgen (A9).
create or replace function access.must_accept_secrecy() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select not exists (select 1 from rule.my_secrecy) and not rule.is_staff() and not rule.is_person()
       and (exists (select 1 from rule.my_agencies)
            or exists (select 1 from teams_supportteammember s where s.user_id = access.me())));
end $$;

-- The agency that the actor's chair in a plan is for; null for an individual.
create or replace function access.my_agency_in(of_plan bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select agency_id from rule.my_chairs where plan_id = of_plan and tie = 'no_tie' limit 1
$$;

-- A look by someone other than the person is recorded, with the ground of that moment (forskrift 2013-1099 § 5).
-- The person who sees the plan as somebody else does is no look of theirs.
create or replace function access.record_look(of_plan bigint, of_page text, why text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform access.look_at(of_plan, of_page, why, access.look_ground(of_plan));
end $$;

-- The same with a ground that was found already. Seeing as somebody else is no look.
create or replace function access.look_at(of_plan bigint, of_page text, why text, the_ground text) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if the_ground is not null and the_ground <> 'own_plan' and access.only_plan() is null then
        insert into access_look (at, user_id, plan_id, page, purpose, ground)
        values (now(), access.me(), of_plan, of_page, why, the_ground);
    end if;
end $$;

-- A print of the whole plan by the person is counted with the looks, where prints by others are (A20), so that a
-- sheet that goes astray can be asked about. It is no look by somebody: `ground` says whose it is, and the policy
-- shows it to nobody as a look. The change log is not the place: nothing is changed.
create or replace function access.record_print(of_plan bigint, of_page text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into access_look (at, user_id, plan_id, page, purpose, ground)
    select now(), access.me(), of_plan, of_page, 'utskrift', 'own_plan'
    where access.only_plan() is null and of_plan in (select plan_id from rule.my_own_plans)
$$;

-- How many times a page of the own plan has been printed, by the person and by others, and when last.
create or replace function access.count_prints(of_plan bigint, of_page text)
returns table (by_person bigint, by_others bigint, last_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) filter (where ground = 'own_plan'), count(*) filter (where ground <> 'own_plan'), max(at)
    from access_look l
    where l.plan_id = of_plan and l.page = of_page and of_plan in (select plan_id from rule.my_own_plans)
    having count(*) > 0
$$;

-- The session with this hash, which is the transaction's from here on (pop.access.sessions); null when it has run out.
create or replace function access.open_session(of_hash text) returns table (data text, expires_at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    perform set_config('pop.session', of_hash, true);
    return query select s.data, s.expires_at from access_session s where s.key_hash = of_hash and s.expires_at > now();
end $$;

-- Before there is an actor: the id behind a key, and nothing else (pitfall 8). Answers only in a database that
-- the owner has marked as a demo, so that no setting of a web server can open this door elsewhere.
create or replace function access.demo_login(of_user uuid) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id from people_user u join access.secret s on s.demo where u.key = of_user and u.active
$$;

-- A new person, compared with those there are (A14). Answers the key of the new plan, or stops on doubt:
-- 'same' when archive number or national id is known, 'doubt' when family name and birth date are, or the whole name where a birth date is missing. Nobody learns
-- more about the other person than that. `arrives` is the day on which somebody who was summoned comes (oppmøtedag); until
-- then the steps before arrival run.
drop function if exists access.create_plan(text, text, date, text, text, bigint, bigint, boolean, text);
create or replace function access.create_plan(
    given text, family text, born date, archive text, identity_number text, to_unit bigint, to_ward bigint,
    sure boolean, tongue text, arrives date)
returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    new_person bigint;
    new_plan bigint;
    new_key constant uuid := gen_random_uuid();
begin
    if not exists (select 1 from rule.my_units u where u.unit_id = to_unit) then
        raise insufficient_privilege using message = 'not in that unit';
    end if;
    if exists (select 1 from people_personidentity i
               where archive <> '' and i.archive_number = archive or identity_number <> '' and i.national_id = identity_number) then
        return 'same';
    end if;
    if not sure and exists (
        select 1 from people_person p join people_personidentity i on i.person_id = p.id
        where lower(p.family_name) = lower(family)
          and (i.birth_date = born
               or lower(p.given_name) = lower(given) and (i.birth_date is null or born is null))) then
        return 'doubt';
    end if;
    insert into people_person (key, given_name, family_name, protection, language, needs_interpreter)
    values (gen_random_uuid(), given, family, 'none', tongue, false) returning id into new_person;
    insert into people_personidentity (person_id, birth_date, archive_number, national_id)
    values (new_person, born, archive, identity_number);
    insert into plans_plan (key, person_id, created_on, named_only)
    values (new_key, new_person, access.today(), false) returning id into new_plan;
    insert into teams_contactteammember (key, plan_id, user_id, role, since)
    values (gen_random_uuid(), new_plan, me, 'main', access.today());
    insert into plans_placement (key, plan_id, topic_id, source, only_me, written_by_id, written_at, together,
                                 imported, unit_id, ward_id, since)
    values (gen_random_uuid(), new_plan, 41, 'correctional', false, me, now(), false, false, to_unit, to_ward,
            greatest(coalesce(arrives, access.today()), access.today()));
    return new_key::text;
end $$;

-- The newest answer about private ties between a user and a plan; empty when there is none (A13).
create or replace function access.tie_of(of_plan bigint, of_user bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((select t.answer from teams_privatetie t where t.plan_id = of_plan and t.user_id = of_user
                     order by t.at desc, t.id desc limit 1), '')
$$;

-- Who is in the leader's unit, who follows up, and whether the person has said no to something; no content.
-- A10: someone with a protected address is listed without a name.
-- B10: a main contact whom the person has named outside is told as that, and takes nobody off the list of those without.
drop function if exists access.unit_overview();
create or replace function access.unit_overview()
returns table (plan_key uuid, name text, unit_id bigint, main_contact bigint, contacts bigint, has_refusal boolean,
               needs_contact boolean, chosen boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.key, case when person.protection = 'none' then person.given_name || ' ' || person.family_name else '' end,
           place.unit_id,
           -- A13: whoever is kept away by a private tie follows nobody up; that it is so, and why, is not told.
           case when access.tie_of(p.id, main.user_id) in ('', 'no_tie') then main.user_id end,
           (select count(*) from teams_contactteammember c where c.plan_id = p.id and c.until is null),
           exists (select 1 from plans_refusal r where r.plan_id = p.id and r.ended_on is null),
           -- A13: somebody is needed until somebody is chosen, and whenever nobody is left.
           exists (select 1 from teams_task t where t.plan_id = p.id and t.user_id = (select access.me())
                   and t.kind = 'contact_needed' and t.done_at is null)
           or not exists (select 1 from teams_contactteammember c
                          where c.plan_id = p.id and (c.until is null or c.until >= access.today())
                            and access.tie_of(p.id, c.user_id) in ('', 'no_tie')),
           (select m.chosen from rule.main_contacts m where m.plan_id = p.id)
    from plans_plan p
    join people_person person on person.id = p.person_id
    join plans_placement place on place.plan_id = p.id and place.until is null and place.blocked_at is null
        and place.removed_at is null
    join rule.my_units u on u.unit_id = place.unit_id and u.role = 'leader'
    left join lateral (select t.user_id from rule.team_mains t where t.plan_id = p.id) main on true
    where p.sentence_ended_on is null or p.sentence_ended_on >= access.today()
$$;

-- The leader says who follows a person up. One main contact at a time: the one before ends the same day.
create or replace function access.assign_contact(of_plan uuid, to_user bigint, as_role text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_plan bigint;
begin
    select p.id into the_plan from plans_plan p join access.unit_overview() o on o.plan_key = p.key where p.key = of_plan;
    if the_plan is null or not exists (
        select 1 from people_unitrole r join rule.my_units u on u.unit_id = r.unit_id and u.role = 'leader'
        where r.user_id = to_user and (r.until is null or r.until >= access.today())) then
        return false;
    end if;
    update teams_contactteammember set until = access.today() - 1
    where plan_id = the_plan and until is null and (user_id = to_user or as_role = 'main' and role = 'main');
    insert into teams_contactteammember (key, plan_id, user_id, role, since)
    values (gen_random_uuid(), the_plan, to_user, as_role, access.today());
    insert into teams_namedaccess (plan_id, user_id)
    select the_plan, to_user from plans_plan where id = the_plan and named_only on conflict do nothing;
    update teams_task set done_at = now() where plan_id = the_plan and kind = 'contact_needed' and done_at is null;
    return true;
end $$;

-- «Jeg kjenner personen» closes the plan for the actor at once. The leader of the person's unit is told that a
-- contact is needed, not why or by whom (A13).
create or replace function access.close_for_me(of_plan bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from rule.my_assigned a where a.plan_id = of_plan
                   union all select 1 from rule.reached r where r.plan_id = of_plan) then
        return;
    end if;
    insert into teams_privatetie (plan_id, user_id, answer, at) values (of_plan, access.me(), 'knows', clock_timestamp());
    insert into teams_task (key, user_id, plan_id, kind, at)
    select distinct on (r.user_id) gen_random_uuid(), r.user_id, of_plan, 'contact_needed', now()
    from plans_placement p join people_unitrole r on r.unit_id = p.unit_id and r.role = 'leader'
    where p.plan_id = of_plan and p.until is null and (r.until is null or r.until >= access.today());
end $$;

-- Takes back all, one recipient, one topic, or one topic from one recipient: for the person, and for the
-- contact team when the person says so. Ends also what the contact team may not see.
create or replace function access.withdraw(of_plan bigint, of_recipient bigint, of_topic bigint) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    own constant boolean := exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan);
    receipt constant uuid := gen_random_uuid();
    -- The receipt and all that it ended carry the same moment, and nothing else does.
    moment constant timestamptz := clock_timestamp();
begin
    if not own and not exists (select 1 from rule.my_contact_plans p where p.plan_id = of_plan) then
        return null;
    end if;
    update consents_consentitem i set ended_at = moment, ended_by_id = access.me(), end_reason = 'withdrawn'
    where i.plan_id = of_plan and i.ended_at is null
      and (of_recipient is null or i.recipient_key = of_recipient)
      and (of_topic is null or i.topic_id = of_topic)
      and exists (select 1 from consents_consent c where c.id = i.consent_id and c.signed_at is not null);
    -- Whoever has nothing else left keeps neither the name nor the meetings (A2).
    update consents_consentitem i set ended_at = moment, ended_by_id = access.me(), end_reason = 'withdrawn'
    where i.plan_id = of_plan and i.ended_at is null and i.topic_id in (40, 48)
      and exists (select 1 from consents_consent c where c.id = i.consent_id and c.signed_at is not null)
      and not exists (select 1 from consents_consentitem o join consents_consent c on c.id = o.consent_id
                      where o.plan_id = i.plan_id and o.recipient_key = i.recipient_key and o.ended_at is null
                        and c.signed_at is not null and o.topic_id not in (40, 48));
    -- A contact that is opened is given: it closes with the rest.
    delete from plans_contactopening o
    where o.plan_id = of_plan and coalesce(of_topic, 46) = 46
      and (of_recipient is null or coalesce(o.agency_id * 2, o.user_id * 2 + 1) = of_recipient);
    insert into consents_withdrawalreceipt (key, plan_id, scope, way, at, registered_by_id)
    values (receipt, of_plan,
            coalesce('recipient:' || of_recipient, '') || coalesce(' topic:' || of_topic, '')
            || case when of_recipient is null and of_topic is null then 'all' else '' end,
            case when own then 'own_login' else 'together' end, moment, access.me());
    return receipt;
end $$;

-- The person asks that a named user no longer opens the plan: closed at once, and the leader of the unit is told
-- that a contact is needed when it was somebody of the contact team (A13).
create or replace function access.ask_away(of_plan bigint, of_user bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan) then
        return;
    end if;
    insert into teams_privatetie (plan_id, user_id, answer, at) values (of_plan, of_user, 'asked_away', clock_timestamp());
    insert into teams_task (key, user_id, plan_id, kind, at)
    select distinct on (r.user_id) gen_random_uuid(), r.user_id, of_plan, 'contact_needed', now()
    from plans_placement p join people_unitrole r on r.unit_id = p.unit_id and r.role = 'leader'
    where p.plan_id = of_plan and p.until is null and (r.until is null or r.until >= access.today())
      and exists (select 1 from teams_contactteammember c
                  where c.plan_id = of_plan and c.user_id = of_user and c.until is null);
end $$;

-- The person lets somebody back whom they asked away (A13): what that user had said before holds again, so that
-- «jeg kjenner personen» stays closed, and whoever had not answered is asked.
create or replace function access.let_back(of_plan bigint, of_user bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan) then
        return false;
    end if;
    delete from teams_privatetie where plan_id = of_plan and user_id = of_user and answer = 'asked_away';
    if not found then
        return false;
    end if;
    -- Nobody is needed any more when nobody of the contact team is kept away.
    update teams_task set done_at = now()
    where plan_id = of_plan and kind = 'contact_needed' and done_at is null and not exists (
        select 1 from teams_contactteammember c
        where c.plan_id = of_plan and c.until is null and access.tie_of(of_plan, c.user_id) not in ('', 'no_tie'));
    return true;
end $$;

-- A withdrawal told to any officer of the unit, at any hour (A5). The officer sees neither plan nor
-- recipients: only that exactly one person of the own unit was meant. Works at once; the contact team is told.
-- `scope` is 'all', 'kind:<kind of agency>' or 'topic:<number>'. Answers the key of the receipt, or null.
create or replace function access.withdraw_told(who text, scope text) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    the_plans bigint[];
    receipt constant uuid := gen_random_uuid();
    moment constant timestamptz := clock_timestamp();
    before constant text := current_setting('pop.actor', true);
    number bigint;
    member bigint;
    ordinary boolean;
begin
    -- A receipt must never stand for a withdrawal that ended nothing it was told to end.
    if scope !~ '^(all|kind:[a-z_]+|topic:[0-9]+)$' then
        return null;
    end if;
    select array_agg(distinct p.id) into the_plans
    from plans_plan p
    join people_person person on person.id = p.person_id
    join people_personidentity i on i.person_id = person.id
    join plans_placement place on place.plan_id = p.id and place.until is null and place.removed_at is null
    join rule.my_units u on u.unit_id = place.unit_id
    where lower(person.given_name || ' ' || person.family_name) = lower(trim(who))
       or i.archive_number = trim(who) and trim(who) <> '';
    if coalesce(cardinality(the_plans), 0) <> 1 then
        return null;
    end if;
    update consents_consentitem i set ended_at = moment, ended_by_id = me, end_reason = 'told'
    where i.plan_id = the_plans[1] and i.ended_at is null
      and exists (select 1 from consents_consent c where c.id = i.consent_id and c.signed_at is not null)
      and (scope = 'all'
           or scope like 'kind:%' and exists (select 1 from people_agency a where a.id = i.agency_id and a.kind = substr(scope, 6))
           or scope like 'topic:%' and i.topic_id::text = substr(scope, 7));
    -- Whoever has nothing else left keeps neither the name nor the meetings (A2).
    update consents_consentitem i set ended_at = moment, ended_by_id = access.me(), end_reason = 'told'
    where i.plan_id = the_plans[1] and i.ended_at is null and i.topic_id in (40, 48)
      and exists (select 1 from consents_consent c where c.id = i.consent_id and c.signed_at is not null)
      and not exists (select 1 from consents_consentitem o join consents_consent c on c.id = o.consent_id
                      where o.plan_id = i.plan_id and o.recipient_key = i.recipient_key and o.ended_at is null
                        and c.signed_at is not null and o.topic_id not in (40, 48));
    delete from plans_contactopening o
    where o.plan_id = the_plans[1]
      and (scope in ('all', 'topic:46')
           or scope like 'kind:%' and exists (select 1 from people_agency a where a.id = o.agency_id and a.kind = substr(scope, 6)));
    insert into consents_withdrawalreceipt (key, plan_id, scope, way, at, registered_by_id)
    values (receipt, the_plans[1], scope, 'told', moment, me) returning id into number;
    -- A task tells that there was something: it is for those who may read the receipt, asked of the rule itself as
    -- each of them; and for those who have not answered about ties yet, when others than sensitive agencies lost it.
    select count(*) = 0 or bool_or(a.id is null or not a.sensitive) into ordinary
    from consents_consentitem i left join people_agency a on a.id = i.agency_id
    where i.plan_id = the_plans[1] and i.ended_at = moment;
    for member in
        select distinct c.user_id from teams_contactteammember c
        where c.plan_id = the_plans[1] and (c.until is null or c.until >= access.today())
    loop
        perform access.become(member);
        if number = any (rule.told_receipts())
           or ordinary and the_plans[1] = any (rule.assigned()) and the_plans[1] <> all (rule.contact()) then
            insert into teams_task (key, user_id, plan_id, kind, at)
            values (gen_random_uuid(), member, the_plans[1], 'consent_withdrawn', now());
        end if;
    end loop;
    perform set_config('pop.actor', before, true);
    return receipt;
end $$;

-- «Skrevet på feil person» (A14): the text is blocked everywhere, in the change log too, and whoever had
-- opened the plan since it was written is listed. For the person, the contact team and whoever wrote it.
create or replace function access.block_entry(of_table text, of_entry uuid) returns table (user_id bigint, seen_at timestamptz)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_id bigint; row_plan bigint; row_topic bigint; row_source bigint; row_writer bigint; row_at timestamptz; kept boolean; kept_for bigint;
begin
    if of_table not in ('plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note', 'plans_statement',
                        'plans_progressionwish', 'plans_decision', 'plans_contact', 'plans_meeting', 'plans_placement',
                        'plans_servingform', 'plans_expectedrelease', 'wishes_wish', 'wishes_wishanswer', 'wishes_plannedleave',
                        'plans_proposalanswer',
                        'conversations_conversation', 'conversations_interpreterneed', 'conversations_mappinganswer',
                        'conversations_brikresult', 'conversations_economy', 'conversations_preparation',
        'sentences_sentencefacts', 'sentences_sentenceterm', 'sentences_interruption', 'sentences_restriction',
        'letters_letter', 'meetings_agendaitem', 'meetings_minuteline', 'channel_message') then
        return;
    end if;
    execute format('select id, plan_id, topic_id, source_key, written_by_id, written_at, only_me, only_me_contact_id'
                   ' from %I where key = $1 and blocked_at is null', of_table)
        into found_id, row_plan, row_topic, row_source, row_writer, row_at, kept, kept_for using of_entry;
    -- What is narrowed to others is not there for whoever guesses its key.
    if found_id is null or access.ground(row_plan, row_topic, row_source, kept, kept_for) is null
       or of_table = 'channel_message' and row_plan <> all (rule.own()) and found_id = any (rule.shut_messages())
       or not (row_writer = access.me()
               or exists (select 1 from rule.my_own_plans p where p.plan_id = row_plan)
               or exists (select 1 from rule.my_contact_plans p where p.plan_id = row_plan)) then
        return;
    end if;
    execute format('update %I set blocked_at = clock_timestamp() where id = $1', of_table) using found_id;
    perform set_config('pop.blocking', 'on', true);
    update changelog_change c set before = null, after = null where c."table" = of_table and c.row_id = found_id;
    -- With it the days that were computed from it.
    if of_table like 'sentences\_%' or of_table = 'plans_servingform' then
        update changelog_change c set before = null, after = null
        where c."table" = 'sentences_milestone' and c.row_id = row_plan and c.at >= row_at;
    end if;
    perform set_config('pop.blocking', 'off', true);
    return query select l.user_id, max(l.at) from access_look l
        where l.plan_id = row_plan and l.ground <> 'own_plan' and l.at >= row_at group by l.user_id;
end $$;

-- Two plans about the same person become one (A14). Entries are joined, consents never: a recipient keeps only
-- what both plans gave it, and whatever either plan excluded stays excluded, until the person signs anew. For
-- somebody in both contact teams. Answers the key of the merge, or null.
create or replace function access.merge_plans(keep uuid, other uuid) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    into_plan constant bigint := (select id from plans_plan where key = keep);
    from_plan constant bigint := (select id from plans_plan where key = other);
    merge_key constant uuid := gen_random_uuid();
    the_merge bigint;
    kind text;
    area record;
    slot integer;
begin
    if into_plan = from_plan or (select count(*) from rule.my_contact_plans where plan_id in (into_plan, from_plan)) <> 2
       or (into_plan in (select plan_id from rule.excluded) or from_plan in (select plan_id from rule.excluded)) then
        return null;
    end if;
    perform 1 from plans_plan where id in (into_plan, from_plan) order by id for update;
    -- Two sentences of one person stay two plans (A8), and what is emptied already is not joined once more.
    if (select count(distinct person_id) from plans_plan where id in (into_plan, from_plan)) <> 2
       or exists (select 1 from plans_merge where emptied_id in (into_plan, from_plan) and undone_at is null) then
        return null;
    end if;
    set constraints all deferred;
    insert into plans_merge (key, plan_id, emptied_id, merged_at, merged_by)
    values (merge_key, into_plan, from_plan, now(), access.me()) returning id into the_merge;
    foreach kind in array array['plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note',
        'plans_statement', 'plans_progressionwish', 'plans_decision', 'plans_contact', 'plans_meeting',
        'plans_placement', 'plans_servingform', 'plans_expectedrelease', 'wishes_wish', 'wishes_wishanswer',
        'wishes_plannedleave', 'plans_proposalanswer',
        'conversations_conversation', 'conversations_interpreterneed', 'conversations_mappinganswer',
        'conversations_brikresult', 'conversations_economy', 'conversations_preparation',
        'sentences_sentencefacts', 'sentences_sentenceterm', 'sentences_interruption', 'sentences_restriction',
        'letters_letter', 'meetings_agendaitem', 'meetings_minuteline', 'channel_message'] loop
        execute format('insert into plans_mergedrow (merge_id, "table", row_id, old_topic)'
                       ' select $1, %L, id, topic_id from %I where plan_id = $2', kind, kind) using the_merge, from_plan;
        -- Stays of the emptied plan are history here: one place at a time.
        if kind = 'plans_placement' then
            insert into plans_mergedrow (merge_id, "table", row_id)
            select the_merge, 'open_stay', id from plans_placement where plan_id = from_plan and until is null
                and exists (select 1 from plans_placement p where p.plan_id = into_plan and p.until is null);
            update plans_placement set until = since where plan_id = from_plan and until is null
                and exists (select 1 from plans_placement p where p.plan_id = into_plan and p.until is null);
        end if;
        execute format('update %I set plan_id = $1 where plan_id = $2', kind) using into_plan, from_plan;
    end loop;
    foreach kind in array array['plans_needgoal', 'plans_measureneed', 'plans_contactopening', 'plans_meetinginvitee',
        'gaps_dependency', 'conversations_sitting', 'conversations_confidence', 'conversations_mappinground', 'conversations_saidwish',
        'handovers_handover', 'handovers_handoveritem', 'handovers_farewelltalk',
        'meetings_series', 'meetings_meetingset', 'meetings_answer', 'meetings_presence', 'meetings_turn', 'meetings_meetingconsent', 'channel_channelmode'] loop
        execute format('insert into plans_mergedrow (merge_id, "table", row_id) select $1, %L, id from %I where plan_id = $2',
                       kind, kind) using the_merge, from_plan;
        execute format('update %I set plan_id = $1 where plan_id = $2', kind) using into_plan, from_plan;
    end loop;
    -- A need takes its ties to the map along; a gap stays where it was found.
    insert into plans_mergedrow (merge_id, "table", row_id)
    select the_merge, 'challenges_threadtie', id from challenges_threadtie where plan_id = from_plan and need_id is not null;
    update challenges_threadtie set plan_id = into_plan where plan_id = from_plan and need_id is not null;
    -- What came from BRIK can be withdrawn where it lies: its consent goes along, unless there is one already.
    insert into plans_mergedrow (merge_id, "table", row_id)
    select the_merge, 'conversations_brikconsent', id from conversations_brikconsent
    where plan_id = from_plan and not exists (select 1 from conversations_brikconsent c where c.plan_id = into_plan and c.withdrawn_on is null);
    update conversations_brikconsent c set plan_id = into_plan from plans_mergedrow r
    where r.merge_id = the_merge and r."table" = 'conversations_brikconsent' and r.row_id = c.id;
    perform access.move_said_once(the_merge, into_plan, from_plan);
    -- Areas that the emptied plan named itself get the number of the same name, or a free one.
    for area in select * from plans_ownarea where plan_id = from_plan loop
        select coalesce(
            (select o.topic_id from plans_ownarea o where o.plan_id = into_plan and lower(o.name) = lower(area.name)),
            (select min(n) from generate_series(20, 29) n
             where n not in (select o.topic_id from plans_ownarea o where o.plan_id = into_plan))) into slot;
        if slot is null then
            raise exception 'no room for an own area' using errcode = 'check_violation';
        end if;
        insert into plans_mergedrow (merge_id, "table", row_id) select the_merge, 'new_area', slot
        where not exists (select 1 from plans_ownarea where plan_id = into_plan and topic_id = slot);
        insert into plans_ownarea (plan_id, topic_id, name) values (into_plan, slot, area.name) on conflict do nothing;
        -- What the number was given for in this plan is not what moves in; what was kept out stays out.
        update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'merged'
        where i.plan_id = into_plan and i.ended_at is null and i.topic_id = slot;
        insert into consents_exclusion (key, plan_id, agency_id, user_id, topic_id, own_words, made_by_id, made_at)
        select gen_random_uuid(), into_plan, agency_id, user_id, slot, own_words, made_by_id, now()
        from consents_exclusion where plan_id = from_plan and lifted_at is null and topic_id = area.topic_id;
        -- A number taken over by another area of the same plan is moved in a range of its own first.
        foreach kind in array array['plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note', 'wishes_wish',
            'wishes_wishanswer', 'plans_proposalanswer', 'channel_message'] loop
            execute format('update %I e set topic_id = $1 from plans_mergedrow r where r.merge_id = $2 and r."table" = %L'
                           ' and r.row_id = e.id and r.old_topic = $3', kind, kind) using slot, the_merge, area.topic_id;
        end loop;
    end loop;
    insert into plans_mergedrow (merge_id, "table", row_id)
    select the_merge, 'new_focus', topic_id from plans_focusarea where plan_id = from_plan and topic_id < 20
        and topic_id not in (select topic_id from plans_focusarea where plan_id = into_plan);
    insert into plans_focusarea (plan_id, topic_id, since)
    select into_plan, topic_id, since from plans_focusarea where plan_id = from_plan and topic_id < 20 on conflict do nothing;
    update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'merged'
    where i.plan_id = into_plan and i.ended_at is null
      and not exists (select 1 from rule.in_force f where f.plan_id = from_plan and f.recipient = i.recipient_key
                      and f.topic = i.topic_id and (f.give or not i.give) and (f.obtain or not i.obtain)
                      and (f.share or not i.share));
    update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'merged'
    where i.plan_id = from_plan and i.ended_at is null;
    insert into consents_exclusion (key, plan_id, agency_id, user_id, topic_id, own_words, made_by_id, made_at)
    select gen_random_uuid(), into_plan, agency_id, user_id, topic_id, own_words, made_by_id, now()
    from consents_exclusion where plan_id = from_plan and lifted_at is null and topic_id not between 20 and 29;
    perform access.keep_narrowest(the_merge, into_plan, from_plan);
    set constraints all immediate;
    return merge_key;
end $$;

-- What a plan says once at a time: the forløp, a step that is not needed, a verge, a point of the release checklist.
-- Of two, the one of the plan that is kept holds, and the other stays where it was.
create or replace function access.same_said(kind text) returns text
language sql immutable set search_path = public, pg_temp as $$
    select case kind
        when 'handovers_checklistmark' then 'e.handover_id is null and o.handover_id is null and o.code = e.code'
        when 'process_stepwaived' then 'e.ended_at is null and o.ended_at is null and o.step = e.step'
        when 'process_planpathway' then 'e.ended_at is null and o.ended_at is null'
        when 'process_guardianship' then 'e.ended_at is null and o.ended_at is null' end
$$;

-- What a plan holds one of at a time: the moved one gives way to that of the plan it is moved into.
create or replace function access.said_once() returns text[]
language sql immutable as $$
    select array['process_stepwaived', 'process_planpathway', 'process_guardianship', 'handovers_checklistmark']
$$;

-- A point of a handover's own checklist goes along with its handover (access.marks_follow).
create or replace function access.move_said_once(of_merge bigint, into_plan bigint, from_plan bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    kind text;
begin
    foreach kind in array access.said_once() loop
        execute format('insert into plans_mergedrow (merge_id, "table", row_id) select $1, %L, e.id from %I e where e.plan_id = $2'
                       ' and to_jsonb(e) ->> ''handover_id'' is null'
                       ' and not exists (select 1 from %I o where o.plan_id = $3 and %s)', kind, kind, kind, access.same_said(kind))
            using of_merge, from_plan, into_plan;
        execute format('update %I set plan_id = $1 where id = any (access.moved($2, %L))', kind, kind) using into_plan, of_merge;
    end loop;
end $$;

-- What the emptied plan has been given a new one of meanwhile does not come back to it.
create or replace function access.keep_said_once(of_merge bigint, emptied bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    kind text;
begin
    foreach kind in array access.said_once() loop
        execute format('delete from plans_mergedrow r using %I e where r.merge_id = $1 and r."table" = %L and e.id = r.row_id'
                       ' and exists (select 1 from %I o where o.plan_id = $2 and %s)', kind, kind, kind, access.same_said(kind))
            using of_merge, emptied;
    end loop;
end $$;

-- Who may open what is joined: nobody whom either plan kept away (A13), and only whom each plan that is for named
-- users has named (A10).
create or replace function access.keep_narrowest(of_merge bigint, into_plan bigint, from_plan bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    shut bigint[] := array(
        select p.id from plans_plan p join people_person person on person.id = p.person_id
        where p.id in (into_plan, from_plan) and (p.named_only or person.protection <> 'none'));
begin
    with kept_away as (
        insert into teams_privatetie (plan_id, user_id, answer, at)
        select distinct into_plan, t.user_id, access.tie_of(from_plan, t.user_id), clock_timestamp()
        from teams_privatetie t
        where t.plan_id = from_plan and access.tie_of(from_plan, t.user_id) <> 'no_tie'
          and access.tie_of(into_plan, t.user_id) in ('', 'no_tie')
        returning id)
    insert into plans_mergedrow (merge_id, "table", row_id) select of_merge, 'tie', id from kept_away;
    if from_plan = any (shut) then
        if into_plan = any (shut) then
            delete from teams_namedaccess where plan_id = into_plan
                and user_id not in (select user_id from teams_namedaccess where plan_id = from_plan);
        else
            delete from teams_namedaccess where plan_id = into_plan;
            insert into teams_namedaccess (plan_id, user_id)
            select into_plan, user_id from teams_namedaccess where plan_id = from_plan;
        end if;
        update plans_plan set named_only = true where id = into_plan;
        update people_person kept set protection = gone.protection
        from plans_plan k, plans_plan g join people_person gone on gone.id = g.person_id
        where k.id = into_plan and g.id = from_plan and kept.id = k.person_id
          and array_position(array['none', 'confidential', 'strict'], gone.protection::text)
              > array_position(array['none', 'confidential', 'strict'], kept.protection::text);
    end if;
end $$;

-- Takes a merge back: each row returns to the plan and topic it came from, with what was written to it since, and
-- threads between the two are cut. Consents, and who may open the plan, stay as narrow as they became; only a
-- signature widens. The newest merge of a plan goes first, because the rows lie where that one put them.
create or replace function access.undo_merge(of_merge uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    merge constant plans_merge := (select m from plans_merge m where m.key = of_merge and m.undone_at is null);
    kind text;
begin
    if merge.id is null or not exists (select 1 from rule.my_contact_plans where plan_id = merge.plan_id)
       or exists (select 1 from plans_merge later where later.id > merge.id and later.undone_at is null
                  and (later.plan_id in (merge.plan_id, merge.emptied_id)
                       or later.emptied_id in (merge.plan_id, merge.emptied_id))) then
        return false;
    end if;
    perform 1 from plans_plan where id in (merge.plan_id, merge.emptied_id) order by id for update;
    set constraints all deferred;
    perform access.part_threads(merge.id, merge.plan_id, merge.emptied_id);
    perform access.keep_said_once(merge.id, merge.emptied_id);
    for kind in select distinct "table" from plans_mergedrow where merge_id = merge.id and ("table" like 'plans\_%' or "table" like 'wishes\_%' or "table" like 'handovers\_%' or "table" like 'conversations\_%' or "table" like 'sentences\_%' or "table" like 'gaps\_%' or "table" like 'process\_%' or "table" like 'letters\_%' or "table" like 'meetings\_%' or "table" like 'channel\_%' or "table" like 'challenges\_%') loop
        execute format('update %I e set plan_id = $1 from plans_mergedrow r'
                       ' where r.merge_id = $2 and r."table" = %L and r.row_id = e.id', kind, kind)
            using merge.emptied_id, merge.id;
        if exists (select 1 from plans_mergedrow where merge_id = merge.id and "table" = kind and old_topic is not null) then
            execute format('update %I e set topic_id = r.old_topic from plans_mergedrow r'
                           ' where r.merge_id = $1 and r."table" = %L and r.row_id = e.id', kind, kind) using merge.id;
        end if;
    end loop;
    perform access.clear_after_merge(merge.id, merge.plan_id, merge.emptied_id, merge.merged_at);
    update plans_merge set undone_at = now() where id = merge.id;
    set constraints all immediate;
    return true;
end $$;

-- What was hung on a moved entry after the merge goes along with it; a thread with one end on each side is cut.
create or replace function access.part_threads(of_merge bigint, kept bigint, emptied bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    needs bigint[] := access.moved(of_merge, 'plans_need');
    goals bigint[] := access.moved(of_merge, 'plans_goal');
    measures bigint[] := access.moved(of_merge, 'plans_measure');
    kind text;
begin
    update plans_measurenote n set plan_id = emptied, topic_id = r.old_topic from plans_mergedrow r
    where n.plan_id = kept and r.merge_id = of_merge and r."table" = 'plans_measure' and r.row_id = n.measure_id;
    update plans_proposalanswer a set plan_id = emptied, topic_id = r.old_topic from plans_mergedrow r
    where a.plan_id = kept and r.merge_id = of_merge and r."table" = 'plans_measure' and r.row_id = a.measure_id;
    -- What was asked from a need or a wish that moves back, and what was answered to it.
    update wishes_wish w set plan_id = emptied, topic_id = r.old_topic from plans_mergedrow r
    where w.plan_id = kept and r.merge_id = of_merge
      and (r."table" = 'plans_need' and r.row_id = w.need_id
           or r."table" = 'plans_progressionwish' and r.row_id = w.progression_wish_id);
    update wishes_wishanswer a set plan_id = w.plan_id, topic_id = w.topic_id from wishes_wish w
    where a.plan_id = kept and w.id = a.wish_id and w.plan_id = emptied;
    update wishes_wishanswer a set plan_id = emptied, topic_id = r.old_topic from plans_mergedrow r
    where a.plan_id = kept and r.merge_id = of_merge and r."table" = 'wishes_wish' and r.row_id = a.wish_id;
    update plans_contactopening set plan_id = emptied
    where plan_id = kept and contact_id = any (access.moved(of_merge, 'plans_contact'));
    update plans_meetinginvitee set plan_id = emptied
    where plan_id = kept and meeting_id = any (access.moved(of_merge, 'plans_meeting'));
    -- What belongs to a meeting that moves back; a series goes with what it gave.
    foreach kind in array array['meetings_meetingset', 'meetings_answer', 'meetings_presence', 'meetings_turn', 'meetings_meetingconsent', 'meetings_agendaitem', 'meetings_minuteline'] loop
        execute format('update %I set plan_id = $1 where plan_id = $2 and meeting_id = any ($3)', kind)
            using emptied, kept, access.moved(of_merge, 'plans_meeting');
    end loop;
    -- A case that stands in one of them and was passed on from the other comes back no more.
    update meetings_agendaitem i set passed_from_id = null from meetings_agendaitem o
    where o.id = i.passed_from_id and o.plan_id <> i.plan_id;
    -- What was written at something that moves back goes along, with its topic.
    update channel_message m set plan_id = emptied, topic_id = coalesce(r.old_topic, m.topic_id) from plans_mergedrow r
    where m.plan_id = kept and r.merge_id = of_merge
      and (r."table" = 'plans_need' and r.row_id = m.need_id or r."table" = 'plans_measure' and r.row_id = m.measure_id
           or r."table" = 'plans_meeting' and r.row_id = m.meeting_id or r."table" = 'handovers_handover' and r.row_id = m.handover_id);
    delete from plans_needgoal where plan_id = kept and (need_id = any (needs)) <> (goal_id = any (goals));
    update plans_needgoal set plan_id = emptied where plan_id = kept and need_id = any (needs);
    update challenges_threadtie set plan_id = emptied where plan_id = kept and need_id = any (needs);
    delete from plans_measureneed
    where plan_id = kept and (measure_id = any (measures) or need_id = any (needs) or goal_id = any (goals))
      and not (measure_id = any (measures) and coalesce(need_id = any (needs), true) and coalesce(goal_id = any (goals), true));
    update plans_measureneed set plan_id = emptied where plan_id = kept and measure_id = any (measures);
    delete from gaps_dependency where plan_id = kept and (measure_id = any (measures)) <> (waits_for_id = any (measures));
    update gaps_dependency set plan_id = emptied where plan_id = kept and measure_id = any (measures);
    perform access.part_talks(of_merge, kept, emptied);
end $$;

create or replace function access.moved(of_merge bigint, kind text) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(row_id), '{}') from plans_mergedrow where merge_id = of_merge and "table" = kind
$$;

-- What the merge put into the plan that is kept goes out again: areas that nothing stands in, who was kept away,
-- and the words of the other person. The stay that the merge closed is open again.
create or replace function access.clear_after_merge(of_merge bigint, kept bigint, emptied bigint, merged timestamptz) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    bare bigint[] := array(
        select row_id from plans_mergedrow where merge_id = of_merge and "table" in ('new_area', 'new_focus')
        except (select topic_id from plans_need where plan_id = kept union select topic_id from plans_goal where plan_id = kept
                union select topic_id from plans_measure where plan_id = kept
                union select topic_id from plans_note where plan_id = kept
                union select topic_id from wishes_wish where plan_id = kept));
begin
    delete from plans_ownarea where plan_id = kept and topic_id = any (bare) and topic_id = any (access.moved(of_merge, 'new_area'));
    delete from plans_focusarea where plan_id = kept and topic_id = any (bare);
    -- The number is free again: what was said of it must not hold for another area that gets it later.
    update consents_consentitem set ended_at = now(), ended_by_id = access.me(), end_reason = 'merged'
    where plan_id = kept and ended_at is null and topic_id between 20 and 29 and topic_id = any (bare);
    update consents_exclusion set lifted_at = now()
    where plan_id = kept and lifted_at is null and topic_id between 20 and 29 and topic_id = any (bare);
    update consents_exclusion set own_words = '' where plan_id = kept and made_at = merged;
    delete from teams_privatetie where plan_id = kept and id = any (access.moved(of_merge, 'tie'));
    update plans_placement set until = null
    where plan_id = emptied and until = since and id = any (access.moved(of_merge, 'open_stay'))
      and not exists (select 1 from plans_placement p where p.plan_id = emptied and p.until is null);
end $$;

-- Into the team by code or by name --------------------------------------------------------------------------
-- Staff choose among those whom they may know. Whoever is in no such list (a volunteer, somebody at an agency
-- whose name tells something) gives out a code, one for each place and one for oneself. A code is the user's
-- own to give, is guessed by nobody (48 bits), and holds for 30 to 60 days. The answer to a code that does not
-- exist, is too old, or is for somebody who is there already is the same no.

-- Can be asked into a team in this way: external, and in use.
create or replace function access.invitable(of_user bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select 1 from people_user u where u.id = of_user and u.active and u.person_id is null)
       and not exists (select 1 from people_unitrole r where r.user_id = of_user and (r.until is null or r.until >= access.today()))
       and not exists (select 1 from people_systemrole r where r.user_id = of_user and (r.until is null or r.until >= access.today()))
$$;

-- Four letters that find the user, twelve that prove it; `age` is how many periods of 30 days ago it was made.
create or replace function access.invitation_code(of_user bigint, of_agency bigint, age integer) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select translate(left(u.key::text, 4) || left(access.mac(
               'invite:' || u.id || ':' || coalesce(of_agency, 0) || ':'
               || floor(extract(epoch from now()) / 2592000)::bigint - age), 12),
           '0123456789abcdef', 'BCDFGHJKLMNPQRST')
    from people_user u where u.id = of_user
$$;

-- The actor's own codes; `agency_id` is null for the one as an individual.
create or replace function access.my_codes() returns table (agency_id bigint, code text)
language sql stable security definer set search_path = public, pg_temp as $$
    select place.agency_id, access.invitation_code(access.me(), place.agency_id, 0)
    from (select r.agency_id from rule.my_agencies r join people_agency a on a.id = r.agency_id and a.active
          union all select null) place
    where access.invitable(access.me())
$$;

create or replace function access.ask_in(of_plan bigint, of_user bigint, of_agency bigint, as_role text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if of_user is null or trim(as_role) = '' or exists (
            select 1 from teams_supportteammember s
            where s.plan_id = of_plan and s.user_id = of_user and (s.until is null or s.until >= access.today())) then
        return false;
    end if;
    insert into teams_supportteammember (key, plan_id, user_id, agency_id, role, invited_by_id, invited_at, since)
    values (gen_random_uuid(), of_plan, of_user, of_agency, left(trim(as_role), 100), access.me(), now(), access.today())
    on conflict do nothing;
    return found;
end $$;

-- For the person and the contact team.
create or replace function access.invite_by_code(of_plan bigint, code text, as_role text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    given constant text := upper(regexp_replace(code, '[^A-Za-z]', '', 'g'));
    whom bigint; place bigint;
begin
    if length(given) <> 16 or not exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan
                                          union all select 1 from rule.my_contact_plans p where p.plan_id = of_plan) then
        return false;
    end if;
    select u.id, work.agency_id into whom, place
    from people_user u
    cross join lateral (
        select null::bigint as agency_id
        union all
        select r.agency_id from people_agencyrole r join people_agency a on a.id = r.agency_id and a.active
        where r.user_id = u.id and r.since <= access.today() and (r.until is null or r.until >= access.today())) work
    where left(u.key::text, 4) = translate(left(given, 4), 'BCDFGHJKLMNPQRST', '0123456789abcdef')
      and given in (access.invitation_code(u.id, work.agency_id, 0), access.invitation_code(u.id, work.agency_id, 1))
      and access.invitable(u.id)
    limit 1;
    return access.ask_in(of_plan, whom, place, as_role);
end $$;

-- For the person alone: somebody whose whole name and place of work the person knows. Never a shielded employee
-- (A12): the same no as for a name that nobody has.
create or replace function access.invite_by_name(of_plan bigint, at_agency uuid, full_name text, as_role text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    found_users bigint[]; place bigint;
begin
    if not exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan) then
        return false;
    end if;
    select array_agg(distinct u.id), max(a.id) into found_users, place
    from people_user u
    join people_username n on n.user_id = u.id
    join people_agencyrole r on r.user_id = u.id and r.since <= access.today() and (r.until is null or r.until >= access.today())
    join people_agency a on a.id = r.agency_id and a.active and a.key = at_agency
    where lower(n.name) = lower(regexp_replace(trim(full_name), '\s+', ' ', 'g')) and not u.shielded
      and access.invitable(u.id);
    if coalesce(cardinality(found_users), 0) <> 1 then
        return false;
    end if;
    return access.ask_in(of_plan, found_users[1], place, as_role);
end $$;

-- What an update may touch ------------------------------------------------------------------------------------
-- Runs as whoever updates: a function of the owner (blocking, merging) is let through.
create or replace function access.guard_entry() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    -- A generated column is not worked out yet in a trigger before the update: it is left out everywhere.
    touchable constant text[] := array['only_me', 'only_me_contact_id', 'status', 'status_reason', 'chosen_at',
                                       'chosen_way', 'source_key', 'contested_at', 'contested_words',
                                       'contested_together', 'chosen_present', 'chosen_confirmed_at',
                                       'confirmed_way', 'change_asked_at', 'rewritten_at'];
begin
    if current_user <> session_user then
        return new;
    end if;
    if (new.plan_id, new.key, new.source, new.source_agency_id, new.source_user_id, new.written_by_id, new.written_at)
       is distinct from
       (old.plan_id, old.key, old.source, old.source_agency_id, old.source_user_id, old.written_by_id, old.written_at) then
        raise insufficient_privilege using message = 'an entry keeps its plan, source and writer';
    end if;
    -- The person chooses among what others wrote, and keeps it to themselves; the words stay the writer's.
    if old.source <> 'person' and old.plan_id = any (rule.own())
       and to_jsonb(new) - touchable
           is distinct from
           to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'what others wrote is not rewritten';
    end if;
    -- «Jeg er uenig» is the person's own; the contact team writes it down with the person, and never over it.
    if (new.contested_at, new.contested_words, new.contested_together)
       is distinct from (old.contested_at, old.contested_words, old.contested_together)
       and access.me() is not null and old.plan_id <> all (rule.own())
       and not (old.plan_id = any (rule.contact())
                and (old.contested_at is null or old.contested_together)
                and (new.contested_at is null or new.contested_together)) then
        raise insufficient_privilege using message = 'only the person says whether they agree';
    end if;
    -- Only the person keeps an entry to themselves, or opens it again.
    if (new.only_me, new.only_me_contact_id) is distinct from (old.only_me, old.only_me_contact_id)
       and access.me() is not null and old.plan_id <> all (rule.own()) then
        raise insufficient_privilege using message = 'only the person keeps an entry to themselves';
    end if;
    return new;
end $$;

-- The last day of an offer: the one it was given for, or 30 days after it was said to hold still (I2).
create or replace function access.offer_until(ends_on date, confirmed_on date) returns date
language sql immutable set search_path = pg_catalog as $$
    select case when ends_on is not null then greatest(ends_on, confirmed_on + 30) end
$$;

-- I3: the person chooses with the own login; the contact team registers a muntlig ja, with who was present. Only the
-- person confirms it here: a signed sheet does so through access.register_choices. Nobody says when.
create or replace function access.guard_choice(was plans_measure, becomes plans_measure, own boolean, contact boolean)
returns void language plpgsql set search_path = public, pg_temp as $$
begin
    if was.chosen_at is null and becomes.chosen_at is not null then
        if not (own and becomes.chosen_way = 'own_login' or contact and becomes.chosen_way = 'oral')
           or becomes.chosen_confirmed_at is not null then
            raise insufficient_privilege using message = 'only the person chooses a measure';
        end if;
        if access.offer_until(was.offer_ends_on, was.offer_confirmed_on) < access.today() then
            raise insufficient_privilege using message = 'an offer that has expired is not chosen';
        end if;
    elsif becomes.chosen_at is null then
        if not (own or contact and (was.chosen_way = 'oral' and was.chosen_confirmed_at is null
                                    or was.rewritten_at is not null)) then
            raise insufficient_privilege using message = 'only the person takes a choice back';
        end if;
        -- What was rewritten is asked about anew: no to that is an answer, whatever has begun.
        if was.rewritten_at is null and (was.status <> 'chosen' or exists (select 1 from plans_measurenote n where n.measure_id = was.id
                                             and n.removed_at is null and n.blocked_at is null)) then
            raise insufficient_privilege using message = 'what has begun is stopped, not taken back';
        end if;
    elsif was.rewritten_at is not null and becomes.rewritten_at is null
          and becomes.chosen_at is distinct from was.chosen_at then
        if not (own and becomes.chosen_way = 'own_login' or contact and becomes.chosen_way = 'oral')
           or becomes.chosen_confirmed_at is not null then
            raise insufficient_privilege using message = 'only the person says yes anew';
        end if;
    elsif (was.chosen_at, was.chosen_way, was.chosen_present)
              is distinct from (becomes.chosen_at, becomes.chosen_way, becomes.chosen_present)
          or was.chosen_confirmed_at is not null or becomes.confirmed_way <> 'own_login' or not own then
        raise insufficient_privilege using message = 'how it was chosen is not rewritten';
    end if;
end $$;

-- Since when the words of a chosen measure are others than those that the person said yes to (P5-1): from when
-- somebody else changes what is done, what it demands or when, until the person has answered, or the words are back.
-- Nobody writes it.
create or replace function access.rewritten_since(was plans_measure, becomes plans_measure, own boolean)
returns timestamptz language plpgsql stable set search_path = public, pg_temp as $$
declare
    -- A browser sends each line end as two characters: that is no other word.
    reworded constant boolean := (was.text, replace(was.demands, E'\r', ''), was.due, was.due_text, was.recurring)
        is distinct from (becomes.text, replace(becomes.demands, E'\r', ''), becomes.due, becomes.due_text, becomes.recurring);
    agreed jsonb;
begin
    if was.chosen_at is null or becomes.chosen_at is null then
        return null;
    elsif reworded and was.rewritten_at is not null then
        select c.before into agreed from changelog_change c
        where c."table" = 'plans_measure' and c.row_id = was.id and c.at >= was.rewritten_at order by c.id limit 1;
        return case when coalesce(agreed @> jsonb_build_object(
                'text', becomes.text, 'demands', becomes.demands, 'due', becomes.due, 'due_text', becomes.due_text,
                'recurring', becomes.recurring), false)
            then null else was.rewritten_at end;
    elsif reworded and not own then
        return clock_timestamp();
    elsif becomes.rewritten_at is null and becomes.chosen_at is distinct from was.chosen_at then
        return null;
    end if;
    return was.rewritten_at;
end $$;

-- The person chooses; the contact team registers the choice; who answers for a measure says how it goes.
create or replace function access.guard_measure() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    own constant boolean := exists (select 1 from rule.my_own_plans p where p.plan_id = new.plan_id);
    contact constant boolean := exists (select 1 from rule.my_contact_plans p where p.plan_id = new.plan_id);
    -- What others say of a measure, and what the person says of it.
    told constant text[] := array['status', 'status_reason', 'source_key'];
    chosen constant text[] := array['chosen_at', 'chosen_way', 'chosen_present', 'change_asked_at', 'contested_at',
                                    'contested_words', 'contested_together', 'rewritten_at', 'chosen_confirmed_at',
                                    'confirmed_way'];
    apart constant text[] := told || chosen || array['only_me', 'only_me_contact_id', 'removed_at', 'offer_confirmed_on', 'topic_id'];
    was jsonb; becomes jsonb;
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.chosen_at is not null and not (new.imported and new.chosen_way = 'imported')
           and not (own and new.chosen_way = 'own_login') then
            raise insufficient_privilege using message = 'only the person chooses a measure';
        end if;
        new.change_asked_at := null;
        new.rewritten_at := null;
    elsif (new.chosen_at, new.chosen_way, new.chosen_present, new.chosen_confirmed_at, new.confirmed_way)
          is distinct from (old.chosen_at, old.chosen_way, old.chosen_present, old.chosen_confirmed_at, old.confirmed_way) then
        perform access.guard_choice(old, new, own, contact);
        new.chosen_at := case when new.chosen_at is null or new.chosen_at = old.chosen_at then new.chosen_at
                              else clock_timestamp() end;
        new.chosen_confirmed_at := case when new.chosen_confirmed_at is not null then clock_timestamp() end;
    end if;
    if new.offer_confirmed_on is not null
       and (tg_op = 'INSERT' or new.offer_confirmed_on is distinct from old.offer_confirmed_on) then
        new.offer_confirmed_on := access.today();
    end if;
    if tg_op = 'UPDATE' then
        new.rewritten_at := access.rewritten_since(old, new, own);
    end if;
    if tg_op = 'INSERT' or own then
        return new;
    end if;
    if not contact and old.chosen_at is null
       and (new.status, new.status_reason) is distinct from (old.status, old.status_reason) then
        raise insufficient_privilege using message = 'only the person answers a proposal';
    end if;
    if old.source_key <> 0
       and not exists (select 1 from rule.authored a where a.plan_id = new.plan_id and a.source = old.source_key)
       or not contact and old.source_key = 0 then
        was := to_jsonb(old) - told;
        becomes := to_jsonb(new) - told;
        if contact then
            was := was - chosen;
            becomes := becomes - chosen;
        end if;
        if was is distinct from becomes then
            raise insufficient_privilege using message = 'only the status may be changed';
        end if;
    end if;
    -- A proposal that was changed as the person asked is open again.
    if to_jsonb(new) - apart is distinct from to_jsonb(old) - apart then
        new.change_asked_at := null;
    elsif not contact and new.change_asked_at is distinct from old.change_asked_at then
        raise insufficient_privilege using message = 'only the person asks for a change';
    end if;
    return new;
end $$;

-- A draft becomes a signed consent once, by own login or by a paper that the actor registers; after that
-- only what completes the paper is added.
create or replace function access.guard_consent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    fixed constant text[] := array['has_scan', 'archive_reference'];
begin
    if access.me() is null then
        return new;
    end if;
    if old.dropped_at is not null then
        raise insufficient_privilege using message = 'a dropped draft stays dropped';
    end if;
    if (new.plan_id, new.number, new.key) is distinct from (old.plan_id, old.number, old.key) then
        raise insufficient_privilege using message = 'a consent keeps its plan and number';
    end if;
    if old.signed_at is not null and to_jsonb(new) - fixed is distinct from to_jsonb(old) - fixed then
        raise insufficient_privilege using message = 'a signed consent is not changed';
    end if;
    if old.signed_at is null and new.signed_at is not null then
        if new.way = 'own_login' and not exists (select 1 from rule.my_own_plans p where p.plan_id = new.plan_id)
           or new.way = 'paper' and (new.registered_by_id is distinct from access.me()
               or not exists (select 1 from rule.my_contact_plans p where p.plan_id = new.plan_id))
           or new.way not in ('own_login', 'paper') then
            raise insufficient_privilege using message = 'only the person signs';
        end if;
        new.signed_at := now();
        -- What was in force for the same recipients ends, also what the one who signs may not see. A consent
        -- for the time after the sentence stands beside the one for the sentence.
        update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'replaced'
        from consents_consent earlier
        where earlier.id = i.consent_id and i.plan_id = new.plan_id and i.ended_at is null
          and earlier.id <> new.id and earlier.signed_at is not null
          and earlier.after_sentence = new.after_sentence
          and i.recipient_key in (select n.recipient_key from consents_consentitem n where n.consent_id = new.id);
    end if;
    -- What has lapsed does not come back to life with a late scan (A6).
    if old.way = 'paper' and not old.has_scan and old.archive_reference = ''
       and old.signed_at <= now() - interval '14 days'
       and (new.has_scan or new.archive_reference <> '') then
        raise insufficient_privilege using message = 'a paper that has lapsed is signed anew';
    end if;
    if new.has_scan and not exists (select 1 from consents_consentscan s where s.consent_id = new.id) then
        raise insufficient_privilege using message = 'there is no scan';
    end if;
    return new;
end $$;

-- Points are added to and taken from a draft only. The lock makes a signature wait for them, and them for it:
-- without it a point added at the same moment would be signed unseen.
create or replace function access.guard_item() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.me() is not null then
        perform 1 from consents_consent c
        where c.id = coalesce(new.consent_id, old.consent_id) and c.signed_at is null for share;
        if not found then
            -- To others in the words of the policy, by which they would be refused anyway.
            raise insufficient_privilege using message = case
                when coalesce(new.plan_id, old.plan_id) = any (rule.own() || rule.contact()) then 'a signed consent is not changed'
                else 'new row violates row-level security policy for table "consents_consentitem"' end;
        end if;
    end if;
    return coalesce(new, old);
end $$;

-- The next version of a plan, by the person or the contact team; the newest number again when nothing has
-- changed since. The lock waits for what is being written, so that a version never grows afterwards.
create or replace function access.make_version(of_plan bigint) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    newest plans_version;
    upto bigint;
begin
    if not exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan
                   union all select 1 from rule.my_contact_plans p where p.plan_id = of_plan) then
        return null;
    end if;
    perform 1 from plans_plan where id = of_plan for update;
    select * into newest from plans_version v where v.plan_id = of_plan order by v.number desc limit 1;
    select max(c.id) into upto from changelog_change c
    where c.plan_id = of_plan and c."table" not in ('plans_version', 'plans_versionanswer');
    if newest.last_change = upto or upto is null then
        return newest.number;
    end if;
    insert into plans_version (plan_id, number, made_at, made_by_id, last_change)
    values (of_plan, coalesce(newest.number, 0) + 1, clock_timestamp(), access.me(), upto);
    return coalesce(newest.number, 0) + 1;
end $$;

-- What the contact team registers as the person's answer to a version is said together, with who was there.
create or replace function access.guard_version_answer() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if access.me() is not null and (
           new.answered_by_id <> access.me()
           or new.together = (new.plan_id = any (rule.own()))
           or not exists (select 1 from plans_version v where v.id = new.version_id and v.plan_id = new.plan_id)) then
        raise insufficient_privilege using message = 'an answer says who gave it, and how';
    end if;
    return new;
end $$;

-- The newest answer about private ties holds, so nobody says when they answered.
create or replace function access.guard_tie() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    new.at := clock_timestamp();
    return new;
end $$;

-- A sentence that is over and is said to go on after all: consent that ended with it does not revive (A8).
create or replace function access.guard_plan() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if old.sentence_ended_on < access.today()
       and (new.sentence_ended_on is null or new.sentence_ended_on >= access.today()) then
        update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'sentence'
        from consents_consent c
        where c.id = i.consent_id and i.plan_id = new.id and i.ended_at is null and c.signed_at is not null
          and not c.after_sentence;
    end if;
    return new;
end $$;

-- What has been ended stays ended: a withdrawal is taken back by a new consent only.
create or replace function access.guard_ended() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    if old.ended_at is not null then
        raise insufficient_privilege using message = 'what is withdrawn stays withdrawn';
    end if;
    return new;
end $$;

do $$
declare kind text;
begin
    foreach kind in array array['plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note',
        'plans_statement', 'plans_progressionwish', 'plans_decision', 'plans_contact', 'plans_meeting',
        'plans_placement', 'plans_servingform', 'plans_expectedrelease', 'wishes_wish', 'wishes_wishanswer',
        'wishes_plannedleave', 'plans_proposalanswer',
        'conversations_conversation', 'conversations_interpreterneed', 'conversations_mappinganswer',
        'conversations_brikresult', 'conversations_economy', 'conversations_preparation',
        'sentences_sentencefacts', 'sentences_sentenceterm', 'sentences_interruption', 'sentences_restriction',
        'letters_letter', 'meetings_agendaitem', 'meetings_minuteline', 'channel_message'] loop
        execute format('create or replace trigger guard_entry before update on %I'
                       ' for each row execute function access.guard_entry()', kind);
    end loop;
end $$;
-- As guard_entry, it lets functions of the owner through: blocking and merging touch what an agency wrote.
create or replace trigger guard_measure before insert or update on plans_measure
    for each row when (current_user = session_user) execute function access.guard_measure();
create or replace trigger guard_consent before update on consents_consent
    for each row execute function access.guard_consent();
create or replace trigger guard_ended before update on consents_consentitem
    for each row execute function access.guard_ended();
create or replace trigger guard_item before insert or delete on consents_consentitem
    for each row execute function access.guard_item();
create or replace trigger guard_tie before insert on teams_privatetie
    for each row execute function access.guard_tie();
-- I2: who changed and who confirmed a tilbudskort, and when, is not for the writer to say.
create or replace function access.stamp_card() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.me() is null then
        return new;
    end if;
    new.changed_by_id := access.me();
    new.changed_at := now();
    if tg_table_name = 'services_servicecard' then
        if tg_op = 'INSERT' or new.confirmed_on is distinct from old.confirmed_on
           or new.confirmed_by_id is distinct from old.confirmed_by_id then
            new.confirmed_on := access.today();
            new.confirmed_by_id := access.me();
        end if;
    end if;
    return new;
end $$;
create or replace trigger stamp_card before insert or update on services_servicecard
    for each row execute function access.stamp_card();
create or replace trigger stamp_card before insert or update on services_offer
    for each row execute function access.stamp_card();
create or replace trigger guard_version_answer before insert on plans_versionanswer
    for each row execute function access.guard_version_answer();
create or replace trigger guard_plan before update on plans_plan
    for each row execute function access.guard_plan();

revoke all on all functions in schema access from public;
grant execute on function
    access.ground(bigint, bigint, bigint, boolean, bigint, bigint), access.viewers(bigint, bigint, bigint, boolean, bigint, bigint),
    access.relation(uuid), access.must_accept_secrecy(), access.my_agency_in(bigint), access.record_look(bigint, text, text),
    access.record_print(bigint, text), access.count_prints(bigint, text), access.demo_login(uuid), access.withdraw(bigint, bigint, bigint),
    access.create_plan(text, text, date, text, text, bigint, bigint, boolean, text, date), access.unit_overview(),
    access.assign_contact(uuid, bigint, text), access.close_for_me(bigint), access.ask_away(bigint, bigint), access.withdraw_told(text, text),
    access.block_entry(text, uuid), access.merge_plans(uuid, uuid), access.undo_merge(uuid), access.make_version(bigint),
    access.let_back(bigint, bigint), access.my_codes(), access.invite_by_code(bigint, text, text),
    access.invite_by_name(bigint, uuid, text, text), access.moment(), access.day(), access.open_session(text)
to pop_web;

-- For the analyst (D2): plans, and plans with a consent in force, by region. The small numbers are taken out
-- here, so that no page or query gets them: what is under five is null; so is a number of consents when those
-- without are under five, because a difference would tell; so is the total (the row without a region) when any
-- region is held back. Protected addresses (A10) and what the person keeps to themselves (A7) are not counted.
create or replace function access.region_counts() returns table (region text, plans bigint, with_consent bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with placed as (
        select distinct u.region_id, p.id as plan_id
        from plans_placement place
        join people_unit u on u.id = place.unit_id
        join plans_plan p on p.id = place.plan_id
        join people_person person on person.id = p.person_id and person.protection = 'none'
        where place.until is null and place.removed_at is null and place.blocked_at is null and not place.only_me
          and (p.sentence_ended_on is null or p.sentence_ended_on >= access.today())
    ), counted as (
        select r.name, count(placed.plan_id) as plans,
               count(placed.plan_id) filter (where placed.plan_id in (select f.plan_id from rule.in_force f)) as consents
        from people_region r left join placed on placed.region_id = r.id
        group by r.name
    ), shown as (
        select name, case when counted.plans >= 5 then counted.plans end as plans,
               case when counted.consents >= 5 and counted.plans - counted.consents >= 5 then counted.consents end as consents
        from counted
    )
    select name, shown.plans, consents from shown where rule.has_role('analyst')
    union all
    select null, case when bool_and(shown.plans is not null) then sum(shown.plans)::bigint end,
           case when bool_and(consents is not null) then sum(consents)::bigint end
    from shown where rule.has_role('analyst')
    having rule.has_role('analyst')
$$;
revoke all on function access.region_counts() from public;
grant execute on function access.region_counts() to pop_web;
