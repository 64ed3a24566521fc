"""«Her er du» for the person, and the line of steps for those who follow up, on the plan page."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pop.plans import blocks
from pop.plans.blocks import PlanPage
from pop.process import loading, reading
from pop.process.loading import process
from pop.process.timeline import State, Timeline

States = tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]
"""Phase, its state, and each of its steps with its state."""


def way(page: PlanPage) -> dict[str, Any] | None:
    """Where the person is. The person reads the phases in plain words; the preparations only until they are behind."""
    if page.opened.contact and refused_plan(page):
        return None
    line = reading.timeline(page.opened, page.rows)
    first = line.phases[0]
    return {
        "phases": line.phases if first.state == State.NOW else line.phases[1:],
        "line": None if page.opened.own else line_of_steps(loading.FILE, states(line), get_language()),
        "current": line.current,
    }


def states(line: Timeline) -> States:
    return tuple(
        (phase.phase.id, str(phase.state), tuple((s.step.id, str(s.state)) for s in phase.steps))
        for phase in line.phases
    )


@lru_cache(maxsize=500)
def line_of_steps(_file: Path, of: States, _language: str | None) -> SafeString:
    """The line as a page shows it. Kept: it holds nothing of a plan but how far it has come, and many stand alike.

    `_file` and `_language` tell lines apart that were made by another process file or for another reader.
    """
    phases, steps = ({each.id: each for each in known} for known in (process().phases, process().steps))
    rows = [
        {
            "phase": phases[phase],
            "state": state,
            "steps": [{"step": steps[s], "state": how} for s, how in each],
        }
        for phase, state, each in of
    ]
    return render_to_string("process/_line.html", {"phases": rows})


def refused_plan(page: PlanPage) -> bool:
    """Rule A19: whoever does not want a plan has no line of things to do."""
    return any(row["kind"] == "no_plan" for row in page.rows.raw("plans_refusal"))


def add() -> None:
    blocks.add(10, "process/_way.html", way, place="top")
