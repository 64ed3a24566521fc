"""Roles, database and what belongs to neither migrations nor rules, because only a superuser may do it.

Idempotent, and run at each start: it costs 30 ms, and a changed line here reaches data made long ago.
"""

from collections.abc import Mapping

import psycopg
from psycopg import sql

NAME = "pop"
OWNER = "pop_owner"
WEB = "pop_web"
WORKER = "pop_worker"
EXTENSIONS = ("btree_gist", "citext", "pg_trgm", "unaccent")
# The owner runs migrations and is not the table's readers: no BYPASSRLS either. The web login creates nothing.
ROLES = {
    OWNER: ("owner", "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication inherit"),
    WEB: ("web", "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit"),
    # May call access.scan_gaps, access.measure_next and what sends notices, and nothing else.
    WORKER: ("worker", "login nosuperuser nobypassrls nocreatedb nocreaterole noreplication noinherit"),
}


def prepare(superuser_url: str, passwords: Mapping[str, str], database_url: str) -> None:
    """Everything, from an empty server or from one that has it already. `database_url` is the superuser's, on `pop`."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        _roles(connection, passwords)
        _database(connection, NAME)
    with psycopg.connect(database_url, autocommit=True) as connection:
        _contents(connection)


def clone(superuser_url: str, template: str, name: str) -> None:
    """A copy of a database for one test process. A template carries neither settings nor grants on the database."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        drop(connection, name)
        connection.execute(
            sql.SQL("create database {} template {} owner {}").format(
                *map(sql.Identifier, (name, template, OWNER))
            )
        )
        _settings(connection, name)


def drop(connection: psycopg.Connection, name: str) -> None:
    """Also when somebody is still connected."""
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _roles(connection: psycopg.Connection, passwords: Mapping[str, str]) -> None:
    for role, (secret, attributes) in ROLES.items():
        if not connection.execute("select from pg_roles where rolname = %s", [role]).rowcount:
            connection.execute(sql.SQL("create role {}").format(sql.Identifier(role)))
        connection.execute(
            sql.SQL("alter role {} with {} password {}").format(
                sql.Identifier(role), sql.SQL(attributes), sql.Literal(passwords[secret])
            )
        )
    # pg_stat_activity shows a login the running statements of all its connections: what others write and look for.
    for role in (WEB, WORKER):
        connection.execute(sql.SQL("alter role {} set track_activities = off").format(sql.Identifier(role)))


def _database(connection: psycopg.Connection, name: str) -> None:
    if not connection.execute("select from pg_database where datname = %s", [name]).rowcount:
        connection.execute(
            sql.SQL("create database {} owner {}").format(sql.Identifier(name), sql.Identifier(OWNER))
        )
    _settings(connection, name)


def _settings(connection: psycopg.Connection, name: str) -> None:
    """What is kept beside the database, not in it. Without TEMPORARY no one can forge the log through a temp table."""
    for statement in (
        "alter database {database} set default_text_search_config = 'pg_catalog.norwegian'",
        "alter database {database} set timezone = 'Europe/Oslo'",
        "revoke all on database {database} from public",
        "grant connect on database {database} to {owner}, {web}, {worker}",
    ):
        connection.execute(
            sql.SQL(statement).format(
                database=sql.Identifier(name),
                owner=sql.Identifier(OWNER),
                web=sql.Identifier(WEB),
                worker=sql.Identifier(WORKER),
            )
        )


def _contents(connection: psycopg.Connection) -> None:
    """Languages and extensions belong to each database: run on the one the copies are made from."""
    owner = sql.Identifier(OWNER)
    connection.execute("revoke create on schema public from public")
    # A large object lies outside every policy, and outlives the row that it was for.
    connection.execute(
        "revoke execute on function lo_create(oid), lo_creat(integer), lo_from_bytea(oid, bytea) from public"
    )
    connection.execute("revoke usage on language plpgsql, sql from public")
    connection.execute(sql.SQL("grant usage on language plpgsql, sql to {}").format(owner))
    rows = connection.execute(
        "select name from pg_available_extensions where name = any(%s)", [list(EXTENSIONS)]
    )
    for (name,) in rows.fetchall():
        connection.execute(
            sql.SQL("create extension if not exists {} schema public").format(sql.Identifier(name))
        )
