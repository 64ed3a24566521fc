-- What a whole page needs, in one question each.

-- Opens a plan: what the actor is to it, and the plan and the person as far as the actor may see them. Records
-- the look when the actor is one of those whom the page is for. From here on the request is about this plan alone.
-- Whoever is something to a plan sees its row; the name has the rule of people_person.
create or replace function access.open_plan(of_key uuid, allowed text[], of_page text, why text)
returns table (relation text, plan jsonb, person jsonb)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_plan constant plans_plan := (select p from plans_plan p where p.key = of_key);
begin
    perform set_config('pop.plan', coalesce(the_plan.id::text, ''), true);
    relation := access.relation(of_key);
    if relation = any (allowed) then
        plan := to_jsonb(the_plan);
        if the_plan.person_id = any (rule.persons()) then
            person := (select to_jsonb(p) from people_person p where p.id = the_plan.person_id);
        end if;
        perform access.record_look(the_plan.id, of_page, why);
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
-- `kind` is a table, or `topic`, `team` and `fact` for rows put together here. Names of topics in the reader's language.
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
        ['plans_meeting', 'date, time, id', '']];
    entry text[];
    condition text;
    body text := '';
    asked text[] := '{}';
    -- The condition of a table's policy with its arrays as variables.
    others constant text[] := array['plans_refusal', 'plans_placement', 'plans_servingform', 'plans_expectedrelease',
                                    'plans_ownarea', 'plans_focusarea', 'teams_contactteammember', 'teams_supportteammember',
                                    'changelog_subject'];
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
        if condition ~ 'SELECT' then
            raise exception 'the policy of % asks for something else than an array', name;
        end if;
        conditions := conditions || jsonb_build_object(name, condition);
    end loop;
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
    return query select 'plans_refusal'::text, to_jsonb(t) from plans_refusal t
        where plan_id = of_plan and ended_on is null and (%s) order by "on" desc, id;
    return query select 'fact'::text, jsonb_build_object('name', 'unit', 'key', e.key, 'value', u.name, 'ward', w.name,
            'contested_at', e.contested_at, 'contested_words', e.contested_words, 'contested_together', e.contested_together)
        from (select * from plans_placement where plan_id = of_plan and removed_at is null and until is null and (%s)) e
        join people_unit u on u.id = e.unit_id left join people_ward w on w.id = e.ward_id order by e.since desc limit 1;
    return query select 'fact'::text, jsonb_build_object('name', 'form', 'key', key, 'value', form,
            'contested_at', contested_at, 'contested_words', contested_words, 'contested_together', contested_together)
        from plans_servingform where plan_id = of_plan and removed_at is null and (%s) order by since desc limit 1;
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
    return query select 'team'::text, jsonb_build_object('user_id', user_id, 'contact', true, 'main', role = 'main')
        from teams_contactteammember
        where plan_id = of_plan and (until is null or until >= access.today()) and (%s)
        order by role <> 'main', role, since, id;
    return query select 'team'::text,
            jsonb_build_object('user_id', user_id, 'agency_id', agency_id, 'contact', false, 'main', false)
        from teams_supportteammember
        where plan_id = of_plan and (until is null or until >= access.today()) and accepted_at is not null and (%s)
        order by since, id;
    -- What others have written since the reader last said «lest»: the newest five.
    return query select 'news'::text, jsonb_build_object('id', c.id, 'at', c.at, 'table', c."table", 'actor_id', c.actor_id,
            'new', c.before is null, 'out', c.after ->> 'removed_at' is not null,
            'about', coalesce(nullif(c.after ->> 'text', ''), nullif(c.after ->> 'subject', ''), c.after ->> 'name', ''))
        from changelog_change c
        join (select * from changelog_subject where plan_id = of_plan and circle = 'entry' and (%s)) s
            on s.id = c.subject_id and s."table" = c."table"
        where c.after is not null and c.actor_id <> my_me
          and c.id > coalesce((select m.last_change from history_readmark m where m.plan_id = of_plan and m.user_id = my_me), 0)
        order by c.id desc limit 5;$f$,
        conditions ->> 'plans_refusal', conditions ->> 'plans_placement', conditions ->> 'plans_servingform',
        conditions ->> 'plans_expectedrelease', conditions ->> 'plans_ownarea', conditions ->> 'plans_focusarea',
        conditions ->> 'teams_contactteammember', conditions ->> 'teams_supportteammember',
        conditions ->> 'changelog_subject');
    asked := array(select distinct a from unnest(asked) a where a <> 'own' order by a);
    execute format($f$
        create or replace function access.plan_rows(of_plan bigint, in_language text)
        returns table (kind text, fields jsonb)
        language plpgsql stable security definer set search_path = public, pg_temp as $body$
        #variable_conflict use_column
        declare
            my_me constant bigint := access.me();
            my_own constant bigint[] := rule.own();
            -- Whoever owns the plan sees all of it: nothing else is asked.
            mine constant boolean := coalesce(of_plan = any (my_own), false);
            %s
            seen_needs bigint[]; seen_goals bigint[]; seen_measures bigint[];
        begin
            if my_me is null then
                return;
            end if;%s
        end $body$ $f$,
        (select string_agg(format('my_%1$s constant bigint[] := case when mine then ''{}'' else rule.%1$s() end;', a), E'\n            ')
         from unnest(asked) a),
        body);
end $make$;

revoke all on all functions in schema access from public;
grant execute on function access.open_plan(uuid, text[], text, text), access.every_plan(), access.narrowed(), access.plan_rows(bigint, text) to pop_web;
