"""Counts into shares: per cent with one decimal, and how uncertain a share is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil, sqrt

from django.db import connection
from django.utils import timezone

from pop.surveys.content import DONT_KNOW, Content, Question
from pop.surveys.models import Round

FEWEST = 5
"""Answers before anything is shown (rule D4 excepts groups). The database holds it: access/surveys.sql."""
Z = 1.959964
"""95 % of a normal distribution."""


def wilson(count: int, number: int) -> tuple[float, float]:
    """The 95 % interval of a share after Wilson (1927), which holds also for few answers. 0–1; (0, 1) without any."""
    if number == 0:
        return 0.0, 1.0
    share = count / number
    middle = share + Z**2 / (2 * number)
    width = Z * sqrt(share * (1 - share) / number + Z**2 / (4 * number**2))
    scale = 1 + Z**2 / number
    return max(0.0, (middle - width) / scale), min(1.0, (middle + width) / scale)


@dataclass(frozen=True)
class Bar:
    """One choice. `count` is None where the figure is lost."""

    label: str
    count: int | None
    number: int
    apart: bool = False
    """«Vet ikke»: drawn below a line, unfilled."""

    @property
    def percent(self) -> float | None:
        return None if self.count is None or not self.number else 100 * self.count / self.number

    @property
    def width(self) -> str:
        """Of its bar, 0–100, as the drawing wants it in every language."""
        return f"{self.percent or 0:.2f}"

    @property
    def interval(self) -> tuple[float, float] | None:
        """In per cent."""
        if self.count is None or not self.number:
            return None
        low, high = wilson(min(self.count, self.number), self.number)
        return 100 * low, 100 * high


@dataclass(frozen=True)
class Result:
    """What a question was answered with. `number` is how many answered the survey."""

    question: Question
    bars: list[Bar]
    number: int
    texts: list[str]
    values: list[int]
    """Of a question about a number, sorted."""

    @property
    def median(self) -> float | None:
        if not self.values:
            return None
        half = len(self.values) // 2
        return float(self.values[half]) if len(self.values) % 2 else sum(self.values[half - 1 : half + 1]) / 2

    @property
    def lost(self) -> bool:
        return any(bar.count is None for bar in self.bars)


def total(of: Round) -> int:
    """How many have answered. 0 for whoever may not know."""
    if of.imported_n is not None:
        return of.imported_n
    with connection.cursor() as cursor:
        cursor.execute("select access.survey_total(%s)", [of.pk])
        row = cursor.fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def shown(of: Round) -> bool:
    """Whether anything of what was answered is shown: the database says so, and gives nothing otherwise."""
    if of.imported_n is not None:
        return of.imported_n >= FEWEST
    with connection.cursor() as cursor:
        cursor.execute("select access.survey_shown(%s)", [of.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def counts(of: Round) -> dict[tuple[str, str], int | None]:
    """By question and choice. Empty before five have answered."""
    if of.imported_n is not None:
        return {(one.question, one.choice): one.count for one in of.counted.all()}
    with connection.cursor() as cursor:
        cursor.execute("select question, choice, n from access.survey_counts(%s)", [of.pk])
        return {(question, choice): n for question, choice, n in cursor.fetchall()}


def result(
    question: Question, found: dict[tuple[str, str], int | None], number: int, texts: list[str]
) -> Result:
    values = sorted(
        int(value)
        for (name, value), n in found.items()
        if name == question.id and question.kind == "number" and value.isdecimal()
        for _once in range(n or 0)
    )
    bars = [
        Bar(str(choice), found.get((question.id, choice.id), 0), number, choice.id == DONT_KNOW)
        for choice in question.options()
    ]
    return Result(question, bars, number, texts, values)


def results(of: Round, asks: Content, number: int) -> list[Result]:
    """Every question, in order."""
    found = counts(of)
    said: dict[str, list[str]] = {}
    for one in of.texts.all():
        said.setdefault(one.question, []).append(one.text)
    return [
        result(question, found, number, sorted(said.get(question.id, []))) for question in asks.questions()
    ]


CLOCK = timedelta(minutes=10)
"""What groups have for each question (rule D4)."""


def minutes_left(of: Round) -> int | None:
    """On the clock of the groups, rounded up: 0 when the time is out. None when no clock goes."""
    return minutes_on(of.step_at) if of.group_mode else None


def minutes_on(started: datetime | None) -> int | None:
    return (
        None if started is None else max(0, ceil((started + CLOCK - timezone.now()) / timedelta(minutes=1)))
    )


@dataclass
class Said:
    """What a group, or one who gave a name, answered to a question."""

    question: Question
    choices: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def groups(of: Round, question: Question) -> list[tuple[str, Said]]:
    """What each group answered to one question, and those of its words that were let through."""
    with connection.cursor() as cursor:
        cursor.execute("select of_group, question, choice, said from access.survey_groups(%s)", [of.pk])
        rows = [row for row in cursor.fetchall() if row[1] == question.id]
    found = [
        (name or "", gathered(question, list(its))) for name, its in groupby(rows, key=lambda row: row[0])
    ]
    return sorted(found, key=lambda one: (len(one[0]), one[0]))


def named(of: Round) -> list[tuple[str, list[Said]]]:
    """Those who wrote their name, with what they answered, in the order of the questions."""
    with connection.cursor() as cursor:
        cursor.execute("select name, question, choice, said from access.survey_named(%s)", [of.pk])
        rows = cursor.fetchall()
    questions = of.survey.asks.questions()
    return [
        (name, [gathered(q, its) for q in questions if (its := [row for row in mine if row[1] == q.id])])
        for name, mine in ((name, list(each)) for name, each in groupby(rows, key=lambda row: row[0]))
    ]


def gathered(question: Question, rows: list[tuple[str, str, str | None, str | None]]) -> Said:
    """Of rows of (who, question, choice, text): each choice and text once, in the order of the choices."""
    chosen, names = {row[2] for row in rows}, {choice.id for choice in question.options()}
    found = Said(question, [str(choice) for choice in question.options() if choice.id in chosen])
    found.choices += sorted(one for one in chosen if one and one not in names)
    found.texts = list(dict.fromkeys(row[3] for row in rows if row[3]))
    return found
