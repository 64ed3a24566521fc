"""Before arrival, and money in short: what the person writes, alone or with an officer (rule B3)."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from pop.conversations.actions.mapping import make_need
from pop.conversations.guide import TOPIC_TO_ARRANGE
from pop.conversations.models import Economy, Preparation, PreparationState, ToArrange
from pop.plans.actions import Writer, edit, write, write_need
from pop.plans.models import Need, Plan

FINANCES = 2
IN_WORDS = ("income", "debt_known", "debt_unknown")


@transaction.atomic
def prepare(*, plan: Plan, writer: Writer, what: str, state: str, words: str = "") -> Preparation | None:
    """How it stands with one thing to arrange. What nothing is said of makes no row, and changes none."""
    if not state:
        return None
    found = Preparation.objects.of(plan).filter(what=what).first()
    if found is None:
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
    """At innkomst: each thing that is «Ikke ordnet ennå» becomes a need, once. What is kept stays the person's."""
    rows = Preparation.objects.of(plan).filter(state=PreparationState.OPEN, need=None, only_me=False)
    return [make_need(row, writer=writer, text=str(row), own_words=row.words) for row in rows]


@transaction.atomic
def write_economy(*, plan: Plan, writer: Writer, **fields: Any) -> Economy:
    """Income, debt, bank and papers; what stood there before stays in the log."""
    found = Economy.objects.of(plan).order_by("-written_at").first()
    if found is None:
        return write(Economy, plan=plan, writer=writer, topic=FINANCES, **fields)
    edit(found, **fields)
    return found


NEED_OF_LINE = {
    "income": _("Inntekt å leve av"),
    "debt_known": _("Oversikt over gjelda"),
    "debt_unknown": _("En plan for gjelda som ikke er registrert noe sted"),
    "bank_access": _("En bankkonto som kan brukes"),
    "bank_id": _("BankID som virker"),
    "id_papers": _("Gyldig legitimasjon"),
}
"""What each line of the economy is called as a need. The name ties the two: a line is made a need once."""


def needs_of_lines(economy: Economy) -> dict[str, Need]:
    """The needs about money that the reader sees and that have been made of a line."""
    found = {need.text: need for need in Need.objects.of(economy.plan).filter(topic=economy.topic_id)}
    return {line: found[str(text)] for line, text in NEED_OF_LINE.items() if str(text) in found}


@transaction.atomic
def need_of_line(economy: Economy, *, writer: Writer, line: str) -> Need | None:
    """«Gjør til behov» for one line: the need stands where the economy stands, and is kept where it is kept.

    None when it is one already. The row is held meanwhile, so that two clicks make one need.
    """
    Economy.objects.select_for_update().filter(pk=economy.pk).exists()
    if line in needs_of_lines(economy):
        return None
    said = getattr(economy, line)
    return write_need(
        plan=economy.plan,
        writer=writer,
        topic=economy.topic_id,
        text=str(NEED_OF_LINE[line]),
        own_words=said if line in IN_WORDS else "",
        only_me=economy.only_me,
        only_me_contact_id=economy.only_me_contact_id,
    )
