"""A life is a list of acts on days. It is lived with the clock: each night the worker looks, each noon people act.

What came and went is read past the rules after every night and every act, so that each gap is told with the night or
the act that made it, and with the one that closed it.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psycopg
import time_machine
from conftest import named, superuser_url
from django.utils import timezone

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.conversations.models import Conversation
from pop.demo.places import agency, user
from pop.handovers.pathways import points
from pop.notices import reading
from pop.notices.models import Notice
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Agency, Unit, User
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Measure, Need, Plan, Source
from pop.run import worker
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember
from pop.worklists import work
from tests.clock import day, move, standing

NIGHT, NOON = 2, 12
"""The night's hour does not exist on the last Sunday of March, and is there twice on the last of October."""
WRITE = bool(os.environ.get("POP_WRITE"))
THE_NIGHT = "the night"

SUBJECTS = {
    "plans_need": "select text from plans_need where id = %s",
    "plans_measure": "select text from plans_measure where id = %s",
    "plans_meeting": "select 'the meeting of ' || date from plans_meeting where id = %s",
    "conversations_conversation": "select kind || ' of ' || planned_on from conversations_conversation where id = %s",
    "teams_contactteammember": "select n.name from teams_contactteammember m join people_username n using (user_id) where m.id = %s",
    "teams_supportteammember": "select n.name from teams_supportteammember m join people_username n using (user_id) where m.id = %s",
    "consents_consent": "select 'consent ' || number from consents_consent where id = %s",
    "handovers_handoveritem": "select coalesce(m.text, c.role) || ', asked ' || n.name from handovers_handoveritem i"
    " left join plans_measure m on m.id = i.measure_id left join teams_contactteammember c on c.id = i.contact_member_id"
    " left join people_username n on n.user_id = i.receiver_user_id where i.id = %s",
}
"""What a gap is about, in a few words; nothing for the plan itself."""


@dataclass(frozen=True)
class Act:
    """Something that somebody does at an hour of a day; its docstring is what the reviewed file tells."""

    on: date
    do: Callable[["Life"], object]
    hour: int = NOON

    @property
    def what(self) -> str:
        return (self.do.__doc__ or "").strip().splitlines()[0].removesuffix(".")


@dataclass
class Found:
    """One gap: when it came and by what, when it went and by what."""

    rule: str
    about: str
    since: date
    owner: str
    came: date
    came_by: str
    went: date | None = None
    went_by: str = ""


class Script:
    """The acts of a life, in the order in which they stand in the file."""

    def __init__(self) -> None:
        self.acts: list[Act] = []

    def on(self, month: int, number: int, year: int = 2024, hour: int = NOON) -> Callable[[Any], Any]:
        def keep(do: Callable[["Life"], object]) -> Callable[["Life"], object]:
            self.acts.append(Act(date(year, month, number), do, hour))
            return do

        return keep


@dataclass
class Life:
    """One person, and those around. `link` looks past the rules, and does what needs an owner."""

    link: psycopg.Connection[Any]
    plan: Plan = field(default_factory=Plan)
    contact: str = "marte"
    gaps: dict[int, Found] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    heard: int = 0
    """The last notice that has been told of: one without a plan is of whatever was done last."""
    reached: set[int] = field(default_factory=set)
    """Who was told of something by the night or the act that was looked at last."""

    # The days ----------------------------------------------------------------------------------------------

    def live(self, script: Script, *, until: date) -> None:
        acts = sorted(script.acts, key=lambda act: (act.on, act.hour))
        first = acts[0].on
        with standing(at(first, NIGHT)) as clock:
            for number in range((until - first).days + 1):
                today = first + timedelta(number)
                self.night(clock, today)
                for act in [act for act in acts if act.on == today]:
                    self.act(clock, act)

    def night(self, clock: time_machine.Traveller, today: date) -> None:
        move(clock, at(today, NIGHT))
        worker.finish(self.link)
        self.look(today, THE_NIGHT)

    def act(self, clock: time_machine.Traveller, act: Act) -> None:
        move(clock, at(act.on, act.hour))
        act.do(self)
        self.look(act.on, act.what)

    def look(self, today: date, by: str) -> None:
        """What is there now that was not there before, and what has gone."""
        before, fresh = len(self.lines), []
        for number, rule, table, row, since, closed, owner, owner_id in self.link.execute(
            "select g.id, g.rule, g.subject_table, g.subject_id, g.since, g.closed_at is not null, coalesce(n.name, '–'), g.owner_user_id"
            " from gaps_gap g left join people_username n on n.user_id = g.owner_user_id"
            " where g.plan_id = %s order by g.rule, g.subject_id, g.id",
            [self.plan.pk],
        ).fetchall():
            if number not in self.gaps:
                found = Found(rule, self.about(table, row), since, owner, today, by)
                self.gaps[number] = found
                fresh += [(rule, owner_id)] if owner_id else []
                self.lines.append(f"    + {rule}{found.about and ': ' + found.about} ({owner})")
            if closed and not self.gaps[number].went:
                self.gaps[number].went, self.gaps[number].went_by = today, by
                self.lines.append(f"    - {rule}{self.gaps[number].about and ': ' + self.gaps[number].about}")
        if len(self.lines) > before:
            self.ask_the_owners(today)
        self.reached = set()
        self.lines += self.notices()
        if by == THE_NIGHT:
            self.unseen += [
                f"{today} {rule} is told nobody" for rule, owner in fresh if owner not in self.reached
            ]
        if by != THE_NIGHT or len(self.lines) > before:
            self.lines.insert(before, f"{today:%a} {today}  {by}")

    def notices(self) -> list[str]:
        """Who is told that there is something new, and of what kind; each of them sees the notice, and reads it."""
        told: Counter[str] = Counter()
        for number, what, who, name, due in self.link.execute(
            "select n.id, n.what, n.user_id, coalesce(u.name, 'the person'), n.at <= access.moment() from notices_notice n"
            " left join people_username u using (user_id)"
            " where n.id > %s and (n.plan_id is null or n.plan_id = %s) order by n.what, u.name, n.id",
            [self.heard, self.plan.pk],
        ).fetchall():
            assert reading.title(what) != reading.title(""), f"{what} has words of its own"
            told[f"{what} ({name}){'' if due else ', later'}"] += 1
            self.reached.add(who)
            if due:
                with acting(who):
                    if not Notice.objects.filter(pk=number).exists():
                        self.unseen.append(f"notice {what} to {name}")
        self.hear()
        return [f"    ! {line}{f' × {times}' if times > 1 else ''}" for line, times in told.items()]

    def hear(self) -> None:
        """What has been told is read; from here on only what is new is told of."""
        self.link.execute(
            "update notices_notice set read_at = greatest(at, access.moment()) where read_at is null"
        )
        [(self.heard,)] = self.link.execute("select coalesce(max(id), 0) from notices_notice").fetchall()

    def ask_the_owners(self, today: date) -> None:
        """Each gap stands in «Mine oppgaver» of the one who owns it, from the moment in which it comes."""
        held: dict[int, dict[Any, str]] = {}
        for owner, key, rule in self.link.execute(
            "select owner_user_id, key, rule from gaps_gap where plan_id = %s and closed_at is null",
            [self.plan.pk],
        ).fetchall():
            held.setdefault(owner, {})[key] = rule
        for owner, of_owner in held.items():
            with acting(owner):
                waits = {row.key for row in work.waiting().rows}
            self.unseen += [f"{today} {rule}" for key, rule in of_owner.items() if key not in waits]

    def about(self, table: str, row: int) -> str:
        if table == "handovers_checklistmark":
            return points("release")[row - 1].code
        if table not in SUBJECTS:
            return ""
        told = self.link.execute(SUBJECTS[table], [row]).fetchone()
        return str(told[0]) if told else ""

    # What the tests ask --------------------------------------------------------------------------------------

    def story(self) -> list[tuple[str, str, date, str, date | None, str]]:
        """Rule, what about, came, by what, went, by what: in the order in which they came."""
        return [(g.rule, g.about, g.came, g.came_by, g.went, g.went_by) for g in self.gaps.values()]

    def fired(self, rule: str) -> list[Found]:
        return [gap for gap in self.gaps.values() if gap.rule == rule]

    def compare(self, file: Path) -> None:
        """The whole life as it was reviewed; `POP_WRITE=1` writes it anew, for somebody to read through."""
        if WRITE:
            file.write_text("\n".join(self.lines) + "\n", encoding="utf-8")
        assert self.lines == file.read_text(encoding="utf-8").splitlines()

    # What people do ------------------------------------------------------------------------------------------

    def begin(self, given: str, family: str, born: date, number: str) -> None:
        """A plan at the main contact's unit. Who sees what asks the real day, so it is dated back by hand."""
        with self.as_contact():
            unit = Unit.objects.get(name="Solvik fengsel")
            key = create_plan(NewPerson(given, family, born, unit, None, number, language="norsk"))
            self.plan = Plan.objects.get(key=key)
            teams.no_private_tie(plan=self.plan, user=user(self.contact))
        for table, column in (("teams_contactteammember", "since"), ("plans_placement", "since")):
            self.as_owner(f"update {table} set {column} = access.day() where plan_id = %s", self.plan.pk)  # noqa: S608
        self.as_owner("update plans_plan set created_on = access.day() where id = %s", self.plan.pk)

    def log_in(self) -> None:
        """A login of the person's own, as the owner gives it."""
        self.as_owner(
            "insert into people_user (key, person_id, title, language, active, shielded)"
            " select gen_random_uuid(), person_id, '', '', true, false from plans_plan where id = %s",
            self.plan.pk,
        )

    @property
    def person(self) -> User:
        row = self.link.execute(
            "select u.id from people_user u join plans_plan p using (person_id) where p.id = %s",
            [self.plan.pk],
        ).fetchone()
        assert row
        return User(pk=row[0])

    def as_owner(self, question: str, *values: Any) -> None:
        self.link.execute(question, values)

    def as_contact(self) -> Any:
        return acting(user(self.contact).pk)

    @contextmanager
    def as_person(self) -> Iterator[Writer]:
        with acting(self.person.pk):
            yield Writer(self.person, Source.PERSON)

    @contextmanager
    def as_agency(self, slug: str, kind: str) -> Iterator[Writer]:
        with acting(user(slug).pk):
            yield Writer(user(slug), Source.AGENCY, agency=agency(kind))

    @property
    def service(self) -> Writer:
        return Writer(user(self.contact), Source.CORRECTIONAL)

    @property
    def told(self) -> Writer:
        return Writer(user(self.contact), Source.PERSON, together=True)

    def need(self, topic: int, text: str) -> Need:
        with self.as_contact():
            return plans.write_need(plan=self.plan, writer=self.told, topic=topic, text=text)

    def of(self, kind: Any, text: str) -> Any:
        """A need or measure by its words, as the contact team sees it."""
        with self.as_contact():
            return kind.objects.of(self.plan).get(text=text)

    def measure(self, need: str, text: str, **fields: Any) -> Measure:
        """Kriminalomsorgen proposes."""
        answers = self.of(Need, need)
        with self.as_contact():
            return plans.propose_measure(
                plan=self.plan,
                writer=self.service,
                topic=answers.topic_id,
                text=text,
                needs=(answers,),
                **fields,
            )

    def book(self, kind: str, on: date) -> Conversation:
        with self.as_contact():
            return talks.book(plan=self.plan, writer=self.service, kind=kind, planned_on=on)

    def hold(self, next_on: date | None = None, next_kind: str = "regular", **said: Any) -> None:
        """The talk that is booked first is held today, and the next one booked."""
        with self.as_contact():
            booked = Conversation.objects.of(self.plan).filter(held_on=None).order_by("planned_on")[0]
            talks.hold(
                booked,
                writer=self.service,
                held=talks.Held(timezone.localdate(), user(self.contact).title, milieu_worker="Siri", **said),
                following=talks.Next(next_kind, next_on) if next_on else None,
            )

    def invite(self, slug: str, kind: str) -> SupportTeamMember:
        with self.as_contact():
            return teams.invite(
                plan=self.plan,
                user=user(slug),
                agency=agency(kind),
                role="Kontakt",
                invited_by=user(self.contact),
            )

    def accept(self, slug: str, *, reached: bool = True) -> None:
        """Says yes; whom consent reaches also says that there is no private tie."""
        with acting(user(slug).pk):
            teams.accept_invitation(
                SupportTeamMember.objects.get(plan=self.plan, user=user(slug), until=None)
            )
            if reached:
                teams.no_private_tie(plan=self.plan, user=user(slug))

    def body(self, kind: str) -> Agency:
        with self.as_contact():
            return agency(kind)


def at(today: date, hour: int) -> Any:
    return day(today.year, today.month, today.day, hour)


@contextmanager
def a_life(database: str) -> Iterator[Life]:
    """In a database where commits are real: gaps are found when a transaction ends."""
    url = named(superuser_url(), database)
    with psycopg.connect(url, autocommit=True) as link:
        life = Life(link)
        life.hear()
        yield life
