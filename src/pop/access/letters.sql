-- Letters (issue 5, section 4; rule C5). Who sees one is in rules.sql, with the other entries: the person and the
-- contact team. Here: what never changes in a letter, and who keeps the words of the standard letters.

-- The words of a letter stay as they were: what went out is what is read here. What was sent is not unsent, and what was
-- sent is not taken out: a disclosure is recorded for good (forskrift 2013-1099 § 5).
create or replace function access.guard_letter() returns trigger
language plpgsql set search_path = public, pg_temp as $$
declare
    touchable constant text[] := array['sent_on', 'sent_way', 'answer_due', 'answered_on', 'reply', 'complaint_period',
                                       'complaint_deadline', 'removed_at', 'source_key', 'contested_at', 'contested_words',
                                       'contested_together'];
begin
    if access.me() is null then
        return new;
    end if;
    if tg_op = 'INSERT' then
        if new.sent_on is not null or new.together <> (new.source = 'person' and new.plan_id <> all (rule.own()))
           or new.only_me and new.plan_id <> all (rule.own()) then
            raise insufficient_privilege using message = 'a letter is made in one''s own voice, and sent afterwards';
        end if;
        -- A reminder or a complaint follows a letter that one sees.
        if new.follows_id is not null
           and not exists (select 1 from letters_letter f where f.id = new.follows_id and f.plan_id = new.plan_id) then
            raise insufficient_privilege using message = 'one follows up a letter that one sees';
        end if;
        return new;
    end if;
    if to_jsonb(new) - touchable is distinct from to_jsonb(old) - touchable then
        raise insufficient_privilege using message = 'the words of a letter stay as they were';
    end if;
    if old.sent_on is not null and ((new.sent_on, new.sent_way) is distinct from (old.sent_on, old.sent_way)
                                    or new.removed_at is distinct from old.removed_at) then
        raise insufficient_privilege using message = 'what was sent was sent';
    end if;
    return new;
end $$;
create or replace trigger guard_letter before insert or update on letters_letter
    for each row when (current_user = session_user) execute function access.guard_letter();

-- The central part is the directorate's, kept by its administrator; the local part is kept by the leader of the unit, or by
-- the administrator. Everybody who writes letters reads them. A version is never changed.
create policy see on letters_lettertext for select to pop_web using ((select access.me()) is not null);
create policy write on letters_lettertext for insert to pop_web with check (
    written_by_id = (select access.me())
    and ((select rule.has_role('administrator')) or unit_id is not null and unit_id = any ((select rule.led_units())::bigint[])));
grant select, insert on letters_lettertext to pop_web;

-- A Word template is kept likewise. Whoever fetches a letter from the unit needs it, the person included.
create policy see on letters_lettertemplate for select to pop_web using ((select access.me()) is not null);
create policy write on letters_lettertemplate for insert to pop_web with check (
    made_by_id = (select access.me()) and octet_length(content) <= 1048576
    and ((select rule.has_role('administrator')) or unit_id is not null and unit_id = any ((select rule.led_units())::bigint[])));
grant select, insert on letters_lettertemplate to pop_web;

-- Which topics an agency is given, whoever may sit there: what kriminalomsorgen may tell it in a letter. For the person and
-- the contact team, of agencies that they may know.
create or replace function access.given_topics(of_plan bigint, of_agency bigint) returns bigint[]
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if of_plan is null or not (of_plan = any (rule.own()) or of_plan = any (rule.contact())
                               and of_agency <> all (rule.hidden_agencies())) then
        return '{}';
    end if;
    return array(
        select distinct f.topic from rule.in_force f
        where f.plan_id = of_plan and f.recipient = of_agency * 2 and f.give
          and (of_plan = any (rule.own()) or f.topic not in (select e.topic from rule.excluded e where e.plan_id = of_plan))
          and not exists (select 1 from consents_exclusion x where x.plan_id = of_plan and x.topic_id = f.topic
                          and x.agency_id = of_agency and x.lifted_at is null));
end $$;

revoke all on function access.guard_letter(), access.given_topics(bigint, bigint) from public;
grant execute on function access.given_topics(bigint, bigint) to pop_web;
