"""The way from the plan page to who takes over. Asks the database nothing."""

from typing import Any

from pop.plans.blocks import PlanPage


def on_plan_page(page: PlanPage) -> dict[str, Any] | None:
    """For the person and the contact team."""
    if page.opened.partner:
        return None
    # Varetekt may end without notice: the list of the day is one press away (rule B6).
    return {"own": page.opened.own, "today": page.opened.contact and page.rows.facts()["on_remand"]}
