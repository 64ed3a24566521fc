"""What varetekt and restrictions close (rule B6): the database refuses, and says why in words that are shown as they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import cast

from django.db import IntegrityError, connection, transaction

from pop.plans.models import Meeting, Plan

CONSTRAINTS = ("restrictions_close_the_way", "no_sentence_on_remand")
PUT_OFF = "guard_restricted, guard_moved"
"""Asked when all is written: when a meeting is, and who is called, may change in one go."""


class Restricted(Exception):
    """Nobody outside is invited or called to a meeting while restrictions last, and varetekt has no sentence.

    The message is for the reader: it says no more than they may know.
    """


@contextmanager
def way_out() -> Iterator[None]:
    """Whatever invites or calls somebody happens in here; a refusal undoes it, and is told as `Restricted`."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"set constraints {PUT_OFF} deferred")
            yield
            cursor.execute(f"set constraints {PUT_OFF} immediate")
    except IntegrityError as refused:
        diag = getattr(refused.__cause__, "diag", None)
        if getattr(diag, "constraint_name", "") in CONSTRAINTS:
            raise Restricted(getattr(diag, "message_primary", "")) from refused
        raise


def closed_until(plan: Plan) -> date | None:
    """The last day on which nobody outside can be invited; None without restrictions, and for whoever may not know."""
    with connection.cursor() as cursor:
        cursor.execute("select access.closed_until(%s)", [plan.pk])
        (day,) = cursor.fetchone() or (None,)
    return cast("date | None", day)


def meetings_to_move(plan: Plan) -> list[Meeting]:
    """Agreed before the restrictions, with somebody whom they keep out; the earliest first. For the contact team."""
    with connection.cursor() as cursor:
        cursor.execute("select access.meetings_kept_out(%s)", [plan.pk])
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Meeting.objects.of(plan).filter(pk__in=numbers).order_by("date", "time"))
