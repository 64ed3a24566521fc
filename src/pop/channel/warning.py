"""What of a text may not belong in a message: worked out here, from the text alone, on this machine.

Pure functions: no network, no database, nothing kept. They ask the writer, who decides; they stop nobody.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pop.people.identity import is_national_id

IDENTITY, PHONE, ADDRESS = "identity", "phone", "address"

DIGITS = re.compile(r"(?<![\d])\d(?:[ .\u00a0\-–]?\d){10}(?!\d)")
# Norwegian numbers of eight digits, as they are written: 8, 3-2-3 or 2-2-2-2. None begin with 0, 1 or 20.
NUMBER = re.compile(
    r"(?<![\d.,/])(?:(?:\+|00) ?47[ \u00a0]?)?"
    r"((?!20)[2-9]\d{7}|(?!20)[2-9]\d\d[ \u00a0]\d\d[ \u00a0]\d{3}|(?!20)[2-9]\d(?:[ \u00a0]\d\d){3})(?!\d)(?!,\d)"
)
ABROAD = re.compile(r"(?<!\d)(?:\+|00)(?!47)[1-9]\d{0,2}(?:[ \u00a0\-]?\d){6,12}(?!\d)")
STREET = re.compile(
    r"\b(?:[A-ZÆØÅ][\w.\-]{0,40}?(?:gata|gaten|gate|gt\.?|veien|vegen|vei|veg|vn\.|alleen|allé|svingen|bakken|plassen|plass|stien|tunet)"
    r"|[A-ZÆØÅ][\w.\-]{1,40}(?: [A-ZÆØÅ][\w.\-]{1,40}){0,3} (?:gate|gt\.?|vei|veg|allé|plass))\s+\d{1,4}(?: ?[A-Za-z]\b)?"
)
POSTCODE = re.compile(r"(?<![\d.])(?!(?:19|20)\d\d)\d{4} [A-ZÆØÅ][A-Za-zæøåÆØÅ]{1,}")
BOX = re.compile(r"\b(?:[Pp]ostboks|[Pp]b\.) \d+")


@dataclass(frozen=True, order=True)
class Found:
    """A kind of thing, and the words that look like it."""

    kind: str
    words: str


@dataclass(frozen=True)
class Group:
    """Words of one kind, and the topics where they belong."""

    code: str
    at: frozenset[int]
    pattern: re.Pattern[str]


@cache
def groups() -> tuple[Group, ...]:
    rows = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))["group"]
    return tuple(
        Group(
            row["code"],
            frozenset(row["at"]),
            re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, row["begins"])) + r")[\w\-]*", re.IGNORECASE),
        )
        for row in rows
    )


def identity_numbers(text: str) -> list[str]:
    """Fødselsnummer, D-number and synthetic numbers, with spaces, dots or dashes in them; only with right check digits."""
    return [found for found in DIGITS.findall(text) if is_national_id(re.sub(r"\D", "", found))]


def phone_numbers(text: str) -> list[str]:
    for number in identity_numbers(text):
        text = text.replace(number, " ")
    return [found[0] for found in NUMBER.finditer(text)] + ABROAD.findall(text)


def addresses(text: str) -> list[str]:
    return [found[0] for pattern in (STREET, POSTCODE, BOX) for found in pattern.finditer(text)]


def out_of_place(text: str, topic: int) -> list[Found]:
    """Words of health and crime where the topic is about something else."""
    return [
        Found(group.code, found[0].strip())
        for group in groups()
        if topic not in group.at
        for found in group.pattern.finditer(text)
    ]


def find(text: str, topic: int) -> list[Found]:
    """Everything to ask about, each once, in the order of its kinds."""
    found = [Found(IDENTITY, words) for words in identity_numbers(text)]
    found += [Found(PHONE, words.strip()) for words in phone_numbers(text)]
    found += [Found(ADDRESS, words) for words in addresses(text)]
    return list(dict.fromkeys(found + out_of_place(text, topic)))
