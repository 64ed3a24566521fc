-- Who acts. Read together with actor.py. Everything here is owned by the owner; `pop_web` may call what is
-- granted to it at the end of rules.sql, and nothing else.

create schema if not exists access;

-- The key and the version of the rules. No grant: only functions of the owner read it.
create table if not exists access.secret (
    only_row boolean primary key default true check (only_row),
    key bytea not null,
    rules text not null,
    demo boolean not null default false
);
revoke all on access.secret from public;

-- The key mixed with the two constants of HMAC (RFC 2104), kept so that a check costs two sums and no loop.
alter table access.secret add column if not exists inner_pad bytea;
alter table access.secret add column if not exists outer_pad bytea;

-- A key of up to 64 bytes, filled up, with each byte mixed with one.
create or replace function access.pad(key bytea, with_byte integer) returns bytea
language sql immutable set search_path = pg_catalog as $$
    select decode(string_agg(lpad(to_hex(get_byte(k, i) # with_byte), 2, '0'), '' order by i), 'hex')
    from (select key || decode(repeat('00', 64 - length(key)), 'hex') as k) padded, generate_series(0, 63) i
$$;

create or replace function access.set_key(key_hex text, rules text) returns void
language sql set search_path = pg_catalog as $$
    insert into access.secret (key, rules, inner_pad, outer_pad)
    select k, rules, access.pad(k, 54), access.pad(k, 92) from (select decode(key_hex, 'hex') as k) given
    on conflict (only_row) do update
    set key = excluded.key, rules = excluded.rules, inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad
$$;

create or replace function access.rules_fingerprint() returns text
language sql stable security definer set search_path = pg_catalog as $$
    select rules from access.secret
$$;

-- HMAC-SHA256 with the key of this database, as text; written out because this build has no pgcrypto.
create or replace function access.mac(message text) returns text
language plpgsql stable set search_path = pg_catalog as $$
begin
    return (select encode(sha256(s.outer_pad || sha256(s.inner_pad || convert_to(message, 'UTF8'))), 'hex')
            from access.secret s);
end $$;

-- The id of the one who acts, or null. A value that is not signed, too old or made for another server
-- process is nobody; it is no error, because an error would tell an attacker more than no rows do.
-- A fourth part before the mac is a plan, to which this actor is confined (looks.sql, access.view_as).
create or replace function access.me() returns bigint
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    part constant text[] := string_to_array(current_setting('pop.actor', true), ':');
    last constant integer := array_length(part, 1);
begin
    if last is null or last not in (4, 5) or part[3] <> pg_backend_pid()::text
       or part[1] !~ '^[0-9]{1,18}$' or part[2] !~ '^[0-9]{1,12}$'
       or part[2]::bigint < extract(epoch from clock_timestamp())
       or part[last] is distinct from access.mac(array_to_string(part[1:last - 1], ':')) then
        return null;
    end if;
    return (select u.id from public.people_user u where u.id = part[1]::bigint and u.active);
end $$;

-- The one plan that the actor is confined to, or null: the person sees it as a partner does. Signed with the
-- rest: taken off, it is another value, and nobody's. Whoever makes one up is nobody either.
create or replace function access.only_plan() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
    select case when part[4] ~ '^[0-9]{1,18}$' then part[4]::bigint else 0 end
    from (select string_to_array(current_setting('pop.actor', true), ':') as part) given
    where array_length(part, 1) = 5
$$;

-- The one plan that a request has opened, or null. It only narrows: whoever sets it sees less, and as quickly as if
-- they had no other plan. Said by access.open_plan, taken back by access.every_plan.
create or replace function access.narrowed() returns bigint
language sql stable set search_path = pg_catalog as $$
    select nullif(current_setting('pop.plan', true), '')::bigint
$$;

-- What may stand on the screen of a meeting: the rows that all who are in the room see (room.sql), by table and number; null
-- outside a meeting. It only narrows, as the plan above.
create or replace function access.room() returns bigint[]
language sql stable set search_path = pg_catalog as $$
    select nullif(current_setting('pop.room', true), '')::bigint[]
$$;

-- The day in Norway: consent ends with a day, not with an hour of another time zone.
create or replace function access.today() returns date
language sql stable set search_path = pg_catalog as $$
    select (now() at time zone 'Europe/Oslo')::date
$$;
