-- Answers to proposals, and the sheet that confirms a muntlig ja (rule I3). Who sees what is in rules.sql; what a
-- choice is held to, guard_measure in acts.sql.

-- The person answers with the own login; the contact team registers what was said, and who was present. What was
-- said stays; it is taken back, and said anew.
create or replace function access.guard_proposal_answer() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    own constant boolean := new.plan_id = any (rule.own());
    touchable constant text[] := array['only_me', 'only_me_contact_id', 'removed_at', 'source_key'];
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.way <> (case when own then 'own_login' else 'oral' end) or new.together = own
           or own and new.present <> '' then
            raise insufficient_privilege using message = 'nobody answers in the name of another';
        end if;
        new.answered_at := clock_timestamp();
        return new;
    end if;
    if to_jsonb(new) - touchable is distinct from to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'an answer is replaced by a new one';
    end if;
    if not own and old.way <> 'oral' and new.removed_at is distinct from old.removed_at then
        raise insufficient_privilege using message = 'only the person takes an answer back';
    end if;
    return new;
end $$;
create or replace trigger guard_proposal_answer before insert or update on plans_proposalanswer
    for each row when (current_user = session_user) execute function access.guard_proposal_answer();

-- Nobody says when a sheet was printed: what was chosen or rewritten later is not on it.
create or replace function access.stamp_choice_sheet() returns trigger
language plpgsql set search_path = pg_catalog as $$
begin
    new.printed_at := clock_timestamp();
    return new;
end $$;
create or replace trigger stamp_choice_sheet before insert on plans_choicesheet
    for each row execute function access.stamp_choice_sheet();

-- A signed sheet, registered by the contact team. Confirms each muntlig ja on it, and chooses the proposals with a
-- tick that stand as they stood when it was printed. Answers how many; null when there is no such sheet.
create or replace function access.register_choices(of_plan bigint, of_code text, on_day date, ticked uuid[])
returns integer language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    typed constant text := upper(regexp_replace(of_code, '[^0-9A-Fa-f]', '', 'g'));
    sheet plans_choicesheet;
    confirmed integer; chosen integer;
begin
    if on_day > access.today() or not exists (select 1 from rule.my_contact_plans p where p.plan_id = of_plan) then
        return null;
    end if;
    -- Two plans about the same person may have become one since it was printed (A14).
    select * into sheet from plans_choicesheet s
    where s.code = left(typed, 4) || '-' || substr(typed, 5) and s.registered_at is null
      and (s.plan_id = of_plan or s.plan_id in (
          select m.emptied_id from plans_merge m where m.plan_id = of_plan and m.undone_at is null))
      and on_day >= (s.printed_at at time zone 'Europe/Oslo')::date
    order by s.id limit 1 for update;
    if sheet.id is null then
        return null;
    end if;
    update plans_measure m set chosen_confirmed_at = now(), confirmed_way = 'signed'
    where m.plan_id = of_plan and m.id = any (sheet.spoken) and m.chosen_way = 'oral' and m.chosen_confirmed_at is null
      and m.chosen_at <= sheet.printed_at and m.rewritten_at is null and m.removed_at is null and m.blocked_at is null;
    get diagnostics confirmed = row_count;
    with taken as (
        update plans_measure m set status = 'chosen', status_reason = '', chosen_at = now(), chosen_way = 'signed',
            change_asked_at = null
        where m.plan_id = of_plan and m.id = any (sheet.offered) and m.key = any (ticked) and m.status = 'proposed'
          and m.removed_at is null and m.blocked_at is null and not m.only_me
          and coalesce(access.offer_until(m.offer_ends_on, m.offer_confirmed_on) >= access.today(), true)
          and not exists (select 1 from changelog_change c where c."table" = 'plans_measure' and c.row_id = m.id
                          and c.at > sheet.printed_at)
        returning m.*)
    insert into plans_proposalanswer (key, plan_id, topic_id, source, only_me, written_by_id, written_at, together,
                                      imported, measure_id, kind, words, answered_at, way, present)
    select gen_random_uuid(), of_plan, t.topic_id, 'person', false, access.me(), now(), true, false, t.id, 'chosen', '',
           now(), 'signed', '' from taken t;
    get diagnostics chosen = row_count;
    update plans_choicesheet set signed_on = on_day, registered_at = now(), registered_by_id = access.me()
    where id = sheet.id;
    return confirmed + chosen;
end $$;

revoke all on function access.guard_proposal_answer(), access.stamp_choice_sheet(),
    access.register_choices(bigint, text, date, uuid[]) from public;
grant execute on function access.register_choices(bigint, text, date, uuid[]) to pop_web;
