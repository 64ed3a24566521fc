"""The behovskart as a sheet. Prints of it are counted as those of the whole plan are (rule A20)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpResponse
from django.utils import timezone

from pop.people.models import Protection
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import OpenPlan
from pop.ui.pdf import pdf_to_print

PRINTED = "utskrift: behovskart"
"""What the record of looks says; in words in `pop.people.looked`."""


@dataclass(frozen=True)
class Prints:
    """How many times the map has been printed."""

    by_person: int
    by_others: int
    last_at: datetime


def count_prints(plan: Plan) -> Prints | None:
    """For the person alone; None for others, and when there is no print yet."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.count_prints(%s, %s)", [plan.pk, PRINTED])
        row = cursor.fetchone()
    return Prints(*row) if row else None


def needs_sheet(request: LoggedInRequest, opened: OpenPlan, context: dict[str, object]) -> HttpResponse:
    """The map as the reader sees it. The person's print is counted; that of another is a look with its purpose."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.record_print(%s, %s), access.record_look(%s, %s, 'utskrift')",
            [opened.plan.pk, PRINTED, opened.plan.pk, PRINTED],
        )
    printed = {
        "printed_by": (request.head.name if request.head else "") or request.actor.title,
        "printed_at": timezone.localtime(),
        # Rule A10: on paper no agency, for a name of one tells where the person is. A name not given counts as one.
        "protected": opened.person is None or opened.person.protection != Protection.NONE,
    }
    return pdf_to_print(
        "conversations/needs_sheet.html", context | printed, css="ui/slip.css", name="behovskart.pdf"
    )
