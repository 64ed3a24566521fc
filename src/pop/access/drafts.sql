-- What somebody had typed when the session ran out. Theirs alone, for a day; read together with drafts.py.

-- Whose session it is, the database says itself: it is the one who acts when the row is written. No login says so.
create or replace function access.session_of() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    new.user_id := coalesce(access.me(), case when tg_op = 'UPDATE' then old.user_id end);
    return new;
end $$;
create or replace trigger session_of before insert or update on access_session
    for each row execute function access.session_of();

-- Whose drafts are seen: one's own; those of nobody while the plan is seen as somebody else sees it.
create or replace function access.writer() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select access.me() where access.only_plan() is null
$$;

create policy see on access_draft for select to pop_web using (
    user_id = (select access.writer()) and at > now() - interval '24 hours');
create policy discard on access_draft for delete to pop_web using (user_id = (select access.writer()));
grant select, delete on access_draft to pop_web;

-- Keeps what was typed, for the one who acts; for nobody, when the session that was shown has run out since
-- yesterday, for the one whose session it was. Whoever does not hold the key of that session keeps nothing for
-- anybody else. Answers the key, or null when nothing was kept.
create or replace function access.keep_draft(of_path text, in_fields jsonb) returns uuid
language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
    kept constant uuid := gen_random_uuid();
    owner constant bigint := coalesce(access.me(), (
        select s.user_id from access_session s join people_user u on u.id = s.user_id and u.active
        where s.key_hash = current_setting('pop.session', true)
          and s.expires_at <= now() and s.expires_at > now() - interval '24 hours'));
begin
    delete from access_draft where at <= now() - interval '24 hours';
    if owner is null or access.only_plan() is not null or of_path !~ '^/[^/]' or length(of_path) > 500
       or jsonb_typeof(in_fields) <> 'object' or octet_length(in_fields::text) > 200000 then
        return null;
    end if;
    delete from access_draft d where d.user_id = owner and d.id not in (
        select id from access_draft where user_id = owner order by id desc limit 19);
    insert into access_draft (key, user_id, path, fields, at) values (kept, owner, of_path, in_fields, now());
    return kept;
end $$;
revoke all on function access.keep_draft(text, jsonb), access.session_of(), access.writer() from public;
grant execute on function access.keep_draft(text, jsonb), access.writer() to pop_web;
