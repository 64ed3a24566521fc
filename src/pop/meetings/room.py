"""The shared screen of a meeting: from here nothing is read but what each of those present may see (access/room.sql).

Not a filter: the policies themselves are asked for each of them, and the database narrows every query of the request. What is
written on the screen is written outside, by whoever is logged in, as anywhere else.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection

from pop.plans.models import Meeting


@contextmanager
def entered(meeting: Meeting) -> Iterator[bool]:
    """False, and nothing at all is seen in here, for whoever may not hold this meeting."""
    with connection.cursor() as cursor:
        cursor.execute("select access.enter_room(%s)", [meeting.pk])
        row = cursor.fetchone()
    try:
        yield bool(row and row[0])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('pop.room', '', true)")


def hidden(meeting: Meeting) -> int | None:
    """How many needs do not stand on the screen, of those that the one who asks may see; None for whoever may not hold it."""
    with connection.cursor() as cursor:
        cursor.execute("select access.hidden_in_room(%s)", [meeting.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def stamp(plan: UUID, meeting: UUID) -> str | None:
    """Tells one state of a meeting from the next; None for whoever may not hold it. Asked outside the room."""
    with connection.cursor() as cursor:
        cursor.execute("select access.meeting_stamp(%s, %s)", [plan, meeting])
        row = cursor.fetchone()
    return row[0] if row else None
