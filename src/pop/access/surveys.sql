-- Surveys (issue 6, section 2; ADR 27). Questions and rounds are rows; answers are in a box that no login reads.

-- Who asks: editors and analysts everywhere, everybody at work in a unit there.
create or replace function rule.asks_in(of_unit bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return rule.has_role('editor') or rule.has_role('analyst')
        or of_unit is not null and exists (select 1 from rule.my_units where unit_id = of_unit);
end $$;

create policy see on surveys_survey for select to pop_web using (
    (select access.me()) is not null and (unit_id is null or rule.asks_in(unit_id)));
create policy write on surveys_survey for insert to pop_web with check (
    made_by_id = (select access.me()) and not sealed
    and (unit_id is null and (select rule.has_role('editor')) or unit_id = any ((select rule.led_units())::bigint[])));
create policy change on surveys_survey for update to pop_web
    using (not sealed and (unit_id is null and (select rule.has_role('editor')) or unit_id = any ((select rule.led_units())::bigint[])))
    with check (true);
grant select, insert on surveys_survey to pop_web;
grant update (content) on surveys_survey to pop_web;

create policy see on surveys_round for select to pop_web using (by_id = (select access.me()) or rule.asks_in(unit_id));
create policy write on surveys_round for insert to pop_web with check (
    by_id = (select access.me()) and rule.asks_in(unit_id) and closed_at is null
    and exists (select 1 from surveys_survey s where s.id = survey_id));
create policy change on surveys_round for update to pop_web
    using (by_id = (select access.me()) or (select rule.has_role('editor')))
    with check (by_id = (select access.me()) or (select rule.has_role('editor')));
grant select, insert on surveys_round to pop_web;
grant update (step, step_at, frozen, closed_at, expected) on surveys_round to pop_web;

-- A round has its box from the start, and a survey that is asked is sealed. Written by the owner.
create or replace function access.open_round() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into surveys_box (round_id, replies) values (new.id, '[]');
    insert into surveys_codes (round_id, unused, ballots) values (new.id, '{}', '{}');
    update surveys_survey set sealed = true where id = new.survey_id and not sealed;
    return new;
end $$;
create or replace trigger open_round after insert on surveys_round for each row execute function access.open_round();

-- Whether the actor reads the figures of a round.
create or replace function access.reads_round(of_round bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return access.me() is not null and exists (
        select 1 from surveys_round r where r.id = of_round and (r.by_id = access.me() or rule.asks_in(r.unit_id)));
end $$;

-- Whether anything of what was answered is shown: when five have answered, or groups, where one writes for several (rule D4). Whoever
-- gave a name is known by it, and could be subtracted: so there are five others, or none.
create or replace function access.survey_shown(of_round bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce((
        select r.group_mode or jsonb_array_length(b.replies) >= 5 and (not r.named or n.unnamed >= 5 or n.unnamed = 0)
        from surveys_round r join surveys_box b on b.round_id = r.id
        cross join lateral (select count(*) as unnamed from jsonb_array_elements(b.replies) one where not one ? '_name') n
        where r.id = of_round and access.reads_round(of_round)), false);
end $$;

-- What a code opens. Asked by people who are not logged in: the questions of a round that is open, and nothing else.
create or replace function access.survey_asked(of_code text)
returns table (round_id bigint, content jsonb, name text, group_mode boolean, needs_code boolean, named boolean, step_at timestamptz)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select r.id, s.content, r.name::text, r.group_mode, cardinality(c.unused) + cardinality(c.ballots) > 0, r.named, r.step_at
    from surveys_round r join surveys_survey s on s.id = r.survey_id join surveys_codes c on c.round_id = r.id
    where r.code = of_code and r.closed_at is null;
end $$;

-- A reply goes into the box. The whole box is written anew and sorted: neither the row, nor its place, nor a number or a
-- time tells one reply from another. False when the round is closed, or the reply is no list of answers.
create or replace function access.survey_answer(of_code text, reply jsonb, ballot text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    the_round bigint;
    asked jsonb;
    besides text[];
    held surveys_codes;
begin
    select r.id, s.content, array_remove(array[case when r.group_mode then '_group' end, case when r.named then '_name' end], null)
    into the_round, asked, besides from surveys_round r join surveys_survey s on s.id = r.survey_id
    where r.code = of_code and r.closed_at is null;
    if the_round is null or jsonb_typeof(reply) <> 'object' or length(reply::text) > 20000
       or reply - besides = '{}' then
        return false;
    end if;
    if exists (select 1 from jsonb_object_keys(reply - besides) k where not exists (
            select 1 from jsonb_path_query(asked, '$.sections[*].questions[*].id') q where q #>> '{}' = k)) then
        return false;
    end if;
    select * into held from surveys_codes where round_id = the_round for update;
    if cardinality(held.unused) + cardinality(held.ballots) > 0 then
        if encode(sha256(convert_to(coalesce(ballot, ''), 'utf8')), 'hex') <> all (held.ballots) then
            return false;
        end if;
        update surveys_codes set ballots = array_remove(ballots, encode(sha256(convert_to(ballot, 'utf8')), 'hex'))
        where round_id = the_round;
    end if;
    update surveys_box b set replies = (
        select jsonb_agg(one order by one::text) from jsonb_array_elements(b.replies || jsonb_build_array(reply)) one)
    where b.round_id = the_round;
    return true;
end $$;

-- How many have answered.
create or replace function access.survey_total(of_round bigint) returns integer
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select jsonb_array_length(b.replies) from surveys_box b where b.round_id = of_round and access.reads_round(of_round));
end $$;

-- How many chose what.
create or replace function access.survey_counts(of_round bigint) returns table (question text, choice text, n bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select k.key, c.value #>> '{}', count(*) from surveys_box b
    cross join lateral jsonb_array_elements(b.replies) one
    cross join lateral jsonb_each(one) k
    cross join lateral jsonb_array_elements(case jsonb_typeof(k.value -> 'chosen') when 'array' then k.value -> 'chosen' else '[]' end) c
    where b.round_id = of_round and access.survey_shown(of_round)
    group by 1, 2;
end $$;

-- What each group said (rule D4): its choices, and those of its words that were let through.
create or replace function access.survey_groups(of_round bigint) returns table (of_group text, question text, choice text, said text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select one #>> '{_group,text}', k.key, c.value #>> '{}', case when t.id is not null then k.value ->> 'text' end
    from surveys_box b join surveys_round r on r.id = b.round_id and r.group_mode
    cross join lateral jsonb_array_elements(b.replies) one
    cross join lateral jsonb_each(one - '_group' - '_name') k
    left join lateral jsonb_array_elements(case jsonb_typeof(k.value -> 'chosen') when 'array' then k.value -> 'chosen' else '[]' end) c on true
    left join surveys_letthrough t on t.round_id = r.id and t.question = k.key and t.text = k.value ->> 'text'
    where b.round_id = of_round and access.survey_shown(of_round) and (c.value is not null or t.id is not null)
    order by 1, 2, 3, 4;
end $$;

-- Whoever wanted a name at the answer, for whoever asked, and nobody else.
create or replace function access.survey_named(of_round bigint) returns table (name text, question text, choice text, said text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select one #>> '{_name,text}', k.key, c.value #>> '{}', k.value ->> 'text'
    from surveys_box b join surveys_round r on r.id = b.round_id and r.named and r.by_id = access.me()
    cross join lateral jsonb_array_elements(b.replies) one
    cross join lateral jsonb_each(one - '_group' - '_name') k
    left join lateral jsonb_array_elements(case jsonb_typeof(k.value -> 'chosen') when 'array' then k.value -> 'chosen' else '[]' end) c on true
    where b.round_id = of_round and one ? '_name'
    order by 1, 2, 3;
end $$;

-- The counts by what was answered to one question, when the round is closed: a number that grows would tell who came last. Groups of
-- fewer than five are left out, and with them the smallest others until what is left out is five or more, or nothing: otherwise the
-- difference to the whole would be theirs. Whoever did not answer the question is a group too, and is not shown.
create or replace function access.survey_split(of_round bigint, by_question text)
returns table (part text, number bigint, question text, choice text, n bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    with replies as (
        select one, one #>> array[by_question, 'chosen', '0'] as part
        from surveys_box b join surveys_round r on r.id = b.round_id and r.closed_at is not null and not r.group_mode
        join surveys_survey s on s.id = r.survey_id
        cross join lateral jsonb_array_elements(b.replies) one
        where b.round_id = of_round and access.survey_shown(of_round) and not r.named
          and exists (select 1 from jsonb_path_query(s.content, '$.sections[*].questions[*]') q
                      where q ->> 'id' = by_question and q ->> 'kind' in ('yes_no', 'scale', 'one'))
    ), sizes as (
        select r.part, count(*) as size from replies r group by r.part
    ), ranked as (
        -- Left out first: who did not answer, then the smallest. `before` is how many are left out before this group is.
        select s.part, s.size, coalesce(sum(s.size) over (order by s.part is not null, s.size, s.part
                                                          rows between unbounded preceding and 1 preceding), 0) as before
        from sizes s
    ), kept as (
        select k.part, k.size from ranked k
        where k.part is not null and k.size >= 5 and (k.before = 0 or k.before >= 5)
    )
    select k.part, k.size, a.key, c.value #>> '{}', count(*)
    from kept k join replies r on r.part = k.part
    cross join lateral jsonb_each(r.one) a
    cross join lateral jsonb_array_elements(case jsonb_typeof(a.value -> 'chosen') when 'array' then a.value -> 'chosen' else '[]' end) c
    group by 1, 2, 3, 4;
end $$;

-- The free texts, for whoever decides what is shown. Sorted, and not before five have answered.
create or replace function access.survey_texts(of_round bigint) returns table (question text, said text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select k.key, k.value ->> 'text' from surveys_box b join surveys_round r on r.id = b.round_id
    cross join lateral jsonb_array_elements(b.replies) one
    cross join lateral jsonb_each(one - '_group' - '_name') k
    where b.round_id = of_round and r.by_id = access.me() and coalesce(k.value ->> 'text', '') <> '' and access.survey_shown(of_round)
    order by 1, 2;
end $$;

-- One-time codes: made once for a round that nobody has answered yet; only their hashes are kept.
create or replace function access.survey_codes(of_round bigint, hashes text[]) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update surveys_codes c set unused = (select array_agg(h order by h) from unnest(c.unused || hashes) h)
    from surveys_round r join surveys_box b on b.round_id = r.id
    where c.round_id = of_round and r.id = of_round and r.by_id = access.me() and r.closed_at is null
      and jsonb_array_length(b.replies) = 0 and cardinality(hashes) between 1 and 500;
    return found;
end $$;

-- A code is used when the form is opened, and gives a ballot for it: when the answer comes, nothing knows which code it was.
create or replace function access.survey_begin(of_code text, hash text, ballot_hash text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    update surveys_codes c set unused = array_remove(c.unused, hash),
        ballots = (select array_agg(h order by h) from unnest(c.ballots || ballot_hash) h)
    from surveys_round r
    where r.id = c.round_id and r.code = of_code and r.closed_at is null and hash = any (c.unused) and length(ballot_hash) = 64;
    return found;
end $$;

create policy see on surveys_letthrough for select to pop_web using (exists (select 1 from surveys_round r where r.id = round_id));
create policy write on surveys_letthrough for insert to pop_web with check (
    by_id = (select access.me()) and exists (select 1 from surveys_round r where r.id = round_id and r.by_id = (select access.me()))
    and exists (select 1 from access.survey_texts(round_id) t where t.question = surveys_letthrough.question and t.said = surveys_letthrough.text));
create policy take_back on surveys_letthrough for delete to pop_web using (
    exists (select 1 from surveys_round r where r.id = round_id and r.by_id = (select access.me())));
grant select, insert, delete on surveys_letthrough to pop_web;

create policy see on surveys_countedanswer for select to pop_web using (exists (select 1 from surveys_round r where r.id = round_id));
create policy write on surveys_countedanswer for insert to pop_web with check (
    exists (select 1 from surveys_round r where r.id = round_id and r.by_id = (select access.me())));
grant select, insert on surveys_countedanswer to pop_web;

revoke all on function rule.asks_in(bigint), access.open_round(), access.reads_round(bigint), access.survey_asked(text),
    access.survey_answer(text, jsonb, text), access.survey_total(bigint), access.survey_shown(bigint), access.survey_groups(bigint), access.survey_named(bigint),
    access.survey_split(bigint, text), access.survey_counts(bigint), access.survey_texts(bigint),
    access.survey_codes(bigint, text[]), access.survey_begin(text, text, text) from public;
grant execute on function rule.asks_in(bigint), access.survey_asked(text), access.survey_answer(text, jsonb, text),
    access.survey_total(bigint), access.survey_shown(bigint), access.survey_groups(bigint), access.survey_named(bigint),
    access.survey_split(bigint, text), access.survey_counts(bigint), access.survey_texts(bigint), access.survey_codes(bigint, text[]),
    access.survey_begin(text, text, text) to pop_web;
