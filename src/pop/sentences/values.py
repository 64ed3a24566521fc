"""What a computation of dates takes and gives."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pop.plans.calendar import add_months
from pop.sentences.catalogue import Rule

REMAND, PREVENTIVE, PRISON = "remand", "preventive", "high_security"


@dataclass(frozen=True)
class Length:
    """A length as a judgment gives it."""

    years: int = 0
    months: int = 0
    days: int = 0

    def after(self, start: date) -> date:
        return add_months(start, 12 * self.years + self.months) + timedelta(self.days)

    def __add__(self, other: "Length") -> "Length":
        return Length(self.years + other.years, self.months + other.months, self.days + other.days)

    def __bool__(self) -> bool:
        return bool(self.years or self.months or self.days)


@dataclass(frozen=True)
class Term:
    """One judgment. `undivided` is prison instead of a fine, which is served whole (forskriften § 3-2)."""

    length: Length
    deduction_days: int = 0
    undivided: bool = False


@dataclass(frozen=True)
class Pause:
    """Days that do not count (forskriften § 3-3): `until` is the day on which serving goes on, None while it lasts.

    `free` when the person was not deprived of liberty meanwhile, so that what must be continuous begins anew.
    """

    since: date
    until: date | None
    free: bool = True


@dataclass(frozen=True)
class Facts:
    """`release` is the day that stands in the plan; `held_since` when custody led straight to serving."""

    starts_on: date
    terms: tuple[Term, ...] = ()
    pauses: tuple[Pause, ...] = ()
    form: str = ""
    reporting_duty: bool | None = None
    birth_date: date | None = None
    held_since: date | None = None
    minimum: Length = Length()
    frame: Length = Length()
    release: date | None = None


@dataclass(frozen=True)
class Step:
    """One thing that was done: a key of explaining.py and what it is said about."""

    key: str
    with_: dict[str, Any]


@dataclass(frozen=True)
class Milestone:
    """An expected day, or why there is none: `assess` is a key of explaining.py."""

    rule: Rule
    on: date | None = None
    until: date | None = None
    assess: str = ""
    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return self.rule.kind


@dataclass(frozen=True)
class Dates:
    """All dates of a sentence. `release` is the computed one; None when there is none to compute."""

    milestones: tuple[Milestone, ...] = ()
    release: date | None = None

    def of(self, kind: str) -> Milestone | None:
        return next((m for m in self.milestones if m.kind == kind), None)
