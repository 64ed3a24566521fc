"""What is to happen, in order: meetings, and what other features have booked.

A feature that imports `plans` adds what it knows when the app is ready; the page and the paper ask all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from pop.plans.models import Entry, Meeting, Plan
from pop.plans.rows import Rows
from pop.ui.addresses import reverse


@dataclass(frozen=True)
class Coming:
    """One thing that is to happen. `when_text` where the day is not known."""

    entry: Entry
    subject: str
    date: date | None
    time: time | None
    place: str
    url: str
    when_text: str = ""


Source = Callable[[Plan, Rows | None], list[Coming]]
_sources: list[Source] = []


def add(source: Source) -> None:
    """`source` is given the rows that a page has read already, or None: then it asks the database."""
    _sources.append(source)


def of(plan: Plan, *, today: date, rows: Rows | None = None) -> list[Coming]:
    """Everything from today on that the reader sees, soonest first, what has no day last."""
    found = meetings(plan, rows) + [one for source in _sources for one in source(plan, rows)]
    ahead = [one for one in found if one.date is None or one.date >= today]
    return sorted(ahead, key=lambda one: (one.date or date.max, one.time is None, str(one.time)))


def meetings(plan: Plan, rows: Rows | None) -> list[Coming]:
    found = rows.of(Meeting) if rows else list(Meeting.objects.of(plan))
    return [
        Coming(
            m,
            m.subject,
            m.date,
            m.time,
            m.place,
            reverse("entry", args=[plan.key, "mote", m.key]),
            m.when_text,
        )
        for m in found
        if m.held is None
    ]
