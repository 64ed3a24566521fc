"""Who acts is proved to the database, and nobody can pretend."""

import os
import time

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction

from pop.access.actor import act_as, acting, set_local, sign
from pop.demo.places import user
from pop.plans.models import Need


def one(question: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
    return row[0] if row else None


def test_without_an_actor_there_are_no_rows():
    act_as(None)
    assert Need.objects.count() == 0


def test_a_made_up_mac_is_nobody():
    set_local(
        "pop.actor", f"{user('elias').pk}:{int(time.time()) + 60}:{one('select pg_backend_pid()')}:{'0' * 64}"
    )
    assert one("select access.me()") is None
    assert Need.objects.count() == 0


def test_a_signed_actor_of_another_server_process_is_nobody():
    pid = int(str(one("select pg_backend_pid()")))
    set_local("pop.actor", sign(user("elias").pk, pid + 1, int(time.time()) + 60))
    assert one("select access.me()") is None


def test_a_signed_actor_that_is_too_old_is_nobody():
    pid = int(str(one("select pg_backend_pid()")))
    set_local("pop.actor", sign(user("elias").pk, pid, int(time.time()) - 1))
    assert one("select access.me()") is None


def test_one_signed_actor_cannot_be_rewritten_into_another():
    pid = int(str(one("select pg_backend_pid()")))
    signed = sign(user("kari").pk, pid, int(time.time()) + 60)
    set_local("pop.actor", signed.replace(str(user("kari").pk), str(user("elias").pk), 1))
    assert one("select access.me()") is None


def test_the_web_server_cannot_read_the_key():
    with pytest.raises(ProgrammingError), transaction.atomic():
        one("select key from access.secret")


def test_a_nested_actor_puts_back_the_one_before():
    with acting(user("elias").pk):
        inside = one("select access.me()")
        with acting(user("kari").pk):
            assert one("select access.me()") == user("kari").pk
        assert one("select access.me()") == inside
    assert one("select access.me()") is None


def test_no_statement_of_the_web_login_is_seen_among_those_of_the_server(worker_database):
    """Not even by a superuser: pop_web has track_activities off (pitfall 1)."""
    pid = one("select pg_backend_pid()")
    act_as(user("elias").pk)
    with psycopg.connect(os.environ["POP_TEST_SUPERUSER_URL"]) as watcher:
        row = watcher.execute("select query from pg_stat_activity where pid = %s", [pid]).fetchone()
    assert row == ("",)
