-- What is done on behalf of someone who may not see what it is done to, and what no login may leave undone.
-- All functions belong to the owner; each begins by asking who acts.

drop function if exists access.ground(bigint, bigint, bigint, boolean, bigint);
drop function if exists access.viewers(bigint, bigint, bigint, boolean, bigint);

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
    body text;
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
        body := candidate || ':' || (extract(epoch from clock_timestamp())::bigint + 5) || ':' || pg_backend_pid();
        perform set_config('pop.actor', body || ':' || encode(access.hmac(
            (select s.key from access.secret s), convert_to(body, 'UTF8')), 'hex'), true);
        ground := access.ground(of_plan, of_topic, of_source, kept, kept_contact, of_entry);
        if ground is not null then
            user_id := candidate;
            return next;
        end if;
    end loop;
    perform set_config('pop.actor', before, true);
end $$;

-- What the actor is to a plan: own, contact, assigned (no answer about ties yet), partner, invited, or null.
create or replace function access.relation(of_plan uuid) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select case
        when exists (select 1 from rule.my_own_plans where plan_id = p.id) then 'own'
        when exists (select 1 from rule.my_contact_plans where plan_id = p.id) then 'contact'
        when exists (select 1 from rule.my_assigned where plan_id = p.id) then 'assigned'
        when exists (select 1 from rule.reached where plan_id = p.id and open) then 'partner'
        when exists (select 1 from rule.reached where plan_id = p.id) then 'invited'
    end
    from plans_plan p where p.key = of_plan
$$;

-- External: has a chair in a team or works for an agency, and is neither the person nor in kriminalomsorgen (A9).
create or replace function access.must_accept_secrecy() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select 1 from rule.my_secrecy) and not rule.is_staff() and not rule.is_person()
       and (exists (select 1 from rule.my_agencies)
            or exists (select 1 from teams_supportteammember s where s.user_id = access.me()))
$$;

-- The agency that the actor's chair in a plan is for; null for an individual.
create or replace function access.my_agency_in(of_plan bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select agency_id from rule.my_chairs where plan_id = of_plan and tie = 'no_tie' limit 1
$$;

-- A look by someone other than the person is recorded (forskrift 2013-1099 § 5).
create or replace function access.record_look(of_plan bigint, of_page text, why text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into access_look (at, user_id, plan_id, page, purpose)
    select now(), access.me(), of_plan, of_page, why
    where of_plan in (select plan_id from rule.my_assigned union select plan_id from rule.reached)
      and not exists (select 1 from rule.my_own_plans where plan_id = of_plan)
$$;

-- Before there is an actor: the id behind a key, and nothing else (pitfall 8). Answers only in a database that
-- the owner has marked as a demo, so that no setting of a web server can open this door elsewhere.
create or replace function access.demo_login(of_user uuid) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select u.id from people_user u join access.secret s on s.demo where u.key = of_user and u.active
$$;

-- A new person, compared with those there are (A14). Answers the key of the new plan, or stops on doubt:
-- 'same' when archive number or national id is known, 'doubt' when family name and birth date are, or the whole name where a birth date is missing. Nobody learns
-- more about the other person than that.
create or replace function access.create_plan(
    given text, family text, born date, archive text, identity_number text, to_unit bigint, to_ward bigint,
    sure boolean, tongue text)
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
            access.today());
    return new_key::text;
end $$;

-- Who is in the leader's unit, who follows up, and whether the person has said no to something; no content.
-- A10: someone with a protected address is listed without a name.
create or replace function access.unit_overview()
returns table (plan_key uuid, name text, unit_id bigint, main_contact bigint, contacts bigint, has_refusal boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.key, case when person.protection = 'none' then person.given_name || ' ' || person.family_name else '' end,
           place.unit_id,
           -- A13: whoever is kept away by a private tie follows nobody up; that it is so, and why, is not told.
           (select c.user_id from teams_contactteammember c
            where c.plan_id = p.id and c.role = 'main' and c.until is null
              and coalesce((select t.answer from teams_privatetie t where t.plan_id = c.plan_id
                            and t.user_id = c.user_id order by t.at desc, t.id desc limit 1), 'no_tie') = 'no_tie'
            limit 1),
           (select count(*) from teams_contactteammember c where c.plan_id = p.id and c.until is null),
           exists (select 1 from plans_refusal r where r.plan_id = p.id and r.ended_on is null)
    from plans_plan p
    join people_person person on person.id = p.person_id
    join plans_placement place on place.plan_id = p.id and place.until is null and place.blocked_at is null
        and place.removed_at is null
    join rule.my_units u on u.unit_id = place.unit_id and u.role = 'leader'
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
begin
    if not own and not exists (select 1 from rule.my_contact_plans p where p.plan_id = of_plan) then
        return null;
    end if;
    update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'withdrawn'
    where i.plan_id = of_plan and i.ended_at is null
      and (of_recipient is null or i.recipient_key = of_recipient)
      and (of_topic is null or i.topic_id = of_topic)
      and exists (select 1 from consents_consent c where c.id = i.consent_id and c.signed_at is not null);
    -- Whoever has nothing else left keeps neither the name nor the meetings (A2).
    update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'withdrawn'
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
            case when own then 'own_login' else 'together' end, now(), access.me());
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

-- A withdrawal told to any officer of the unit, at any hour (A5). The officer sees neither plan nor
-- recipients: only that exactly one person of the own unit was meant. Works at once; the contact team is told.
-- `scope` is 'all', 'kind:<kind of agency>' or 'topic:<number>'. Answers the key of the receipt, or null.
create or replace function access.withdraw_told(who text, scope text) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    the_plans bigint[];
    receipt constant uuid := gen_random_uuid();
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
    update consents_consentitem i set ended_at = now(), ended_by_id = me, end_reason = 'told'
    where i.plan_id = the_plans[1] and i.ended_at is null
      and exists (select 1 from consents_consent c where c.id = i.consent_id and c.signed_at is not null)
      and (scope = 'all'
           or scope like 'kind:%' and exists (select 1 from people_agency a where a.id = i.agency_id and a.kind = substr(scope, 6))
           or scope like 'topic:%' and i.topic_id::text = substr(scope, 7));
    -- Whoever has nothing else left keeps neither the name nor the meetings (A2).
    update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'told'
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
    values (receipt, the_plans[1], scope, 'told', now(), me);
    insert into teams_task (key, user_id, plan_id, kind, at)
    select gen_random_uuid(), c.user_id, c.plan_id, 'consent_withdrawn', now()
    from teams_contactteammember c
    where c.plan_id = the_plans[1] and (c.until is null or c.until >= access.today());
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
                        'plans_servingform', 'plans_expectedrelease') then
        return;
    end if;
    execute format('select id, plan_id, topic_id, source_key, written_by_id, written_at, only_me, only_me_contact_id'
                   ' from %I where key = $1 and blocked_at is null', of_table)
        into found_id, row_plan, row_topic, row_source, row_writer, row_at, kept, kept_for using of_entry;
    if found_id is null or access.ground(row_plan, row_topic, row_source, kept, kept_for) is null
       or not (row_writer = access.me()
               or exists (select 1 from rule.my_own_plans p where p.plan_id = row_plan)
               or exists (select 1 from rule.my_contact_plans p where p.plan_id = row_plan)) then
        return;
    end if;
    execute format('update %I set blocked_at = clock_timestamp() where id = $1', of_table) using found_id;
    perform set_config('pop.blocking', 'on', true);
    update changelog_change c set before = null, after = null where c."table" = of_table and c.row_id = found_id;
    perform set_config('pop.blocking', 'off', true);
    return query select l.user_id, max(l.at) from access_look l
        where l.plan_id = row_plan and l.at >= row_at group by l.user_id;
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
    set constraints all deferred;
    insert into plans_merge (key, plan_id, emptied_id, merged_at, merged_by)
    values (merge_key, into_plan, from_plan, now(), access.me()) returning id into the_merge;
    foreach kind in array array['plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note',
        'plans_statement', 'plans_progressionwish', 'plans_decision', 'plans_contact', 'plans_meeting',
        'plans_placement', 'plans_servingform', 'plans_expectedrelease'] loop
        execute format('insert into plans_mergedrow (merge_id, "table", row_id, old_topic)'
                       ' select $1, %L, id, topic_id from %I where plan_id = $2', kind, kind) using the_merge, from_plan;
        -- Stays of the emptied plan are history here: one place at a time.
        if kind = 'plans_placement' then
            update plans_placement set until = since where plan_id = from_plan and until is null
                and exists (select 1 from plans_placement p where p.plan_id = into_plan and p.until is null);
        end if;
        execute format('update %I set plan_id = $1 where plan_id = $2', kind) using into_plan, from_plan;
    end loop;
    foreach kind in array array['plans_needgoal', 'plans_measureneed', 'plans_contactopening', 'plans_meetinginvitee'] loop
        execute format('insert into plans_mergedrow (merge_id, "table", row_id) select $1, %L, id from %I where plan_id = $2',
                       kind, kind) using the_merge, from_plan;
        execute format('update %I set plan_id = $1 where plan_id = $2', kind) using into_plan, from_plan;
    end loop;
    -- Areas that the emptied plan named itself get the number of the same name, or a free one.
    for area in select * from plans_ownarea where plan_id = from_plan loop
        select coalesce(
            (select o.topic_id from plans_ownarea o where o.plan_id = into_plan and lower(o.name) = lower(area.name)),
            (select min(n) from generate_series(20, 29) n
             where n not in (select o.topic_id from plans_ownarea o where o.plan_id = into_plan))) into slot;
        if slot is null then
            raise exception 'no room for an own area' using errcode = 'check_violation';
        end if;
        insert into plans_ownarea (plan_id, topic_id, name) values (into_plan, slot, area.name) on conflict do nothing;
        -- What the number was given for in this plan is not what moves in; what was kept out stays out.
        update consents_consentitem i set ended_at = now(), ended_by_id = access.me(), end_reason = 'merged'
        where i.plan_id = into_plan and i.ended_at is null and i.topic_id = slot;
        insert into consents_exclusion (key, plan_id, agency_id, user_id, topic_id, own_words, made_by_id, made_at)
        select gen_random_uuid(), into_plan, agency_id, user_id, slot, own_words, made_by_id, now()
        from consents_exclusion where plan_id = from_plan and lifted_at is null and topic_id = area.topic_id;
        -- A number taken over by another area of the same plan is moved in a range of its own first.
        foreach kind in array array['plans_need', 'plans_goal', 'plans_measure', 'plans_measurenote', 'plans_note'] loop
            execute format('update %I e set topic_id = $1 from plans_mergedrow r where r.merge_id = $2 and r."table" = %L'
                           ' and r.row_id = e.id and r.old_topic = $3', kind, kind) using slot, the_merge, area.topic_id;
        end loop;
    end loop;
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
    return merge_key;
end $$;

-- Takes a merge back: each row returns to the plan and topic it came from. Consents stay as narrow as they
-- became; only a signature widens.
create or replace function access.undo_merge(of_merge uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    merge constant plans_merge := (select m from plans_merge m where m.key = of_merge and m.undone_at is null);
    kind text;
begin
    if merge.id is null or not exists (select 1 from rule.my_contact_plans where plan_id = merge.plan_id) then
        return false;
    end if;
    set constraints all deferred;
    for kind in select distinct "table" from plans_mergedrow where merge_id = merge.id loop
        execute format('update %I e set plan_id = $1 from plans_mergedrow r'
                       ' where r.merge_id = $2 and r."table" = %L and r.row_id = e.id', kind, kind)
            using merge.emptied_id, merge.id;
        if exists (select 1 from plans_mergedrow where merge_id = merge.id and "table" = kind and old_topic is not null) then
            execute format('update %I e set topic_id = r.old_topic from plans_mergedrow r'
                           ' where r.merge_id = $1 and r."table" = %L and r.row_id = e.id', kind, kind) using merge.id;
        end if;
    end loop;
    update plans_merge set undone_at = now() where id = merge.id;
    return true;
end $$;

-- The change log --------------------------------------------------------------------------------------------
-- One trigger for every table of a plan. `pop_web` can neither call it nor hang it on a table of its own
-- (pitfalls 3 and 4): it may create nothing and execute nothing that is not granted.
create or replace function access.log_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    old_row jsonb; new_row jsonb;
begin
    if tg_op <> 'INSERT' then old_row := to_jsonb(old) - 'content'; end if;
    if tg_op <> 'DELETE' then new_row := to_jsonb(new) - 'content'; end if;
    if coalesce(new_row ->> 'blocked_at', '') <> '' then
        -- That it was blocked, when and by whom; never the text (A14).
        insert into changelog_change (at, actor_id, plan_id, "table", row_id, action)
        values (clock_timestamp(), access.me(), (new_row ->> 'plan_id')::bigint, tg_table_name,
                (new_row ->> 'id')::bigint, lower(tg_op));
    elsif old_row is distinct from new_row then
        insert into changelog_change (at, actor_id, plan_id, "table", row_id, action, before, after)
        values (clock_timestamp(), access.me(),
                coalesce(new_row ->> 'plan_id', old_row ->> 'plan_id')::bigint, tg_table_name,
                coalesce(coalesce(new_row, old_row) ->> 'id', coalesce(new_row, old_row) ->> 'plan_id',
                         coalesce(new_row, old_row) ->> 'consent_id')::bigint,
                lower(tg_op), old_row, new_row);
    end if;
    return null;
end $$;

create or replace function access.refuse_change() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    -- Blocking empties the values of a row (A14). The setting alone opens nothing: no login but the owner's
    -- functions may update this table.
    if tg_op = 'UPDATE' and current_setting('pop.blocking', true) = 'on' then
        return null;
    end if;
    raise exception 'the change log is never changed';
end $$;

do $$
declare kind text;
begin
    for kind in
        select c.table_name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and c.column_name = 'plan_id' and t.table_type = 'BASE TABLE'
          and c.table_name not in ('changelog_change', 'access_look', 'teams_task', 'plans_merge')
    loop
        execute format('create or replace trigger log_change after insert or update or delete on %I'
                       ' for each row execute function access.log_change()', kind);
    end loop;
end $$;
create or replace trigger keep_for_ever before update or delete or truncate on changelog_change
    for each statement execute function access.refuse_change();
create or replace trigger keep_for_ever before update or delete or truncate on access_look
    for each statement execute function access.refuse_change();

-- What an update may touch ------------------------------------------------------------------------------------
-- Runs as whoever updates: a function of the owner (blocking, merging) is let through.
create or replace function access.guard_entry() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    -- A generated column is not worked out yet in a trigger before the update: it is left out everywhere.
    touchable constant text[] := array['only_me', 'only_me_contact_id', 'status', 'status_reason', 'chosen_at',
                                       'chosen_way', 'source_key'];
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
    -- Only the person keeps an entry to themselves, or opens it again.
    if (new.only_me, new.only_me_contact_id) is distinct from (old.only_me, old.only_me_contact_id)
       and access.me() is not null and old.plan_id <> all (rule.own()) then
        raise insufficient_privilege using message = 'only the person keeps an entry to themselves';
    end if;
    return new;
end $$;

-- The person chooses; the contact team registers the choice; who answers for a measure says how it goes.
create or replace function access.guard_measure() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    own constant boolean := exists (select 1 from rule.my_own_plans p where p.plan_id = new.plan_id);
    contact constant boolean := exists (select 1 from rule.my_contact_plans p where p.plan_id = new.plan_id);
    was jsonb; becomes jsonb;
begin
    if access.me() is null or own then
        return new;
    end if;
    if not contact and new.chosen_at is distinct from (case when tg_op = 'UPDATE' then old.chosen_at end) then
        raise insufficient_privilege using message = 'only the person chooses a measure';
    end if;
    if contact and new.chosen_way = 'own_login'
       and (tg_op = 'INSERT' or old.chosen_way is distinct from 'own_login') then
        raise insufficient_privilege using message = 'own login is the person''s own';
    end if;
    if tg_op = 'UPDATE' and old.source_key <> 0
       and not exists (select 1 from rule.authored a where a.plan_id = new.plan_id and a.source = old.source_key)
       or tg_op = 'UPDATE' and not contact and old.source_key = 0 then
        was := to_jsonb(old) - array['status', 'status_reason', 'source_key'];
        becomes := to_jsonb(new) - array['status', 'status_reason', 'source_key'];
        if contact then
            was := was - array['chosen_at', 'chosen_way'];
            becomes := becomes - array['chosen_at', 'chosen_way'];
        end if;
        if was is distinct from becomes then
            raise insufficient_privilege using message = 'only the status may be changed';
        end if;
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
           or new.way = 'paper' and new.registered_by_id is distinct from access.me()
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
            raise insufficient_privilege using message = 'a signed consent is not changed';
        end if;
    end if;
    return coalesce(new, old);
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
        'plans_placement', 'plans_servingform', 'plans_expectedrelease'] loop
        execute format('create or replace trigger guard_entry before update on %I'
                       ' for each row execute function access.guard_entry()', kind);
    end loop;
end $$;
create or replace trigger guard_measure before insert or update on plans_measure
    for each row execute function access.guard_measure();
create or replace trigger guard_consent before update on consents_consent
    for each row execute function access.guard_consent();
create or replace trigger guard_ended before update on consents_consentitem
    for each row execute function access.guard_ended();
create or replace trigger guard_item before insert or delete on consents_consentitem
    for each row execute function access.guard_item();
create or replace trigger guard_tie before insert on teams_privatetie
    for each row execute function access.guard_tie();
create or replace trigger guard_plan before update on plans_plan
    for each row execute function access.guard_plan();

revoke all on all functions in schema access from public;
grant execute on function
    access.ground(bigint, bigint, bigint, boolean, bigint, bigint), access.viewers(bigint, bigint, bigint, boolean, bigint, bigint),
    access.relation(uuid), access.must_accept_secrecy(), access.my_agency_in(bigint), access.record_look(bigint, text, text), access.demo_login(uuid), access.withdraw(bigint, bigint, bigint),
    access.create_plan(text, text, date, text, text, bigint, bigint, boolean, text), access.unit_overview(),
    access.assign_contact(uuid, bigint, text), access.close_for_me(bigint), access.ask_away(bigint, bigint), access.withdraw_told(text, text),
    access.block_entry(text, uuid), access.merge_plans(uuid, uuid), access.undo_merge(uuid)
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
