-- Gaps («glippsoner»): found by the database, opened and closed by nothing but the thing itself, never deleted.
--
-- What a gap is stands in gaps/catalogue.toml; from it gaps/catalogue.py writes access.found_gaps(plans), which is put
-- in place after this file. Here: how found and open gaps are compared, when that happens, who sees a gap (rule B9),
-- and what may be done with one.

-- 1. What a rule of the catalogue may build on ------------------------------------------------------------------
-- Rows that count: neither removed nor blocked, nor kept by the person to themselves (rule A7).
do $$
declare item text[];
begin
    foreach item slice 1 in array array[
        ['needs', 'plans_need'], ['measures', 'plans_measure'], ['measure_notes', 'plans_measurenote'],
        ['meetings', 'plans_meeting'], ['wishes', 'wishes_wish'], ['wish_answers', 'wishes_wishanswer'],
        ['placements', 'plans_placement'], ['serving_forms', 'plans_servingform'],
        ['expected_releases', 'plans_expectedrelease'], ['conversations', 'conversations_conversation'],
        ['interpreter_needs', 'conversations_interpreterneed'], ['goals', 'plans_goal'],
        ['sentence_facts', 'sentences_sentencefacts'], ['sentence_terms', 'sentences_sentenceterm'],
        ['interruptions', 'sentences_interruption'], ['restrictions', 'sentences_restriction'],
        ['letters', 'letters_letter']]
    loop
        if to_regclass('public.' || item[2]) is not null then
            execute format('create view rule.%I as select * from public.%I'
                           ' where removed_at is null and blocked_at is null and not only_me', item[1], item[2]);
        end if;
    end loop;
end $$;

-- Measures that the person has chosen and that are not over.
create view rule.open_measures as
select * from rule.measures where status in ('chosen', 'in_progress', 'waiting');

-- The days on which an entry was written or changed in what others build on, by the clock of deadlines (T8).
create table if not exists access.changed_on (plan_id bigint, day date, "table" text, row_id bigint,
    primary key (plan_id, day, "table", row_id));
revoke all on access.changed_on from public;

-- Of what the person and kriminalomsorgen wrote: whoever must act sees it, so that a gap tells nothing of what an agency
-- has kept among its own.
do $$
declare parts text;
begin
    select string_agg(format(
        'select c.plan_id, c.day, c."table" from access.changed_on c join rule.%I e on c."table" = %L and e.id = c.row_id'
        ' and e.plan_id = c.plan_id and e.source_key = 0%s', k.name, k."table",
        -- A day that is put right on the day it was written has not been moved.
        case k.name when 'expected_releases' then ' and (e.written_at at time zone ''Europe/Oslo'')::date < c.day' end), ' union all ')
    into parts from (values ('needs', 'plans_need'), ('goals', 'plans_goal'), ('measures', 'plans_measure'),
        ('expected_releases', 'plans_expectedrelease'), ('sentence_facts', 'sentences_sentencefacts'),
        ('sentence_terms', 'sentences_sentenceterm'), ('interruptions', 'sentences_interruption'),
        ('restrictions', 'sentences_restriction')) k (name, "table");
    execute 'create view rule.changed_entries as ' || parts;
end $$;

-- Those of the contact team who cannot, and since when: from the first of the reasons that hold now.
create view rule.contacts_gone as
select c.plan_id, c.user_id, least(
    (select case when t.answer not in ('', 'no_tie') then (t.at at time zone 'Europe/Oslo')::date end from teams_privatetie t
     where t.plan_id = c.plan_id and t.user_id = c.user_id order by t.at desc, t.id desc limit 1),
    (select min(w.since) from rule.away w where w.user_id = c.user_id and not w.covered),
    (select max(r.until) + 1 from people_unitrole r where r.user_id = c.user_id
     having bool_and(r.until is not null and r.until < (select access.today())))) as day
from teams_contactteammember c where c.until is null or c.until >= (select access.today());

-- Representatives who can act for an agency: said yes, still there, and reached by some consent (rule B9).
create view rule.fitting_chairs as
select s.id, s.plan_id, s.agency_id, s.user_id, f.topic from teams_supportteammember s
join people_user u on u.id = s.user_id and u.active
join rule.in_force f on f.plan_id = s.plan_id and f.recipient = s.agency_id * 2 and f.give
where s.accepted_at is not null and (s.until is null or s.until >= (select access.today()))
  and exists (select 1 from people_agencyrole r where r.user_id = s.user_id and r.agency_id = s.agency_id
              and (r.until is null or r.until >= (select access.today())))
  and coalesce((select t.answer from teams_privatetie t where t.plan_id = s.plan_id and t.user_id = s.user_id
                order by t.at desc, t.id desc limit 1), 'no_tie') in ('', 'no_tie');

create view rule.fit_chairs as
select plan_id, agency_id, user_id, topic, min(id) as chair_id from rule.fitting_chairs
group by plan_id, agency_id, user_id, topic;

-- Days that the unit has set itself, by code (process.sql); a code that is not there has the catalogue's default.
create or replace function access.gap_settings(of_unit bigint) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce((select jsonb_object_agg(s.code, s.days) from access.process_setting s), '{}')
        || coalesce((select jsonb_object_agg(r.rule, r.days) from process_unitrule r where r.unit_id = of_unit), '{}');
end $$;

-- What every rule may ask of a plan (`live l` in the catalogue). `staff` are those of the contact team who can act,
-- `deputy` whether one of them is; `owners` is who can act for an agency, by «agency:topic»;
-- `pathways` why some rules do not hold (B5–B7). `main_id` is the contact team's main contact, `contact_id` whoever has
-- what is the contact team's to do; `holder_id` a main contact outside it, with what they may see; `chosen` the row by
-- which the person has named somebody who can (B10, contacts.sql).
create type rule.live_plan as (
    plan_id bigint, person_id bigint, created_on date, sentence_ended_on date, ended boolean, here_first date,
    release_on date, birth_date date, main_id bigint, main_since date, leader_id bigint, contact_id bigint,
    staff bigint[], deputy boolean, owners jsonb, refused text[], settings jsonb, pathways text[],
    holder_id bigint, holder_topics smallint[], holder_sources bigint[], chosen bigint);

-- Also those whose sentence ended a short time ago.
create or replace function access.live_plans(plan_ids bigint[]) returns rule.live_plan[]
language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set join_collapse_limit = 1 set enable_hashjoin = off set enable_mergejoin = off set enable_bitmapscan = off set enable_seqscan = off
set jit = off as $$
declare
    today constant date := access.day();
begin
    return (
    with places as materialized (
        select distinct on (x.plan_id) x.plan_id, x.unit_id from rule.placements x
        where x.plan_id = any (plan_ids) and x.until is null order by x.plan_id, x.since desc, x.id desc
    ), units as materialized (
        select u.unit_id, access.gap_settings(u.unit_id) as settings,
               array(select r.user_id from people_unitrole r where r.unit_id = u.unit_id and r.role = 'leader'
                     and (r.until is null or r.until >= today) order by r.since, r.user_id) as leaders
        from (select distinct unit_id from places union select null) u
    )
    select array_agg(row(p.id, p.person_id, p.created_on, p.sentence_ended_on, coalesce(p.sentence_ended_on < today, false),
               coalesce((select min(x.since) from rule.placements x where x.plan_id = p.id), p.created_on),
               (select x."on" from rule.expected_releases x where x.plan_id = p.id order by x.written_at desc, x.id desc limit 1),
               who.birth_date, main.user_id, main.since, leader.id,
               coalesce(case when named.inside then named.user_id end, fit.first, leader.id),
               coalesce(fit.staff, '{}'), coalesce(fit.deputy, false), coalesce(chair.owners, '{}'),
               array(select r.kind::text from plans_refusal r where r.plan_id = p.id and r.ended_on is null), u.settings,
               array((select f.form::text from rule.serving_forms f where f.plan_id = p.id and f.since <= today order by f.since desc, f.id desc limit 1)
                     union all select w.home::text from process_planpathway w where w.plan_id = p.id and w.ended_at is null
                     union all select 'waived:' || w.step from process_stepwaived w where w.plan_id = p.id and w.ended_at is null
                     -- What the forløp or the form of serving has no room for (process.toml).
                     union all select 'waived:' || access.steps_not_needed(
                         (select w.pathway from process_planpathway w where w.plan_id = p.id and w.ended_at is null),
                         (select f.form from rule.serving_forms f where f.plan_id = p.id and f.since <= today order by f.since desc, f.id desc limit 1))),
               case when not named.inside then named.user_id end, named.topics, named.sources, named.id
           )::rule.live_plan)
    from plans_plan p
    left join people_personidentity who on who.person_id = p.person_id
    left join places place on place.plan_id = p.id
    left join units u on u.unit_id is not distinct from place.unit_id
    -- Whom a private tie keeps away leads nothing of this person's (A13).
    left join lateral (select l.id from unnest(u.leaders) with ordinality l (id, place)
                       where coalesce((select t.answer from teams_privatetie t where t.plan_id = p.id and t.user_id = l.id
                                       order by t.at desc, t.id desc limit 1), 'no_tie') in ('', 'no_tie')
                       order by l.place limit 1) leader on true
    left join lateral (select t.user_id, t.since from rule.team_mains t where t.plan_id = p.id) main on true
    left join lateral (select h.* from rule.chosen_mains h where h.plan_id = p.id) named on true
    left join lateral (select array_agg(c.user_id) as staff, bool_or(c.role = 'deputy') as deputy,
                              (array_agg(c.user_id order by c.role <> 'main', c.role <> 'deputy', c.since, c.user_id))[1] as first
                       from rule.fit_contacts c where c.plan_id = p.id) fit on true
    left join lateral (select jsonb_object_agg(c.agency_id || ':' || c.topic, c.user_id order by c.chair_id desc) as owners
                       from rule.fit_chairs c where c.plan_id = p.id) chair on true
    where p.id = any (plan_ids)
      and (p.sentence_ended_on is null or p.sentence_ended_on > today - 120)
      and not exists (select 1 from plans_merge e where e.emptied_id = p.id and e.undone_at is null));
end $$;

-- 2. Found and open, compared -----------------------------------------------------------------------------------

-- The day on which something last happened in a plan, and since when a measure has had its status. By the clock of
-- deadlines, and without asking a log of millions.
create table if not exists access.plan_touched (plan_id bigint primary key, day date not null);
create table if not exists access.measure_status (measure_id bigint primary key, status text not null, since date not null);
-- Plans that a transaction has changed, and which tables; emptied before it ends. `touched`: something happened in the
-- plan itself.
drop table if exists access.gaps_dirty;
create unlogged table access.gaps_dirty (xid xid8, plan_id bigint, touched boolean not null, tables text[] not null,
    primary key (xid, plan_id));
-- Which rules are to be tried again after a change of which table; written by catalogue.py.
create table if not exists access.gap_reads (table_name text, rule text, primary key (table_name, rule));
-- One row a day: how far the scan has come.
create table if not exists access.gap_scan (day date primary key, upto bigint not null default 0, plans integer not null default 0,
    begun_at timestamptz not null default clock_timestamp(), ended_at timestamptz);
revoke all on access.plan_touched, access.measure_status, access.gaps_dirty, access.gap_reads, access.gap_scan from public;

-- A view stands for the tables behind it.
create type rule.gap_read as (rule text, name text);
create or replace function access.write_gap_reads(pairs rule.gap_read[]) returns void
language plpgsql volatile set search_path = public, pg_temp as $$
begin
    delete from access.gap_reads;
    insert into access.gap_reads (table_name, rule)
    with recursive behind as (
        select p.rule, p.name::regclass::oid as oid from unnest(pairs) p
        union
        select b.rule, d.refobjid from behind b join pg_rewrite w on w.ev_class = b.oid
        join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
    )
    select distinct c.relname, b.rule from behind b join pg_class c on c.oid = b.oid where c.relkind = 'r';
end $$;

-- One transaction at a time for each plan: of two that each take away one half of what closes a gap, the second
-- sees what the first did. Whoever changes thousands at once takes them all with one lock: the server has room for some
-- thousand locks in all, and new rules may touch every plan there is.
create or replace function access.lock_gaps(plan_ids bigint[]) returns void
language plpgsql volatile set search_path = pg_catalog, pg_temp as $$
declare
    every constant bigint := 4::bigint << 48;
begin
    if cardinality(plan_ids) > 1000 then
        perform pg_advisory_xact_lock(every);
    else
        perform pg_advisory_xact_lock_shared(every);
        perform pg_advisory_xact_lock(every | p) from (select distinct unnest(plan_ids) as p order by 1) each_plan;
    end if;
end $$;

-- Opens what is found and not open, closes what is open and not found. A gap that comes back is a new one. Of some
-- rules, when only those can have changed; otherwise of all.
drop function if exists access.refresh_gaps(bigint[]);
drop function if exists access.found_gaps(bigint[]);
create or replace function access.refresh_gaps(plan_ids bigint[], wanted text[] default null) returns void
language plpgsql volatile security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
set enable_mergejoin = off set jit = off as $$
begin
    perform access.lock_gaps(plan_ids);
    with found as materialized (
        select * from access.found_gaps(plan_ids, wanted)
    ), gone as (
        update gaps_gap g set closed_at = access.moment()
        where g.plan_id = any (plan_ids) and g.closed_at is null and (wanted is null or g.rule = any (wanted)) and not exists (
            select 1 from found f where f.plan_id = g.plan_id and f.rule = g.rule
            and f.subject_table = g.subject_table and f.subject_id = g.subject_id)
    ), kept as (
        update gaps_gap g set since = f.since, due = f.due, owner_user_id = f.owner_user_id,
               owner_agency_id = f.owner_agency_id, topic_id = f.topic_id, source_key = f.source_key
        from found f
        where g.plan_id = any (plan_ids) and g.plan_id = f.plan_id and g.rule = f.rule
          and g.subject_table = f.subject_table and g.subject_id = f.subject_id and g.closed_at is null
          and (g.since, g.due, g.owner_user_id, g.owner_agency_id, g.topic_id, g.source_key) is distinct from
              (f.since, f.due, f.owner_user_id, f.owner_agency_id, f.topic_id, f.source_key)
    ), fresh as (
        insert into gaps_gap (key, plan_id, rule, since, due, opened_at, owner_user_id, owner_agency_id,
                              subject_table, subject_id, topic_id, source_key)
        select gen_random_uuid(), f.plan_id, f.rule, f.since, f.due, access.moment(), f.owner_user_id,
               f.owner_agency_id, f.subject_table, f.subject_id, f.topic_id, f.source_key
        from found f
        where not exists (select 1 from gaps_gap g where g.plan_id = f.plan_id and g.rule = f.rule
                          and g.subject_table = f.subject_table and g.subject_id = f.subject_id and g.closed_at is null)
        on conflict do nothing
        returning id, plan_id, subject_table, subject_id, topic_id, source_key
    )
    insert into gaps_gapsubject (gap_id, plan_id, "table", row_id, topic_id, source_key)
    select id, plan_id, subject_table, subject_id, topic_id, source_key from fresh;
    -- An entry that has moved to another topic takes its gap along.
    update gaps_gapsubject s set topic_id = g.topic_id, source_key = g.source_key from gaps_gap g
    where g.id = s.gap_id and g.plan_id = any (plan_ids) and g.closed_at is null
      and (s.topic_id, s.source_key) is distinct from (g.topic_id, g.source_key);
    -- A new contact opens nothing and has what the one before had: of the rules that were not tried again (catalogue.py).
    if '(contact)' = any (wanted) then
        update gaps_gap g set owner_user_id = now.owner_id
        from (select o.id, case when o.rule = any (access.rules_of_main()) and l.holder_id is not null
                                 and (o.topic_id is null or o.topic_id = any (l.holder_topics) and o.source_key = any (l.holder_sources))
                                then l.holder_id else l.contact_id end as owner_id
              from unnest(access.live_plans(plan_ids)) l join gaps_gap o on o.plan_id = l.plan_id and o.closed_at is null
              where o.rule = any (access.rules_of_contact() || access.rules_of_main()) and o.rule <> all (wanted)) now
        where g.id = now.id and g.owner_user_id is distinct from now.owner_id;
    end if;
end $$;

-- 3. When: at the end of each transaction that changed something ------------------------------------------------

-- Marks the plan of a changed row. What the owner fills in bulk may switch it off; a login may not.
drop function if exists access.mark_plans(bigint[], boolean);
create or replace function access.mark_plans(plan_ids bigint[], touched boolean, changed text default '') returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into access.gaps_dirty as d (xid, plan_id, touched, tables)
    select distinct pg_current_xact_id(), p, mark_plans.touched, array[mark_plans.changed] from unnest(plan_ids) p
    where p is not null and (current_setting('pop.gaps', true) is distinct from 'off' or session_user = 'pop_web')
    on conflict (xid, plan_id) do update set touched = d.touched or excluded.touched, tables = d.tables || excluded.tables
    where not d.tables @> excluded.tables or excluded.touched and not d.touched
$$;

create or replace function access.mark_gaps() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform access.mark_plans(array[old.plan_id], true, tg_table_name);
    elsif tg_op = 'UPDATE' then
        perform access.mark_plans(array[new.plan_id, old.plan_id], true, tg_table_name);
    else
        perform access.mark_plans(array[new.plan_id], true, tg_table_name);
    end if;
    return null;
end $$;

create or replace function access.mark_gaps_of_plan() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.mark_plans(array[new.id], true, tg_table_name);
    return null;
end $$;

-- A plan that was emptied into another has no gaps.
create or replace function access.mark_gaps_of_merge() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.mark_plans(array[new.plan_id, new.emptied_id], false, tg_table_name);
    return null;
end $$;

-- Someone's language, need of an interpreter or birth date; someone's work ends or begins.
create or replace function access.mark_gaps_of_person() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    the_person constant bigint := coalesce((to_jsonb(new) ->> 'person_id')::bigint, (to_jsonb(new) ->> 'id')::bigint);
begin
    perform access.mark_plans(array(select id from plans_plan where person_id = the_person), false, tg_table_name);
    return null;
end $$;

create or replace function access.mark_gaps_of_user() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    facts constant jsonb := to_jsonb(coalesce(new, old));
    the_user constant bigint := coalesce(facts ->> 'user_id', facts ->> 'id')::bigint;
begin
    perform access.mark_plans(array(
        select plan_id from teams_contactteammember where user_id = the_user and (until is null or until >= access.today())
        union select plan_id from teams_supportteammember where user_id = the_user and (until is null or until >= access.today())
        union select plan_id from plans_measure where responsible_user_id = the_user and status not in ('done', 'stopped')
        -- What nobody else has is the leader's.
        union select plan_id from plans_placement where facts ->> 'role' = 'leader' and until is null
            and unit_id = (facts ->> 'unit_id')::bigint), false, tg_table_name);
    return null;
end $$;

-- What a word means in a unit: for everybody who is there, in the same transaction.
create or replace function access.mark_gaps_of_unit() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    the_unit constant bigint := coalesce(new.unit_id, old.unit_id);
begin
    perform access.mark_plans(array(
        select plan_id from plans_placement where unit_id = the_unit and until is null), false, tg_table_name);
    return null;
end $$;

-- Since when a measure has had its status.
create or replace function access.note_status() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into access.measure_status as s (measure_id, status, since) values (new.id, new.status, access.day())
    on conflict (measure_id) do update set status = excluded.status, since = excluded.since
    where s.status <> excluded.status;
    return null;
end $$;

-- The arguments are the columns that count; status and notes are none of them. A release that is written anew is a row
-- of its own, and only a day that is moved is noted.
create or replace function access.note_changed() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    is_now constant jsonb := to_jsonb(new);
    was jsonb;
begin
    if tg_op = 'UPDATE' then
        was := to_jsonb(old);
        update access.changed_on c set plan_id = new.plan_id
        where new.plan_id <> old.plan_id and c.plan_id = old.plan_id and c."table" = tg_table_name and c.row_id = new.id;
        if not exists (select 1 from unnest(tg_argv || 'only_me'::text) k where is_now -> k is distinct from was -> k) then
            return null;
        end if;
    end if;
    if not new.only_me and (current_setting('pop.gaps', true) is distinct from 'off' or session_user = 'pop_web') then
        insert into access.changed_on values (new.plan_id, access.day(), tg_table_name, new.id) on conflict do nothing;
    end if;
    return null;
end $$;

-- The rules that a transaction's changes may have moved; null for all: when today's scan has not been there yet, so that
-- what time alone has made is found by whoever comes first.
create or replace function access.moved_rules(plan_ids bigint[], tables text[]) returns text[]
language plpgsql stable set search_path = public, pg_temp as $$
begin
    if not exists (select 1 from access.gap_scan s where s.day = access.day()
                   and (s.ended_at is not null or s.upto >= (select max(p) from unnest(plan_ids) p))) then
        return null;
    end if;
    return array(select distinct r.rule from access.gap_reads r where r.table_name = any (tables));
end $$;

-- All plans of the transaction in one go, by the first of its marks.
create or replace function access.settle_gaps() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    dirty bigint[]; touched bigint[]; changed text[];
begin
    with taken as (
        delete from access.gaps_dirty d where d.xid = pg_current_xact_id() returning d.plan_id, d.touched, d.tables)
    select array_agg(t.plan_id), array_agg(t.plan_id order by t.plan_id) filter (where t.touched),
           array(select distinct unnest(x.tables) from taken x)
    into dirty, touched, changed from taken t;
    if dirty is null then
        return null;
    end if;
    perform access.lock_gaps(dirty);
    insert into access.plan_touched as t (plan_id, day) select p, access.day() from unnest(touched) p
    on conflict (plan_id) do update set day = excluded.day where t.day <> excluded.day;
    if found then
        changed := changed || 'plan_touched'::text;
    end if;
    perform access.refresh_gaps(dirty, access.moved_rules(dirty, changed));
    return null;
end $$;

drop trigger if exists settle_gaps on access.gaps_dirty;
create constraint trigger settle_gaps after insert on access.gaps_dirty
    deferrable initially deferred for each row execute function access.settle_gaps();

do $$
declare kind text;
begin
    for kind in
        select c.table_name from information_schema.columns c
        join information_schema.tables t using (table_schema, table_name)
        where c.table_schema = 'public' and c.column_name = 'plan_id' and t.table_type = 'BASE TABLE'
          and c.table_name not like 'changelog\_%' and c.table_name not in (
              'gaps_gap', 'gaps_gapsubject', 'gaps_gapact', 'access_look', 'history_readmark', 'teams_task',
              'looks_lookquestion', 'looks_lookanswer', 'consents_consentscan', 'plans_merge',
              'notices_notice', 'meetings_calendarmark')
    loop
        execute format('create or replace trigger mark_gaps after insert or update or delete on %I'
                       ' for each row execute function access.mark_gaps()', kind);
    end loop;
end $$;
create or replace trigger mark_gaps after insert or update on plans_plan
    for each row execute function access.mark_gaps_of_plan();
create or replace trigger mark_gaps after insert or update on plans_merge
    for each row execute function access.mark_gaps_of_merge();
create or replace trigger mark_gaps after update on people_person
    for each row execute function access.mark_gaps_of_person();
create or replace trigger mark_gaps after insert or update on people_personidentity
    for each row execute function access.mark_gaps_of_person();
create or replace trigger mark_gaps after update of active on people_user
    for each row execute function access.mark_gaps_of_user();
create or replace trigger mark_gaps after insert or update or delete on people_unitrole
    for each row execute function access.mark_gaps_of_user();
create or replace trigger mark_gaps after insert or update of days or delete on process_unitrule
    for each row execute function access.mark_gaps_of_unit();
create or replace trigger mark_gaps after insert or update or delete on worklists_absence
    for each row execute function access.mark_gaps_of_user();
create or replace trigger mark_gaps after insert or update or delete on people_agencyrole
    for each row execute function access.mark_gaps_of_user();
create or replace trigger note_status after insert or update of status on plans_measure
    for each row execute function access.note_status();
create or replace trigger note_changed after insert or update on plans_need
    for each row execute function access.note_changed('topic_id', 'text', 'own_words', 'acute');
create or replace trigger note_changed after insert or update on plans_goal
    for each row execute function access.note_changed('topic_id', 'text', 'parked');
create or replace trigger note_changed after insert or update on plans_measure
    for each row execute function access.note_changed('topic_id', 'text', 'demands', 'person_responsible', 'responsible_user_id',
        'responsible_agency_id', 'responsible_name', 'due', 'due_text', 'recurring');
create or replace trigger note_changed after update on plans_expectedrelease
    for each row execute function access.note_changed('on');
create or replace trigger note_changed after insert or update on sentences_sentencefacts
    for each row execute function access.note_changed('starts_on', 'held_since', 'reporting_duty', 'minimum_years', 'minimum_months',
        'minimum_days', 'frame_years', 'frame_months', 'frame_days', 'execution_plan', 'execution_plan_on');
create or replace trigger note_changed after insert or update on sentences_sentenceterm
    for each row execute function access.note_changed('years', 'months', 'days', 'deduction_days', 'undivided');
create or replace trigger note_changed after insert or update on sentences_interruption
    for each row execute function access.note_changed('since', 'until', 'in_custody');
create or replace trigger note_changed after insert or update on sentences_restriction
    for each row execute function access.note_changed('since', 'until', 'decided_by');

-- 4. Time alone: the nightly scan --------------------------------------------------------------------------------
-- The next plans of today's scan, in one transaction; 0 when today's is done. Whoever was off for days begins with
-- today: a rule counts from its own dates, so nothing is missed. May be run as often as one likes.
create or replace function access.scan_gaps(many integer default 200) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    today constant date := access.day();
    state access.gap_scan;
    ids bigint[];
begin
    insert into access.gap_scan (day) values (today) on conflict do nothing;
    if found then
        perform access.begin_dates();
    end if;
    select * into state from access.gap_scan s where s.day = today for update;
    if state.ended_at is not null then
        return 0;
    end if;
    ids := array(select id from plans_plan where id > state.upto order by id limit least(many, 1000));
    if cardinality(ids) = 0 then
        update access.gap_scan s set ended_at = clock_timestamp() where s.day = today;
        return 0;
    end if;
    perform access.refresh_gaps(ids);
    update access.gap_scan s set upto = ids[cardinality(ids)], plans = s.plans + cardinality(ids) where s.day = today;
    return cardinality(ids);
end $$;

-- 5. Who sees a gap (rule B9) ------------------------------------------------------------------------------------

-- Plans in the units that the actor leads, but for those that a private tie keeps from them (A13).
create function rule.led_plans() returns bigint[] language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
    select coalesce(array_agg(distinct place.plan_id), '{}') from plans_placement place
    join rule.my_units u on u.unit_id = place.unit_id and u.role = 'leader'
    where place.until is null and place.removed_at is null and place.blocked_at is null
      and place.plan_id not in (select t.plan_id from rule.my_ties t where t.answer not in ('', 'no_tie'))
      and ((select access.narrowed()) is null or place.plan_id = (select access.narrowed())));
end $$;

do $$
declare
    -- As the entry itself: a topic that is kept from the actor keeps its gaps; so does an agency that is.
    seen_inside constant text := $rule$
        plan_id = any ((select rule.own())::bigint[])
        or plan_id = any ((select rule.contact())::bigint[])
           and (topic_id is null or rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[]))
           and (source_key = 0 or rule.key(plan_id, source_key, topic_id) = any ((select rule.granted())::bigint[]))
    $rule$;
    known_agency constant text := $rule$
        (owner_agency_id is null or owner_agency_id <> all ((select rule.sensitive_agencies())::bigint[])
         or rule.key(plan_id, owner_agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[]))
    $rule$;
begin
    execute format($p$create policy see on gaps_gap for select to pop_web using (
        %s and (topic_id is not null and subject_table <> 'handovers_handoveritem'
                or plan_id = any ((select rule.own())::bigint[]) or %s)
        -- A partner: what they or their agency own.
        or plan_id = any ((select rule.open_plans())::bigint[])
           and (owner_user_id = (select access.me()) or handed_to_id = (select access.me())
                or rule.key(plan_id, owner_agency_id * 2, 0) = any ((select rule.sources())::bigint[]))
           and (topic_id is null or rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[]))
        -- The leader: kind, date and owner, and no agency whose name tells something.
        or plan_id = any ((select rule.led_plans())::bigint[])
           and (owner_agency_id is null or owner_agency_id <> all ((select rule.sensitive_agencies())::bigint[])))$p$,
        '(' || seen_inside || ')', known_agency);
    execute format($p$create policy see on gaps_gapsubject for select to pop_web using (
        %s
        or plan_id = any ((select rule.open_plans())::bigint[]) and topic_id is not null
           and rule.key(plan_id, 0, topic_id) <> all ((select rule.excluded_topics())::bigint[])
           and (rule.key(plan_id, source_key, topic_id) = any ((select rule.granted())::bigint[])
                or rule.key(plan_id, source_key, 0) = any ((select rule.sources())::bigint[])))$p$, seen_inside);
end $$;
-- What was done about a gap, with its reason: for the person, the contact team, and whoever did it.
create policy see on gaps_gapact for select to pop_web using (
    by_id = (select access.me()) and exists (select 1 from gaps_gap g where g.id = gap_id)
    or (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
       and exists (select 1 from gaps_gap g where g.id = gap_id));
grant select (id, key, plan_id, rule, since, due, opened_at, owner_user_id, owner_agency_id, handed_to_id, taken_by_id,
              taken_at, snoozed_until, closed_at) on gaps_gap to pop_web;
grant select on gaps_gapsubject, gaps_gapact to pop_web;

-- Who says of a measure what it waits for: the person, the contact team, and whoever wrote it or answers for it. Another
-- partner reads that it waits, and neither ties nor unties what is not theirs. Runs as the caller.
create or replace function access.holds_measure(of_measure bigint) returns boolean
language plpgsql stable set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from plans_measure m where m.id = of_measure
          and (m.plan_id = any (rule.own()) or m.plan_id = any (rule.contact())
               or rule.key(m.plan_id, m.source_key, 0) = any (rule.sources()) or m.id = any (rule.my_measures())));
end $$;

-- A thread between two measures: seen by whoever sees both, tied and untied by whoever holds the one that waits.
do $$
declare
    both_ends constant text := 'exists (select 1 from plans_measure m where m.id = measure_id)'
        ' and exists (select 1 from plans_measure m where m.id = waits_for_id)';
    held constant text := both_ends || ' and access.holds_measure(measure_id)';
begin
    execute format('create policy see on gaps_dependency for select to pop_web using (%s)', both_ends);
    execute format('create policy write on gaps_dependency for insert to pop_web with check (%s)', held);
    execute format('create policy untie on gaps_dependency for delete to pop_web using (%s)', held);
end $$;
grant select, insert, delete on gaps_dependency to pop_web;

-- 6. What may be done with a gap -----------------------------------------------------------------------------------
-- By the contact team, and by whoever owns it; never by the person, who has enough to do. Nothing here closes one.
create or replace function access.act_on_gap(of_gap uuid) returns gaps_gap
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    gap gaps_gap;
begin
    select * into gap from gaps_gap g where g.key = of_gap and g.closed_at is null;
    if gap.id is null or access.only_plan() is not null then
        return null;
    end if;
    perform access.lock_gaps(array[gap.plan_id]);
    if (gap.topic_id is null or not exists (select 1 from rule.excluded e where e.plan_id = gap.plan_id and e.topic = gap.topic_id))
       and (gap.plan_id in (select c.plan_id from rule.my_contact_plans c)
            and (gap.source_key = 0 or exists (select 1 from rule.obtained o where o.plan_id = gap.plan_id
                 and o.source = gap.source_key and o.topic = gap.topic_id))
            and (gap.topic_id is not null and gap.subject_table <> 'handovers_handoveritem' or gap.owner_agency_id is null
                 or gap.owner_agency_id <> all (rule.sensitive_agencies())
                 or (gap.plan_id, gap.owner_agency_id) in (select plan_id, agency_id from rule.known_agencies))
            or gap.plan_id in (select r.plan_id from rule.reached r where r.open)
               and (me in (gap.owner_user_id, gap.handed_to_id)
                    or exists (select 1 from rule.authored a where a.plan_id = gap.plan_id and a.source = gap.owner_agency_id * 2))
            or gap.plan_id = any (rule.led_plans()) and me in (gap.owner_user_id, gap.handed_to_id)) then
        select * into gap from gaps_gap g where g.id = gap.id and g.closed_at is null for update;
        return gap;
    end if;
    return null;
end $$;

create or replace function access.take_gap(of_gap uuid) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gap constant gaps_gap := access.act_on_gap(of_gap);
begin
    if gap.id is null or gap.taken_by_id is not distinct from access.me() then
        return gap.id is not null;
    end if;
    update gaps_gap set taken_by_id = access.me(), taken_at = access.moment() where id = gap.id;
    insert into gaps_gapact (gap_id, plan_id, act, by_id, at, reason) values (gap.id, gap.plan_id, 'taken', access.me(), access.moment(), '');
    return true;
end $$;

-- Who of the contact team can have it: they can act, and the topic is not kept from them.
create or replace function access.gap_takers(gap gaps_gap) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(distinct c.user_id), '{}') from rule.fit_contacts c
    where c.plan_id = gap.plan_id and not exists (
        select 1 from consents_exclusion e where e.plan_id = c.plan_id and e.topic_id = gap.topic_id
          and e.lifted_at is null and e.user_id = c.user_id)
$$;

-- The leader of where the person is gives any gap that they see to somebody who can act (rule B9: kind, date and owner).
create or replace function access.gap_of_leader(of_gap uuid) returns gaps_gap
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gap gaps_gap;
begin
    select * into gap from gaps_gap g where g.key = of_gap and g.closed_at is null and access.only_plan() is null
      and g.plan_id = any (rule.led_plans())
      and (g.owner_agency_id is null or g.owner_agency_id <> all (rule.sensitive_agencies()));
    if gap.id is not null then
        perform access.lock_gaps(array[gap.plan_id]);
        select * into gap from gaps_gap g where g.id = gap.id and g.closed_at is null for update;
    end if;
    return gap;
end $$;

-- What the leader's page says besides: whose plan it is, as in the unit's own list (rule A10), and who can have it.
create or replace function access.led_gap(of_gap uuid) returns table (plan_key uuid, name text, takers bigint[])
language sql stable security definer set search_path = public, pg_temp as $$
    select p.key, case when person.protection = 'none' then person.given_name || ' ' || person.family_name else '' end,
           access.gap_takers(g)
    from gaps_gap g join plans_plan p on p.id = g.plan_id join people_person person on person.id = p.person_id
    where g.key = of_gap and g.closed_at is null and access.only_plan() is null and g.plan_id = any (rule.led_plans())
      and (g.owner_agency_id is null or g.owner_agency_id <> all (rule.sensitive_agencies()))
$$;

-- To somebody of the contact team, or a representative whom some consent reaches and of whom the actor may know: a no
-- is the same as for somebody who is not there. What was taken is free again.
create or replace function access.hand_gap(of_gap uuid, to_user bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gap gaps_gap := access.act_on_gap(of_gap);
begin
    if gap.id is null then
        gap := access.gap_of_leader(of_gap);
    end if;
    if gap.id is null or not exists (
            select 1 where to_user = any (access.gap_takers(gap))
            union all select 1 from rule.fit_chairs c where c.plan_id = gap.plan_id and c.user_id = to_user
                and (gap.topic_id is null or c.topic = gap.topic_id)
                -- The leader knows of nobody outside.
                and (c.plan_id in (select m.plan_id from rule.my_contact_plans m)
                     or c.plan_id in (select r.plan_id from rule.reached r where r.open))
                and not exists (select 1 from consents_exclusion e where e.plan_id = c.plan_id and e.topic_id = gap.topic_id
                                and e.lifted_at is null and (e.user_id = c.user_id or e.agency_id = c.agency_id))
                and (c.agency_id <> all (rule.sensitive_agencies())
                     or (c.plan_id, c.agency_id) in (select plan_id, agency_id from rule.known_agencies))) then
        return false;
    end if;
    update gaps_gap set handed_to_id = to_user, taken_by_id = null, taken_at = null where id = gap.id;
    insert into gaps_gapact (gap_id, plan_id, act, by_id, at, to_user_id, reason)
    values (gap.id, gap.plan_id, 'handed', access.me(), access.moment(), to_user, '');
    return true;
end $$;

-- Put off to a day, with a reason, at most thirty days; null takes it up again.
create or replace function access.snooze_gap(of_gap uuid, until_day date, why text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare gap constant gaps_gap := access.act_on_gap(of_gap);
begin
    if gap.id is null or until_day is not null and (until_day <= access.day() or until_day > access.day() + 30 or trim(why) = '') then
        return false;
    end if;
    update gaps_gap set snoozed_until = until_day where id = gap.id;
    insert into gaps_gapact (gap_id, plan_id, act, by_id, at, until, reason)
    values (gap.id, gap.plan_id, case when until_day is null then 'awake' else 'snoozed' end, access.me(), access.moment(),
            until_day, left(trim(coalesce(why, '')), 300));
    return true;
end $$;

-- No login deletes or reopens a gap: there is no grant for it, and not even the owner's functions may.
create or replace function access.keep_gaps() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    if tg_op = 'UPDATE' and old.closed_at is null then
        return null;
    end if;
    raise exception 'a gap is kept as it was';
end $$;
create or replace trigger keep_gaps after delete or update on gaps_gap
    for each row execute function access.keep_gaps();

-- 7. What waits in a ring ------------------------------------------------------------------------------------------
-- Measures that, through others, wait for themselves. `knot` is the smallest number of the ring.
create or replace function access.knots(plan_ids bigint[]) returns table (plan_id bigint, measure_id bigint, knot bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive tied as (
        select d.plan_id, d.measure_id, d.waits_for_id from gaps_dependency d
        join rule.measures a on a.id = d.measure_id and a.status not in ('done', 'stopped')
        join rule.measures b on b.id = d.waits_for_id and b.status not in ('done', 'stopped')
        where d.plan_id = any (plan_ids)
    ), ways as (
        select t.plan_id, t.measure_id, t.waits_for_id as reaches from tied t
        union
        select w.plan_id, w.measure_id, t.waits_for_id from ways w
        join tied t on t.plan_id = w.plan_id and t.measure_id = w.reaches
    )
    select w.plan_id, w.measure_id, min(back.measure_id) from ways w
    join ways back on back.plan_id = w.plan_id and back.measure_id = w.reaches and back.reaches = w.measure_id
    where exists (select 1 from ways round where round.plan_id = w.plan_id and round.measure_id = w.measure_id
                  and round.reaches = w.measure_id)
    group by w.plan_id, w.measure_id
$$;

revoke all on all functions in schema access from public;
grant execute on function rule.led_plans() to pop_web;
grant execute on function access.take_gap(uuid), access.hand_gap(uuid, bigint), access.snooze_gap(uuid, date, text),
    access.holds_measure(bigint), access.led_gap(uuid) to pop_web;

-- The worker: the next plans of today's scan, and nothing else. It learns how many plans there are, and no more.
do $$
begin
    if exists (select 1 from pg_roles where rolname = 'pop_worker') then
        revoke all on schema access, rule, public from pop_worker;
        revoke all on all tables in schema public from pop_worker;
        revoke all on all tables in schema access from pop_worker;
        revoke all on all functions in schema access from pop_worker;
        grant usage on schema access to pop_worker;
        grant execute on function access.scan_gaps(integer) to pop_worker;
    end if;
end $$;
