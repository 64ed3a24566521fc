"""Before arrival, and money in short: what the person writes, alone or with an officer (rule B3)."""

from typing import Any

from django.db import transaction

from pop.conversations.actions.mapping import make_need
from pop.conversations.guide import TOPIC_TO_ARRANGE
from pop.conversations.models import Economy, Preparation, PreparationState, ToArrange
from pop.plans.actions import Writer, edit, write
from pop.plans.models import Need, Plan

FINANCES = 2


@transaction.atomic
def prepare(*, plan: Plan, writer: Writer, what: str, state: str, words: str = "") -> Preparation | None:
    """How it stands with one thing to arrange. Nothing said about something that is open makes no row."""
    found = Preparation.objects.of(plan).filter(what=what).first()
    if found is None:
        if state == PreparationState.OPEN and not words:
            return None
        return write(
            Preparation,
            plan=plan,
            writer=writer,
            topic=TOPIC_TO_ARRANGE[ToArrange(what)],
            what=what,
            state=state,
            words=words,
        )
    if (found.state, found.words) != (state, words):
        edit(found, state=state, words=words)
    return found


def follow_in(*, plan: Plan, writer: Writer) -> list[Need]:
    """At innkomst: what was written down and is still open becomes a need, once. What is kept stays the person's."""
    rows = Preparation.objects.of(plan).filter(state=PreparationState.OPEN, need=None, only_me=False)
    return [
        make_need(row, writer=writer, text=str(row), own_words=row.words) for row in rows.exclude(words="")
    ]


@transaction.atomic
def write_economy(*, plan: Plan, writer: Writer, **fields: Any) -> Economy:
    """Income, debt, bank and papers; what stood there before stays in the log."""
    found = Economy.objects.of(plan).order_by("-written_at").first()
    if found is None:
        return write(Economy, plan=plan, writer=writer, topic=FINANCES, **fields)
    edit(found, **fields)
    return found
