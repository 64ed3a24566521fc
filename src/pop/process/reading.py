"""What the database says of one plan's way, in one question."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from pop.plans.opening import OpenPlan
from pop.plans.rows import Rows
from pop.process.data import StepFacts
from pop.process.loading import process
from pop.process.timeline import Chosen, PlanFacts, Timeline, Waived


def timeline(opened: OpenPlan, rows: Rows) -> Timeline:
    """The way of a plan, as the actor may know it."""
    return Timeline(process(), facts(opened, rows), today=timezone.localdate())


def facts(opened: OpenPlan, rows: Rows) -> PlanFacts:
    known = {row["name"]: row["value"] for row in rows.raw("fact")}
    form = str(known.get("form") or "")
    if opened.partner:
        return states(opened, rows, form)
    found: dict[str, Any] = rows.raw("process")[0]
    return PlanFacts(
        steps={row["step"]: step_facts(row) for row in found["steps"] or []},
        waived={row["step"]: waived(row) for row in found["waived"] or []},
        chosen=chosen(found["pathway"]),
        guardianship=found["guardianship"],
        days=found["days"] or {},
        form=form,
        release=day(known.get("release")),
        ended_on=opened.plan.sentence_ended_on,
    )


def states(opened: OpenPlan, rows: Rows, form: str) -> PlanFacts:
    """For a partner: that a step is done or not needed; no day, no reason, and nothing of whose consent."""
    found = rows.raw("state")
    return PlanFacts(
        steps={row["step"]: StepFacts(done=row["done"]) for row in found},
        waived={row["step"]: None for row in found if row["waived"]},
        form=form,
        ended_on=opened.plan.sentence_ended_on,
        only_states=True,
    )


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def step_facts(row: dict[str, Any]) -> StepFacts:
    return StepFacts(row["done_on"] is not None, day(row["done_on"]), day(row["next_on"]))


def waived(row: dict[str, Any]) -> Waived:
    at = datetime.fromisoformat(row["waived_at"])
    return Waived(row["key"], row["reason"], row["waived_by_id"], at, **contested(row))


def contested(row: dict[str, Any]) -> dict[str, Any]:
    """«Jeg er uenig» beside a reason."""
    return {name: row[name] for name in ("contested_at", "contested_words", "contested_together")}


def chosen(row: dict[str, Any] | None) -> Chosen | None:
    if row is None:
        return None
    return Chosen(
        pathway=row["pathway"],
        home=row["home"],
        suggested=row["suggested"],
        reason=row["reason"],
        by_id=row["chosen_by_id"],
        at=datetime.fromisoformat(row["chosen_at"]),
        **contested(row),
    )
