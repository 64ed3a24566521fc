"""Who books the next talk, and by when, where the person's page has nothing booked (T7, step 6.1).

It is a duty of those who follow up, so the page never asks the person to see to it.
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from pop.plans import blocks
from pop.plans.blocks import PlanPage
from pop.process import reading
from pop.process.loading import process
from pop.process.timeline import PlanFacts

INTERVAL, TALKS, NOT_BOOKED = "talk_interval", "6.1", "no_next_talk"


def next_talk(page: PlanPage) -> dict[str, Any] | None:
    """Whose duty it is and the last day for it. No day against a no to a plan (A19), nothing when the sentence is over."""
    facts, today = reading.facts(page.opened, page.rows), timezone.localdate()
    if facts.ended_on is not None and facts.ended_on < today:
        return None
    refused = any(row["kind"] == "no_plan" for row in page.rows.raw("plans_refusal"))
    due = None if refused else book_by(page, facts)
    main = next((page.names.user(row["user_id"]) for row in page.rows.raw("team") if row["main"]), "")
    return {"main": main, "due": due, "late": due is not None and due < today}


def book_by(page: PlanPage, facts: PlanFacts) -> date | None:
    """So many days after they last spoke, or after arrival, as the unit has decided."""
    last = last_spoke(page, facts)
    days = facts.days.get(INTERVAL, process().setting(INTERVAL).default)
    return last + timedelta(days=days) if last else None


def last_spoke(page: PlanPage, facts: PlanFacts) -> date | None:
    """The gap «ingen samtale avtalt» begins the day after; before it has come, the talks and the placement say."""
    gap = next((row for row in page.rows.raw("gap") if row["rule"] == NOT_BOOKED), None)
    if gap:
        return date.fromisoformat(gap["since"]) - timedelta(days=1)
    talks = facts.steps.get(TALKS)
    if talks and talks.done_on:
        return talks.done_on
    return reading.day(next((r.get("since") for r in page.rows.raw("fact") if r["name"] == "unit"), None))


def add() -> None:
    blocks.add(10, "process/_next_talk.html", next_talk, place="next")
