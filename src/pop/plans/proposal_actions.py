"""What is done with proposals: answered, taken back, offered anew; and a muntlig ja, confirmed (rule I3)."""

from datetime import date
from typing import Any

from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people.models import User
from pop.plans.actions import Writer, choose_measure, edit, remove, write
from pop.plans.codes import new_code
from pop.plans.gate import gate
from pop.plans.models import (
    ChoiceSheet,
    ChoiceWay,
    Measure,
    MeasureStatus,
    Plan,
    ProposalAnswer,
    ProposalAnswerKind,
)


class Expired(Exception):
    """The offer does not hold any more; whoever gave it must say that it does."""


@transaction.atomic
def answer(
    measure: Measure, *, writer: Writer, kind: str, words: str = "", shown: bool = True, present: str = ""
) -> ProposalAnswer:
    """What the person says to a proposal. `shown`: whether the one who proposed it may read the words.

    A reason that may not be shown is *bare for meg*, and stands nowhere else.
    """
    if kind == ProposalAnswerKind.CHOSEN and measure.expired and not measure.asks_again:
        raise Expired
    way = ChoiceWay.ORAL if writer.fields["together"] else ChoiceWay.OWN_LOGIN
    forget(measure, writer)
    answered = write(
        ProposalAnswer, plan=measure.plan, writer=writer, topic=measure.topic_id, measure=measure, kind=kind,
        words=words, way=way, present=present, **kept(measure, shown=shown or not words),
    )  # fmt: skip
    if kind == ProposalAnswerKind.CHOSEN:
        choose_measure(measure, way=way, present=present)
    elif kind == ProposalAnswerKind.DECLINED:
        edit(measure, status=MeasureStatus.STOPPED, status_reason=_("Sa nei takk"), **NOT_CHOSEN)
    else:
        asked = {**NOT_CHOSEN, "change_asked_at": timezone.now()}
        edit(measure, status=MeasureStatus.PROPOSED, status_reason="", **asked)
    return answered


NOT_CHOSEN: dict[str, Any] = {
    "chosen_at": None,
    "chosen_way": "",
    "chosen_present": "",
    "chosen_confirmed_at": None,
    "confirmed_way": "",
    "change_asked_at": None,
}
"""What a measure is when the person has not said yes to it, or not to its new words."""


def kept(measure: Measure, *, shown: bool) -> dict[str, Any]:
    """An answer to what is kept is kept for the same; one that is not shown is for the person alone."""
    if measure.only_me:
        return {"only_me": True, "only_me_contact_id": measure.only_me_contact_id if shown else None}
    return {} if shown else {"only_me": True}


def forget(measure: Measure, writer: Writer) -> None:
    """Takes earlier answers out; the contact team those that it has registered itself."""
    given = ProposalAnswer.objects.current().filter(measure=measure)
    for earlier in given.filter(way=ChoiceWay.ORAL) if writer.fields["together"] else given:
        remove(earlier)


def take_back(measure: Measure, *, writer: Writer) -> bool:
    """«Angre»: open again, as before the answer. False when something has been done already."""
    try:
        with transaction.atomic():
            forget(measure, writer)
            return edit(measure, status=MeasureStatus.PROPOSED, status_reason="", **NOT_CHOSEN)
    except ProgrammingError:
        return False


def still_offered(measure: Measure) -> bool:
    """Whoever gave the offer says that it holds (rule I2); for 30 days more."""
    return edit(measure, offer_confirmed_on=timezone.localdate())


def confirm_choices(*, plan: Plan, only: Measure | None = None) -> int:
    """The person confirms, with the own login, what was said aloud: one, or all of it."""
    spoken = Measure.objects.of(plan).filter(
        chosen_way=ChoiceWay.ORAL, chosen_confirmed_at=None, rewritten_at=None
    )
    if only is not None:
        spoken = spoken.filter(pk=only.pk)
    return spoken.update(chosen_confirmed_at=timezone.now(), confirmed_way=ChoiceWay.OWN_LOGIN)


def print_sheet(*, plan: Plan, printed_by: User) -> ChoiceSheet | None:
    """A sheet with every muntlig ja that is not confirmed, and proposals to say yes to; None when there is nothing.

    What is *bare for meg* never stands on it.
    """
    measures = [m for m in Measure.objects.of(plan) if not m.only_me]
    spoken = [m.pk for m in measures if m.unconfirmed]
    offered = [m.pk for m in measures if m.waits_for_answer]
    if not spoken and not offered:
        return None
    return ChoiceSheet.objects.create(
        plan=plan, code=new_code(), spoken=spoken, offered=offered, printed_by=printed_by
    )


def register_sheet(*, plan: Plan, code: str, signed_on: date, ticked: list[str]) -> int | None:
    """A signed sheet: how many choices it confirmed or made; None when there is no such sheet."""
    with gate(), connection.cursor() as cursor:
        cursor.execute(
            "select access.register_choices(%s, %s, %s, %s::uuid[])", [plan.pk, code, signed_on, ticked]
        )
        row = cursor.fetchone()
    return row[0] if row else None
