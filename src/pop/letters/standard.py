"""The eleven standard letters, read from letters.toml."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

PERSON, UNIT, FOLLOWS = "person", "unit", "follows"
Words = dict[str, str]
LANGUAGES = ("nb", "nn")


def in_language(words: Words, language: str) -> str:
    return words.get(language[:2]) or words.get("nb", "")


@dataclass(frozen=True)
class Standard:
    """One standard letter: its voice, what it may take from the plan, its words, and a guide with an example."""

    code: str
    slug: str
    voice: str
    other_voice: bool
    topic: int
    kinds: list[str]
    facts: list[str]
    may: list[str]
    days: int
    names: Words
    purpose: Words
    opening: Words
    central: Words
    closing: Words
    guide: Words
    example: Words
    unit_opening: Words = field(default_factory=dict)
    unit_closing: Words = field(default_factory=dict)

    def __str__(self) -> str:
        return in_language(self.names, get_language() or "nb")

    @property
    def voices(self) -> tuple[str, ...]:
        """Whom it may be from; the first is what it is when nobody chooses."""
        if self.voice == FOLLOWS:
            return (PERSON, UNIT)
        other = UNIT if self.voice == PERSON else PERSON
        return (self.voice, other) if self.other_voice else (self.voice,)

    def said(self, part: str, voice: str, language: str) -> str:
        """The opening or the closing in the voice of the one whom the letter is from."""
        words: Words = (voice == UNIT and getattr(self, f"unit_{part}")) or getattr(self, part)
        return in_language(words, language)


@cache
def letters() -> dict[str, Standard]:
    """By slug, in the order of the file."""
    data = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
    return {row["slug"]: Standard(**row) for row in data["letter"]}


@cache
def by_code() -> dict[str, Standard]:
    return {row.code: row for row in letters().values()}
