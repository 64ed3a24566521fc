"""What the web server's login is refused outright: creating, changing a rule, reading beside the tables (pitfalls 3, 4)."""

from collections.abc import Iterator

import pytest
from django.db import Error, connection, transaction

from pop.access.actor import acting
from pop.demo.places import user


def refused(statement: str) -> str:
    """That the database says no; the answer is what it says."""
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    return str(error.value)


@pytest.fixture
def kari() -> Iterator[int]:
    with acting(user("kari").pk):
        yield user("kari").pk


@pytest.mark.parametrize(
    "statement",
    [
        "create function leak(text) returns boolean language sql as 'select true'",
        "create function pg_temp.leak(text) returns boolean language plpgsql as 'begin return true; end'",
        "do $$ begin null; end $$",
        "do language sql $$ select 1 $$",
        "create temp table changelog_change (id bigint)",
        "create temp view v as select 1",
        "create table t (id int)",
        "create table rule.t (id int)",
        "create table access.t (id int)",
        "create schema s",
        "create view v as select * from plans_need",
        "create materialized view v as select 1",
        "create type t as (a int)",
        "create domain d as text",
        "create sequence s",
        "create aggregate a (int) (sfunc = int4pl, stype = int4)",
        "create operator === (leftarg = text, rightarg = text, function = texteq)",
        "create extension pg_trgm schema public version '1.5'",
        "create extension dblink",
        "create trigger t after update on plans_need for each row execute function access.log_change()",
        "create rule r as on select to plans_need do instead nothing",
        "create policy p on plans_need using (true)",
        "create publication p for all tables",
        "create event trigger e on ddl_command_start execute function access.log_change()",
        "create role r",
        "create database d",
        "create statistics s on topic_id, source from plans_need",
        "create index i on plans_need (text)",
        "comment on table plans_need is 'x'",
        "security label on table plans_need is 'x'",
    ],
)
def test_the_web_server_creates_nothing(kari, statement) -> None:
    refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "alter table plans_need disable row level security",
        "alter table plans_need no force row level security",
        "alter table plans_need disable trigger all",
        "alter table changelog_change disable trigger keep_for_ever",
        "alter function access.me() security invoker",
        "alter function access.me() set search_path = pg_temp",
        "alter role pop_web bypassrls",
        "alter role pop_web superuser",
        "alter database postgres set row_security = off",
        "drop policy see on plans_need",
        "drop table plans_need",
        "truncate plans_need",
        "truncate changelog_change",
        "set role pop_owner",
        "set session authorization pop_owner",
        "set session_replication_role = replica",
        "set local log_statement = 'all'",
        "select access.set_key('00', 'x')",
        "select access.hmac('a', 'b')",
        "select access.log_change()",
        "select key from access.secret",
        "update access.secret set demo = true",
        "insert into changelog_change (at, \"table\", row_id, action) values (now(), 'x', 1, 'update')",
        "update changelog_change set actor_id = 1",
        "delete from changelog_change",
        "insert into access_look (at, user_id, plan_id, page, purpose) values (now(), 1, 1, 'x', 'x')",
        "delete from access_look",
        "update access_look set user_id = 1",
        "lock table plans_need in access exclusive mode",
        "vacuum plans_need",
        "select nextval('plans_need_id_seq')",
        "select last_value from plans_need_id_seq",
        "reindex table plans_need",
    ],
)
def test_the_web_server_changes_no_rule_and_forges_no_log(kari, statement) -> None:
    refused(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "copy plans_need to program 'cat'",
        "copy plans_need to '/tmp/needs'",
        "copy plans_need from '/etc/passwd'",
        "copy (select 1) to program 'true'",
        "select pg_read_file('/etc/passwd')",
        "select pg_ls_dir('.')",
        "select lo_import('/etc/passwd')",
        "select lo_export(1, '/tmp/x')",
        "select pg_reload_conf()",
        "select pg_read_binary_file('postgresql.conf')",
        "select * from pg_hba_file_rules",
        "select rolpassword from pg_authid",
        "select * from pg_statistic",
        "select * from pg_statistic_ext_data",
        "load 'auto_explain'",
    ],
)
def test_the_web_server_reads_nothing_beside_the_tables(kari, statement) -> None:
    refused(statement)
