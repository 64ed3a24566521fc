"""«Her er du» for the person, and the line of steps for those who follow up, on the plan page."""

from typing import Any

from pop.plans import blocks
from pop.plans.blocks import PlanPage
from pop.process import reading


def way(page: PlanPage) -> dict[str, Any] | None:
    """Where the person is. The person reads four phases in plain words; the preparations are then behind."""
    if page.opened.contact and refused_plan(page):
        return None
    line = reading.timeline(page.opened, page.rows)
    phases = line.phases[1:] if page.opened.own else line.phases
    return {
        "timeline": line,
        "phases": phases,
        "current": line.current,
        "number": [s.step.id for s in line.steps].index(line.current.step.id) + 1 if line.current else None,
        "count": len(line.steps),
    }


def refused_plan(page: PlanPage) -> bool:
    """Rule A19: whoever does not want a plan has no line of things to do."""
    return any(row["kind"] == "no_plan" for row in page.rows.raw("plans_refusal"))


def add() -> None:
    blocks.add(10, "process/_way.html", way, place="top")
