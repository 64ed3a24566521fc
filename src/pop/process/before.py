"""«Før du møter» on the plan page, until the first conversation is held (rule B3, steps 0.1 and 0.2)."""

from datetime import date
from typing import Any

from django.utils import timezone

from pop.consents.models import PreConsent
from pop.conversations.models import Conversation, Preparation, PreparationState, ToArrange
from pop.plans import blocks
from pop.plans.blocks import PlanPage
from pop.plans.models import Statement


def arrival(page: PlanPage) -> date | None:
    """The day on which somebody who was summoned comes; None for whoever is here."""
    since = next((row.get("since") for row in page.rows.raw("fact") if row["name"] == "unit"), None)
    day = date.fromisoformat(since) if since else None
    return day if day and day > timezone.localdate() else None


def before(page: PlanPage) -> dict[str, Any] | None:
    """What to arrange, the contact person, Om meg: for the person and the contact team. A19: not against a no."""
    refused = any(row["kind"] == "no_plan" for row in page.rows.raw("plans_refusal"))
    if page.opened.partner or refused or any(talk.held_on for talk in page.rows.of(Conversation)):
        return None
    arrives = arrival(page)
    said = list(Preparation.objects.of(page.opened.plan))
    return {
        "arrives": arrives,
        "days": (arrives - timezone.localdate()).days if arrives else 0,
        "settled": sum(row.state != PreparationState.OPEN for row in said),
        "count": len(ToArrange.choices),
        "about_me": bool(page.rows.of(Statement)),
        "named": PreConsent.objects.filter(plan=page.opened.plan, ended_at=None).exists(),
        "main": next((page.names.user(row["user_id"]) for row in page.rows.raw("team") if row["main"]), ""),
    }


def add() -> None:
    blocks.add(5, "process/_before.html", before, place="top")
