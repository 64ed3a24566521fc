-- Forhåndssamtykke (rule B3): before consent the group holds kinds and roles only, and no name leaves kriminalomsorgen,
-- unless the person, at home, names one agency. It is no consent: rule.in_force and rule.reached know nothing of it, and it
-- opens no plan, no entry, no log and no key. It ends at step 3.

-- Whether the question about consent was asked, or answered: then there is nothing «before» any more. A behovssamtale that
-- was held elsewhere or came with a form counts (B2): the question is due from there on.
create or replace function access.consent_is_due(talk conversations_conversation) returns boolean
language sql immutable set search_path = public, pg_temp as $$
    select talk.kind in ('needs_1', 'needs_2') and talk.held_on is not null
       and talk.removed_at is null and talk.blocked_at is null
       and (coalesce(talk.consent_asked, false) or talk.consent_not_asked_why = 'wishes_not_to_share'
            or talk.elsewhere <> '' or talk.imported)
$$;

create or replace function access.past_preconsent(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return exists (select 1 from conversations_conversation c where c.plan_id = of_plan and access.consent_is_due(c))
        or exists (select 1 from consents_consent c where c.plan_id = of_plan and c.signed_at is not null)
        or exists (select 1 from plans_refusal r where r.plan_id = of_plan and r.kind = 'no_sharing' and r.ended_on is null)
        or exists (select 1 from plans_plan p where p.id = of_plan and p.sentence_ended_on < access.today());
end $$;

-- For the page: whether the person may still name an agency. False for everybody else, whatever holds.
create or replace function access.may_preconsent(of_plan bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (of_plan = any (rule.own()) or of_plan = any (rule.contact())) and not access.past_preconsent(of_plan);
end $$;

create or replace function access.end_preconsent(of_plan bigint, of_agency bigint, why text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update consents_preconsent set ended_at = now(), end_reason = why
    where plan_id = of_plan and ended_at is null and (of_agency is null or agency_id = of_agency)
$$;

-- One agency at a time: what is said last takes the place of what was said before, also where the one who registers it may
-- not know what that was. The lock makes two wait for each other. A question that is asked at the same moment waits for
-- neither; access.named_to_us looks for itself whether it was.
create or replace function access.guard_preconsent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    -- Whoever may not write here is refused by the policy, and learns nothing of what was asked.
    if access.me() is not null and not new.plan_id = any (rule.own() || rule.contact()) then
        return new;
    end if;
    perform 1 from plans_plan where id = new.plan_id for no key update;
    if access.past_preconsent(new.plan_id) then
        raise exception using errcode = 'check_violation', constraint = 'preconsent_before_step_3',
            table = 'consents_preconsent',
            message = 'Spørsmålet om samtykke er stilt. Nå gis det et vanlig samtykke (B3).';
    end if;
    new.given_at := now();
    new.ended_at := null;
    new.end_reason := '';
    perform access.end_preconsent(new.plan_id, null, 'replaced');
    return new;
end $$;
create or replace trigger guard_preconsent before insert on consents_preconsent
    for each row execute function access.guard_preconsent();
create or replace trigger guard_ended before update on consents_preconsent
    for each row execute function access.guard_ended();

-- What ends it: the question about consent, a signature, a no to sharing, taking back, and two plans that become one.
create or replace function access.preconsent_is_over() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.end_preconsent(new.plan_id, null, tg_argv[0]);
    return null;
end $$;
create or replace function access.preconsent_is_due() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if access.consent_is_due(new) then
        perform access.end_preconsent(new.plan_id, null, 'asked');
    end if;
    return null;
end $$;
create or replace trigger end_preconsent after insert or update on conversations_conversation
    for each row execute function access.preconsent_is_due();
create or replace trigger end_preconsent after insert or update of signed_at on consents_consent
    for each row when (new.signed_at is not null) execute function access.preconsent_is_over('signed');
create or replace trigger end_preconsent after insert or update on plans_refusal
    for each row when (new.kind = 'no_sharing' and new.ended_on is null) execute function access.preconsent_is_over('refused');

-- A receipt stands for a withdrawal, whoever it was told to (A5): everything, a kind of agency, the agency itself, or the name.
create or replace function access.preconsent_is_withdrawn() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update consents_preconsent c set ended_at = new.at, end_reason = 'withdrawn'
    from people_agency a
    where c.plan_id = new.plan_id and c.ended_at is null and a.id = c.agency_id
      and trim(new.scope) in ('all', 'topic:40', 'kind:' || a.kind, 'recipient:' || a.id * 2,
                              'recipient:' || a.id * 2 || ' topic:40');
    return null;
end $$;
create or replace trigger end_preconsent after insert on consents_withdrawalreceipt
    for each row execute function access.preconsent_is_withdrawn();

-- A14: merging never joins consents; who was named in either plan is asked anew.
create or replace function access.preconsent_is_merged() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform access.end_preconsent(p, null, 'merged') from unnest(array[new.plan_id, new.emptied_id]) p;
    return null;
end $$;
create or replace trigger end_preconsent after insert on plans_merge
    for each row execute function access.preconsent_is_merged();

-- Seen by the person and the contact team, about a sensitive agency only by those who may know of it in this plan. Never by
-- the agency: it is told by the function below, and by nothing else. Nobody changes a row; what ends it stands above.
create policy see on consents_preconsent for select to pop_web using (
    plan_id = any ((select rule.own())::bigint[])
    or plan_id = any ((select rule.contact())::bigint[])
       and (registered_by_id = (select access.me())
            or agency_id <> all ((select rule.sensitive_agencies())::bigint[])
            or rule.key(plan_id, agency_id * 2, 0) = any ((select rule.known_in_plans())::bigint[])));
create policy give on consents_preconsent for insert to pop_web with check (
    registered_by_id = (select access.me())
    and (plan_id = any ((select rule.own())::bigint[]) and way = 'own_login'
         or plan_id = any ((select rule.contact())::bigint[]) and way = 'paper'
            and agency_id <> all ((select rule.hidden_agencies())::bigint[])));
grant select, insert on consents_preconsent to pop_web;

-- What the named agency is told: that somebody comes, the name, where, and in which month. For whoever works there and has
-- accepted secrecy (A9); not for somebody with a private tie or asked away (A13), nor against an exception about the name or
-- the place. A10: a plan that opens for named users names its person to no others, and a protected address has no place.
-- Each row told is a look, which the person reads.
create or replace function access.named_to_us() returns table (name text, unit text, month date)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare found record;
begin
    for found in
        select c.plan_id, c.agency_id, person.given_name || ' ' || person.family_name as full_name, stay.place, stay.since
        from consents_preconsent c
        join rule.my_agencies a on a.agency_id = c.agency_id
        join rule.my_secrecy on true
        join rule.my_named n on n.plan_id = c.plan_id
        join plans_plan p on p.id = c.plan_id
        join people_person person on person.id = p.person_id
        left join lateral (
            select u.name as place, date_trunc('month', s.since)::date as since
            from plans_placement s join people_unit u on u.id = s.unit_id
            where s.plan_id = c.plan_id and s.until is null and s.removed_at is null and s.blocked_at is null
              and not s.only_me and person.protection = 'none'
              and (s.plan_id, 41) not in (select e.plan_id, e.topic from rule.excluded e)
            order by s.since desc limit 1) stay on true
        where c.ended_at is null and not access.past_preconsent(c.plan_id)
          and access.tie_of(c.plan_id, access.me()) in ('', 'no_tie')
          and (c.plan_id, 40) not in (select e.plan_id, e.topic from rule.excluded e)
        order by stay.since, full_name
    loop
        perform access.look_at(found.plan_id, 'navngitt', 'forberedelse', 'preconsent:' || found.agency_id);
        name := found.full_name;
        unit := coalesce(found.place, '');
        month := found.since;
        return next;
    end loop;
end $$;

revoke all on function access.consent_is_due(conversations_conversation), access.past_preconsent(bigint),
    access.may_preconsent(bigint), access.end_preconsent(bigint, bigint, text), access.guard_preconsent(),
    access.preconsent_is_over(), access.preconsent_is_due(), access.preconsent_is_withdrawn(), access.preconsent_is_merged(), access.named_to_us() from public;
grant execute on function access.may_preconsent(bigint), access.named_to_us() to pop_web;
