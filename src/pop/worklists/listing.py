"""«Mine oppgaver» as it is shown: sorted by what slips first, counted, and put into words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pop.people import labels
from pop.people.labels import Label
from pop.plans.deadlines import SOON
from pop.worklists import words
from pop.worklists.desk import Desk, Filter
from pop.worklists.words import Facts, Said
from pop.worklists.work import (
    COUNTED,
    GROUPS,
    OFF,
    OPENED,
    OWN_TURNS,
    PlanLabel,
    Turn,
    Waiting,
    Work,
    deadline,
    group,
    mine_first,
    working_days,
)

WHOSE: dict[str, Any] = {
    Turn.DEPUTY: gettext_lazy("Du er stedfortreder for %(who)s."),
    Turn.TEAM: gettext_lazy("%(who)s er borte eller har gitt den til teamet."),
    Turn.MATES: gettext_lazy("%(who)s har den."),
}
"""Why a row that is somebody else's stands in one's own list."""


@dataclass(frozen=True)
class Row:
    """One row as it is shown."""

    waiting: Waiting
    said: Said
    plan: PlanLabel | None
    due: date | None
    turn: str
    holder: Label | None
    today: date
    team: str = ""
    agency: str = ""
    """Whose it is when nobody there has it yet; empty for one that the reader may not know of."""

    @cached_property
    def late(self) -> bool:
        return self.due is not None and self.due < self.today

    @property
    def soon(self) -> bool:
        return self.due is None or 0 <= working_days(self.today, self.due) <= SOON

    @cached_property
    def left(self) -> str:
        """Working days over or left, in words; empty when there are many."""
        if self.due is None:
            return ""
        if self.due == self.today:
            return _("I dag")
        if (self.due - self.today).days > 3 * COUNTED:
            return ""
        number = working_days(self.today, self.due)
        if self.late:
            number = max(1, -number)
            return ngettext("%(number)s arbeidsdag over", "%(number)s arbeidsdager over", number) % {
                "number": number
            }
        if number > COUNTED:
            return ""
        return ngettext("%(number)s arbeidsdag igjen", "%(number)s arbeidsdager igjen", number) % {
            "number": number
        }

    @cached_property
    def spoken(self) -> str:
        """What a button or a link is about, for whoever does not see the row around it."""
        return f"{self.said.title}, {self.plan.name}" if self.plan and self.plan.name else self.said.title

    @cached_property
    def open(self) -> bool:
        return bool(self.plan and self.plan.page in OPENED)

    @property
    def takeable(self) -> bool:
        if self.turn == Turn.FREE:
            return self.waiting.kind == words.GAP  # what an agency was asked is taken by doing it
        return self.turn in (Turn.TEAM, Turn.DEPUTY, Turn.MATES) and self.waiting.kind in words.GIVEABLE

    @property
    def can_wait(self) -> bool:
        """A gap can be put off with a reason."""
        return self.waiting.kind == words.GAP and self.open

    @cached_property
    def why(self) -> str:
        """Why it is mine, when that is not plain."""
        measure = self.waiting.kind == words.MEASURE
        if measure and self.turn == Turn.MINE:
            return _("Du er ansvarlig for tiltaket.")
        if self.waiting.kind == words.GAP and self.turn == Turn.MINE and self.waiting.taken:
            return _("Du har tatt den.")
        if measure and self.turn == Turn.FREE and self.agency:
            return _("%(who)s er ansvarlig for tiltaket, og du jobber der.") % {"who": self.agency}
        if self.turn == Turn.GIVEN:
            return _("Gitt til %(team)s, venter på at noen tar den.") % {"team": self.team}
        if self.turn == Turn.FREE:
            return _("Det er der du jobber som skal gjøre det. Ingen har tatt det ennå.")
        return str(WHOSE.get(self.turn, "")) % {"who": self.holder or labels.somebody()}


@dataclass(frozen=True)
class List:
    """The list as it is shown: groups with their number, and the numbers of everything else."""

    groups: list[tuple[str, str, int, list[Row]]]
    shown: int
    total: int
    plans: int
    mine: int
    teams: dict[int, int]
    kinds: Counter[str]
    labels: dict[int, PlanLabel]
    snoozed: list[Row]
    """What one has put off: it comes back by itself on its day."""
    while_off: int
    next_day: date | None


def build(found: Work, me: int, desk: Desk, chosen: Filter, today: date, *, limit: int) -> List:
    """Sorts, counts and names; only what is shown is put into words."""
    rows, plans = found.rows, found.plans
    turns = mine_first(rows, me, desk)
    awake = {place: t for place, t in turns.items() if not (s := rows[place].snoozed) or s <= today}
    wanted = [
        place for place, t in awake.items() if t in OWN_TURNS or t == Turn.MATES and of_team(chosen, desk)
    ]
    hits = [place for place in wanted if fits(rows[place], chosen, plans)]
    ordered = in_order(rows, hits, desk, today)
    sizes = Counter(name for name, _place in ordered)
    shown = ordered[:limit]
    put_off = sorted(
        (place for place, t in turns.items() if place not in awake and t in OWN_TURNS),
        key=lambda place: (rows[place].snoozed or today, place),
    )
    named = naming([rows[place] for place in [*(p for _name, p in shown), *put_off]], plans, me, desk, today)
    grouped: dict[str, list[Row]] = {}
    for name, place in shown:
        grouped.setdefault(name, []).append(named.row(rows[place], awake[place]))
    own = [place for place, t in awake.items() if t in OWN_TURNS]
    mates = sum(1 for t in awake.values() if t == Turn.MATES)
    return List(
        groups=[(name, str(GROUPS[name]), sizes[name], some) for name, some in grouped.items()],
        shown=len(shown),
        total=len(ordered),
        plans=len({rows[place].plan_id for _name, place in ordered} - {None}),
        mine=len(own),
        teams={team.id: len(own) + mates for team in desk.teams},
        kinds=Counter(rows[place].kind for place in wanted),
        labels={row.plan_id: plans[row.plan_id] for row in rows if row.plan_id in plans},
        snoozed=[named.row(rows[place], turns[place]) for place in put_off],
        while_off=while_off(rows, [place for place in own if awake[place] == Turn.MINE], desk, today),
        next_day=next_day([rows[place] for place in turns], today),
    )


def of_team(chosen: Filter, desk: Desk) -> bool:
    """Whether the list is asked for with what the others of a team of one's own have."""
    return any(str(team.key) == chosen.whose for team in desk.teams)


def fits(row: Waiting, chosen: Filter, plans: dict[int, PlanLabel]) -> bool:
    """Whether a row is of the kind and the plan that are asked for."""
    plan = plans.get(row.plan_id or 0)
    return (not chosen.kind or row.kind == chosen.kind) and (
        not chosen.plan or plan is not None and str(plan.key) == chosen.plan
    )


def in_order(rows: list[Waiting], places: list[int], desk: Desk, today: date) -> list[tuple[str, int]]:
    """The group of each and its place, what slips first at the top."""
    rank = {name: number for number, name in enumerate(GROUPS)}

    def key(place: int) -> tuple[int, date, date, int]:
        day = deadline(rows[place])
        return rank[group(day, today, desk)], day or today, rows[place].since or date.max, place

    return [(group(deadline(rows[place]), today, desk), place) for place in sorted(places, key=key)]


def while_off(rows: list[Waiting], places: list[int], desk: Desk, today: date) -> int:
    """How many of one's own fall due before one is back."""
    return sum(group(deadline(rows[place]), today, desk) == OFF for place in places)


def next_day(rows: list[Waiting], today: date) -> date | None:
    """When something is due next, for an empty list."""
    days = [day for row in rows if (day := row.snoozed or deadline(row)) and day >= today]
    return min(days, default=None)


@dataclass(frozen=True)
class Naming:
    """What rows are put into words with."""

    plans: dict[int, PlanLabel]
    users: dict[int, Label]
    agencies: dict[int, str]
    teams: dict[int, str]
    today: date

    def row(self, row: Waiting, of: str) -> Row:
        plan = self.plans.get(row.plan_id or 0)
        facts = Facts(
            row.kind, row.key, plan.key if plan else None, plan.page if plan else "", row.rule, row.text or "",
            row.subject, row.subject_key, row.subject_row,
        )  # fmt: skip
        return Row(
            row,
            words.say(facts),
            plan,
            deadline(row),
            of,
            self.users.get(row.holder or 0),
            self.today,
            self.teams.get(row.given_team or 0, _("teamet")),
            self.agencies.get(row.agency_id or 0, ""),
        )


def naming(rows: list[Waiting], plans: dict[int, PlanLabel], me: int, desk: Desk, today: date) -> Naming:
    """Asks once, for those rows that are shown."""
    users, agencies = labels.named(
        (row.holder for row in rows if row.holder != me),
        (row.agency_id for row in rows if row.holder is None),
    )
    return Naming(plans, users, agencies, {team.id: team.name for team in desk.teams}, today)
