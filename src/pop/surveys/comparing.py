"""Two rounds, or the parts of one, beside each other: shares, and how sure their difference is."""

from dataclasses import dataclass
from math import sqrt

from django.db import connection

from pop.surveys.content import Content, Question
from pop.surveys.figures import Bar, counts, shown, total, wilson
from pop.surveys.models import Round

SPLITS = ("yes_no", "scale", "one")
"""Kinds of questions whose answers part a round: each reply is in one part. The database asks the same."""


@dataclass(frozen=True)
class Side:
    """A round, or those who answered a question in one way."""

    name: str
    number: int
    counts: dict[tuple[str, str], int | None]


@dataclass(frozen=True)
class Line:
    """One choice on every side. `difference` is the second side against the first, in percentage points, with its 95 % interval."""

    label: str
    bars: list[Bar]

    @property
    def difference(self) -> tuple[float, float, float] | None:
        if len(self.bars) != 2 or any(bar.count is None or not bar.number for bar in self.bars):
            return None
        first, second = self.bars
        return apart(first.count or 0, first.number, second.count or 0, second.number)

    @property
    def sure(self) -> bool:
        """Whether the interval of the difference leaves out nought."""
        found = self.difference
        return found is not None and (found[1] > 0 or found[2] < 0)


def apart(count_1: int, number_1: int, count_2: int, number_2: int) -> tuple[float, float, float]:
    """Second share minus the first in percentage points, and the ends of its interval (Newcombe 1998, method 10, of two Wilson intervals)."""
    share_1, share_2 = count_1 / number_1, count_2 / number_2
    low_1, high_1 = wilson(min(count_1, number_1), number_1)
    low_2, high_2 = wilson(min(count_2, number_2), number_2)
    found = share_2 - share_1
    low = found - sqrt((share_2 - low_2) ** 2 + (high_1 - share_1) ** 2)
    high = found + sqrt((high_2 - share_2) ** 2 + (share_1 - low_1) ** 2)
    return 100 * found, 100 * max(-1.0, low), 100 * min(1.0, high)


def side(one: Round) -> Side | None:
    """A round as a side. None before anything of it is shown."""
    return Side(one.name, total(one), counts(one)) if shown(one) else None


def others(one: Round) -> list[Round]:
    """Rounds of the same survey that this can be held against, newest first."""
    found = Round.objects.filter(survey__code=one.survey.code, group_mode=False).exclude(pk=one.pk)
    return list(found.select_related("survey", "unit")[:50])


def splitters(asks: Content) -> list[Question]:
    return [question for question in asks.questions() if question.kind in SPLITS]


def parts(one: Round, by: Question) -> list[Side]:
    """The round by the answer to one question: parts large enough, and the rest left out (access.survey_split)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select part, number, question, choice, n from access.survey_split(%s, %s)", [one.pk, by.id]
        )
        rows = cursor.fetchall()
    names = {choice.id: str(choice) for choice in by.options()}
    found: dict[str, Side] = {}
    for part, number, question, choice, n in rows:
        of = found.setdefault(part, Side(names.get(part, part), number, {}))
        of.counts[(question, choice)] = n
    return [found[part] for part in names if part in found]


def lines(asks: Content, sides: list[Side]) -> list[tuple[Question, list[Line]]]:
    """Every question that is answered by choosing, with a line for each choice."""
    return [
        (question, [
            Line(str(choice), [Bar(one.name, one.counts.get((question.id, choice.id), 0), one.number) for one in sides])
            for choice in question.options()
        ])
        for question in asks.questions() if question.options()
    ]  # fmt: skip
