"""The person sees the plan exactly as somebody in the support team sees it.

Not a second filter: that user acts, under the same policies, and reads the same pages. It is safe because

- the database decides who may: `access.view_as` signs the other actor itself, and only when the one who acts
  owns the plan and the other has a chair in it. Nothing here signs anything;
- the actor it signs is confined to that one plan (`access.only_plan`): every other plan of that user is as if
  it were not there, also for SQL injected through the web server, and the confinement cannot be taken off;
- nothing can be written: the savepoint is read-only in the database, and PostgreSQL lets nobody turn that back
  before it ends. So a look is not recorded either: the other one has not looked;
- afterwards all is rolled back, and with it who acts (`SET LOCAL` ends with the savepoint); the signed actor
  holds for half a minute in this server process and is of no use anywhere else.

Whoever uses this takes only the part of the page that is about the plan: what stands in the head, the menu and
the messages is the person's own (`pop.looks.seen_as`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

looking: ContextVar[bool] = ContextVar("looking", default=False)
"""True inside `viewing_as`, where a row cannot be locked to ask whether it may be changed."""


@contextmanager
def viewing_as(plan_id: int, member: UUID) -> Iterator[int | None]:
    """The id of the user who acts in here; None, and nothing is changed, when the database says no."""
    before = looking.set(True)
    with transaction.atomic():
        try:
            with connection.cursor() as cursor:
                cursor.execute("select access.view_as(%s, %s)", [plan_id, member])
                row = cursor.fetchone()
            yield row[0] if row else None
        finally:
            looking.reset(before)
            transaction.set_rollback(True)
