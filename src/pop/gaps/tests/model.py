"""The rules once more, in Python and from the rows themselves, for a test to compare with what the database finds.

Written from the words of the catalogue and the sources, not from its queries: where the two differ, one of them is
wrong. Who stands around a person, and what they may be told, is here too: `Around`.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from pop.plans.calendar import add_months

RUNNING = ("chosen", "in_progress", "waiting")
MET = (*RUNNING, "done")
Row = dict[str, Any]
Owner = tuple[int | None, int | None]
"""User and agency."""
Found = Iterator[tuple[int, date, date | None, Owner]]
"""The row that a gap is about, since when, due when, and whose it is."""
RULES: dict[str, Callable[["Facts"], Found]] = {}
SILENT: dict[str, set[str]] = {}
"""What the person, or the way of serving, can say that makes a rule not hold in a plan (A19, B5–B7)."""
NO_PLAN, NO_GROUP = {"no_plan"}, {"no_plan", "no_sharing"}
AFTER = {"released_no_contact", "receipt_late", "receipt_escalated", "receipt_declined"}
"""What is still looked for when the sentence is over: T12 lasts until two weeks after, and whoever was asked answers."""
OUT_OF_DATE = 120
"""Days after the sentence during which a plan is still looked at."""


def rule(*silent: str) -> Callable[[Callable[["Facts"], Found]], Callable[["Facts"], Found]]:
    def keep(finds: Callable[["Facts"], Found]) -> Callable[["Facts"], Found]:
        RULES[finds.__name__] = finds
        SILENT[finds.__name__] = set(silent)
        return finds

    return keep


def days(number: int) -> timedelta:
    return timedelta(days=number)


def norwegian(moment: datetime) -> date:
    """The day of a moment in Norway."""
    return timezone.localdate(moment)


@dataclass
class Facts:
    """What there is of one plan, entries that the person keeps to themselves left out."""

    plan: Row
    today: date
    born: date
    helpers: dict[int, list[str]]
    """Kinds of agency that help with a topic."""
    kinds: dict[int, str]
    """The kind of each agency."""
    sensitive: set[int]
    """Agencies whose name tells something."""
    points: tuple[str, ...]
    users: dict[int, Row]
    """Of each user: whether they are active, work in a unit, and in which agencies; and their last private tie."""
    silent: set[str] = field(default_factory=set)
    since_status: dict[int, date] = field(default_factory=dict)
    touched: date = date.min
    changes: set[tuple[str, int, date]] = field(default_factory=set)
    """The kind and row of an entry, and a day on which it was written or changed in more than status and notes."""
    needs_interpreter: bool = False
    protected: bool = False
    tables: dict[str, list[Row]] = field(default_factory=dict)

    def __getattr__(self, name: str) -> list[Row]:
        try:
            return self.__dict__["tables"][name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def id(self) -> int:
        return int(self.plan["id"])

    @property
    def arrived(self) -> date:
        return min((p["since"] for p in self.placements), default=self.plan["created_on"])

    @property
    def ended(self) -> bool:
        end = self.plan["sentence_ended_on"]
        return bool(end and end < self.today)

    @property
    def release(self) -> date | None:
        newest = max(self.releases, key=lambda r: (r["written_at"], r["id"]), default=None)
        return newest["on"] if newest else None

    def release_within(self, months: int) -> bool:
        return bool(self.release and add_months(self.release, -months) <= self.today <= self.release)

    @property
    def running(self) -> list[Row]:
        return [m for m in self.measures if m["status"] in RUNNING]

    def setting(self, code: str, otherwise: int) -> int:
        """Days that the unit where the person is has set itself."""
        return next((int(r["days"]) for r in self.settings if r["rule"] == code), otherwise)

    @property
    def known_from(self) -> date:
        """Somebody who comes later than the plan is followed up from the plan; whoever was here before it, from then."""
        return min(self.arrived, self.plan["created_on"])

    @property
    def place(self) -> int | None:
        here = [p for p in self.placements if p["until"] is None]
        return max(here, key=lambda p: (p["since"], p["id"]))["unit_id"] if here else None

    @property
    def leader(self) -> Owner:
        """The one who leads where the person is and has no private tie; of several the one who came first."""
        leads = [r for r in self.leaders if r["unit_id"] == self.place and self.still(r)]
        leads = [r for r in leads if self.users[r["user_id"]]["tie"] in ("", "no_tie")]
        first = min(leads, key=lambda r: (r["since"], r["user_id"]), default=None)
        return (first["user_id"] if first else None), None

    @property
    def contact(self) -> Owner:
        """Whoever has what is the contact team's: a colleague whom the person has named, the main contact, else the
        deputy, else whoever of the team can act; the leader when nobody can.
        """
        if self.named and not self.outside(self.named):
            return self.named["user_id"], None
        order = {"main": 0, "deputy": 1}
        able = sorted(self.able(), key=lambda c: (order.get(c["role"], 2), c["since"], c["user_id"]))
        return (able[0]["user_id"], None) if able else self.leader

    @property
    def named(self) -> Row | None:
        """B10: whom the person has named, who has said yes, and who can."""
        for choice in self.choices:
            inside = choice["user_id"] in {c["user_id"] for c in self.able()}
            if inside or self.may_see(choice["user_id"]):
                return choice
        return None

    def outside(self, choice: Row) -> bool:
        return choice["user_id"] not in {c["user_id"] for c in self.able()}

    def may_see(self, user: int) -> set[int]:
        """The topics that some consent gives somebody outside, when nothing keeps them out of the plan."""
        closed = self.plan["named_only"] or self.protected
        if (
            not self.free(user)
            or self.away(user)
            or closed
            and user not in {n["user_id"] for n in self.opens}
        ):
            return set()
        kept = [e for e in self.exclusions if e["lifted_at"] is None]
        return {
            i["topic_id"]
            for s in self.group
            if s["user_id"] == user and s["agency_id"] not in self.sensitive
            and (s["agency_id"] is None or s["agency_id"] in self.users[user]["agencies"])
            for i in self.in_force()
            if i["agency_id"] and i["agency_id"] == s["agency_id"] or i["user_id"] == user
            if not any(
                e["topic_id"] == i["topic_id"]
                and (e["user_id"] == user or s["agency_id"] and e["agency_id"] == s["agency_id"])
                for e in kept
            )
        }  # fmt: skip

    def holder(self, entry: Row | None = None) -> Owner:
        """The main contact, wherever they are. Of what stands in the plan, somebody outside has only what they see
        because the person or kriminalomsorgen wrote it, or they did.
        """
        if not self.named or not self.outside(self.named):
            return self.contact
        user = self.named["user_id"]
        if entry is not None:
            seats = {s["agency_id"] for s in self.group if s["user_id"] == user and s["agency_id"]}
            own = {0, user * 2 + 1} | {agency * 2 for agency in seats}
            if entry["topic_id"] not in self.may_see(user) or entry["source_key"] not in own:
                return self.contact
        return user, None

    def chair(self, agency: int | None, topic: int | None) -> Owner | None:
        """Who can act for an agency in a topic: somebody in the group whom consent reaches (B9)."""
        if agency is None or topic is None or not self.told(agency, topic):
            return None
        seats = [s for s in self.group if s["agency_id"] == agency and self.acts_for(s)]
        return (min(seats, key=lambda s: s["id"])["user_id"], agency) if seats else None

    def acts_for(self, seat: Row) -> bool:
        return self.free(seat["user_id"]) and seat["agency_id"] in self.users[seat["user_id"]]["agencies"]

    def who(self, m: Row) -> Owner:
        """Whoever is responsible for a measure and can act; else the contact."""
        if chair := self.chair(m["responsible_agency_id"], m["topic_id"]):
            return chair
        user = m["responsible_user_id"]
        return (user, None) if user in {c["user_id"] for c in self.able()} else self.contact

    def still(self, row: Row) -> bool:
        return row["until"] is None or row["until"] >= self.today

    @property
    def group(self) -> list[Row]:
        """Those of the support team who have said yes and are there."""
        return [s for s in self.support if s["accepted_at"] and self.still(s)]

    @property
    def team(self) -> list[Row]:
        """Whoever takes over with a later day is not there yet."""
        return [c for c in self.contacts if c["since"] <= self.today and self.still(c)]

    @property
    def main(self) -> Row | None:
        mains = [c for c in self.team if c["role"] == "main"]
        return max(mains, key=lambda c: (c["until"] is None, c["since"]), default=None)

    def free(self, user: int) -> bool:
        return bool(self.users[user]["active"]) and self.users[user]["tie"] in ("", "no_tie")

    def employed(self, user: int) -> bool:
        return self.free(user) and bool(self.users[user]["works"])

    def away(self, user: int) -> bool:
        """Absent, with nobody to do what they do."""
        return any(
            a["user_id"] == user
            and a["since"] <= self.today
            and self.still(a)
            and not (a["deputy_id"] or a["team_id"])
            for a in self.absences
        )

    def able(self) -> list[Row]:
        return [c for c in self.team if self.employed(c["user_id"]) and not self.away(c["user_id"])]

    def in_force(self) -> list[Row]:
        """What somebody may be told now; a paper without its sheet lapses by the clock of consent, not by this one."""
        return [
            i
            for i in self.items
            if not i["ended_at"]
            and (i["ends_on"] is None or i["ends_on"] >= self.today)
            and i["after_sentence"] == self.ended
        ]

    def told(self, agency: int, topic: int) -> list[Row]:
        return [i for i in self.in_force() if (i["agency_id"], i["topic_id"]) == (agency, topic)]

    def held_since(self, day: date) -> bool:
        """A talk, or a meeting of the group, on the day or later."""
        return any(t["held_on"] and t["held_on"] >= day for t in self.talks) or self.met_since(day)

    def met_since(self, day: date) -> bool:
        return any(m["held"] and day <= m["date"] <= self.today for m in self.meetings)

    def needs_talk(self) -> date | None:
        return min(
            (t["held_on"] for t in self.talks if t["kind"] == "needs_1" and t["held_on"]), default=None
        )

    def measures_for(self, need: int) -> Iterable[Row]:
        goals = {g["goal_id"] for g in self.need_goals if g["need_id"] == need}
        tied = {t["measure_id"] for t in self.ties if t["need_id"] == need or t["goal_id"] in goals}
        return [m for m in self.measures if m["id"] in tied]

    def said_no(self, measure: int) -> bool:
        return any(a["measure_id"] == measure and a["kind"] == "declined" for a in self.answers)


def chosen(m: Row) -> date:
    """The day of the person's yes; what was never asked about counts from when it was written."""
    return norwegian(m["chosen_at"] or m["written_at"])


Gap = tuple[str, int, date, date | None, int | None, int | None]


def gaps(f: Facts) -> set[Gap]:
    """Rule, row, since, due, user and agency of every gap that there must be, and no other."""
    end = f.plan["sentence_ended_on"]
    if f.ended and end + days(OUT_OF_DATE) <= f.today:
        return set()
    names = AFTER if f.ended else set(RULES) - {"released_no_contact"}
    return {
        (name, row, since, due, *owner)
        for name in names
        if not SILENT[name] & f.silent
        for row, since, due, owner in RULES[name](f)
    }
