"""Where an entry comes from, as other features tell it: the page of the entry asks, without knowing them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pop.plans.models import Entry, Plan


@dataclass(frozen=True)
class Origin:
    """What it comes from, of which day, and where that is read."""

    name: str
    on: date | None
    url: str


Find = Callable[[Plan, Iterable[Entry]], dict[int, Origin]]
_finding: dict[type[Entry], Find] = {}


def add(model: type[Entry], find: Find) -> None:
    """From now on `find` is asked about entries of this kind; it answers by their numbers."""
    _finding[model] = find


def of(plan: Plan, entries: Iterable[Entry]) -> dict[int, Origin]:
    """Of entries of one kind, those that come from somewhere."""
    rows = list(entries)
    find = _finding.get(type(rows[0])) if rows else None
    return find(plan, rows) if find else {}
