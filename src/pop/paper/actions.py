"""What is remembered when a plan is printed, and how often that is."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pop.plans.models import Plan


def record_print(plan: Plan, page: str) -> None:
    """Counts the person's own print; one by somebody else is counted as a look already (rule A20)."""
    with connection.cursor() as cursor:
        cursor.execute("select access.record_print(%s, %s)", [plan.pk, page])


@dataclass(frozen=True)
class Prints:
    """How many times the whole plan has been printed."""

    by_person: int
    by_others: int
    last_at: datetime


def count_prints(plan: Plan, page: str) -> Prints | None:
    """For the person alone; None for others, and when there is no print yet."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.count_prints(%s, %s)", [plan.pk, page])
        row = cursor.fetchone()
    return Prints(*row) if row else None
