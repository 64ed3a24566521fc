"""The proposals of one plan: what waits for the person, what was answered, and with which words.

The outcome is the measure's own status. Words are there when the reader sees the person's answer; a reason that
may not be shown is an entry that nobody else has.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from pop.plans.models import (
    ChoiceWay,
    Measure,
    MeasureNote,
    MeasureStatus,
    ProposalAnswer,
    ProposalAnswerKind,
    Source,
)
from pop.plans.opening import OpenPlan
from pop.plans.threads import Step, Threads

OPEN, CHANGE, EXPIRED, CHOSEN, DECLINED, AGAIN = "open", "change", "expired", "chosen", "declined", "again"


def state(measure: Measure) -> str:
    """Where a proposal stands; AGAIN: chosen, and rewritten by another since."""
    if measure.asks_again:
        return AGAIN
    if measure.chosen_at is not None:
        return CHOSEN
    if measure.status == MeasureStatus.STOPPED:
        return DECLINED
    if measure.change_asked_at is not None:
        return CHANGE
    return EXPIRED if measure.expired else OPEN


@dataclass(frozen=True)
class Row:
    """One proposal as the reader meets it. `mine`: the reader, or where the reader works, proposed it."""

    step: Step
    state: str
    answer: ProposalAnswer | None
    mine: bool
    can_answer: bool
    can_take_back: bool

    @property
    def measure(self) -> Measure:
        return self.step.measure

    @property
    def answered(self) -> bool:
        return self.state in (CHOSEN, DECLINED)

    @property
    def to_answer(self) -> bool:
        return self.can_answer and self.state in (OPEN, AGAIN)

    @property
    def to_change(self) -> bool:
        """The person has asked the reader for a change."""
        return self.mine and self.state == CHANGE

    @property
    def to_offer(self) -> bool:
        """Expired, and the reader may say that it still holds."""
        return self.mine and self.state == EXPIRED

    @property
    def waits_elsewhere(self) -> bool:
        """For somebody else, who proposed it."""
        return self.state in (CHANGE, EXPIRED) and not self.mine

    @property
    def spoken(self) -> bool:
        return self.measure.unconfirmed

    @property
    def words(self) -> str:
        return self.answer.words if self.answer else ""

    @property
    def hidden(self) -> bool:
        """Words that only the person has."""
        return bool(self.answer and self.answer.only_me and self.answer.words)


def newest(answers: Iterable[ProposalAnswer]) -> dict[int, ProposalAnswer]:
    """The answer that holds, by measure; `answers` newest first."""
    found: dict[int, ProposalAnswer] = {}
    for given in answers:
        found.setdefault(given.measure_id, given)
    return found


ANSWERED_BY = {
    CHANGE: ProposalAnswerKind.CHANGE,
    CHOSEN: ProposalAnswerKind.CHOSEN,
    DECLINED: ProposalAnswerKind.DECLINED,
}


def holding(measure: Measure, given: ProposalAnswer | None) -> ProposalAnswer | None:
    """The newest answer, when it is the one that the measure stands by: an earlier one tells nothing."""
    return given if given and given.kind == ANSWERED_BY.get(state(measure)) else None


def answer_to(measure: Measure) -> ProposalAnswer | None:
    """Why the person said no, or what is to change, as far as the reader sees it; a yes has no words."""
    if state(measure) not in (CHANGE, DECLINED):
        return None
    return holding(measure, ProposalAnswer.objects.current().filter(measure=measure).first())


def authored(opened: OpenPlan, measures: Iterable[Measure]) -> set[int]:
    """Those that the actor may write in as the one who proposed; the arrays of the policies say."""
    rows = list(measures)
    if opened.own:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "select id from plans_measure where id = any (%s)"
            " and rule.key(plan_id, source_key, 0) = any ((select rule.sources())::bigint[])",
            [[m.pk for m in rows]],
        )
        mine = {row[0] for row in cursor.fetchall()}
    return mine | {m.pk for m in rows if opened.contact and m.source == Source.CORRECTIONAL}


def may_take_back(opened: OpenPlan, measure: Measure, given: ProposalAnswer | None, begun: bool) -> bool:
    """Until something has been done; the contact team what it registered itself and nobody has confirmed."""
    if given is None or begun or measure.status not in ("proposed", "chosen", "stopped"):
        return False
    if measure.rewritten_at or (measure.chosen_at is not None and measure.status != MeasureStatus.CHOSEN):
        return False
    return opened.own or (opened.contact and given.way == ChoiceWay.ORAL and not measure.chosen_confirmed_at)


def is_proposal(step: Step, given: ProposalAnswer | None, mine: bool) -> bool:
    """Something that was offered to the person, and not what they wrote down themselves or came with a form."""
    measure = step.measure
    waits = step.proposed or (step.stopped and measure.chosen_at is None)
    theirs = mine and measure.source != Source.CORRECTIONAL and not measure.imported
    return waits or given is not None or theirs or measure.unconfirmed or measure.asks_again


def rows(opened: OpenPlan) -> list[Row]:
    """The newest first; as many queries for fifty as for two."""
    steps = Threads(opened, today=timezone.localdate()).steps
    measures = [step.measure for step in steps.values()]
    answers = newest(ProposalAnswer.objects.of(opened.plan).filter(measure__in=[m.pk for m in measures]))
    begun = set(MeasureNote.objects.of(opened.plan).values_list("measure_id", flat=True))
    mine = authored(opened, measures)
    found = []
    for pk, step in steps.items():
        given = holding(step.measure, answers.get(pk))
        if is_proposal(step, given, pk in mine):
            found.append(
                Row(
                    step=step,
                    state=state(step.measure),
                    answer=given,
                    mine=pk in mine,
                    can_answer=not opened.partner and (opened.own or not step.measure.only_me),
                    can_take_back=may_take_back(opened, step.measure, given, pk in begun),
                )
            )
    return sorted(found, key=lambda row: row.measure.written_at, reverse=True)
