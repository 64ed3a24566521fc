"""The leader's overview, put into words. One question to the database (access.unit_board), however many persons."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pop.gaps import catalogue
from pop.handovers.pathways import points
from pop.people import labels
from pop.people.labels import Label
from pop.process.loading import process


@dataclass(frozen=True)
class Load:
    """What somebody has, as numbers. `key` is empty for somebody whom the leader does not know."""

    key: str
    who: Label
    mains: int
    others: int
    gaps: int
    late: int
    away: bool
    until: date | None
    deputy: Label | None


@dataclass(frozen=True)
class Leaving:
    """Who is to be released, and how much of the list is in place. `name` is empty for a protected address."""

    key: str
    name: str
    day: date
    main: Label | None
    ready: int
    of: int
    gaps: int

    @cached_property
    def who(self) -> str:
        return self.name or _("Skjermet")

    @property
    def in_place(self) -> str:
        return _("%(ready)s av %(of)s") % {"ready": self.ready, "of": self.of}

    @property
    def gaps_in_words(self) -> str:
        return ngettext("1 glippsone", "%(number)s glippsoner", self.gaps) % {"number": self.gaps}


@dataclass(frozen=True)
class Board:
    persons: int
    without: list[dict[str, str]]
    load: list[Load]
    teams: list[dict[str, Any]]
    gaps: list[tuple[str, int, int, str]]
    """The title of a kind, how many, how many are late, and the code of the kind."""
    steps: list[tuple[str, int, str]]
    leaving: list[Leaving]

    @property
    def open_gaps(self) -> int:
        return sum(number for _name, number, _late, _code in self.gaps)

    @property
    def late_gaps(self) -> int:
        return sum(late for _name, _number, late, _code in self.gaps)


def of_leader() -> Board:
    with connection.cursor() as cursor:
        cursor.execute("select access.unit_board()::text")
        row = cursor.fetchone()
    return read(orjson.loads(row[0]) if row and row[0] else {})


def read(found: dict[str, Any]) -> Board:
    load, leaving = found.get("load") or [], found.get("leaving") or []
    names = labels.users(
        [*(one["user"] for one in load), *(one["deputy"] for one in load), *(one["main"] for one in leaving)]
    )
    unknown, of = Label("", labels.somebody()), len(points("release"))

    def named(number: int | None) -> Label | None:
        return names.get(number, unknown) if number else None

    return Board(
        persons=found.get("persons") or 0,
        without=found.get("without") or [],
        load=[
            Load(
                one["key"] if one["user"] in names else "", named(one["user"]) or unknown, one["mains"], one["others"], one["gaps"], one["late"], one["away"],
                date.fromisoformat(one["until"]) if one["until"] else None, named(one["deputy"]),
            )
            for one in load
        ],
        teams=found.get("teams") or [],
        gaps=[(_title(rule), number, late, rule) for rule, number, late in found.get("gaps") or []],
        steps=_steps(found.get("steps") or {}),
        leaving=[
            Leaving(
                one["key"], one["name"], date.fromisoformat(one["day"]), named(one["main"]), one["ready"],
                of, one["gaps"],
            )
            for one in leaving
        ],
    )  # fmt: skip


def _title(rule: str) -> str:
    known = catalogue.load().rule(rule)
    return known.say("title") if known else rule


def _steps(numbers: dict[str, int]) -> list[tuple[str, int, str]]:
    """How many have come to each step, in the order of the process; «0» has not begun."""
    words = {step.id: f"{step.id} {step.name}" for step in process().steps}
    return [(words.get(code, ""), numbers[code], code) for code in sorted(numbers)]
