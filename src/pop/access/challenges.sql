-- The tilbakeføringskart (issue 6, section 1). Nothing of it is about a person: everybody who is logged in reads it. A
-- version of a thread is never changed; who keeps the map writes the next one.
create policy see on challenges_thread for select to pop_web using ((select access.me()) is not null);
create policy write on challenges_thread for insert to pop_web with check ((select rule.has_role('editor')));
grant select, insert on challenges_thread to pop_web;

create policy see on challenges_threadversion for select to pop_web using ((select access.me()) is not null);
create policy write on challenges_threadversion for insert to pop_web with check (
    decided_by_id = (select access.me()) and (select rule.has_role('editor')));
grant select, insert on challenges_threadversion to pop_web;

-- What somebody suggests is between them and the editors: others read it when it stands on the map.
create policy see on challenges_threadsuggestion for select to pop_web using (
    by_id = (select access.me()) or (select rule.has_role('editor')));
create policy write on challenges_threadsuggestion for insert to pop_web with check (
    by_id = (select access.me()) and status = 'waiting' and answer = '' and became_id is null);
create policy answer on challenges_threadsuggestion for update to pop_web
    using ((select rule.has_role('editor')) and status = 'waiting')
    with check (decided_by_id = (select access.me()) and status <> 'waiting');
grant select, insert on challenges_threadsuggestion to pop_web;
grant update (status, answer, became_id, decided_by_id, decided_at) on challenges_threadsuggestion to pop_web;

-- That a need or a gap is an instance of a thread. What a gap is about is kept from partners (B9), and a thread says just
-- that: so it is between the person and the contact team, and only of what they see.
do $$
declare
    theirs constant text := '(plan_id = any ((select rule.own())::bigint[]) or plan_id = any ((select rule.contact())::bigint[]))'
        ' and (need_id is null or exists (select 1 from plans_need n where n.id = need_id))'
        ' and (gap_id is null or exists (select 1 from gaps_gap g where g.id = gap_id))';
begin
    execute format('create policy see on challenges_threadtie for select to pop_web using (%s)', theirs);
    execute format('create policy write on challenges_threadtie for insert to pop_web with check (by_id = (select access.me()) and %s)', theirs);
    execute format('create policy untie on challenges_threadtie for delete to pop_web using (%s)', theirs);
end $$;
grant select, insert, delete on challenges_threadtie to pop_web;

-- The ties that may be counted for the map: as they were last midnight, so that nobody sees a number move by what they do themselves;
-- what the person keeps, and what is not about them, is not counted. Nobody counts none. Only for the functions below.
create or replace function access.counted_ties() returns table (thread_id bigint, plan_id bigint, need_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.thread_id, t.plan_id, t.need_id from challenges_threadtie t
    left join plans_need n on n.id = t.need_id
    where access.me() is not null and t.at < date_trunc('day', now() at time zone 'Europe/Oslo') at time zone 'Europe/Oslo'
      and (n.id is null or not n.only_me and n.removed_at is null and n.blocked_at is null)
$$;
revoke all on function access.counted_ties() from public;

-- In how many plans a thread is marked; fewer than five are not told (D2).
create or replace function access.thread_plans() returns table (thread_id bigint, plans bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select t.thread_id, count(distinct t.plan_id) from access.counted_ties() t
    group by t.thread_id having count(distinct t.plan_id) >= 5;
end $$;
revoke all on function access.thread_plans() from public;
grant execute on function access.thread_plans() to pop_web;

-- Whom plans marked with a thread got a chosen measure from, by kind of agency: what others have used. A kind is told when it is in five
-- plans and not in five others, so that nobody is found by subtracting it from the number of plans (D2). No words of a measure, nothing
-- that the person keeps, and no agency whose name reveals something.
create or replace function access.thread_helpers() returns table (thread_id bigint, kind text, plans bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    with tied as (
        select t.* from access.counted_ties() t
    ), used as (
        select t.thread_id, a.kind::text as kind, count(distinct t.plan_id) as plans from tied t
        join plans_measureneed w on w.need_id = t.need_id
        join plans_measure m on m.id = w.measure_id and not m.only_me and m.removed_at is null and m.blocked_at is null
                            and m.chosen_at < date_trunc('day', now() at time zone 'Europe/Oslo') at time zone 'Europe/Oslo'
        join people_agency a on a.id = m.responsible_agency_id and not a.sensitive
        group by t.thread_id, a.kind
    )
    select u.thread_id, u.kind, u.plans from used u
    where u.plans >= 5
      and (select count(distinct t.plan_id) from tied t where t.thread_id = u.thread_id) - u.plans >= 5
    order by u.thread_id, u.plans desc, u.kind;
end $$;
revoke all on function access.thread_helpers() from public;
grant execute on function access.thread_helpers() to pop_web;
