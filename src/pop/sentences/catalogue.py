"""Reads `milestones.toml`: which dates there are, by which rule, for whom. Data only; computing.py does the sums."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

FILE = Path(__file__).parent / "milestones.toml"
Texts = dict[str, str]


@dataclass(frozen=True)
class Rule:
    """One milestone of the file; the fields are explained at its top."""

    kind: str
    paragraph: str
    forms: frozenset[str]
    names: Texts
    rule: Texts
    wishes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    served: tuple[int, int] | None = None
    at_least_days: int = 0
    remainder_days: int = 0
    assess_over_years: int = 0
    held_months: int = 0
    long_years: int = 0
    long_served_years: int = 0
    before: str = ""
    after: str = ""
    months: int = 0
    short_months: int = 0
    until_after_weeks: int = 0
    cap: str = ""
    needs: str = ""
    length: str = ""
    assess: bool = False

    def __str__(self) -> str:
        return in_language(self.names)

    def __hash__(self) -> int:
        return hash(self.kind)

    @property
    def words(self) -> str:
        return in_language(self.rule)

    @property
    def source(self) -> str:
        """The paragraph, with its sign on the same line as its number."""
        return self.paragraph.replace("§ ", "§\N{NO-BREAK SPACE}")


def in_language(texts: Texts) -> str:
    text = texts.get((get_language() or "nb")[:2]) or texts["nb"]
    return text.replace("§ ", "§\N{NO-BREAK SPACE}")


@cache
def read() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def rules() -> tuple[Rule, ...]:
    """As they stand in the file."""
    return tuple(made(row) for row in read()["milestone"])


def made(row: dict[str, Any]) -> Rule:
    lists = {"wishes": tuple(row.get("wishes", ())), "notes": tuple(row.get("notes", ()))}
    served = tuple(row["served"]) if "served" in row else None
    return Rule(**{**row, **lists, "forms": frozenset(row["forms"]), "served": served})


def rule(kind: str) -> Rule:
    return next(r for r in rules() if r.kind == kind)


def about_form(form: str) -> str:
    """What is said of a form of serving as such; empty for prison."""
    found = read()["form"].get(form)
    return in_language(found["names"]) if found else ""
