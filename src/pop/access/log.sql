-- The change log: who did what to a plan, before and after. Written by triggers of the owner; neither the web
-- server's login nor a worker's can write, change or delete a row of it.
--
-- Each change belongs to a *subject*: a row, for as long as the same people may see it. When an entry moves to
-- another topic, or is kept to oneself, its subject is closed and the next begins, with a change on either side.
-- So a change never shows what was written where its reader may not look, and the policy is one question.

-- Who may see the changes of a table's rows (rule I4). A table with a source is a kind of entry, and so are the
-- areas of the plan. What nobody has placed is the person's alone.
create or replace function access.circle(of_table text) returns text
language sql stable set search_path = pg_catalog as $$
    select case
        -- A letter is read by fewer than its topic is, so its own rule answers (rules.sql).
        when of_table in ('letters_letter', 'channel_message') then 'row'
        when of_table in ('plans_focusarea', 'plans_ownarea', 'sentences_milestone')
             or exists (select 1 from pg_attribute a where a.attrelid = to_regclass('public.' || quote_ident(of_table))
                        and a.attname = 'source_key')
            then 'entry'
        when of_table in ('consents_consent', 'consents_consentitem', 'consents_exclusion',
                          'consents_withdrawalreceipt', 'consents_preconsent', 'gaps_dependency', 'gaps_gapact', 'handovers_handover',
                          'handovers_handoveritem', 'handovers_checklistmark', 'handovers_farewelltalk', 'channel_attachment', 'challenges_threadtie')
            then 'row'
        when of_table in ('plans_plan', 'plans_version', 'plans_contactopening', 'plans_meetinginvitee',
                          'teams_contactteammember', 'teams_supportteammember', 'teams_mainchoice', 'teams_namedaccess',
                          'conversations_sitting', 'conversations_confidence', 'conversations_mappinground',
                          'meetings_series', 'meetings_meetingset', 'meetings_answer', 'meetings_presence', 'meetings_turn')
            then 'inner'
        when of_table in ('plans_groundwork', 'plans_refusal', 'plans_historyrow', 'plans_versionanswer',
                          'process_stepwaived', 'process_planpathway', 'process_guardianship', 'consents_consentscan', 'conversations_brikconsent', 'channel_channelmode',
                          'meetings_meetingconsent')
            then 'plan'
        else 'own'
    end
$$;

-- Whether the actor sees a row of one of the tables of the circle 'row': that table's own policy answers.
-- Runs as the caller, and only for rows that it is asked about, so that a log of entries does not plan it.
create or replace function access.row_seen(of_table text, of_row bigint) returns boolean
language plpgsql stable set search_path = public, pg_temp as $$
declare answer boolean;
begin
    if access.circle(of_table) <> 'row' then
        return false;
    end if;
    execute format('select exists (select 1 from %I where id = $1)', of_table) into answer using of_row;
    return answer or of_table = 'gaps_dependency' and access.untied_seen(of_row);
end $$;

-- A thread between two measures that was untied is no row any more: who sees both its ends sees that it was.
create or replace function access.untied_seen(of_row bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from changelog_subject s
        join changelog_change c on c.subject_id = s.id and c.action = 'delete'
        join plans_measure a on a.id = (c.before ->> 'measure_id')::bigint
        join plans_measure b on b.id = (c.before ->> 'waits_for_id')::bigint
        where s."table" = 'gaps_dependency' and s.row_id = of_row and a.blocked_at is null and b.blocked_at is null
          and access.ground(a.plan_id, a.topic_id, a.source_key, a.only_me, a.only_me_contact_id) is not null
          and access.ground(b.plan_id, b.topic_id, b.source_key, b.only_me, b.only_me_contact_id) is not null);
end $$;

-- The subject that a row is at the moment; made when it has none.
create or replace function access.subject_of(of_table text, of_row bigint, facts jsonb) returns bigint
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    found_id bigint := (select s.id from changelog_subject s
                        where s."table" = of_table and s.row_id = of_row and s.closed_by is null and s.blocked_at is null);
    -- Whom a contact is opened to, and who is called, is known where contacts and meetings are.
    topic constant smallint := coalesce((facts ->> 'topic_id')::smallint,
        case of_table when 'plans_contactopening' then 46 when 'plans_meetinginvitee' then 47
                      when 'meetings_series' then 47 when 'meetings_meetingset' then 47 when 'meetings_answer' then 47 when 'meetings_presence' then 47
                      when 'meetings_turn' then 47
                      when 'conversations_sitting' then 50 when 'conversations_confidence' then 50 end);
begin
    if found_id is null then
        insert into changelog_subject (plan_id, "table", row_id, circle, topic_id, source_key, recipient_key, only_me,
            only_me_contact_id, now_topic_id, now_only_me, now_only_me_contact_id)
        values (
            (facts ->> 'plan_id')::bigint, of_table, of_row, access.circle(of_table), topic,
            coalesce((facts ->> 'source_key')::bigint, 0),
            coalesce((facts ->> 'recipient_key')::bigint, (facts ->> 'agency_id')::bigint * 2),
            coalesce((facts ->> 'only_me')::boolean, false), (facts ->> 'only_me_contact_id')::bigint,
            topic, coalesce((facts ->> 'only_me')::boolean, false), (facts ->> 'only_me_contact_id')::bigint)
        returning id into found_id;
    end if;
    return found_id;
end $$;

-- Whether an officer does it at one screen with the person (rule I5). Whoever acts says so (plans/opening.py), about a
-- plan that they follow up; it opens nothing.
create or replace function access.done_together(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce(current_setting('pop.together', true) = of_plan::text and of_plan = any (rule.contact()), false);
end $$;

create or replace function access.write_change(
    of_subject bigint, of_other bigint, facts jsonb, of_table text, of_row bigint, what text, was jsonb, becomes jsonb)
returns bigint language sql volatile set search_path = public, pg_temp as $$
    insert into changelog_change (at, actor_id, plan_id, subject_id, other_id, "table", row_id, action, before, after,
                                  together)
    values (clock_timestamp(), access.me(), (facts ->> 'plan_id')::bigint, of_subject, of_other, of_table, of_row, what,
            was, becomes, access.done_together((facts ->> 'plan_id')::bigint))
    returning id
$$;

-- The two ends of a thread. They exist: foreign keys say so; what was written before the log has no subject yet.
create or replace function access.thread_ends(of_table text, facts jsonb) returns bigint[]
language plpgsql volatile set search_path = public, pg_temp as $$
declare
    near constant text := case of_table when 'plans_measureneed' then 'plans_measure' else 'plans_goal' end;
    far constant text := case when facts ->> 'need_id' is null then 'plans_goal' else 'plans_need' end;
    ends bigint[] := '{}';
    item record;
    entry jsonb;
begin
    for item in select * from (values
        (near, case near when 'plans_measure' then facts ->> 'measure_id' else facts ->> 'goal_id' end),
        (far, coalesce(facts ->> 'need_id', facts ->> 'goal_id'))) as x(kind, id)
    loop
        execute format('select to_jsonb(e) from %I e where id = $1', item.kind) into entry using item.id::bigint;
        ends := ends || access.subject_of(item.kind, item.id::bigint, entry);
    end loop;
    return ends;
end $$;

-- One trigger for every table of a plan. `pop_web` can neither call it nor hang it on a table of its own
-- (pitfalls 3 and 4): it may create nothing and execute nothing that is not granted.
create or replace function access.log_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    old_row jsonb; new_row jsonb; facts jsonb;
    kind constant text := tg_table_name;
    the_row bigint;
    subject bigint; next_subject bigint; last_change bigint;
    ends bigint[];
begin
    if tg_op <> 'INSERT' then old_row := to_jsonb(old) - 'content'; end if;
    if tg_op <> 'DELETE' then new_row := to_jsonb(new) - 'content'; end if;
    if kind = 'plans_plan' then
        old_row := old_row || jsonb_build_object('plan_id', old.id);
        new_row := new_row || jsonb_build_object('plan_id', new.id);
    end if;
    facts := coalesce(new_row, old_row);
    the_row := coalesce(facts ->> 'id', facts ->> 'plan_id', facts ->> 'consent_id')::bigint;

    if kind in ('plans_needgoal', 'plans_measureneed') then
        if tg_op <> 'UPDATE' then
            ends := access.thread_ends(kind, facts);
            perform access.write_change(ends[1], ends[2], facts, kind, the_row, lower(tg_op), old_row, new_row);
        end if;
        return null;
    end if;

    if coalesce(new_row ->> 'blocked_at', '') <> '' then
        if coalesce(old_row ->> 'blocked_at', '') = '' then
            -- That it was blocked, when and by whom; never the text (A14).
            update changelog_subject s set blocked_at = clock_timestamp() where s."table" = kind and s.row_id = the_row;
            insert into changelog_subject (plan_id, "table", row_id, circle, topic_id, source_key, only_me, now_only_me,
                                           closed_by)
            values ((facts ->> 'plan_id')::bigint, kind, the_row,
                    case when (facts ->> 'only_me')::boolean or (facts ->> 'source_key')::bigint <> 0 then 'own' else 'inner' end,
                    (facts ->> 'topic_id')::smallint, 0, false, false, 0)
            returning id into subject;
            perform access.write_change(subject, null, facts, kind, the_row, 'block', null, null);
        end if;
        return null;
    end if;

    -- Merging moves whole plans (A14). That is recorded by the merge; here the subjects follow their rows.
    if tg_op = 'UPDATE' and old_row ->> 'plan_id' is distinct from new_row ->> 'plan_id' then
        update changelog_subject s set plan_id = (new_row ->> 'plan_id')::bigint
        where s."table" = kind and s.row_id = the_row;
        old_row := old_row || jsonb_build_object('plan_id', new_row -> 'plan_id');
    end if;
    if old_row is not distinct from new_row then
        return null;
    end if;

    subject := access.subject_of(kind, the_row, coalesce(old_row, new_row));
    if tg_op = 'UPDATE' and (
            old_row -> 'topic_id', old_row -> 'only_me', old_row -> 'only_me_contact_id')
        is distinct from (new_row -> 'topic_id', new_row -> 'only_me', new_row -> 'only_me_contact_id') then
        last_change := access.write_change(subject, null, facts, kind, the_row, 'leave', old_row, null);
        update changelog_subject set closed_by = last_change where id = subject;
        next_subject := access.subject_of(kind, the_row, new_row);
        update changelog_subject s
        set now_topic_id = (new_row ->> 'topic_id')::smallint,
            now_only_me = coalesce((new_row ->> 'only_me')::boolean, false),
            now_only_me_contact_id = (new_row ->> 'only_me_contact_id')::bigint
        where s."table" = kind and s.row_id = the_row;
        perform access.write_change(next_subject, null, facts, kind, the_row, 'enter', null, new_row);
    else
        perform access.write_change(subject, null, facts, kind, the_row, lower(tg_op), old_row, new_row);
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

-- The users who are the person whom a plan is about, for whoever has it open: the log calls them by the given name,
-- as far as that is given (rule A2), and not by what a user of the register is called.
create or replace function access.the_person(of_plan bigint) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return array(
        select u.id from people_user u join plans_plan p on p.person_id = u.person_id
        where p.id = of_plan and of_plan = any (rule.own() || rule.contact() || rule.open_plans()));
end $$;

do $$
declare kind text;
begin
    for kind in
        select c.table_name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and c.column_name = 'plan_id' and t.table_type = 'BASE TABLE'
          and c.table_name not in ('changelog_change', 'changelog_subject', 'access_look', 'teams_task', 'plans_merge',
                                   'history_readmark', 'gaps_gap', 'gaps_gapsubject', 'gaps_gapact', 'sentences_milestone', 'worklists_giventask',
                                   'notices_notice', 'channel_messageread', 'channel_reader', 'meetings_calendarmark')
        union select 'plans_plan'
    loop
        execute format('create or replace trigger log_change after insert or update or delete on %I'
                       ' for each row execute function access.log_change()', kind);
    end loop;
end $$;
create or replace trigger keep_for_ever before update or delete or truncate on changelog_change
    for each statement execute function access.refuse_change();
create or replace trigger keep_for_ever before delete or truncate on changelog_subject
    for each statement execute function access.refuse_change();
create or replace trigger keep_for_ever before update or delete or truncate on access_look
    for each statement execute function access.refuse_change();

