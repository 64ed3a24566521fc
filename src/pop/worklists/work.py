"""«Mine oppgaver»: everything that waits for the actor over all plans, what is about to slip first.

Two questions to the database, however many plans there are: who one is today, and what waits. Nothing is left out here for somebody's sake; `access.my_work` gives only what the actor sees.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy

from pop.plans import calendar
from pop.wishes.waiting import WORKING_DAYS
from pop.worklists import words
from pop.worklists.desk import Desk

OPENED = ("plan", "partner")
"""What a plan is to somebody who can open it; for a leader it is only a name."""
SAME = {"paper_missing": ("paper_missing",), "contact_needed": ("no_main_contact", "contact_away")}
"""Tasks that say what a gap of the same plan says."""
COUNTED = 10
"""Working days up to which the number stands; after that the date is enough (ux, section 4)."""
LATE, TODAY, WEEK, BEFORE, OFF, LATER = "late", "today", "week", "before", "off", "later"
GROUPS: dict[str, Any] = {
    LATE: gettext_lazy("Over fristen"),
    TODAY: gettext_lazy("I dag"),
    WEEK: gettext_lazy("Denne uka"),
    BEFORE: gettext_lazy("Før du går på fri"),
    OFF: gettext_lazy("Mens du har fri"),
    LATER: gettext_lazy("Senere"),
}


class Waiting(NamedTuple):
    """A row of access.my_work, in its order."""

    kind: str
    key: UUID
    plan_id: int | None
    rule: str
    text: str
    due: date | None
    since: date | None
    hour: Any
    holder: int | None
    agency_id: int | None
    taken: bool
    snoozed: date | None
    subject: str | None
    subject_key: UUID | None
    subject_row: int | None
    given: UUID | None
    given_by: int | None
    given_team: int | None


class PlanLabel(NamedTuple):
    """`name` is empty when it is not given to the actor; `page` is where the plan is opened."""

    key: UUID
    name: str
    place: str
    page: str


@dataclass(frozen=True)
class Work:
    """Everything that waits, and the plans that it waits in."""

    rows: list[Waiting]
    plans: dict[int, PlanLabel]


def waiting(*, team: bool = False) -> Work:
    """One question: the rows of kind «plan» are the plans themselves. `team`: with what teammates have."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.my_work(%s)", [team])
        found = [Waiting(*row) for row in cursor.fetchall()]
    plans = {
        row.plan_id: PlanLabel(row.key, row.text, row.rule, row.subject or "")
        for row in found
        if row.kind == "plan" and row.plan_id
    }
    return Work([row for row in found if row.kind != "plan"], plans)


class Turn:
    """Whose turn a row is."""

    MINE, GIVEN, DEPUTY, TEAM, FREE, MATES = "mine", "given", "deputy", "team", "free", "mates"


def turn(row: Waiting, me: int, desk: Desk) -> str:
    """Mine; mine and given on; mine as deputy; the team's to take; my agency's to take; a teammate's."""
    if row.given and row.given_by == me:
        return Turn.GIVEN
    if row.given and row.given_team in {team.id for team in desk.teams}:
        return Turn.TEAM
    if row.holder == me:
        return Turn.MINE
    if row.holder is None:
        return Turn.FREE
    if row.holder in desk.absent:
        return Turn.DEPUTY if desk.absent[row.holder] else Turn.TEAM
    return Turn.MATES


@cache
def working_days(today: date, day: date) -> int:
    return calendar.working_days_between(today, day)


@cache
def answer_by(asked: date) -> date:
    return calendar.add_working_days(asked, WORKING_DAYS)


def deadline(row: Waiting) -> date | None:
    """The day by which it is to be done; None for what only has a day on which it began."""
    if row.kind == words.WISH and row.since:
        return answer_by(row.since)
    return row.due


def group(day: date | None, today: date, desk: Desk) -> str:
    """What has no deadline is for today: it is missing already."""
    if day and day < today:
        return LATE
    if desk.stretch:
        if not day or day < desk.stretch.first:
            return BEFORE
        return OFF if desk.stretch.covers(day) else LATER
    if not day or day == today:
        return TODAY
    return WEEK if day <= today + timedelta(days=6 - today.weekday()) else LATER


OWN_TURNS = (Turn.MINE, Turn.GIVEN, Turn.DEPUTY, Turn.TEAM, Turn.FREE)


def mine_first(rows: list[Waiting], me: int, desk: Desk) -> dict[int, str]:
    """The turn of each row, by its place in the list; what is a gap as well stands there once, as the gap."""
    turns = {place: turn(row, me, desk) for place, row in enumerate(rows)}
    gaps = {
        (turns[place] == Turn.MATES, about)
        for place, row in enumerate(rows)
        if row.kind == words.GAP
        for about in (row.subject_key, (row.plan_id, row.rule))
    }

    def told_already(place: int) -> bool:
        row, mates = rows[place], turns[place] == Turn.MATES
        abouts = [
            row.key if row.kind == words.REQUEST else row.subject_key,
            *((row.plan_id, rule) for rule in SAME.get(row.rule, ()) if row.kind == words.TASK),
        ]
        return row.kind != words.GAP and any(about and (mates, about) in gaps for about in abouts)

    return {place: of for place, of in turns.items() if not told_already(place)}
