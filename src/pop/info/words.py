"""The words of the plan, out of glossary.toml, in the reader's language."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

SOURCE = Path(__file__).parent / "glossary.toml"


@dataclass(frozen=True)
class Word:
    """One word and what it means; `key` is its anchor on the page."""

    key: str
    term: str
    meaning: str


@dataclass(frozen=True)
class Group:
    """Words that belong together, by alphabet."""

    key: str
    title: str
    words: list[Word]


@cache
def data() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text(encoding="utf-8"))


def told(texts: dict[str, str]) -> str:
    """The text in the reader's language; bokmål where a new language has none yet."""
    return texts.get((get_language() or "nb").split("-")[0], texts["nb"])


def word(row: dict[str, Any]) -> Word:
    return Word(row["key"], told(row["term"]), told(row["meaning"]))


def groups() -> list[Group]:
    words = [(row["group"], word(row)) for row in data()["word"]]
    return [
        Group(
            row["key"],
            told(row["title"]),
            sorted((w for group, w in words if group == row["key"]), key=lambda w: alphabetical(w.term)),
        )
        for row in data()["group"]
    ]


def statuses() -> list[tuple[str, str]]:
    """Key and meaning of each status of a measure (rule A18), in the order in which they come."""
    return [(row["key"], told(row["meaning"])) for row in data()["status"]]


def find(key: str) -> Word:
    """One word; a key that is not there is a mistake in a template."""
    return next(word(row) for row in data()["word"] if row["key"] == key)


LAST = {ord("æ"): "\ue000", ord("ø"): "\ue001", ord("å"): "\ue002"}


def alphabetical(term: str) -> str:
    """Norwegian order: æ, ø, å last; a paragraph sign does not count."""
    return term.lower().lstrip("§ ").translate(LAST)
