-- Consent: numbers, drafts, the sheet on paper, and what waits when it is missing. Rules A6 and A8.
-- Taking back is in acts.sql: it is not only about consent.

-- Who acts, changed for a moment: to ask the rules as somebody else. For functions of the owner alone.
create or replace function access.become(who bigint) returns void
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    body constant text := who || ':' || (extract(epoch from clock_timestamp())::bigint + 5) || ':' || pg_backend_pid();
begin
    perform set_config('pop.actor', body || ':' || access.mac(body), true);
end $$;

-- Consents are numbered within a plan, one at a time: two that begin at the same moment wait for one another, and
-- whoever does not see every number need not know the last.
create or replace function access.number_consent() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from plans_plan where id = new.plan_id for no key update;
    select coalesce(max(c.number), 0) + 1 into new.number from consents_consent c where c.plan_id = new.plan_id;
    return new;
end $$;
create or replace trigger number_consent before insert on consents_consent
    for each row execute function access.number_consent();

-- Who wrote a consent stays; who registers it is written with the signature. Either makes all of it readable.
-- Runs as whoever updates: a function of the owner (`access.take_sheet`) is let through.
create or replace function access.guard_consent_hands() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if current_user = session_user and access.me() is not null
       and (new.drafted_by_id <> old.drafted_by_id
            or new.registered_by_id is distinct from old.registered_by_id
               and not (old.signed_at is null and new.signed_at is not null)) then
        raise insufficient_privilege using message = 'who wrote and who registered a consent is not changed';
    end if;
    return new;
end $$;
create or replace trigger guard_consent_hands before update on consents_consent
    for each row execute function access.guard_consent_hands();

-- Leaves everything as it was. A function, because whoever drops what another wrote does not see it afterwards.
create or replace function access.drop_draft(of_consent bigint) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update consents_consent c set dropped_at = now()
    where c.id = of_consent and c.signed_at is null and c.dropped_at is null
      and (c.plan_id in (select plan_id from rule.my_own_plans)
           or c.plan_id in (select plan_id from rule.my_contact_plans)
              and (c.drafted_by_id = access.me() or c.id = any (rule.told_consents())))
$$;

-- The draft behind the code on a printed sheet, also when the actor sees no point of it: the person has handed
-- it in. As `pop.consents.sheets.code_of`. Not one that is overtaken: something in it, or the kind of agency
-- that it may be, was taken back after it was printed (A8).
create or replace function access.draft_of_sheet(of_plan bigint, of_code text) returns setof consents_consent
language sql stable security definer set search_path = public, pg_temp as $$
    select c.* from consents_consent c
    where c.plan_id = of_plan and c.plan_id in (select plan_id from rule.my_contact_plans)
      and c.signed_at is null and c.dropped_at is null
      and upper(regexp_replace(of_code, '[^0-9A-Fa-f]', '', 'g')) = upper(left(encode(sha256(convert_to(
              c.key || ' ' || to_char(c.drafted_at at time zone 'UTC', 'YYYYMMDDHH24MISSUS') || ' '
              || coalesce(to_char(c.ends_on, 'YYYY-MM-DD'), ''), 'UTF8')), 'hex'), 8))
      and not exists (
          select 1 from consents_withdrawalreceipt r join consents_consentitem i on i.consent_id = c.id
          where r.plan_id = c.plan_id and r.at >= c.drafted_at
            and coalesce(substring(r.scope from 'recipient:([0-9]+)')::bigint, i.recipient_key) = i.recipient_key
            and coalesce(substring(r.scope from 'topic:([0-9]+)')::bigint, i.topic_id) = i.topic_id)
$$;

-- Whoever holds the sheet takes the draft in hand, to register it: from then on it is theirs to read.
create or replace function access.take_sheet(of_plan bigint, of_code text) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update consents_consent set registered_by_id = access.me()
    where id in (select id from access.draft_of_sheet(of_plan, of_code))
$$;

-- A paper without scan or reference waits for the contact team's main contact (A6), until the day on which it lapses. A main
-- contact who may not know of it is told nothing: then it waits for whoever registered it. `at` is the moment of
-- the signature, and so says which consent: a task has a plan and no content.
create or replace function access.ask_for_paper() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    before constant text := current_setting('pop.actor', true);
    whom bigint := (select m.team_id from rule.main_contacts m where m.plan_id = new.plan_id);
begin
    perform access.become(whom);
    if new.id <> all (rule.told_consents()) then
        whom := new.registered_by_id;
    end if;
    perform set_config('pop.actor', before, true);
    insert into teams_task (key, user_id, plan_id, kind, at, due_on)
    values (gen_random_uuid(), whom, new.plan_id, 'paper_missing', new.signed_at,
            (new.signed_at at time zone 'Europe/Oslo')::date + 14);
    return null;
end $$;
create or replace trigger ask_for_paper after update on consents_consent for each row
    when (old.signed_at is null and new.signed_at is not null and new.way = 'paper'
          and not new.has_scan and new.archive_reference = '')
    execute function access.ask_for_paper();

-- The task is done by itself when the sheet has come, and when the consent gives nothing any more.
create or replace function access.settle_papers() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update teams_task t set done_at = now()
    where t.plan_id in (select plan_id from changed) and t.kind = 'paper_missing' and t.done_at is null
      and not exists (select 1 from consents_consent c join consents_consentitem i on i.consent_id = c.id
                      where c.plan_id = t.plan_id and c.way = 'paper' and c.signed_at = t.at
                        and not c.has_scan and c.archive_reference = '' and i.ended_at is null);
    return null;
end $$;
create or replace trigger settle_papers after update on consents_consent referencing new table as changed
    for each statement execute function access.settle_papers();
create or replace trigger settle_papers after update on consents_consentitem referencing new table as changed
    for each statement execute function access.settle_papers();

revoke all on function access.become(bigint), access.number_consent(), access.guard_consent_hands(),
    access.ask_for_paper(), access.settle_papers(),
    access.drop_draft(bigint), access.draft_of_sheet(bigint, text), access.take_sheet(bigint, text) from public;
grant execute on function access.drop_draft(bigint), access.draft_of_sheet(bigint, text),
    access.take_sheet(bigint, text) to pop_web;
