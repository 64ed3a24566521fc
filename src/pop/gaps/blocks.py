"""«Her kan noe falle mellom to stoler» on the page of a plan: one query, and nothing else asked again."""

from typing import Any

from pop.access.instances import instance
from pop.gaps import reading, steps
from pop.gaps.models import Gap, GapSubject
from pop.plans import blocks
from pop.plans.blocks import PlanPage

SHOWN, SHOWN_TO_PERSON = 5, 3
"""How many stand on the page of the plan; the rest is one link away."""


def register() -> None:
    blocks.add(20, "gaps/block.html", lambda page: None if page.opened.own else content(page), place="top")
    # The person is told after what comes next and what they are asked (ux 01): others put it right.
    blocks.add(20, "gaps/block.html", content, place="middle")


def content(page: PlanPage) -> dict[str, Any] | None:
    """The open gaps of the plan that the reader sees, the most serious first. The box stays when there is none."""
    found = [gap_of(row) for row in page.rows.raw("gap")]

    def known(table: str, numbers: set[int]) -> dict[int, Any]:
        return {entry.pk: entry for entry in page.rows.of(reading.MODELS[table]) if entry.pk in numbers}

    rows = reading.read(
        found, [page.opened.plan], known, lambda gap: who(gap, page), partner=page.opened.partner
    )
    if page.opened.partner and not rows:
        return None
    most = SHOWN_TO_PERSON if page.opened.own else SHOWN
    shown = [(row, steps.next_step(page.opened, row)) for row in rows[:most]]
    return {"rows": shown, "more": max(0, len(rows) - most), "count": len(rows)}


def gap_of(row: dict[str, Any]) -> Gap:
    """A gap as the page's one question gives it, with what it is about where the reader may know that."""
    gap = instance(Gap, row)
    if row["subject"]:
        gap.subject = instance(GapSubject, row["subject"])
    return gap


def who(gap: Gap, page: PlanPage) -> str:
    """Whose it is. The person reads the agency, never a named individual (rule A12)."""
    if not page.opened.own:
        return reading.named(gap, page.names.users, page.names.agencies)
    return reading.for_person(gap, page.names.agency, page.rows.team())
