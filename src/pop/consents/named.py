"""Forhåndssamtykke as it is read: whether it may still be given, and what the named agency is told (rule B3)."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from pop.plans.models import Plan


def may_name_agency(plan: Plan) -> bool:
    """Whether the question about consent is still to be asked."""
    with connection.cursor() as cursor:
        cursor.execute("select access.may_preconsent(%s)", [plan.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


@dataclass(frozen=True)
class Named:
    """What an agency is told before consent: that somebody comes, where, and in which month."""

    name: str
    unit: str
    month: date | None


def named_to_us() -> list[Named]:
    """Those who are named to an agency that the actor works for. Each is a look, which the person reads."""
    with connection.cursor() as cursor:
        cursor.execute("select name, unit, month from access.named_to_us()")
        return [Named(*row) for row in cursor.fetchall()]
