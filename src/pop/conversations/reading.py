"""What the pages show of conversations and the guide. The database has left out what the reader may not see."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.text import capfirst

from pop.conversations.actions import preparing
from pop.conversations.guide import GUIDE, Row
from pop.conversations.models import (
    Confidence,
    Conversation,
    ConversationKind,
    Economy,
    InterpreterNeed,
    MappingAnswer,
    MappingRound,
    RoundKind,
    Said,
    Sitting,
)
from pop.plans.models import Need, Plan

COMING, MISSED, HELD = "coming", "missed", "held"


@dataclass
class Line:
    """One conversation in the list."""

    talk: Conversation
    state: str
    interpreter: InterpreterNeed | None = None
    sittings: list[Sitting] = field(default_factory=list)
    confidence: Confidence | None = None

    @property
    def day(self) -> date | None:
        return self.talk.held_on or self.talk.planned_on


def state_of(talk: Conversation, *, today: date) -> str:
    if talk.held_on:
        return HELD
    return MISSED if talk.planned_on and talk.planned_on < today else COMING


def lines(plan: Plan, *, today: date) -> list[Line]:
    """What comes, soonest first; what was not held; what was held, newest first."""
    booked = {
        row.booked_for_id: row for row in InterpreterNeed.objects.of(plan).filter(booked_for__isnull=False)
    }
    found = [
        Line(talk, state_of(talk, today=today), booked.get(talk.pk)) for talk in Conversation.objects.of(plan)
    ]
    ahead = sorted(
        (line for line in found if line.state != HELD), key=lambda line: (line.day or today, line.talk.pk)
    )
    behind = [line for line in found if line.state == HELD]
    return ahead + sorted(behind, key=lambda line: (line.day or today, place_of(line.talk)), reverse=True)


def place_of(talk: Conversation) -> tuple[int, int]:
    """Two of one day stand in the order of the process."""
    return ConversationKind.values.index(talk.kind), talk.pk


def line_of(talk: Conversation, *, today: date) -> Line:
    """One conversation with its sittings and what the person wants to share of it."""
    return Line(
        talk,
        state_of(talk, today=today),
        InterpreterNeed.objects.of(talk.plan).filter(booked_for=talk).order_by("-written_at").first(),
        list(Sitting.objects.filter(conversation=talk)),
        Confidence.objects.filter(conversation=talk).first(),
    )


def language_needed(plan: Plan) -> InterpreterNeed | None:
    """The newest word about an interpreter; None when none is needed."""
    found = InterpreterNeed.objects.of(plan).filter(booked_for=None).order_by("-written_at").first()
    return found if found and found.needed else None


@dataclass
class AreaRow:
    """One area of the guide, with the answer of each round."""

    row: Row
    answers: dict[str, MappingAnswer] = field(default_factory=dict)
    needs: dict[int, Need] = field(default_factory=dict)

    @property
    def arrival(self) -> MappingAnswer | None:
        return self.answers.get(RoundKind.ARRIVAL)

    @property
    def before_release(self) -> MappingAnswer | None:
        return self.answers.get(RoundKind.BEFORE_RELEASE)

    @property
    def pairs(self) -> list[tuple[MappingAnswer, Need | None]]:
        """Answers in the order of the rounds, with the need that was made of each."""
        rows = [row for row in (self.arrival, self.before_release) if row and row.answered]
        return [(row, self.needs.get(row.need_id or 0)) for row in rows]

    @property
    def contestable(self) -> bool:
        """Whether an officer wrote any of it down, so that the person may disagree with how it stands."""
        return any(row.together for row, _need in self.pairs)

    @property
    def contested(self) -> bool:
        return any(row.contested_at for row, _need in self.pairs)

    @property
    def made(self) -> Need | None:
        """The need that an answer of another round has become: it is shown before one more is made."""
        return next(
            (self.needs[row.need_id] for row in self.answers.values() if row.need_id in self.needs), None
        )


def rounds(plan: Plan) -> dict[str, MappingRound]:
    """The newest round of each kind that the reader sees."""
    return {row.kind: row for row in MappingRound.objects.filter(plan=plan).order_by("begun_on", "pk")}


def side_by_side(plan: Plan) -> list[AreaRow]:
    """The eight areas, arrival beside before release. There is one set of answers (rule B1)."""
    newest = {row.pk: kind for kind, row in rounds(plan).items()}
    kept_last = MappingAnswer.objects.of(plan).select_related("round").order_by("only_me", "pk")
    answers = [row for row in kept_last if row.round_id in newest]
    needs = Need.objects.of(plan).in_bulk([row.need_id for row in answers if row.need_id])
    found = {row.key: AreaRow(row, needs=needs) for row in GUIDE}
    for answer in answers:
        found[answer.area].answers[newest[answer.round_id]] = answer
    return list(found.values())


@dataclass(frozen=True)
class MoneyLine:
    """One line of the economy: what was asked, what was said, and the need that was made of it."""

    name: str
    label: str
    said: str
    wanting: bool
    need: Need | None = None


def economy(plan: Plan) -> Economy | None:
    """The newest that the reader sees."""
    found = Economy.objects.of(plan).order_by("-written_at").first()
    if found:
        found.plan = plan
    return found


def money_lines(found: Economy) -> list[MoneyLine]:
    """What was said, in the order of the form. A need is made of words, and of what the answer is no to."""
    needs = preparing.needs_of_lines(found)
    rows = []
    for name in preparing.NEED_OF_LINE:
        said = getattr(found, name)
        if said:
            words = name in preparing.IN_WORDS
            shown = said if words else getattr(found, f"get_{name}_display")()
            asked: Any = Economy._meta.get_field(name)
            rows.append(
                MoneyLine(
                    name, capfirst(str(asked.verbose_name)), shown, words or said == Said.NO, needs.get(name)
                )
            )
    return rows
