"""«Datoer» on the plan page: the next milestone, from rows that the page has read already."""

from typing import Any

from django.utils import timezone

from pop.plans import blocks
from pop.plans.blocks import PlanPage
from pop.sentences import shown
from pop.sentences.models import Interruption, Restriction, SentenceFacts, SentenceTerm
from pop.sentences.reading import Seen
from pop.sentences.shown import Row


def add() -> None:
    blocks.add(15, "sentences/_dates.html", dates)
    blocks.add(14, "sentences/_restrictions.html", restrictions)


def restrictions(page: PlanPage) -> dict[str, Any] | None:
    """On remand, for the person and the contact team: until when nobody outside is let in (rule B6)."""
    if page.opened.partner or not of_rows(page).on_remand:
        return None
    today = timezone.localdate()
    rows = [row for row in Restriction.objects.of(page.opened.plan) if row.since <= today <= row.until]
    return {"until": max((row.until for row in rows), default=None)}


def dates(page: PlanPage) -> dict[str, Any] | None:
    """Nothing on remand (rule B6), and nothing for a partner to whom no date is shared."""
    seen = of_rows(page)
    if seen.on_remand or (page.opened.partner and seen.facts is None):
        return None
    today = timezone.localdate()
    # How each was computed is told on its own page.
    rows = [] if page.opened.partner else [Row(m.rule, m.on, m.until) for m in seen.dates().milestones]
    found = shown.arranged(rows, None, [], today)
    return {"registered": seen.facts is not None, "next": found.next}


def of_rows(page: PlanPage) -> Seen:
    facts = page.rows.of(SentenceFacts)
    form = next((row["value"] for row in page.rows.raw("fact") if row["name"] == "form"), "")
    return Seen(
        facts=facts[0] if facts else None,
        terms=tuple(page.rows.of(SentenceTerm)),
        pauses=tuple(page.rows.of(Interruption)),
        form=form,
    )
