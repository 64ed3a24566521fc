"""The four arenas and the ready set-ups, read from arenas.toml: both the program's input and the text that explains it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

Words = dict[str, str]


@dataclass(frozen=True)
class Arena:
    """One arena. Where the person is not there, rule C1 holds."""

    key: str
    minutes: int
    person_is_there: bool
    rules: tuple[str, ...]
    names: Words
    attendance: Words
    template: tuple[Words, ...]

    @property
    def name(self) -> str:
        return said(self.names)

    @property
    def attends(self) -> str:
        return said(self.attendance)

    @property
    def agenda(self) -> list[str]:
        return [said(words) for words in self.template]


@dataclass(frozen=True)
class Setup:
    """A ready set-up of a meeting in one of the arenas (prototypes A–D)."""

    key: str
    arena: Arena
    names: Words
    template: tuple[Words, ...]

    @property
    def name(self) -> str:
        return said(self.names)

    @property
    def agenda(self) -> list[str]:
        return [said(words) for words in self.template]


def said(words: Words) -> str:
    """In the reader's language, bokmål where there is none."""
    return words.get((get_language() or "nb")[:2], words["nb"])


@cache
def read() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("arenas.toml").read_text(encoding="utf-8"))


@cache
def setups() -> tuple[Setup, ...]:
    return tuple(
        Setup(row["key"], find(row["arena"]), row["name"], tuple(row["agenda"])) for row in read()["setup"]
    )


@cache
def every() -> tuple[Arena, ...]:
    return tuple(
        Arena(
            key=row["key"],
            minutes=row["minutes"],
            person_is_there=row["person"] == "yes",
            rules=tuple(row["rules"]),
            names=row["name"],
            attendance=row["attends"],
            template=tuple(row["agenda"]),
        )
        for row in read()["arena"]
    )


def find(key: str) -> Arena:
    """The arena of a key; a key that is none is a fault of the caller."""
    for arena in every():
        if arena.key == key:
            return arena
    raise ValueError(key)
