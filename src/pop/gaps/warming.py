"""Gets the rules of the catalogue ready on a new connection, after an answer is sent: nobody waits for it by a click."""

from contextlib import suppress
from typing import Any
from weakref import WeakSet

from django.core.signals import request_finished, request_started
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

new: WeakSet[BaseDatabaseWrapper] = WeakSet()
"""Connections on which no rule has been tried yet."""


def follow() -> None:
    request_started.connect(begun, dispatch_uid="gaps.warming.begun")
    connection_created.connect(opened, dispatch_uid="gaps.warming.opened")
    request_finished.connect(answered, dispatch_uid="gaps.warming.answered")


def begun(**_more: Any) -> None:
    """What was opened outside a request is no click's to get ready."""
    new.discard(connections["default"])


def opened(connection: BaseDatabaseWrapper, **_more: Any) -> None:
    new.add(connection)


def answered(**_more: Any) -> None:
    """Whoever cannot be asked now is asked at the first change; the answer has gone out either way."""
    connection = connections["default"]
    if connection not in new or connection.connection is None or connection.in_atomic_block:
        return
    new.discard(connection)
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("select access.ready_gaps()")
