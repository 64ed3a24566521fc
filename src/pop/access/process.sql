-- The steps of the process (rules B4–B8, B11): what has been done, read from the thing itself and never ticked; what
-- a unit means by «jevnlig»; and the rules that the sources make hard.

-- What «nærmeste uke» and the like mean where the unit has not said: filled from process.toml when the rules are
-- applied (pop.process.loading). No secret.
create table if not exists access.process_setting (code text primary key, days integer not null);
revoke all on access.process_setting from public;
grant select on access.process_setting to pop_web;

-- What a plan's unit means by a rule. As pop_web: of the unit that the actor may know of; as the owner: of the unit.
create or replace function access.unit_days(of_plan bigint, of_rule text) returns integer
language plpgsql stable set search_path = public, pg_temp as $$
begin
    return coalesce(
        (select r.days from process_unitrule r
         where r.rule = of_rule and r.unit_id = (
             select p.unit_id from plans_placement p
             where p.plan_id = of_plan and p.until is null and p.removed_at is null and p.blocked_at is null
             order by p.since desc, p.id desc limit 1)),
        (select s.days from access.process_setting s where s.code = of_rule));
end $$;

-- When each step was done, and when it is next to be done. `done_on` of a step that goes on (6–6.3) is the last time.
-- Runs as its caller: whoever reads it learns from rows that they see; a function of the owner learns everything.
--
-- 0.1 is over when the person has begun to prepare, or the sentence has begun. 0.2: somebody outside the
-- contact team has said yes. 3: a consent was signed, or the person said no. B11: 4 and 5 end with a meeting held.
create or replace function access.step_dates(of_plan bigint)
returns table (step text, done_on date, next_on date)
language plpgsql stable set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    today constant date := access.day();
    talk record; measure record; meeting record;
    steps jsonb := '{}';
begin
    -- Each table is asked once: under the rules, asking is what costs. Tables marked `rule` are those of which the actor
    -- sees a part; access.plan_rows (page.sql) takes the text from `begin` to `(steps)` and puts their policies in.
    select min(held_on) filter (where kind = 'intake') as intake, min(held_on) filter (where kind = 'needs_1') as needs_1,
           min(held_on) filter (where kind = 'needs_2') as needs_2, min(held_on) filter (where kind = 'farewell') as farewell,
           max(held_on) filter (where kind in ('regular', 'release_talk')) as latest,
           min(planned_on) filter (where ahead and kind = 'intake') as next_intake,
           min(planned_on) filter (where ahead and kind = 'needs_1') as next_needs_1,
           min(planned_on) filter (where ahead and kind = 'needs_2') as next_needs_2,
           min(planned_on) filter (where ahead and kind = 'farewell') as next_farewell,
           min(planned_on) filter (where ahead) as next
    into talk
    from (select kind, held_on, planned_on, held_on is null and planned_on >= today as ahead
          from conversations_conversation /*rule*/ talks
          where plan_id = of_plan and removed_at is null and blocked_at is null) c;
    select min((written_at at time zone 'Europe/Oslo')::date) filter (where source in ('agency', 'individual')) as proposed,
           max((chosen_at at time zone 'Europe/Oslo')::date) filter (
               where status in ('in_progress', 'done') and ((chosen_at at time zone 'Europe/Oslo')::date >= talk.needs_1
                                                            or imported or continued_from <> '')) as begun,
           min(due) filter (where status in ('chosen', 'in_progress', 'waiting') and due >= today) as due,
           max((written_at at time zone 'Europe/Oslo')::date) as written
    into measure
    from plans_measure /*rule*/ measures where plan_id = of_plan and removed_at is null and blocked_at is null;
    select min(date) filter (where was and date >= greatest(talk.needs_1, measure.proposed)) as after_proposals,
           min(date) filter (where was and date >= talk.needs_2) as after_choice,
           max(date) filter (where was) as latest, min(date) filter (where held is null and date >= today) as next
    into meeting
    from (select date, held, held and date <= today as was from plans_meeting /*rule*/ meetings
          where plan_id = of_plan and removed_at is null and blocked_at is null) m;

    steps := steps || jsonb_build_object('0.1', jsonb_build_array(least(
        (select min((written_at at time zone 'Europe/Oslo')::date) from conversations_preparation /*rule*/ preparations
         where plan_id = of_plan and removed_at is null and blocked_at is null),
        (select min(since) from plans_placement /*rule*/ placements
         where plan_id = of_plan and removed_at is null and blocked_at is null and since <= today),
        talk.intake), null::date));
    steps := steps || jsonb_build_object('0.2', jsonb_build_array(
        (select min((accepted_at at time zone 'Europe/Oslo')::date) from teams_supportteammember /*rule*/ members
         where plan_id = of_plan and accepted_at is not null),
        null::date));
    steps := steps || jsonb_build_object('1', jsonb_build_array(talk.intake, talk.next_intake));
    steps := steps || jsonb_build_object('2', jsonb_build_array(talk.needs_1, talk.next_needs_1));
    steps := steps || jsonb_build_object('3', jsonb_build_array(least(
        (select min((signed_at at time zone 'Europe/Oslo')::date) from consents_consent /*rule*/ consents
         where plan_id = of_plan and signed_at is not null),
        (select min("on") from plans_refusal /*rule*/ refusals where plan_id = of_plan and kind = 'no_sharing')),
        null::date));
    steps := steps || jsonb_build_object('4', jsonb_build_array(
        case when talk.needs_1 is not null and measure.proposed is not null then meeting.after_proposals end, meeting.next));
    steps := steps || jsonb_build_object('5', jsonb_build_array(
        case when talk.needs_2 is not null then meeting.after_choice end, talk.next_needs_2));
    steps := steps || jsonb_build_object('6', jsonb_build_array(greatest(measure.begun,
        (select max((n.written_at at time zone 'Europe/Oslo')::date)
         from plans_measurenote /*rule*/ n join plans_measure /*rule*/ m on m.id = n.measure_id
         where n.plan_id = of_plan and n.removed_at is null and n.blocked_at is null
           and ((m.chosen_at at time zone 'Europe/Oslo')::date >= talk.needs_1 or m.imported or m.continued_from <> ''))),
        measure.due));
    steps := steps || jsonb_build_object('6.1', jsonb_build_array(talk.latest, talk.next));
    steps := steps || jsonb_build_object('6.2', jsonb_build_array(meeting.latest, meeting.next));
    steps := steps || jsonb_build_object('6.3', jsonb_build_array(greatest(measure.written,
        (select max((written_at at time zone 'Europe/Oslo')::date) from plans_need /*rule*/ needs
         where plan_id = of_plan and removed_at is null and blocked_at is null),
        (select max((written_at at time zone 'Europe/Oslo')::date) from plans_goal /*rule*/ goals
         where plan_id = of_plan and removed_at is null and blocked_at is null)),
        null::date));
    -- An earlier handover, as to another ward, does not make the one that goes on done.
    steps := steps || jsonb_build_object('7', (
        select jsonb_build_array(case when not coalesce(bool_or(state in ('open', 'postponed')), false)
                                      then max((ended_at at time zone 'Europe/Oslo')::date) filter (where state = 'done') end,
               min(overlap_from) filter (where state = 'open'))
        from handovers_handover /*rule*/ handovers where plan_id = of_plan));
    steps := steps || jsonb_build_object('8', jsonb_build_array(talk.farewell, talk.next_farewell));
    -- (steps)
    return query select key, (value ->> 0)::date, (value ->> 1)::date from jsonb_each(steps)
        order by string_to_array(key, '.')::integer[];
end $$;

-- The forløp of a plan, for rules about gaps (B7); null until somebody has chosen one. For functions of the owner.
create or replace function access.pathway_of(of_plan bigint) returns text
language plpgsql stable set search_path = public, pg_temp as $$
begin
    return (select p.pathway from process_planpathway p where p.plan_id = of_plan and p.ended_at is null);
end $$;

-- Who sees and says what. A step that is not needed and a forløp have no topic: as groundwork, for the person and
-- those of the contact team from whom nothing is kept. The contact team alone says it.
do $$
declare
    kind text;
    see constant text := $rule$
        plan_id = any ((select rule.own())::bigint[])
        or plan_id = any ((select rule.contact())::bigint[])
           and plan_id <> all ((select rule.partly_excluded())::bigint[])
    $rule$;
    say constant text := $rule$
        plan_id = any ((select rule.contact())::bigint[])
        and plan_id <> all ((select rule.partly_excluded())::bigint[])
    $rule$;
    by_whom constant jsonb := '{"process_stepwaived": "waived_by_id", "process_planpathway": "chosen_by_id",
                                "process_guardianship": "registered_by_id"}';
begin
    for kind in select jsonb_object_keys(by_whom) loop
        execute format('create policy see on %I for select to pop_web using (%s)', kind, see);
        execute format('create policy say on %I for insert to pop_web with check (%s and ended_at is null and %I = (select access.me()))',
                       kind, say, by_whom ->> kind);
        execute format('create policy take_back on %I for update to pop_web using (%s and ended_at is null) with check (%s)',
                       kind, say, say);
        execute format('grant select, insert, update (ended_at) on %I to pop_web', kind);
    end loop;
end $$;

-- Rules of a unit: no secret; the leader of that unit sets them.
create policy see on process_unitrule for select to pop_web using ((select access.me()) is not null);
create policy say on process_unitrule for insert to pop_web
    with check (unit_id = any ((select rule.led_units())::bigint[]) and set_by_id = (select access.me()));
create policy change on process_unitrule for update to pop_web
    using (unit_id = any ((select rule.led_units())::bigint[]))
    with check (unit_id = any ((select rule.led_units())::bigint[]) and set_by_id = (select access.me()));
create policy remove on process_unitrule for delete to pop_web
    using (unit_id = any ((select rule.led_units())::bigint[]));
grant select, insert, delete, update (days, set_by_id, set_at) on process_unitrule to pop_web;

-- P1-2, T2: an innkomst that was held has the next conversation booked. Asked when the transaction ends, so that
-- both can be written in any order. What was held elsewhere or read in from a form comes as it is (B2).
create or replace function access.next_is_booked() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select 1 from conversations_conversation c
               where c.id = new.id and c.kind = 'intake' and c.held_on is not null and c.elsewhere = ''
                 and not c.imported and c.removed_at is null and c.blocked_at is null)
       and not exists (select 1 from conversations_conversation c
                       where c.plan_id = new.plan_id and c.id <> new.id and c.removed_at is null
                         and c.blocked_at is null and coalesce(c.planned_on, c.held_on) >= new.held_on) then
        raise exception using errcode = 'check_violation', constraint = 'next_conversation_is_booked',
            message = 'Ved innkomst avtales neste samtale. Før opp når dere skal snakke sammen igjen (T2).';
    end if;
    return null;
end $$;
drop trigger if exists next_is_booked on conversations_conversation;
create constraint trigger next_is_booked after insert or update of kind, held_on, elsewhere on conversations_conversation
    deferrable initially deferred for each row when (new.kind = 'intake' and new.held_on is not null)
    execute function access.next_is_booked();

-- P3-1, T4: a behovssamtale del 1 is not over before consent has been asked, or it is said why not.
create or replace function access.consent_was_asked() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if new.consent_asked is not true and new.consent_not_asked_why = '' then
        raise exception using errcode = 'check_violation', constraint = 'consent_is_asked',
            message = 'Ved slutten av behovssamtalen spørres det om samtykke. Si at det er gjort, eller hvorfor ikke (T4).';
    end if;
    return new;
end $$;
create or replace trigger consent_was_asked before insert or update on conversations_conversation
    for each row when (new.kind = 'needs_1' and new.held_on is not null and new.elsewhere = '' and not new.imported)
    execute function access.consent_was_asked();

revoke all on function access.unit_days(bigint, text), access.step_dates(bigint),
    access.pathway_of(bigint), access.next_is_booked(), access.consent_was_asked() from public;
grant execute on function access.unit_days(bigint, text), access.step_dates(bigint) to pop_web;
