"""Ordninger that hold everywhere, read from `ready.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

Texts = dict[str, str]
FILE = Path(__file__).parent / "ready.toml"


@dataclass(frozen=True)
class Scheme:
    """One ready card. The texts are in the reader's language."""

    slug: str
    kinds: frozenset[str]
    topics: frozenset[int]
    source: str
    texts: dict[str, Texts]

    def said(self, part: str) -> str:
        by_language = self.texts[part]
        return by_language.get((get_language() or "nb")[:2]) or by_language["nb"]

    @property
    def name(self) -> str:
        return self.said("names")

    @property
    def what(self) -> str:
        return self.said("what")

    @property
    def way_in(self) -> str:
        return self.said("way_in")

    @property
    def requirements(self) -> str:
        return self.said("requirements")

    @property
    def needs(self) -> str:
        return self.said("needs")


@cache
def schemes() -> tuple[Scheme, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["scheme"]
    parts = ("names", "what", "way_in", "requirements", "needs")
    return tuple(
        Scheme(
            slug=row["slug"],
            kinds=frozenset(row["kinds"]),
            topics=frozenset(row["topics"]),
            # A paragraph sign stands on the same line as its number.
            source=row["source"].replace("§ ", "§\N{NO-BREAK SPACE}"),
            texts={part: row[part] for part in parts},
        )
        for row in rows
    )


def scheme(slug: str) -> Scheme | None:
    return next((s for s in schemes() if s.slug == slug), None)


def of_kind(kind: str) -> list[Scheme]:
    """Those that every agency of this kind has."""
    return [s for s in schemes() if kind in s.kinds]
