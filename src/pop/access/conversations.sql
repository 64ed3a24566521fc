-- Rules for conversations, the minikartlegging, BRIK, money, interpreters and preparations. Entries of these kinds
-- follow the one rule in rules.sql; here is what is no entry, what nobody may write, and the gate (P2-6, rule B2).

-- Sittings, and what the person wants to share: for the person and the contact team, whatever consents say (P2-1).
do $$
declare
    kind text;
    who constant text := $rule$
        (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
        and exists (select 1 from conversations_conversation c where c.id = conversation_id)
    $rule$;
    staff constant text := $rule$
        plan_id = any ((select rule.contact())::bigint[])
        and exists (select 1 from conversations_conversation c where c.id = conversation_id)
    $rule$;
begin
    foreach kind in array array['conversations_sitting', 'conversations_confidence'] loop
        execute format('create policy see on %I for select to pop_web using (%s)', kind, who);
        execute format('create policy write on %I for insert to pop_web with check (%s)', kind,
                       case kind when 'conversations_sitting' then staff else who end);
        execute format('grant select, insert on %I to pop_web', kind);
    end loop;
    execute format('create policy change on conversations_confidence for update to pop_web using (%s) with check (%s)', who, who);
    grant update (wants_to_share, wants_not_to_share) on conversations_confidence to pop_web;
end $$;

-- Which utslusningssamtale a progression wish came from (rule B10): for the person and those of the contact team who see
-- both ends. Other kinds of talk have no wishes.
do $$
declare
    who constant text := $rule$
        (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
        and exists (select 1 from conversations_conversation c where c.id = conversation_id and c.kind = 'release_talk')
        and exists (select 1 from plans_progressionwish w where w.id = wish_id)
    $rule$;
begin
    execute format('create policy see on conversations_saidwish for select to pop_web using (%s)', who);
    execute format('create policy write on conversations_saidwish for insert to pop_web with check (%s)', who);
end $$;
grant select, insert on conversations_saidwish to pop_web;

-- That the guide was gone through, and when: also for whoever sees an answer of it.
create policy see on conversations_mappinground for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[])
    or exists (select 1 from conversations_mappinganswer a where a.round_id = conversations_mappinground.id));
create policy write on conversations_mappinground for insert to pop_web with check (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]));
create policy change on conversations_mappinground for update to pop_web using (
    plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))
    with check (plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]));
grant select, insert, update (finished_on) on conversations_mappinground to pop_web;

-- BRIK's own consent has no topic: the person, and those of the contact team from whom nothing is kept.
do $$
declare
    who constant text := $rule$
        plan_id = any ((select rule.own())::bigint[])
        or plan_id = any ((select rule.contact())::bigint[])
           and plan_id <> all ((select rule.partly_excluded())::bigint[])
    $rule$;
begin
    execute format('create policy see on conversations_brikconsent for select to pop_web using (%s)', who);
    execute format('create policy write on conversations_brikconsent for insert to pop_web with check (%s)', who);
end $$;
grant select, insert on conversations_brikconsent to pop_web;

-- What nobody may write: a conversation held tomorrow; a result of BRIK without the consent that BRIK asks for; an answer
-- in a guide, or a need of it, that the writer does not see. Lets functions of the owner through, as guard_entry.
create or replace function access.guard_talk() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    facts constant jsonb := to_jsonb(new);
    was constant jsonb := case when tg_op = 'UPDATE' then to_jsonb(old) else '{}' end;
begin
    if access.me() is null then
        return new;
    end if;
    if facts ->> 'held_on' is not null and facts ->> 'held_on' is distinct from was ->> 'held_on'
       and (facts ->> 'held_on')::date > access.day() then
        raise insufficient_privilege using message = 'nobody has held a conversation that is to come';
    end if;
    if tg_table_name = 'conversations_brikresult' and tg_op = 'INSERT' and not exists (
            select 1 from conversations_brikconsent c where c.plan_id = new.plan_id and c.withdrawn_on is null) then
        raise insufficient_privilege using message = 'nothing is taken from BRIK without the consent that BRIK asks for';
    end if;
    if facts ->> 'need_id' is not null and facts ->> 'need_id' is distinct from was ->> 'need_id'
       and not exists (select 1 from plans_need n where n.id = (facts ->> 'need_id')::bigint)
       or facts ->> 'round_id' is not null and facts ->> 'round_id' is distinct from was ->> 'round_id'
       and not exists (select 1 from conversations_mappinground r where r.id = (facts ->> 'round_id')::bigint)
       or facts ->> 'booked_for_id' is not null and facts ->> 'booked_for_id' is distinct from was ->> 'booked_for_id'
       and not exists (select 1 from conversations_conversation c where c.id = (facts ->> 'booked_for_id')::bigint) then
        raise insufficient_privilege using message = 'one builds on what one sees';
    end if;
    return new;
end $$;
do $$
declare kind text;
begin
    foreach kind in array array['conversations_conversation', 'conversations_interpreterneed', 'conversations_mappinganswer',
                                'conversations_brikresult', 'conversations_preparation'] loop
        execute format('create or replace trigger guard_talk before insert or update on %I'
                       ' for each row when (current_user = session_user) execute function access.guard_talk()', kind);
    end loop;
end $$;

-- The gate ----------------------------------------------------------------------------------------------------
-- «Ingen tiltak utover akutte behov skal startes opp før denne samtalen» (P2-6, T5). One held elsewhere counts (B2);
-- varetekt has no gate (B6). Asked as the owner: whether the talk was held hangs on nobody's view of it.
create or replace function access.needs_talked(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (select 1 from conversations_conversation c
                   where c.plan_id = of_plan and c.kind = 'needs_1' and c.held_on is not null
                     and c.removed_at is null and c.blocked_at is null)
        or access.on_remand(of_plan);
end $$;

-- Whether a measure answers a need that is urgent, itself or by way of a goal.
create or replace function access.answers_acute(of_measure bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (
        select 1 from plans_measureneed t
        join plans_need n on n.acute and n.removed_at is null and n.blocked_at is null
             and (n.id = t.need_id or exists (select 1 from plans_needgoal g where g.goal_id = t.goal_id and g.need_id = n.id))
        where t.measure_id = of_measure);
end $$;

-- No login is past it: a signed sheet (access.register_choices) comes through here too. What a new row answers is not
-- tied to it yet, so that a measure for an urgent need is written first and chosen then.
create or replace function access.guard_needs_talk() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.me() is null or new.chosen_at is null or new.imported or new.continued_from <> ''
       or tg_op = 'UPDATE' and old.chosen_at is not null
       or access.needs_talked(new.plan_id) or access.answers_acute(new.id) then
        return new;
    end if;
    raise exception 'no measure but for acute needs before the first behovssamtale'
        using errcode = 'check_violation', constraint = 'measure_after_needs_talk', table = 'plans_measure';
end $$;
create or replace trigger guard_needs_talk before insert or update on plans_measure
    for each row execute function access.guard_needs_talk();

-- After a merge is undone: what was written to a conversation or a guide that moves back goes along; a link with one end
-- on each side is cut.
create or replace function access.part_talks(of_merge bigint, kept bigint, emptied bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    talks constant bigint[] := access.moved(of_merge, 'conversations_conversation');
    rounds constant bigint[] := access.moved(of_merge, 'conversations_mappinground');
    needs constant bigint[] := access.moved(of_merge, 'plans_need');
    kind text;
begin
    update conversations_sitting set plan_id = emptied where plan_id = kept and conversation_id = any (talks);
    update conversations_confidence set plan_id = emptied where plan_id = kept and conversation_id = any (talks);
    delete from conversations_saidwish where plan_id = kept
        and (conversation_id = any (talks)) <> (wish_id = any (access.moved(of_merge, 'plans_progressionwish')));
    update conversations_saidwish set plan_id = emptied where plan_id = kept and conversation_id = any (talks);
    update conversations_interpreterneed set booked_for_id = null
    where plan_id = kept and booked_for_id is not null
      and (id = any (access.moved(of_merge, 'conversations_interpreterneed'))) <> (booked_for_id = any (talks));
    foreach kind in array array['conversations_mappinganswer', 'conversations_brikresult', 'conversations_preparation'] loop
        execute format('update %I set need_id = null where plan_id = $1 and need_id is not null'
                       ' and (id = any ($2) %s) <> (need_id = any ($3))', kind,
                       case kind when 'conversations_mappinganswer' then 'or round_id = any ($4)' else 'or $4 is null' end)
            using kept, access.moved(of_merge, kind), needs, rounds;
    end loop;
    update conversations_mappinganswer set plan_id = emptied where plan_id = kept and round_id = any (rounds);
end $$;

-- Withdrawn at any time (BRIK-forskriften § 5 nr. 2), by the person or told to the contact team: what came from BRIK goes out
-- of the plan, also what the one who withdraws may not see. Answers whether there was anything to withdraw.
create or replace function access.withdraw_brik(of_plan bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare had boolean;
begin
    if not (exists (select 1 from rule.my_own_plans p where p.plan_id = of_plan)
            or exists (select 1 from rule.my_contact_plans p where p.plan_id = of_plan)) then
        return false;
    end if;
    update conversations_brikconsent set withdrawn_on = access.day() where plan_id = of_plan and withdrawn_on is null;
    had := found;
    update conversations_brikresult set removed_at = now() where plan_id = of_plan and removed_at is null;
    return had or found;
end $$;

revoke all on function access.guard_talk(), access.guard_needs_talk(), access.needs_talked(bigint),
    access.answers_acute(bigint), access.part_talks(bigint, bigint, bigint), access.withdraw_brik(bigint) from public;
grant execute on function access.withdraw_brik(bigint) to pop_web;
