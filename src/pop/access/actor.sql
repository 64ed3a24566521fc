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

create or replace function access.set_key(key_hex text, rules text) returns void
language sql set search_path = pg_catalog as $$
    insert into access.secret (key, rules) values (decode(key_hex, 'hex'), rules)
    on conflict (only_row) do update set key = excluded.key, rules = excluded.rules
$$;

create or replace function access.rules_fingerprint() returns text
language sql stable security definer set search_path = pg_catalog as $$
    select rules from access.secret
$$;

-- HMAC-SHA256 of 64-byte blocks, written out because this build has no pgcrypto.
create or replace function access.hmac(key bytea, message bytea) returns bytea
language sql immutable set search_path = pg_catalog as $$
    with padded as (select key || decode(repeat('00', 64 - length(key)), 'hex') as k),
    pads as (
        select (select decode(string_agg(lpad(to_hex(get_byte(k, i) # 54), 2, '0'), '' order by i), 'hex')
                from generate_series(0, 63) i) as inner_pad,
               (select decode(string_agg(lpad(to_hex(get_byte(k, i) # 92), 2, '0'), '' order by i), 'hex')
                from generate_series(0, 63) i) as outer_pad
        from padded
    )
    select sha256(outer_pad || sha256(inner_pad || message)) from pads
$$;

-- The id of the one who acts, or null. A value that is not signed, too old or made for another server
-- process is nobody; it is no error, because an error would tell an attacker more than no rows do.
create or replace function access.me() returns bigint
language sql stable security definer set search_path = pg_catalog as $$
    with given as (select string_to_array(current_setting('pop.actor', true), ':') as part)
    select u.id
    from given
    join access.secret s on true
    join public.people_user u on u.id::text = part[1] and u.active
    where array_length(part, 1) = 4
      and part[3] = pg_backend_pid()::text
      and part[2] ~ '^[0-9]{1,12}$'
      and part[2]::bigint >= extract(epoch from clock_timestamp())
      and encode(access.hmac(s.key, convert_to(part[1] || ':' || part[2] || ':' || part[3], 'UTF8')), 'hex') = part[4]
$$;

-- The day in Norway: consent ends with a day, not with an hour of another time zone.
create or replace function access.today() returns date
language sql stable set search_path = pg_catalog as $$
    select (now() at time zone 'Europe/Oslo')::date
$$;
