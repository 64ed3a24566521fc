"""The kinds of handovers and the checklists, read from pathways.toml and checklist.toml."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

FOLDER = Path(__file__).parent
RELEASED_TODAY = "released_today"
"""Out of varetekt without notice (rule B6)."""
RELEASE = "release"
"""The checklist that belongs to the plan: what must be in place before somebody is released."""


def in_language(names: dict[str, str]) -> str:
    return names.get((get_language() or "nb")[:2], names["nb"])


@dataclass(frozen=True)
class Pathway:
    """One kind of handover: who receives, what is to be in place, and when (pathways.toml)."""

    code: str
    names: dict[str, str]
    word: dict[str, str]
    receives: str
    unit_kind: str
    leaves: str
    measures: str
    begin_months: int
    overlap_before: int
    overlap_after: int
    checklist: str
    source: str
    before_setting: str = ""
    after_setting: str = ""

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def what(self) -> str:
        """One word for what happens on the day."""
        return in_language(self.word)

    @property
    def is_release(self) -> bool:
        return self.code.startswith("release")

    @property
    def before_release(self) -> bool:
        """Whether the plan's own points are in its list."""
        return any(point.of_plan for point in points(self.checklist))

    def around(self, days: Callable[[str], int] | None = None) -> tuple[int, int]:
        """Days before and after: the unit's own where the sources leave it open, the file's where they say (T12)."""
        before, after = self.overlap_before, self.overlap_after
        if days and self.before_setting:
            before = days(self.before_setting)
        if days and self.after_setting:
            after = days(self.after_setting)
        return before, after

    def overlap(self, day: date, days: Callable[[str], int] | None = None) -> tuple[date, date]:
        """The days in which old and new are both there (P7-1, T9). `days` is what the unit means by a setting."""
        before, after = self.around(days)
        return day - timedelta(before), day + timedelta(after)


@dataclass(frozen=True)
class Point:
    """One point, with its source and the lists in which it stands; `topic` 0 is none."""

    lists: tuple[str, ...]
    code: str
    topic: int
    names: dict[str, str]
    source: str

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def of_plan(self) -> bool:
        """Whether it is the plan's, there before a handover begins and after it is put off."""
        return RELEASE in self.lists


@cache
def pathways() -> dict[str, Pathway]:
    """By code, in the order of the file."""
    rows = tomllib.loads((FOLDER / "pathways.toml").read_text(encoding="utf-8"))["pathway"]
    return {row["code"]: Pathway(**row) for row in rows}


@cache
def points(of_list: str) -> tuple[Point, ...]:
    """The points of one checklist, in the order of the file."""
    rows = tomllib.loads((FOLDER / "checklist.toml").read_text(encoding="utf-8"))["item"]
    return tuple(Point(**row | {"lists": tuple(row["lists"])}) for row in rows if of_list in row["lists"])
