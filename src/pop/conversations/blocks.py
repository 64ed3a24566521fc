"""The way from the plan page to conversations, the guide and the behovskart. Asks the database nothing."""

from typing import Any

from pop.plans import blocks
from pop.plans.blocks import PlanPage


def links(page: PlanPage) -> dict[str, Any]:
    return {"key": page.opened.plan.key, "own": page.opened.own, "partner": page.opened.partner}


def add() -> None:
    blocks.add(30, "conversations/_links.html", links)
