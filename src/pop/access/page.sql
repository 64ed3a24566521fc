-- What a whole page needs, in one question each.

-- Opens a plan: what the actor is to it, and the plan and the person as far as the actor may see them. Records
-- the look when the actor is one of those whom the page is for. From here on the request is about this plan alone.
-- Whoever is something to a plan sees its row; the name has the rule of people_person.
create or replace function access.open_plan(of_key uuid, allowed text[], of_page text, why text)
returns table (relation text, plan jsonb, person jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_plan constant plans_plan := (select p from plans_plan p where p.key = of_key);
    reached rule.reached[];
begin
    perform set_config('pop.plan', coalesce(the_plan.id::text, ''), true);
    select r.relation, r.reached into relation, reached from access.relation_to(the_plan.id) r;
    if relation = any (allowed) then
        plan := to_jsonb(the_plan);
        -- As rule.persons says of one plan.
        if relation = 'own' or (
            relation in ('contact', 'assigned') or exists (select 1 from unnest(reached) r where r.topic = 40 and r.give))
            and not exists (select 1 from rule.excluded e where e.plan_id = the_plan.id and e.topic = 40)
        then
            person := (select to_jsonb(p) from people_person p where p.id = the_plan.person_id);
        end if;
        perform access.look_at(the_plan.id, of_page, why, access.ground_of(the_plan.id, relation, reached));
    else
        perform set_config('pop.plan', '', true);
    end if;
    return next;
end $$;

-- For the few pages of a plan that ask about another one too.
create or replace function access.every_plan() returns void
language sql volatile set search_path = pg_catalog as $$ select set_config('pop.plan', '', true) $$;

-- Every row of a plan that its page shows. Written here out of the policies themselves: the condition of each is
-- taken from the catalogue, and the arrays that it asks for are asked once and not for each table. So it shows what
-- plain queries by the same actor would (plans/tests/test_rows.py), and follows when a policy changes.
--
-- `kind` is a table, or `topic`, `team`, `waits` and `fact` for rows put together here. Names of topics in the reader's language.
-- What a function of rule answers, written over rows of this plan that have been read already.
create or replace function pg_temp.derived_array(of_name text) returns text language plpgsql as $$
declare
    found text := (select substring(prosrc from 'return \((.*)\);') from pg_proc where oid = ('rule.' || of_name || '()')::regprocedure);
    view text;
    round integer;
begin
    for round in 1..3 loop
        foreach view in array array['told_items', 'known_agencies', 'obtained', 'given', 'authored'] loop
            found := pg_temp.read_from(found, view, '(' || rtrim(pg_get_viewdef(('rule.' || view)::regclass), ';') || ')');
        end loop;
    end loop;
    return '(' || pg_temp.over_rows(found) || ')';
end $$;

create or replace function pg_temp.over_rows(said text) returns text language plpgsql as $$
declare view text;
begin
    foreach view in array array['reached', 'in_force', 'excluded', 'my_recipients'] loop
        said := pg_temp.read_from(said, view, 'unnest(all_' || view || ')');
    end loop;
    said := pg_temp.read_from(said, 'my_contact_plans', '(select of_plan as plan_id where of_plan = any (my_contact))');
    return rtrim(regexp_replace(said, '\( SELECT rule\.(\w+)\(\) AS \w+\)', 'my_\1', 'g'), ';');
end $$;

-- A view by another source, under the name it had.
create or replace function pg_temp.read_from(said text, view text, source text) returns text language sql as $$
    select regexp_replace(
        regexp_replace(said, '\mrule\.' || view || '\M(?=\s+[a-z]\M)', replace(source, '\', '\\'), 'g'),
        '\mrule\.' || view || '\M', replace(source, '\', '\\') || ' ' || view, 'g')
$$;

-- What conditions of policies ask for, as variables: `mine`, who acts, and the arrays. Each is asked once, and those that are made
-- of the same few views are made of what was read of these. For functions about one plan, `of_plan`.
create or replace function pg_temp.asked_once(asked text[]) returns text language plpgsql as $make$
declare
    derived constant text[] := array['called_meetings', 'granted', 'known_in_plans', 'my_consents', 'open_plans', 'opened_contacts',
                                     'sources', 'told_consents'];
    -- Of these, the empty ones for whom no consent reaches.
    by_reach constant text[] := array['called_meetings', 'my_consents', 'open_plans', 'opened_contacts', 'sources'];
    name text;
    arrays text := '';
begin
    foreach name in array array(select a from (select distinct unnest(asked) as a) every where a not in ('own', 'contact')
                                order by a = any (derived), a) loop
        arrays := arrays || format(E'my_%s constant bigint[] := case when %s then \'{}\' else %s end;\n            ',
            name, case when name = 'known_in_plans' then 'mine or not secretive'
                       when name in ('my_consents', 'told_consents') then 'mine or of_plan <> all (my_contact)'
                       else 'mine' end || case when name = any (by_reach) then ' or cardinality(all_reached) = 0' else '' end,
            case when name = any (derived) then pg_temp.derived_array(name) else format('rule.%s()', name) end);
    end loop;
    return format($f$
            my_me constant bigint := access.me();
            my_own constant bigint[] := rule.own();
            -- Whoever owns the plan sees all of it: nothing else is asked.
            mine constant boolean := coalesce(of_plan = any (my_own), false);
            -- Which sensitive agencies are known matters where there is one. (Not to subjects of entries, the only ones asked for.)
            secretive constant boolean := exists (
                select 1 from teams_supportteammember s join people_agency a on a.id = s.agency_id
                where s.plan_id = of_plan and a.sensitive)
                or exists (
                select 1 from gaps_gap g join people_agency a on a.id = g.owner_agency_id
                where g.plan_id = of_plan and g.closed_at is null and a.sensitive)
                or exists (
                select 1 from consents_consentitem i join people_agency a on a.id = i.agency_id
                where i.plan_id = of_plan and a.sensitive);
            my_contact constant bigint[] := case when mine then '{}' else rule.contact() end;
            all_my_recipients constant rule.my_recipients[] := case when mine then '{}' else array(
                select r from rule.my_recipients r where r.plan_id = of_plan) end;
            all_in_force constant rule.in_force[] := case when mine then '{}' else array(
                select f from rule.in_force f where f.plan_id = of_plan) end;
            all_reached constant rule.reached[] := array(select r from (%s) r);
            all_excluded constant rule.excluded[] := case when mine then '{}' else array(
                select e from rule.excluded e where e.plan_id = of_plan) end;
            %s$f$,
        pg_temp.over_rows(pg_get_viewdef('rule.reached'::regclass)), arrays);
end $make$;

do $make$
declare
    -- Tables and the order of their rows on the page; a name of an array for those whose numbers threads need.
    entries constant text[] := array[
        ['plans_need', 'acute desc, written_at, id', 'needs'],
        ['plans_goal', 'written_at, id', 'goals'],
        ['plans_measure', 'due, written_at, id', 'measures'],
        ['plans_note', 'written_at desc, id', ''],
        ['plans_statement', 'kind, written_at, id', ''],
        ['plans_progressionwish', 'kind, id', ''],
        ['plans_decision', 'decided_on, id', ''],
        ['plans_contact', 'name, id', ''],
        ['plans_meeting', 'date, time, id', ''],
        ['conversations_conversation', 'planned_on, planned_at, id', ''],
        ['sentences_sentencefacts', 'written_at desc, id desc', ''],
        ['sentences_sentenceterm', 'written_at, id', ''],
        ['sentences_interruption', 'since, id', '']];
    entry text[];
    condition text;
    body text := '';
    asked text[] := '{}';
    -- The condition of a table's policy with its arrays as variables.
    others constant text[] := array['plans_refusal', 'plans_placement', 'plans_servingform', 'plans_expectedrelease',
                                    'plans_ownarea', 'plans_focusarea', 'teams_contactteammember', 'teams_supportteammember',
                                    'changelog_subject', 'conversations_preparation', 'plans_measurenote', 'consents_consent',
                                    'handovers_handover', 'process_stepwaived', 'process_planpathway', 'process_guardianship',
                                    'process_unitrule', 'gaps_gap', 'gaps_gapsubject'];
    steps text := (select substring(prosrc from 'begin(.*)-- \(steps\)') from pg_proc where oid = 'access.step_dates(bigint)'::regprocedure);
    conditions jsonb := '{}';
    name text;
begin
    foreach name in array (select array_agg(e) from (select unnest(others) as e union all
                           select entries[n][1] from generate_series(1, array_length(entries, 1)) n) every) loop
        select qual into strict condition from pg_policies
        where schemaname = 'public' and tablename = name and cmd = 'SELECT';
        asked := asked || array(select distinct m[1] from regexp_matches(condition, '\( SELECT rule\.(\w+)\(\) AS \w+\)', 'g') m);
        condition := regexp_replace(condition, '\( SELECT rule\.(\w+)\(\) AS \w+\)', 'my_\1', 'g');
        condition := replace(condition, '( SELECT access.me() AS me)', 'my_me');
        if condition ~ 'my_known_in_plans' and name not in ('teams_supportteammember', 'changelog_subject', 'gaps_gap') then
            raise exception 'the policy of % asks for known agencies, which are looked for in the support team, the gaps and the consents only', name;
        end if;
        if condition ~ 'my_(my|told)_consents' and name <> 'consents_consent' then
            raise exception 'the policy of % asks for consents, which are read for the steps of a contact team only', name;
        end if;
        if condition ~ 'SELECT' then
            raise exception 'the policy of % asks for something else than an array', name;
        end if;
        conditions := conditions || jsonb_build_object(name, condition);
        steps := replace(steps, name || ' /*rule*/', format('(select * from %I where %s)', name, condition));
    end loop;
    if steps ~ '/\*rule\*/' then
        raise exception 'access.step_dates reads a table whose policy is not looked up here';
    end if;
    foreach entry slice 1 in array entries loop
        if entry[3] <> '' then
            body := body || format($f$
    seen_%s := array(select id from %I where plan_id = of_plan and removed_at is null and (%s));
    return query select %L::text, to_jsonb(e) from %I e where id = any (seen_%s) order by %s;$f$,
                entry[3], entry[1], conditions ->> entry[1], entry[1], entry[1], entry[3], entry[2]);
        else
            body := body || format($f$
    return query select %L::text, to_jsonb(e) from %I e
        where plan_id = of_plan and removed_at is null and (%s) order by %s;$f$,
                entry[1], entry[1], conditions ->> entry[1], entry[2]);
        end if;
    end loop;
    body := body || format($f$
    return query select 'plans_needgoal'::text, to_jsonb(t) from plans_needgoal t
        where plan_id = of_plan and need_id = any (seen_needs) and goal_id = any (seen_goals) order by id;
    return query select 'plans_measureneed'::text, to_jsonb(t) from plans_measureneed t
        where plan_id = of_plan and measure_id = any (seen_measures)
          and (need_id is null or need_id = any (seen_needs)) and (goal_id is null or goal_id = any (seen_goals)) order by id;
    -- As the policy of gaps_dependency: seen where both ends are.
    return query select 'waits'::text, jsonb_build_object('measure_id', t.measure_id, 'waits_for_id', t.waits_for_id)
        from gaps_dependency t
        where plan_id = of_plan and measure_id = any (seen_measures) and waits_for_id = any (seen_measures) order by id;
    return query select 'plans_refusal'::text, to_jsonb(t) from plans_refusal t
        where plan_id = of_plan and ended_on is null and (%s) order by "on" desc, id;
    return query select 'fact'::text, jsonb_build_object('name', 'unit', 'key', e.key, 'value', u.name, 'ward', w.name, 'since', e.since,
            'contested_at', e.contested_at, 'contested_words', e.contested_words, 'contested_together', e.contested_together)
        from (select * from plans_placement where plan_id = of_plan and removed_at is null and until is null and (%s)) e
        join people_unit u on u.id = e.unit_id left join people_ward w on w.id = e.ward_id order by e.since desc limit 1;
    return query select 'fact'::text, jsonb_build_object('name', 'form', 'key', key, 'value', form,
            'contested_at', contested_at, 'contested_words', contested_words, 'contested_together', contested_together)
        from plans_servingform where plan_id = of_plan and removed_at is null and (%s)
        -- What has begun holds; before that, what is to come.
        order by since <= access.day() desc, since desc limit 1;
    return query select 'fact'::text, jsonb_build_object('name', 'release', 'key', key, 'value', "on",
            'contested_at', contested_at, 'contested_words', contested_words, 'contested_together', contested_together)
        from plans_expectedrelease where plan_id = of_plan and removed_at is null and (%s) order by written_at desc limit 1;
    return query select 'topic'::text, jsonb_build_object(
            'number', t.number, 'kind', t.kind, 'tangle', t.tangle,
            'name', coalesce(own.name, t.names ->> in_language, t.names ->> 'nb'), 'ticked', ticked.id is not null)
        from plans_topic t
        left join (select * from plans_ownarea where plan_id = of_plan and (%s)) own on own.topic_id = t.number
        left join (select * from plans_focusarea where plan_id = of_plan and (%s)) ticked on ticked.topic_id = t.number
        where t.kind <> 'own' or own.id is not null order by t.number;
    return query select 'team'::text, jsonb_build_object('user_id', user_id, 'contact', true, 'main', user_id is not distinct from the_main,
            'chosen', case when user_id = the_main then chosen_on end)
        from teams_contactteammember
        where plan_id = of_plan and (until is null or until >= access.today()) and (%s)
        order by user_id is distinct from the_main, role <> 'main', role, since, id;
    return query select 'team'::text,
            jsonb_build_object('user_id', user_id, 'agency_id', agency_id, 'contact', false, 'main', user_id is not distinct from the_main,
                'chosen', case when user_id = the_main then chosen_on end)
        from teams_supportteammember
        where plan_id = of_plan and (until is null or until >= access.today()) and accepted_at is not null and (%s)
        order by since, id;
    -- The measures that a partner answers for, of those shown.
    if not mine and not of_plan = any (my_contact) then
        my_recipients := array(select distinct recipient from unnest(all_reached) where open);
        return query select 'mine'::text, to_jsonb(m.id) from plans_measure m
            where m.id = any (seen_measures)
              and (m.responsible_agency_id * 2 = any (my_recipients) or m.responsible_user_id * 2 + 1 = any (my_recipients));
    end if;
    -- Those whom nearly every name on the page is of: who is or was in the team, and the agencies that are no secret.
    -- Their rows are seen, and so are they (rule.users). Other names are asked for one by one (access.names).
    return query select distinct 'user'::text, jsonb_build_object('id', u.id, 'title', u.title,
            'name', case when u.id = my_me or not u.shielded then n.name else '' end)
        from (select user_id from teams_contactteammember where plan_id = of_plan and (%s)
              union select user_id from teams_supportteammember where plan_id = of_plan and (%s)) around
        join people_user u on u.id = around.user_id and u.person_id is null
        left join people_username n on n.user_id = u.id;
    -- The person is known to the contact team, and to a partner nobody: said, so that nobody asks again.
    return query select 'user'::text, jsonb_build_object('id', u.id, 'title', u.title, 'name', case
            when not (mine or of_plan = any (my_contact)) then null
            -- As rule.persons says for these two.
            when mine or rule.key(of_plan, 0, 40) <> all (my_excluded_topics) then person.given_name || ' ' || person.family_name
            else '' end)
        from plans_plan p join people_person person on person.id = p.person_id join people_user u on u.person_id = p.person_id
        where p.id = of_plan and (mine or of_plan = any (my_contact || my_open_plans));
    return query select distinct 'agency'::text, jsonb_build_object('id', a.id, 'name', a.name)
        from teams_supportteammember t join people_agency a on a.id = t.agency_id and not a.sensitive
        where plan_id = of_plan and (%s);
    -- What others have written since the reader last said «lest»: the newest five.
    return query select 'news'::text, jsonb_build_object('id', c.id, 'at', c.at, 'table', c."table", 'actor_id', c.actor_id,
            'person', c.actor_id = any (the_person), 'new', c.before is null, 'out', c.after ->> 'removed_at' is not null,
            'about', coalesce(nullif(c.after ->> 'text', ''), nullif(c.after ->> 'subject', ''), c.after ->> 'name', ''),
            'code', coalesce(c.after ->> 'kind', c.after ->> 'what'),
            'moved', case when c."table" = 'sentences_milestone' then jsonb_build_array(c.before, c.after) end)
        from changelog_change c
        join (select * from changelog_subject where plan_id = of_plan and circle = 'entry' and (%s)) s
            on s.id = c.subject_id and s."table" = c."table"
        where c.after is not null and c.actor_id is distinct from my_me
          and c.id > coalesce((select m.last_change from history_readmark m where m.plan_id = of_plan and m.user_id = my_me), 0)
        order by c.id desc limit 5;$f$,
        conditions ->> 'plans_refusal', conditions ->> 'plans_placement', conditions ->> 'plans_servingform',
        conditions ->> 'plans_expectedrelease', conditions ->> 'plans_ownarea', conditions ->> 'plans_focusarea',
        conditions ->> 'teams_contactteammember', conditions ->> 'teams_supportteammember',
        conditions ->> 'teams_contactteammember', conditions ->> 'teams_supportteammember',
        conditions ->> 'teams_supportteammember', conditions ->> 'changelog_subject');
    -- What the timeline is made from (process.sql), and the open gaps with what they are about.
    body := body || format($f$
    if mine or of_plan = any (my_contact) then
        declare
            today constant date := access.day();
            talk record; measure record; meeting record;
            steps jsonb := '{}';
        begin
            %s
            return query select 'process'::text, jsonb_build_object(
                'steps', (select jsonb_agg(jsonb_build_object('step', s.key, 'done_on', s.value -> 0, 'next_on', s.value -> 1))
                          from jsonb_each(steps) s),
                'waived', (select jsonb_agg(w) from process_stepwaived w where plan_id = of_plan and ended_at is null and (%s)),
                'pathway', (select to_jsonb(p) from process_planpathway p where plan_id = of_plan and ended_at is null and (%s)),
                'guardianship',
                (select to_jsonb(g) from process_guardianship g where plan_id = of_plan and ended_at is null and (%s)),
                'days', (select jsonb_object_agg(r.rule, r.days) from process_unitrule r where unit_id = (
                    select unit_id from plans_placement where plan_id = of_plan and until is null and removed_at is null
                    and (%s) order by since desc, id desc limit 1) and (%s)));
        end;
    elsif of_plan = any (my_open_plans) then
        -- How far a plan has come, without a day and a reason: that a step is done or not needed, and nothing of which
        -- consent, which conversation or which meeting did it.
        return query select 'state'::text, jsonb_build_object('step', s.step, 'done', s.done_on is not null, 'waived', exists (
                select 1 from process_stepwaived w where w.plan_id = of_plan and w.step = s.step and w.ended_at is null))
            from access.step_dates(of_plan) s;
    end if;
    return query select 'gap'::text, to_jsonb(g) - %L::text[] || jsonb_build_object(
            'subject', (select to_jsonb(t) from gaps_gapsubject t where gap_id = g.id and (%s)))
        from gaps_gap g where plan_id = of_plan and closed_at is null
            and (snoozed_until is null or snoozed_until <= access.day()) and (%s);$f$,
        steps, conditions ->> 'process_stepwaived', conditions ->> 'process_planpathway',
        conditions ->> 'process_guardianship', conditions ->> 'plans_placement', conditions ->> 'process_unitrule',
        (select array_agg(attname) from pg_attribute where attrelid = 'gaps_gap'::regclass and attnum > 0
            and not attisdropped and not has_column_privilege('pop_web', 'gaps_gap', attname, 'select')),
        conditions ->> 'gaps_gapsubject', conditions ->> 'gaps_gap');
    execute format($f$
        create or replace function access.plan_rows(of_plan bigint, in_language text)
        returns table (kind text, fields jsonb)
        language plpgsql stable security definer set search_path = public, pg_temp as $body$
        #variable_conflict use_column
        declare
            %s-- B10: marked where the row of it is seen.
            the_main constant bigint := (select m.user_id from rule.main_contacts m where m.plan_id = of_plan);
            chosen_on constant date := (select (c.answered_at at time zone 'Europe/Oslo')::date from rule.chosen_mains h
                join teams_mainchoice c on c.id = h.id where h.plan_id = of_plan);
            -- As access.the_person.
            the_person constant bigint[] := array(
                select u.id from people_user u join plans_plan p on p.person_id = u.person_id
                where p.id = of_plan and (mine or of_plan = any (my_contact || my_open_plans)));
            seen_needs bigint[]; seen_goals bigint[]; seen_measures bigint[]; my_recipients bigint[];
        begin
            if my_me is null or access.room() is not null then
                return;
            end if;%s
        end $body$ $f$,
        pg_temp.asked_once(asked), body);
end $make$;

-- The one who acts, with what every page asks about them; null for nobody.
create or replace function access.head() returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare me constant people_user := (select u from people_user u where u.id = access.me());
begin
    if me.id is null then
        return null;
    end if;
    return jsonb_build_object(
        'user', to_jsonb(me),
        'person', case when me.person_id is not null then
            (select to_jsonb(p) from people_person p where p.id = me.person_id and p.id = any (rule.persons())) end,
        'name', coalesce((select n.name from people_username n where n.user_id = me.id), ''),
        'asked', jsonb_build_object(
            'must_accept_secrecy', access.must_accept_secrecy(), 'administrator', rule.has_role('administrator'),
            'dpo', rule.has_role('dpo'), 'analyst', rule.has_role('analyst'), 'staff', rule.is_staff(),
            'leader', rule.is_leader()));
end $$;

-- Names of users and agencies, for a whole page in one question: the policies of people_user, people_username,
-- people_person and people_agency, but what is dear to ask is asked only where something hangs on it
-- (people/tests/test_labels.py compares with plain queries).
create or replace function access.names(of_users bigint[], of_agencies bigint[])
returns table (kind text, id bigint, name text, title text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    me constant bigint := access.me();
    keeper constant boolean := rule.has_role('administrator') or rule.has_role('dpo');
    seen bigint[];
    people bigint[] := '{}';
    hidden bigint[] := '{}';
begin
    if me is null then
        return;
    end if;
    if exists (select 1 from people_agency a where a.sensitive and (a.id = any (of_agencies) or a.id in (
            select r.agency_id from people_agencyrole r where r.user_id = any (of_users)))) then
        hidden := rule.hidden_agencies();
    end if;
    seen := array(
        select u.id from people_user u
        where u.id = any (of_users) and (u.id = me or u.person_id is null and (keeper or rule.is_staff() and (
            exists (select 1 from people_unitrole r where r.user_id = u.id)
            or exists (select 1 from people_agencyrole r where r.user_id = u.id and r.agency_id <> all (hidden))))));
    if not of_users <@ seen then
        seen := seen || array(select around from unnest(rule.users()) around where around = any (of_users));
    end if;
    if exists (select 1 from people_user u where u.id = any (seen) and u.person_id is not null) then
        people := rule.persons();
    end if;
    -- On the screen of a meeting: as the policies named `room`.
    if access.room() is not null then
        hidden := hidden || array(select a.id from people_agency a
                                  where a.sensitive and access.row_key(a.tableoid, a.id) <> all (access.room()));
        seen := array(select one from unnest(seen) one where not access.off_screen(one));
    end if;
    return query
        select 'user', u.id, case
            when u.person_id is null then coalesce(called.name, '')
            when u.person_id = any (people) then p.given_name || ' ' || p.family_name else '' end::text, u.title::text
        from people_user u
        left join people_username called on called.user_id = u.id and (u.id = me or keeper or not u.shielded)
        left join people_person p on p.id = u.person_id
        where u.id = any (seen);
    return query select 'agency', a.id, a.name::text, '' from people_agency a
        where a.id = any (of_agencies) and a.id <> all (hidden);
end $$;

revoke all on all functions in schema access from public;
grant execute on function access.open_plan(uuid, text[], text, text), access.every_plan(), access.narrowed(), access.plan_rows(bigint, text), access.names(bigint[], bigint[]),
    access.head()
to pop_web;
