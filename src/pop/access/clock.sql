-- The clock of deadlines and gaps: now, moved by nothing but the owner, and in tests only. Rules about who sees what
-- ask access.today(): nobody's access may hang on a table.
create table if not exists access.clock (single boolean primary key default true check (single), moved interval not null default '0');
insert into access.clock default values on conflict do nothing;
revoke all on access.clock from public;

create or replace function access.moment() returns timestamptz language plpgsql stable security definer
    set search_path = pg_catalog as $$
begin
    return now() + (select c.moved from access.clock c);
end $$;

create or replace function access.day() returns date language plpgsql stable security definer
    set search_path = pg_catalog as $$
begin
    return (access.moment() at time zone 'Europe/Oslo')::date;
end $$;
