-- Wishes, answers, slips and planned leave (rule I1): what no login may write in another's name, and the slip that
-- an officer registers without seeing the plan. Who sees what is in rules.sql, with the other entries.

-- A wish is the person's, asked by own login or together with the contact team; on a slip only through
-- register_slip. What was asked stays as it was: somebody may be answering it. As guard_entry, it lets functions of
-- the owner through.
create or replace function access.guard_wish() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    way constant text := case when new.plan_id = any (rule.own()) then 'own_login' else 'together' end;
    touchable constant text[] := array['only_me', 'only_me_contact_id', 'removed_at', 'applied_on', 'decides',
                                       'withdrawn_on', 'withdrawn_way', 'source_key', 'contested_at', 'contested_words',
                                       'contested_together'];
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.way <> way or new.together <> (way = 'together') or new.withdrawn_on is not null
           or new.asked_on > access.today() then
            raise insufficient_privilege using message = 'nobody asks in the name of another';
        end if;
        return new;
    end if;
    if to_jsonb(new) - touchable is distinct from to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'what was asked stays as it was';
    end if;
    -- What was kept to oneself has been asked from the day on which it is opened: nobody is late before that.
    if old.only_me and not new.only_me then
        new.asked_on := access.today();
    end if;
    -- Nobody makes a question go away but the one who asked.
    if new.removed_at is distinct from old.removed_at and way <> 'own_login' then
        raise insufficient_privilege using message = 'only the person takes a wish out';
    end if;
    if (new.withdrawn_on, new.withdrawn_way) is distinct from (old.withdrawn_on, old.withdrawn_way)
       and (old.withdrawn_on is not null or new.withdrawn_way <> way) then
        raise insufficient_privilege using message = 'a wish is taken back once, by the person';
    end if;
    return new;
end $$;

-- An answer that was given stays; a new one takes its place.
create or replace function access.guard_answer() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    -- That somebody disagrees is written beside it; guard_entry says who may.
    touchable constant text[] := array['only_me', 'only_me_contact_id', 'source_key', 'contested_at', 'contested_words',
                                       'contested_together'];
begin
    if access.me() is not null and to_jsonb(new) - touchable is distinct from to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'an answer is replaced by a new one';
    end if;
    return new;
end $$;

-- The person wishes for a leave and may say no to one; the contact team plans it and releases its date (rule C3).
create or replace function access.guard_leave() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    own constant boolean := new.plan_id = any (rule.own());
    dates constant text[] := array['date_from', 'date_to', 'released_at'];
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.source = 'person' and (new.status <> 'wished' or new.released_at is not null) then
            raise insufficient_privilege using message = 'the unit plans a leave and releases its date';
        end if;
    elsif own and (new.status is distinct from old.status and new.status <> 'cancelled'
                   or (new.date_from, new.date_to, new.released_at)
                      is distinct from (old.date_from, old.date_to, old.released_at)) then
        raise insufficient_privilege using message = 'the unit plans a leave and releases its date';
    elsif not own and old.source = 'person' and (new.kind, new.purpose) is distinct from (old.kind, old.purpose) then
        raise insufficient_privilege using message = 'what the person wished for stays';
    end if;
    -- Nobody says when they released it.
    if new.released_at is not null and (tg_op = 'INSERT' or old.released_at is null) then
        new.released_at := now();
    end if;
    return new;
end $$;

create or replace trigger guard_wish before insert or update on wishes_wish
    for each row when (current_user = session_user) execute function access.guard_wish();
create or replace trigger guard_answer before update on wishes_wishanswer
    for each row when (current_user = session_user) execute function access.guard_answer();
create or replace trigger guard_leave before insert or update on wishes_plannedleave
    for each row when (current_user = session_user) execute function access.guard_leave();

-- A slip, filled in by hand and registered by any officer of the unit where the person is. The officer sees neither
-- plan nor name: only that the code belongs to somebody there. The answer to a code that does not exist, is used,
-- or belongs elsewhere is the same nothing. `asked` is 'correctional' or a kind of agency; when the plan has not
-- exactly one of it, kriminalomsorgen is asked, and reads whom the slip names. Answers the key of the slip.
create or replace function access.register_slip(
    of_code text, asked text, of_topic bigint, wish text, words text, on_day date)
returns uuid language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    me constant bigint := access.me();
    typed constant text := upper(regexp_replace(of_code, '[^0-9A-Fa-f]', '', 'g'));
    slip wishes_wishslip;
    the_plan bigint;
    bodies bigint[];
begin
    if me is null or trim(wish) = '' or on_day > access.today()
       or not exists (select 1 from plans_topic t where t.number = of_topic and (t.kind <> 'basic' or t.number = 44)
                      and t.kind <> 'own') then
        return null;
    end if;
    select * into slip from wishes_wishslip s where s.code = left(typed, 4) || '-' || substr(typed, 5)
        and s.registered_at is null order by s.id limit 1 for update;
    -- Two plans about the same person may have become one since it was printed (A14).
    the_plan := coalesce((select m.plan_id from plans_merge m where m.emptied_id = slip.plan_id and m.undone_at is null
                          order by m.id desc limit 1), slip.plan_id);
    if the_plan is null or of_topic = 44 and access.on_remand(the_plan) or not exists (
        select 1 from plans_placement p join rule.my_units u on u.unit_id = p.unit_id
        where p.plan_id = the_plan and p.until is null and p.removed_at is null and p.blocked_at is null) then
        return null;
    end if;
    select array_agg(distinct a.id) into bodies from people_agency a
    where a.kind = asked and a.id in (
        select s.agency_id from teams_supportteammember s
        where s.plan_id = the_plan and s.accepted_at is not null and (s.until is null or s.until >= access.today())
        union select f.agency_id from rule.in_force f where f.plan_id = the_plan);
    insert into wishes_wish (key, plan_id, topic_id, source, only_me, written_by_id, written_at, together, imported,
                             asked_agency_id, asked_kind, text, own_words, asked_on, way, decides, withdrawn_way)
    values (gen_random_uuid(), the_plan, of_topic, 'person', false, me, now(), false, false,
            case when cardinality(bodies) = 1 then bodies[1] end,
            case when asked <> 'correctional' and cardinality(bodies) is distinct from 1 then asked else '' end,
            wish, words, on_day, 'slip', '', '');
    update wishes_wishslip set registered_at = now(), registered_by_id = me,
        receipt = upper(left(gen_random_uuid()::text, 8)) where id = slip.id;
    return slip.key;
end $$;

revoke all on function access.guard_wish(), access.guard_answer(), access.guard_leave(),
    access.register_slip(text, text, bigint, text, text, date) from public;
grant execute on function access.register_slip(text, text, bigint, text, text, date) to pop_web;
