"""What stands behind the leader's numbers: lists of whom it is about, since when, until when and who has it (rule B9).

No area, no text. A person with a protected address has no name (rule A10); the database gives none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from pop.gaps import catalogue
from pop.people import labels
from pop.ui.addresses import reverse


@dataclass(frozen=True)
class Chosen:
    """What a number counted: a kind, what some users have, or one person's. Nothing chosen is all."""

    rule: str = ""
    holders: Sequence[int] | None = None
    plan: UUID | None = None


@dataclass(frozen=True)
class Row:
    """`name` is empty for a protected address; `owner` is empty where nobody has it."""

    title: str
    name: str
    since: date | None
    due: date | None
    owner: str
    url: str
    action: str
    today: date

    @property
    def late(self) -> bool:
        return bool(self.due and self.due < self.today)


def gaps(chosen: Chosen, today: date) -> list[Row]:
    """What slips first at the top. A kind «team» is closed by choosing who follows up; the others by giving them on."""
    holders = None if chosen.holders is None else list(chosen.holders)
    found = asked(
        "select key, plan_key, name, rule, since, due, holder, agency_id from access.unit_gaps(%s, %s::bigint[], %s)",
        [chosen.rule or None, holders, chosen.plan],
    )
    people, bodies = labels.named((row[6] for row in found), (row[7] for row in found))
    rows = []
    for key, plan, name, code, since, due, holder, agency in found:
        rule = catalogue.load().rule(code)
        choose = bool(rule and rule.kind == "team")
        owner = str(people.get(holder) or labels.somebody()) if holder else bodies.get(agency, "")
        rows.append(
            Row(
                rule.say("title") if rule else _("En eldre regel"), name, since, due, owner,
                reverse("unit_assign", [plan]) if choose else reverse("unit_gap", [key]),
                _("Velg hvem") if choose else _("Se og gi videre"), today,
            )
        )  # fmt: skip
    return rows


def steps(step: str, title: str, today: date) -> list[Row]:
    """Who has come as far as a step, those who have stood there longest first."""
    found = asked("select plan_key, name, since, due, holder from access.unit_steps(%s)", [step])
    people = labels.users(row[4] for row in found)
    return [
        Row(
            title, name, since, due, str(people.get(holder) or labels.somebody()) if holder else "",
            reverse("unit_assign", [plan]), _("Velg hvem"), today,
        )
        for plan, name, since, due, holder in found
    ]  # fmt: skip


def asked(question: str, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def leads(question: str, value: object) -> bool:
    """Whether somebody, or a person's plan, is of the units that the actor leads."""
    return bool(asked(LED[question], [value]))


LED = {
    "unit": "select 1 where %s = any (rule.led_units())",
    "user": "select 1 where %s = any (rule.led_staff())",
    "plan": "select 1 from access.unit_overview() where plan_key = %s",
}
