-- Benefits (issue 6, section 3; ADR 28): figures that point to nobody. What is counted is counted here, by functions of the owner; what
-- is stored is what may be shown, and nothing else, so that no page, file or role has anything to hide (rule D2).

-- Who reads figures: analysts, editors and leaders (a leader of the own units, the regions and the whole).
create or replace function rule.reads_figures() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return rule.has_role('analyst') or rule.has_role('editor') or rule.is_leader();
end $$;
revoke all on function rule.reads_figures() from public;
grant execute on function rule.reads_figures() to pop_web;

-- Suppression (rule D2). Which of the places in a tree may be shown, so that nobody can be pointed to, not by subtraction either.
-- `parents[i]` is the place above place i (0 for none). `parts[i]` says how many persons are in each part of it: each number is a group
-- that can be seen or worked out when the place is shown. A place is shown when no part has one to four persons, and when what is left of
-- it, after the nearest shown places below are taken away, has no such part either: otherwise the smallest of those is hidden too.
create or replace function access.safe_places(parents integer[], parts integer[], may boolean[]) returns boolean[]
language plpgsql immutable set search_path = pg_catalog as $$
declare
    places constant integer := cardinality(parents);
    width constant integer := coalesce(array_length(parts, 2), 0);
    shown boolean[] := may;
    rest integer[];
    above integer;
    smallest integer;
    size integer;
    least_size integer;
    few boolean;
    again boolean := true;
begin
    for i in 1..places loop
        for c in 1..width loop
            shown[i] := shown[i] and parts[i][c] not between 1 and 4;
        end loop;
    end loop;
    while again loop
        again := false;
        for i in 1..places loop
            continue when not shown[i];
            rest := array(select parts[i][c] from generate_series(1, width) c);
            smallest := null;
            for j in 1..places loop
                continue when j = i or not shown[j];
                above := parents[j];
                while above <> 0 and not shown[above] loop
                    above := parents[above];
                end loop;
                continue when above <> i;
                size := 0;
                for c in 1..width loop
                    rest[c] := rest[c] - parts[j][c];
                    size := size + parts[j][c];
                end loop;
                if size > 0 and (smallest is null or size < least_size) then
                    smallest := j;
                    least_size := size;
                end if;
            end loop;
            few := exists (select 1 from unnest(rest) r where r between 1 and 4);
            if few and smallest is not null then
                shown[smallest] := false;
                again := true;
                exit;
            end if;
        end loop;
    end loop;
    return shown;
end $$;

-- Counts one indicator for a measurement, and stores those of its figures that may be shown. Answers how many.
-- Each plan is where the person was last in the period: in a unit, its region and the whole service. Parts: age, length, duty to meet.
create or replace function access.measure(of_measurement bigint, of_indicator text, of_kind text, few boolean) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp set timezone = 'Europe/Oslo' set jit = off as $$
declare
    from_day date;
    to_day date;
begin
    select m.from_day, m.to_day into strict from_day, to_day from benefits_measurement m where m.id = of_measurement;
    perform access.begin_measured();
    execute format($q$
        insert into measured
        select x.plan_id, x.hit, x.base, u.region_id, u.id,
               case when i.birth_date is null then 'unknown' when i.birth_date > %L::date - interval '25 years' then 'under_25' else 'from_25' end,
               case when t.days is null then 'unknown' when t.days < 90 then 'short' when t.days < 365 then 'middle' else 'long' end,
               case f.reporting_duty when true then 'yes' when false then 'no' else 'unknown' end
        from access.%I(%L::date, %L::date) x
        left join plans_plan p on p.id = x.plan_id
        left join people_personidentity i on i.person_id = p.person_id
        left join lateral (select l.unit_id from plans_placement l where l.plan_id = x.plan_id and l.removed_at is null and l.blocked_at is null
                             and l.since < %3$L::date order by l.since desc, l.id desc limit 1) at on true
        left join people_unit u on u.id = coalesce(x.of_unit, at.unit_id)
        left join lateral (select s.years * 365 + s.months * 30 + s.days as days from sentences_sentenceterm s
                           where s.plan_id = x.plan_id and s.removed_at is null and s.blocked_at is null order by s.id desc limit 1) t on true
        left join lateral (select s.reporting_duty from sentences_sentencefacts s
                           where s.plan_id = x.plan_id and s.removed_at is null and s.blocked_at is null order by s.id desc limit 1) f on true
    $q$, to_day, 'indicator_' || of_indicator, from_day, to_day);
    return access.store_figures(of_measurement, of_indicator, of_kind, few);
end $$;

-- An empty list of whom an indicator counts, for as long as the transaction lasts.
create or replace function access.begin_measured() returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    create temporary table if not exists measured (plan_id bigint, hit numeric, base numeric, region_id bigint, unit_id bigint, age text,
                                                   term text, duty text) on commit drop;
    create temporary table if not exists places (idx integer, parent integer, region_id bigint, unit_id bigint) on commit drop;
    create temporary table if not exists cells (idx integer, kind text, cat text, persons integer, hit_some integer, hit_not_all integer,
                                                hits numeric, bases numeric, value float, low float, high float) on commit drop;
    truncate measured, places, cells;
end $$;

-- Works out the figures of those who are in `measured`, and stores those that may be shown. Answers how many.
create or replace function access.store_figures(of_measurement bigint, of_indicator text, of_kind text, few boolean) returns integer
language plpgsql volatile security definer set search_path = public, pg_temp set jit = off as $$
declare
    every boolean[];
    shown boolean[];
    parents integer[];
    parts integer[];
    cats text[];
    stored integer := 0;
    more integer;
    kind_of_part text;
begin
    insert into places
    select row_number() over (order by unit_id is not null, region_id is not null, region_id, unit_id), 0, region_id, unit_id
    from (select null::bigint as region_id, null::bigint as unit_id
          union select region_id, null from measured where region_id is not null
          union select region_id, unit_id from measured where unit_id is not null) p;
    update places p set parent = coalesce(
        (select a.idx from places a where a.region_id = p.region_id and a.unit_id is null and p.unit_id is not null),
        case when p.idx > 1 then 1 else 0 end);
    insert into cells
    select g.idx, g.kind, g.cat, g.persons, g.hit_some, g.hit_not_all, g.hits, g.bases,
           case of_kind when 'days' then g.days[(g.number + 1) / 2] else g.hits / g.bases end,
           -- 95 %: of a median by the order of the days, of a share of persons after Wilson, of other ratios by how much the plans differ.
           case when of_kind = 'days' then g.days[greatest(1, floor(g.number / 2.0 - 0.98 * sqrt(g.number)))::integer]
                when g.by_person then access.wilson(g.hits, g.number, -1)
                else greatest(0, access.ratio_edge(g.hits, g.bases, g.hh, g.hb, g.bb, g.number, -1)) end,
           case when of_kind = 'days' then g.days[least(g.number, ceil(1 + g.number / 2.0 + 0.98 * sqrt(g.number)))::integer]
                when g.by_person then access.wilson(g.hits, g.number, 1)
                when of_kind = 'share' then least(1, access.ratio_edge(g.hits, g.bases, g.hh, g.hb, g.bb, g.number, 1))
                else access.ratio_edge(g.hits, g.bases, g.hh, g.hb, g.bb, g.number, 1) end
    from (
        select p.idx, d.kind, d.cat, count(distinct m.plan_id) as persons, count(distinct m.plan_id) filter (where m.hit > 0) as hit_some,
               count(distinct m.plan_id) filter (where m.hit < m.base) as hit_not_all, sum(m.hit) as hits, sum(m.base) as bases,
               count(*) as number, of_kind = 'share' and max(m.base) = 1 as by_person, sum(m.hit * m.hit) as hh, sum(m.hit * m.base) as hb,
               sum(m.base * m.base) as bb, case when of_kind = 'days' then array_agg(m.hit order by m.hit) end as days
        from measured m
        join places p on (p.unit_id = m.unit_id or p.unit_id is null and p.region_id = m.region_id or p.idx = 1)
        cross join lateral (values ('', ''), ('age', m.age), ('term', m.term), ('duty', m.duty)) d(kind, cat)
        group by p.idx, d.kind, d.cat having sum(m.base) > 0) g;
    foreach kind_of_part in array array['', 'age', 'term', 'duty'] loop
        cats := array(select distinct c.cat from cells c where c.kind = kind_of_part order by 1);
        continue when cardinality(cats) = 0;
        select array_agg(p.parent order by p.idx), array_agg(p.row order by p.idx) into parents, parts
        from (select o.idx, o.parent, array(
                  select n from unnest(cats) k
                  left join cells c on c.idx = o.idx and c.kind = kind_of_part and c.cat = k
                  cross join lateral (select coalesce(case when few then c.hit_some else c.persons end, 0) as n, 1 as place
                                      union all select coalesce(c.hit_not_all, 0), 2 where few) v
                  order by k, v.place) as row
              from places o) p;
        -- What a part tells adds up to the whole: a place that is hidden as a whole is hidden in its parts.
        shown := access.safe_places(parents, parts, coalesce(every, array_fill(true, array[cardinality(parents)])));
        every := coalesce(every, shown);
        insert into benefits_figure (measurement_id, indicator, region_id, unit_id, part, persons, value, low, high)
        select of_measurement, of_indicator, p.region_id, p.unit_id,
               case when kind_of_part = '' then '' else kind_of_part || ':' || c.cat end, c.persons, c.value, c.low, c.high
        from cells c join places p on p.idx = c.idx
        where c.kind = kind_of_part and shown[p.idx] and c.value is not null and (kind_of_part = '' or c.cat <> 'unknown');
        get diagnostics more = row_count;
        stored := stored + more;
    end loop;
    return stored;
end $$;

-- The edges of a 95 % interval: of a share of persons (Wilson 1927), and of a ratio of sums over plans (Cochran 1977, ch. 6).
create or replace function access.wilson(hits numeric, number bigint, side integer) returns float
language sql immutable set search_path = pg_catalog as $$
    select ((hits / number + 1.92073 / number)::float
            + side * 1.959964 * sqrt((hits / number * (1 - hits / number) / number + 0.960365 / (number::numeric * number))::float))
           / (1 + 3.841459 / number)::float
$$;
create or replace function access.ratio_edge(hits numeric, bases numeric, hh numeric, hb numeric, bb numeric, number bigint, side integer)
returns float language sql immutable set search_path = pg_catalog as $$
    select case when bases = 0 then null when number < 2 then (hits / bases)::float
           else (hits / bases)::float + side * 1.959964 * sqrt(greatest(0, (hh - 2 * hits / bases * hb + hits / bases * hits / bases * bb)::float
                * number / (number - 1))) / bases::float end
$$;

-- Last month, one indicator at a time, each in a transaction of its own. Answers how many were counted: 0 when there is nothing left.
create or replace function access.measure_next() returns integer
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    first constant date := (date_trunc('month', access.day()) - interval '1 month')::date;
    the_measurement bigint;
    next record;
begin
    perform pg_advisory_xact_lock(hashtext('benefits'));
    select m.id into the_measurement from benefits_measurement m where m.from_day = first;
    if the_measurement is null then
        insert into benefits_measurement (key, from_day, to_day, made_at, counted)
        values (gen_random_uuid(), first, (first + interval '1 month')::date, now(), '{}') returning id into the_measurement;
    end if;
    select i.* into next from access.indicators() i
    where i.id <> all (select unnest(m.counted) from benefits_measurement m where m.id = the_measurement) limit 1;
    if next.id is null then
        return 0;
    end if;
    perform access.measure(the_measurement, next.id, next.kind, next.few);
    update benefits_measurement set counted = counted || next.id::text where id = the_measurement;
    return 1;
end $$;

-- Who keeps the goals, the plan and the report: those who follow the figures of the whole service.
create or replace function rule.keeps_benefits() returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return rule.has_role('analyst') or rule.has_role('editor');
end $$;

-- Whether the actor follows a trial: whoever made it, those at work in its units, and those who keep the benefits.
create or replace function rule.in_trial(of_trial bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return rule.keeps_benefits() or exists (
        select 1 from benefits_trialunit u join rule.my_units m on m.unit_id = u.unit_id where u.trial_id = of_trial);
end $$;

-- Whether the actor may write in a trial: whoever made it, leaders of its units, and those who keep the benefits.
create or replace function rule.runs_trial(of_trial bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return rule.keeps_benefits()
        or exists (select 1 from benefits_trial t where t.id = of_trial and t.made_by_id = access.me()
                   and (rule.is_leader() or rule.keeps_benefits()))
        or exists (select 1 from benefits_trialunit u where u.trial_id = of_trial and u.unit_id = any (rule.led_units()));
end $$;
revoke all on function rule.keeps_benefits(), rule.in_trial(bigint), rule.runs_trial(bigint) from public;
grant execute on function rule.keeps_benefits(), rule.in_trial(bigint), rule.runs_trial(bigint) to pop_web;

create policy see on benefits_measurement for select to pop_web using ((select rule.reads_figures()));
create policy see on benefits_figure for select to pop_web using (
    (select rule.reads_figures()) and (unit_id is null or (select rule.keeps_benefits())
                                       or unit_id = any ((select rule.led_units())::bigint[])));
create policy see on benefits_baseline for select to pop_web using ((select rule.reads_figures()));
create policy sign on benefits_baseline for insert to pop_web with check (
    signed_by_id = (select access.me()) and (select rule.has_role('analyst'))
    and exists (select 1 from benefits_measurement m where m.id = measurement_id and m.to_day <= access.day()));
grant select on benefits_measurement, benefits_figure to pop_web;
grant select, insert on benefits_baseline to pop_web;

create policy see on benefits_aim for select to pop_web using ((select rule.reads_figures()));
create policy write on benefits_aim for insert to pop_web with check (
    made_by_id = (select access.me()) and (select rule.keeps_benefits()) and retired_at is null);
create policy change on benefits_aim for update to pop_web
    using ((select rule.keeps_benefits())) with check ((select rule.keeps_benefits()));
grant select, insert on benefits_aim to pop_web;
grant update (name, stakeholders, gain, retired_at) on benefits_aim to pop_web;

create policy see on benefits_leads for select to pop_web using ((select rule.reads_figures()));
create policy write on benefits_leads for insert to pop_web with check ((select rule.keeps_benefits()));
create policy undo on benefits_leads for delete to pop_web using ((select rule.keeps_benefits()));
grant select, insert, delete on benefits_leads to pop_web;

create policy see on benefits_planline for select to pop_web using ((select rule.reads_figures()));
create policy write on benefits_planline for insert to pop_web with check (
    written_by_id = (select access.me()) and (select rule.keeps_benefits()));
grant select, insert on benefits_planline to pop_web;

create policy see on benefits_step for select to pop_web using (
    (select rule.reads_figures()) and (unit_id is null or (select rule.keeps_benefits())
                                       or unit_id = any ((select rule.led_units())::bigint[])));
create policy write on benefits_step for insert to pop_web with check (
    written_by_id = (select access.me()) and done_on is null
    and ((select rule.keeps_benefits()) or unit_id = any ((select rule.led_units())::bigint[])));
create policy change on benefits_step for update to pop_web
    using (done_on is null and ((select rule.keeps_benefits()) or unit_id = any ((select rule.led_units())::bigint[])))
    with check (done_on is not null);
grant select, insert on benefits_step to pop_web;
grant update (done_on, came_of_it) on benefits_step to pop_web;

create policy see on benefits_assessment for select to pop_web using ((select rule.reads_figures()));
create policy write on benefits_assessment for insert to pop_web with check (
    written_by_id = (select access.me()) and (select rule.keeps_benefits()));
grant select, insert on benefits_assessment to pop_web;

create policy see on benefits_outsidefigure for select to pop_web using ((select rule.reads_figures()));
create policy write on benefits_outsidefigure for insert to pop_web with check (
    brought_by_id = (select access.me()) and (select rule.keeps_benefits()));
grant select, insert on benefits_outsidefigure to pop_web;

create policy see on benefits_trial for select to pop_web using (made_by_id = (select access.me()) or rule.in_trial(id));
create policy write on benefits_trial for insert to pop_web with check (
    made_by_id = (select access.me()) and decision = '' and ((select rule.keeps_benefits()) or (select rule.is_leader())));
-- Decided once, by whoever decides, and never decided anew.
create policy change on benefits_trial for update to pop_web using (decision = '' and rule.runs_trial(id))
    with check (decision <> '' and decided_by_id = (select access.me()));
grant select, insert on benefits_trial to pop_web;
grant update (decision, decision_why, decided_by_id, decided_at) on benefits_trial to pop_web;

create policy see on benefits_trialunit for select to pop_web using (
    rule.in_trial(trial_id) or rule.runs_trial(trial_id));
create policy write on benefits_trialunit for insert to pop_web with check (
    rule.runs_trial(trial_id) and ((select rule.keeps_benefits()) or unit_id = any ((select rule.led_units())::bigint[])));
grant select, insert on benefits_trialunit to pop_web;

create policy see on benefits_trialround for select to pop_web using (rule.in_trial(trial_id));
create policy write on benefits_trialround for insert to pop_web with check (
    rule.runs_trial(trial_id)
    and exists (select 1 from surveys_round r where r.id = round_id and r.by_id = (select access.me())));
grant select, insert on benefits_trialround to pop_web;

revoke all on function access.safe_places(integer[], integer[], boolean[]), access.measure(bigint, text, text, boolean),
    access.begin_measured(), access.store_figures(bigint, text, text, boolean),
    access.wilson(numeric, bigint, integer), access.ratio_edge(numeric, numeric, numeric, numeric, numeric, bigint, integer),
    access.measure_next() from public;
do $$
begin
    if exists (select 1 from pg_roles where rolname = 'pop_worker') then
        grant execute on function access.measure_next() to pop_worker;
    end if;
end $$;
