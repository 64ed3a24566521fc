"""Tells the database, for one transaction, who acts.

The value is `user:expiry:pid:mac`. The mac is HMAC-SHA256 over the first three with `POP_ACTOR_KEY`, which
the definer function `access.actor()` checks against a key that the login `pop_web` cannot read. A statement
injected through the web server can therefore read who it is, and become nobody else.

Bound to the server process (pid) and to two minutes, so that a value seen once is of no use elsewhere
(pitfall 1). It is sent with server-side binding: `pg_stat_activity` shows `$1`, never the value.
"""

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.db import connection, transaction

LIFETIME = 120
"""Seconds for which a signed actor holds; a request that lasts longer is cut off, not widened."""


def sign(user_id: int, pid: int, expires: int) -> str:
    """The signed actor for one database process, as `access.actor()` expects it."""
    body = f"{user_id}:{expires}:{pid}"
    mac = hmac.new(bytes.fromhex(settings.ACTOR_KEY), body.encode(), hashlib.sha256).hexdigest()
    return f"{body}:{mac}"


def set_local(name: str, value: str) -> None:
    """`SET LOCAL name` with the value as a bound parameter. Only meaningful inside a transaction."""
    connection.ensure_connection()
    raw = connection.connection
    assert raw is not None  # noqa: S101  (ensure_connection has just made it)
    with psycopg.Cursor(raw) as cursor:
        cursor.execute("select set_config(%s, %s, true)", [name, value])


def act_as(user_id: int | None) -> None:
    """From here to the end of the transaction `user_id` acts; None is nobody, who sees nothing."""
    connection.ensure_connection()
    raw = connection.connection
    assert raw is not None  # noqa: S101
    value = sign(user_id, raw.info.backend_pid, int(time.time()) + LIFETIME) if user_id is not None else ""
    with psycopg.Cursor(raw) as cursor:
        # Another actor has opened no plan yet (access.open_plan).
        cursor.execute(
            "select set_config('pop.actor', %s, true), set_config('pop.plan', '', true),"
            " set_config('pop.together', '', true)",
            [value],
        )


@contextmanager
def acting(user_id: int | None) -> Iterator[None]:
    """A transaction in which `user_id` acts, for tests, commands and the demo.

    Puts back who acted before: `SET LOCAL` outlives a released savepoint, so a nested use would leak. What the database does when
    the transaction ends is done by `user_id` too, as in a request.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('pop.actor', true)")
            row = cursor.fetchone()
        before = (row and row[0]) or ""
        act_as(user_id)
        yield
        if nested:
            set_local("pop.actor", before)


@contextmanager
def web_login() -> Iterator[None]:
    """For a process of the owner: what is done inside goes through the web server's login, under the rules."""
    owner = connection.settings_dict.copy()
    connection.close()
    connection.settings_dict.update(
        {**settings.WEB_DATABASE, "NAME": owner["NAME"], "TEST": owner.get("TEST", {})}
    )
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(owner)
