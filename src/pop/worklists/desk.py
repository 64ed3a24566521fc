"""Who the actor is today, for the list: teams, those who are away, the roster, and the filter as it was left."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from pop.worklists.roster import Stretch, next_stretch

FAR = date(9999, 12, 31)


@dataclass(frozen=True)
class Team:
    id: int
    key: UUID
    name: str


@dataclass(frozen=True)
class Filter:
    """What one wants to see. `whose` is «mine» or the key of a team; empty is all of one's own."""

    whose: str = ""
    kind: str = ""
    plan: str = ""


@dataclass(frozen=True)
class Desk:
    teams: list[Team]
    mates: set[int]
    absent: dict[int, bool]
    """Those whom the actor stands in for: True as deputy, False because their tasks are with the team."""
    away: Stretch | None
    known: bool
    """Whether a roster is typed in."""
    stretch: Stretch | None
    kept: Filter = field(default_factory=Filter)


def of_actor(today: date) -> Desk:
    """Asks once."""
    with connection.cursor() as cursor:
        cursor.execute("select access.my_desk()::text")
        row = cursor.fetchone()
    found: dict[str, Any] = orjson.loads(row[0]) if row and row[0] else {}
    days = {date.fromisoformat(day): off for day, off in found.get("roster") or []}
    away = _away(found.get("away"))
    kept = found.get("filter") or {}
    return Desk(
        teams=[Team(team["id"], UUID(team["key"]), team["name"]) for team in found.get("teams") or []],
        mates=set(found.get("mates") or []),
        absent={one["user"]: one["deputy"] for one in found.get("absent") or []},
        away=away,
        known=bool(days) or away is not None,
        stretch=next_stretch(days, today, away),
        kept=Filter(kept.get("whose") or "", kept.get("kind") or "", str(kept.get("plan") or "")),
    )


def _away(told: dict[str, Any] | None) -> Stretch | None:
    if not told:
        return None
    until = date.fromisoformat(told["until"]) if told["until"] else FAR
    return Stretch(date.fromisoformat(told["since"]), until)
