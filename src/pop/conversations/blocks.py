"""The way from the plan page to conversations, the guide and the behovskart; and what is booked, beside the meetings."""

from typing import Any

from pop.conversations.models import Conversation
from pop.plans import blocks, coming
from pop.plans.blocks import PlanPage
from pop.plans.coming import Coming
from pop.plans.models import Plan
from pop.plans.rows import Rows
from pop.ui.addresses import reverse


def links(page: PlanPage) -> dict[str, Any]:
    return {"key": page.opened.plan.key, "own": page.opened.own, "partner": page.opened.partner}


def booked(plan: Plan, rows: Rows | None) -> list[Coming]:
    """Conversations that are to be held."""
    found = rows.of(Conversation) if rows else list(Conversation.objects.of(plan))
    return [
        Coming(
            talk, str(talk), talk.planned_on, talk.planned_at, talk.place,
            reverse("conversation", args=[plan.key, talk.key]),
        )
        for talk in found
        if talk.held_on is None and talk.planned_on
    ]  # fmt: skip


def add() -> None:
    coming.add(booked)
    blocks.add(30, "conversations/_links.html", links)
