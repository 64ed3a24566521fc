"""The guide is gone through; an answer becomes a need with one click. What BRIK found comes in with BRIK's consent."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from pop.conversations.models import (
    BrikConsent,
    BrikResult,
    MappingAnswer,
    MappingRound,
    Preparation,
    RoundKind,
)
from pop.plans import actions as plans
from pop.plans.actions import Writer, edit, write
from pop.plans.models import Need, Plan


def begin_round(*, plan: Plan, kind: str) -> MappingRound:
    """The guide, at arrival or before release; the one that is begun is gone on with."""
    found = MappingRound.objects.filter(plan=plan, kind=kind, finished_on=None).first()
    return found or MappingRound.objects.create(plan=plan, kind=RoundKind(kind))


def finish_round(mapping: MappingRound) -> bool:
    rows = MappingRound.objects.filter(pk=mapping.pk, finished_on=None)
    return bool(rows.update(finished_on=timezone.localdate()))


@transaction.atomic
def answer(
    *, mapping: MappingRound, writer: Writer, area: str, topic: int, **said: Any
) -> MappingAnswer | None:
    """What the person says about one area, in place of what was said before in the same round.

    Nothing said makes no row; what was said and is taken out again is removed.
    """
    rows = MappingAnswer.objects.of(mapping.plan).filter(round=mapping, area=area)
    found = rows.order_by("-only_me", "-pk").first()
    if found is None:
        if not any(said.values()):
            return None
        return write(
            MappingAnswer, plan=mapping.plan, writer=writer, topic=topic, round=mapping, area=area, **said
        )
    now = {"topic_id": topic, **said}
    if any(getattr(found, name) != value for name, value in now.items()):
        edit(found, **now)
    return found


Answered = MappingAnswer | BrikResult | Preparation


@transaction.atomic
def make_need(
    answered: Answered, *, writer: Writer, text: str, own_words: str = "", acute: bool = False
) -> Need:
    """«Gjør til behov»: the need stands where the answer stands, and is kept where the answer is kept."""
    need = plans.write_need(
        plan=answered.plan,
        writer=writer,
        topic=answered.topic_id,
        text=text,
        own_words=own_words,
        acute=acute,
        only_me=answered.only_me,
        only_me_contact_id=answered.only_me_contact_id,
    )
    edit(answered, need=need)
    return need


def agree_to_brik(*, plan: Plan, given_on: date) -> BrikConsent:
    """The consent that BRIK asks for itself. It gives nobody anything here (rule B1)."""
    found, _made = BrikConsent.objects.get_or_create(
        plan=plan, withdrawn_on=None, defaults={"given_on": given_on}
    )
    return found


def withdraw_brik(*, plan: Plan) -> bool:
    """Withdrawn at any time (BRIK § 5 nr. 2): what came from BRIK goes out of the plan."""
    with connection.cursor() as cursor:
        cursor.execute("select access.withdraw_brik(%s)", [plan.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def import_brik(*, plan: Plan, writer: Writer, topic: int, mapped_on: date, result: str) -> BrikResult:
    """One line of a BRIK mapping that was made elsewhere. Nothing is mapped here a second time."""
    return write(
        BrikResult, plan=plan, writer=writer, topic=topic, mapped_on=mapped_on, result=result, imported=True
    )
