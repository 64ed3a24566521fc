-- Rules for the facts of the sentence and what is computed from them; and the calendar of working days.

-- Working days: the twin of pop/plans/calendar.py. The free days are put in when the rules are applied
-- (access/free_days.py), Saturdays and Sundays are not among them.
create table if not exists access.free_day (day date primary key, name text not null);
revoke all on access.free_day from public;

create or replace function access.fill_free_days(days date[], names text[]) returns void
language sql volatile set search_path = pg_catalog as $$
    delete from access.free_day f where f.day <> all (days);
    insert into access.free_day (day, name) select d, n from unnest(days, names) as x(d, n)
    on conflict (day) do update set name = excluded.name where access.free_day.name <> excluded.name
$$;

create or replace function access.is_working_day(of_day date) returns boolean
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    return extract(isodow from of_day) < 6 and not exists (select 1 from access.free_day f where f.day = of_day);
end $$;

-- The day itself, or the first working day after it (domstolloven § 149).
create or replace function access.next_working_day(of_day date) returns date
language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    while not access.is_working_day(of_day) loop
        of_day := of_day + 1;
    end loop;
    return of_day;
end $$;

-- The working day number `count` after a day, before it when negative; nought is the day itself.
create or replace function access.add_working_days(of_day date, count integer) returns date
language plpgsql stable security definer set search_path = pg_catalog as $$
declare left_over integer := abs(count);
begin
    while left_over > 0 loop
        of_day := of_day + sign(count)::integer;
        left_over := left_over - access.is_working_day(of_day)::integer;
    end loop;
    return of_day;
end $$;

-- Working days after the first up to and with the last; negative when the last comes before the first.
create or replace function access.working_days_between(first_day date, last_day date) returns integer
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    early constant date := least(first_day, last_day);
    late constant date := greatest(first_day, last_day);
begin
    return sign(last_day - first_day)::integer * (
        (select count(*)::integer from generate_series(1, late - early) n where extract(isodow from early + n) < 6)
        - (select count(*)::integer from access.free_day f
           where f.day > early and f.day <= late and extract(isodow from f.day) < 6));
end $$;

revoke all on function access.fill_free_days(date[], text[]), access.is_working_day(date), access.next_working_day(date),
    access.add_working_days(date, integer), access.working_days_between(date, date) from public;
grant execute on function access.is_working_day(date), access.next_working_day(date),
    access.add_working_days(date, integer), access.working_days_between(date, date) to pop_web;

-- Varetekt has no sentence, and so neither facts of one nor wishes about progression (rule B6). By the form that holds
-- on the day, whoever may see it. What was read in from a form stays as it stood there.
create or replace function access.on_remand(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce((select f.form = 'remand' from plans_servingform f
        where f.plan_id = of_plan and f.removed_at is null and f.blocked_at is null and f.since <= access.day()
        order by f.since desc, f.id desc limit 1), false);
end $$;

create or replace function access.guard_remand() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.me() is not null and not new.imported and access.on_remand(new.plan_id) then
        raise insufficient_privilege using message = 'varetekt has no sentence to compute from';
    end if;
    return new;
end $$;
create or replace trigger guard_remand before insert on sentences_sentencefacts
    for each row when (current_user = session_user) execute function access.guard_remand();
create or replace trigger guard_remand before insert on sentences_sentenceterm
    for each row when (current_user = session_user) execute function access.guard_remand();
create or replace trigger guard_remand before insert on sentences_interruption
    for each row when (current_user = session_user) execute function access.guard_remand();
create or replace trigger guard_remand before insert on plans_progressionwish
    for each row when (current_user = session_user) execute function access.guard_remand();
create or replace trigger guard_remand before insert on wishes_wish
    for each row when (current_user = session_user and new.topic_id = 44) execute function access.guard_remand();

-- How many rows the dates of a plan are computed from: whoever sees fewer does not compute for others.
create or replace function access.sentence_rows(of_plan bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from sentences_sentencefacts e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
         + (select count(*) from sentences_sentenceterm e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
         + (select count(*) from sentences_interruption e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
         + (select count(*) from plans_servingform e where e.plan_id = of_plan and e.removed_at is null and e.blocked_at is null)
$$;

-- Keeps what the contact team's change computed (sentences/actions.py), for gaps and deadlines. Answers whether it was
-- kept, and the release day before. Not kept for who may not write in the topic, or sees less than there is.
create or replace function access.keep_milestones(of_plan bigint, seen bigint, computed jsonb)
returns table (kept boolean, was date)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if access.ground(of_plan, 43, 0) is distinct from 'contact_team' or seen <> access.sentence_rows(of_plan) then
        return query select false, null::date;
        return;
    end if;
    perform 1 from plans_plan p where p.id = of_plan for no key update;
    was := (select m.on_day from sentences_milestone m where m.plan_id = of_plan and m.kind = 'release');
    delete from sentences_milestone m where m.plan_id = of_plan
        and m.kind not in (select c ->> 'kind' from jsonb_array_elements(computed) c);
    insert into sentences_milestone as m (plan_id, kind, on_day, until_day, assess, computed_at)
    select of_plan, c ->> 'kind', (c ->> 'on')::date, (c ->> 'until')::date, c ->> 'assess', access.moment()
    from jsonb_array_elements(computed) c
    on conflict (plan_id, kind) do update set
        before_day = case when m.on_day is distinct from excluded.on_day then m.on_day else m.before_day end,
        changed_at = case when m.on_day is distinct from excluded.on_day then excluded.computed_at else m.changed_at end,
        on_day = excluded.on_day, until_day = excluded.until_day, assess = excluded.assess, computed_at = excluded.computed_at;
    kept := true;
    return next;
end $$;

-- The dates as they were computed last, with what they were before: for whoever sees «forventet løslatelse» of the plan
-- and all that the person does not keep to themselves.
create or replace function access.milestones(of_plan bigint)
returns table (kind text, on_day date, until_day date, assess text, before_day date, changed_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if access.ground(of_plan, 43, 0) is null or not of_plan = any (rule.own()) and (
           exists (select 1 from sentences_sentencefacts e where e.plan_id = of_plan and e.only_me and e.removed_at is null)
           or exists (select 1 from sentences_sentenceterm e where e.plan_id = of_plan and e.only_me and e.removed_at is null)
           or exists (select 1 from sentences_interruption e where e.plan_id = of_plan and e.only_me and e.removed_at is null)) then
        return;
    end if;
    return query select m.kind::text, m.on_day, m.until_day, m.assess::text, m.before_day, m.changed_at
        from sentences_milestone m where m.plan_id = of_plan;
end $$;

-- Two plans that become one, or are parted again, are computed anew by the next change.
create or replace function access.forget_milestones() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from sentences_milestone where plan_id in (old.plan_id, new.plan_id);
    return null;
end $$;
create or replace trigger forget_milestones after update on sentences_sentencefacts
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();
create or replace trigger forget_milestones after update on sentences_sentenceterm
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();
create or replace trigger forget_milestones after update on sentences_interruption
    for each row when (old.plan_id <> new.plan_id) execute function access.forget_milestones();

revoke all on function access.on_remand(bigint), access.guard_remand(), access.sentence_rows(bigint),
    access.keep_milestones(bigint, bigint, jsonb), access.milestones(bigint), access.forget_milestones() from public;
grant execute on function access.keep_milestones(bigint, bigint, jsonb), access.milestones(bigint) to pop_web;
