"""Whatever happens before and during a meeting, its shared screen shows what each of those present may see, row by row.

What each may see is said by the model in Python (`model.py`), not by the rules' SQL; what is common is worked out here.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from pop.access.actor import act_as, acting
from pop.consents import actions as consents
from pop.meetings import actions as meetings
from pop.meetings import room
from pop.meetings.models import Presence
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Source
from tests.access import facts, history, model, seen
from tests.access.history import Play
from tests.access.stage import Stage, set_up

EXAMPLES = int(os.environ.get("POP_ROOMS", "64"))
KINDS = [*facts.TABLES, *facts.THREADS, "chair"]
NEVER_WITHOUT_LOGIN = ("letter", "message", "contact")
"""Kinds with a rule of their own, which an agency without a login does not come through."""
counted: Counter[str] = Counter()
REACHED = {
    "something shown", "nothing shown", "less than the one who holds it sees", "left and still counts", "went on without",
    "came back", "companion", "agency without login narrows", "one of two agencies given", "no agency and no login", "the person holds it",
    "kept by somebody there", "blocked", "excluded", "shut by consent", "message or letter seen by some",
    "step withdraw", "step keep_out", "step block", "step only_me", "step write_at_meeting",
}  # fmt: skip
"""What some meeting must come to."""


@pytest.fixture
def stage(both_logins: str) -> Iterator[Stage]:
    with connection.cursor() as cursor:
        cursor.execute("set plan_cache_mode = force_generic_plan")
    with transaction.atomic():
        yield set_up()
        transaction.set_rollback(True)


class Held:
    """One meeting of one plan while it lasts. A step draws what it needs."""

    def __init__(self, stage: Stage, dice: Random) -> None:
        self.stage, self.dice = stage, dice
        self.number = dice.randrange(2)
        self.plan, self.person = stage.plans[self.number], stage.persons[self.number]
        self.play = Play(stage)
        self.marte = stage.users["marte"]
        with acting(self.marte.pk):
            self.meeting = plans.plan_meeting(
                plan=self.plan, writer=Writer(self.marte, Source.CORRECTIONAL), subject="ord møte",
                invite=tuple(stage.users[name] for name in dice.sample(("kari", "torbjorn", "liv"), 2)),
            )  # fmt: skip

    def users(self) -> list[Any]:
        """Mostly of the team; sometimes somebody who is nothing to the plan."""
        near = [
            self.stage.users[name]
            for name in ("kari", "nina", "farid", "kari", "farid", "torbjorn", "liv", "ola")
        ]
        return [*near, self.person, self.person, self.stage.users["odd"], self.stage.users["silje"]]

    def come(self) -> None:
        who = self.dice.choice(self.users())
        with acting(self.marte.pk):
            left = Presence.objects.filter(
                meeting=self.meeting, left_at__isnull=False, user__isnull=False
            ).first()
            if left and self.dice.random() < 0.4:
                who = left.user
            meetings.arrive(meeting=self.meeting, user=who)

    def come_without_login(self) -> None:
        """One, or two of different agencies. Mostly one that consent knows, as nobody else is given anything."""
        bodies = self.dice.sample(self.stage.agencies[:3], self.dice.choice((1, 2)))
        with acting(self.marte.pk):
            for body in bodies if self.dice.random() < 0.7 else [None]:
                meetings.arrive(meeting=self.meeting, agency=body, name="Vikar")

    def come_along(self) -> None:
        with acting(self.person.pk):
            meetings.arrive(meeting=self.meeting, name="Tolk", role="tolk", companion=True)

    def go(self) -> None:
        with acting(self.marte.pk):
            for presence in Presence.objects.filter(meeting=self.meeting, left_at=None).order_by("-pk")[
                : self.dice.randint(1, 2)
            ]:
                meetings.leave(presence)

    def go_on(self) -> None:
        with acting(self.person.pk):
            for presence in Presence.objects.filter(
                meeting=self.meeting, left_at__isnull=False, gone_yes_at=None
            ):
                meetings.go_on_without(presence)

    def withdraw(self) -> None:
        dice = self.dice
        with acting(self.person.pk):
            consents.withdraw(
                plan=self.plan, recipient=self.play.recipient(dice.randrange(7)) if dice.random() < 0.8 else None,
                topic=dice.choice((1, 7, None)),
            )  # fmt: skip

    def keep_out(self) -> None:
        with acting(self.person.pk):
            consents.exclude(
                plan=self.plan, made_by=self.person, recipient=self.play.recipient(self.dice.choice((0, 0, 1, 2, 4, 5, 6))),
                topic=self.dice.choice(history.AREAS),
            )  # fmt: skip

    def block(self) -> None:
        with acting(self.marte.pk):
            entry = history.any_entry(self.plan, self.dice.randrange(64), self.dice.randrange(64))
            if entry and entry.pk != self.meeting.pk:
                plans.written_on_wrong_person(entry)

    def only_me(self) -> None:
        named = (
            self.stage.users[self.dice.choice(("marte", "kari", "farid"))]
            if self.dice.random() < 0.6
            else None
        )
        with acting(self.person.pk):
            entry = history.any_entry(self.plan, self.dice.randrange(64), self.dice.randrange(64))
            if entry and not isinstance(entry, Meeting):
                plans.keep_to_me(entry, kept=True, contact=named)

    def write_at_meeting(self) -> None:
        person = self.dice.random() < 0.5
        writer = Writer(self.person, Source.PERSON) if person else Writer(self.marte, Source.CORRECTIONAL)
        topic, text = self.dice.choice(history.AREAS), self.play.token()
        with acting(writer.fields["written_by"].pk):
            if self.dice.random() < 0.5:
                meetings.raise_item(meeting=self.meeting, writer=writer, topic=topic, text=text)
            else:
                meetings.write_line(meeting=self.meeting, writer=writer, topic=topic, kind="said", text=text)

    def around(self) -> None:
        """Anything else that may happen around a plan."""
        name = self.dice.choice(
            ("write", "agree", "write", "agree", "open_one_contact", "move", "let_in_again")
        )
        self.play.happen((name, self.number, *(self.dice.randrange(64) for _ in range(4))))


def shown(by: int, meeting: Meeting, plan: int) -> seen.Rows | None:
    """The rows on the screen; None when it does not open."""
    with acting(by), room.entered(meeting) as opened:
        return seen.everything(KINDS, [plan]) if opened else None


def counts(meeting: Meeting) -> tuple[set[int], set[int | None]]:
    """Users who count, and agencies of those without a login (None for no agency). Read past the rules."""
    users: set[int] = set()
    bodies: set[int | None] = set()
    with facts.past_the_rules():
        told = facts.rows(
            "select user_id, agency_id, companion, left_at is not null, gone_yes_at is not null"
            " from meetings_presence where meeting_id = %s order by id",
            [meeting.pk],
        )
    left: set[int] = set()
    for user, body, companion, gone, agreed in told:
        counted["companion"] += companion
        counted["left and still counts"] += gone and not agreed
        counted["went on without"] += agreed
        counted["came back"] += user in left
        left |= {user} if user and gone else set()
        if companion or agreed:
            continue
        if user:
            users.add(user)
        else:
            bodies.add(body)
    return users, bodies


def common(world: model.World, plan: model.Plan, by: int, meeting: Meeting) -> seen.Rows:
    """What all of them see: the rules in Python, asked for each."""
    users, bodies = counts(meeting)
    there = [world.users[number] for number in {by, *users}]
    entries = {
        (e.kind, e.id) for e in plan.entries
        if all(world.sees(user, plan, e) for user in there) and all(given(world, plan, body, e) for body in bodies)
    }  # fmt: skip
    chairs = set.intersection(*(world.chairs_seen(user, plan) for user in there)) if not bodies else set()
    remember(world, plan, by, there, bodies, entries)
    entries.add(("meeting", meeting.pk))
    threads = {
        (table, row) for table, row, ends in plan.threads
        if entries.issuperset(ends) and table not in SHUT and (table, row) in world.threads(world.users[by], plan)
        or table == "invitee" and ends == (("meeting", meeting.pk),)
    }  # fmt: skip
    return entries | threads | {("chair", row) for row in chairs}


SHUT = ("opening", "dependency", "said_wish")
"""Threads that do not stand on the screen."""


def given(world: model.World, plan: model.Plan, body: int | None, entry: model.Entry) -> bool:
    """Whether consent lets an agency know of an entry that none of its users is there to read."""
    if body is None or entry.blocked or entry.only_me or entry.kind in NEVER_WITHOUT_LOGIN:
        return False
    kept_out = any(
        x.recipient == body * 2 and x.topic == entry.topic and not x.lifted for x in plan.exclusions
    )
    return (
        entry.source_key in (0, body * 2)
        and not kept_out
        and world.number_of(plan, "give", {body * 2}, entry.topic) is not None
    )


def remember(
    world: model.World,
    plan: model.Plan,
    by: int,
    there: list[model.User],
    bodies: set[int | None],
    rows: seen.Rows,
) -> None:
    """Which sorts of rooms there have been, so that the test can tell that it comes anywhere."""
    counted["something shown" if rows else "nothing shown"] += 1
    counted["less than the one who holds it sees"] += world.visible(world.users[by], plan) > rows > set()
    counted["the person holds it"] += world.users[by].person_id is not None
    counted["no agency and no login"] += None in bodies
    without = {(e.kind, e.id) for e in plan.entries if all(world.sees(user, plan, e) for user in there)}
    counted["agency without login narrows"] += bool(bodies - {None}) and without > rows > set()
    for entry in plan.entries:
        named = [given(world, plan, body, entry) for body in bodies - {None}]
        counted["one of two agencies given"] += (
            any(named) and not all(named) and all(world.sees(user, plan, entry) for user in there)
        )
        grounds = [world.sees(user, plan, entry) for user in there]
        counted["kept by somebody there"] += entry.only_me and any(grounds) and not all(grounds)
        counted["blocked"] += entry.blocked
        counted["shut by consent"] += (
            len(there) > 1 and not entry.only_me and any(grounds) and not all(grounds)
        )
        counted["excluded"] += any(grounds) and any(world.excluded(user, plan, entry.topic) for user in there)
        some = any(grounds) and not all(grounds)
        counted["message or letter seen by some"] += some and entry.kind in ("message", "letter")


STEPS: dict[str, Callable[[Held], None]] = {
    name: getattr(Held, name)
    for name in (
        "come", "come_without_login", "come_along", "go", "go_on", "withdraw", "keep_out", "block", "only_me",
        "write_at_meeting", "around",
    )
}  # fmt: skip
OFTEN = ("come", "come", "go", "go", "go_on", "go_on", "keep_out", "write_at_meeting", "around")


def a_meeting(stage: Stage, dice: Random, compare: Callable[[Held], None]) -> None:
    """Consents and a few entries first; then people come and go while things happen, and the screen is compared."""
    with transaction.atomic():
        on = Play(stage)
        for _ in range(dice.randint(2, 4)):
            on.happen(("agree", dice.randrange(2), *(dice.randrange(64) for _ in range(4))))
        broad(stage, dice)
        for _ in range(dice.randint(2, 5)):
            on.happen(("write", dice.randrange(2), *(dice.randrange(64) for _ in range(4))))
        held = Held(stage, dice)
        for turn in range(dice.randint(3, 7)):
            do(held, dice.choice(OFTEN if dice.random() < 0.5 else tuple(STEPS)))
            if turn % 2:
                compare(held)
        compare(held)
        transaction.set_rollback(True)


def broad(stage: Stage, dice: Random) -> None:
    """A consent that gives the whole team something, in most meetings: otherwise all screens were empty."""
    for plan, person in zip(stage.plans, stage.persons, strict=True):
        if dice.random() < 0.8:
            choices = [
                consents.Choice(Play(stage).recipient(number), topic, give=True, obtain=True, share=True)
                for number in range(5) for topic in (*history.AREAS, 40, 47, 48)
            ]  # fmt: skip
            with acting(person.pk):
                consents.sign(consents.draft(plan=plan, drafted_by=person, choices=choices))


def do(held: Held, name: str) -> None:
    """A step that the database refuses did not happen."""
    before = history.rows_written()
    try:
        with transaction.atomic():
            STEPS[name](held)
    except (history.ProgrammingError, history.IntegrityError):
        return
    counted[f"step {name}"] += history.rows_written() > before


def compare_both(held: Held) -> None:
    """On the screen of the one who leads the meeting and on that of the person."""
    world = facts.world([held.plan.pk])
    [plan] = world.plans
    for by in (held.marte.pk, held.person.pk):
        found = shown(by, held.meeting, held.plan.pk)
        meeting = next((e for e in plan.entries if (e.kind, e.id) == ("meeting", held.meeting.pk)), None)
        assert meeting is not None
        if not world.sees(world.users[by], plan, meeting):
            assert found is None, "a room that does not open"
            continue
        assert found == common(world, plan, by, held.meeting), (by, counts(held.meeting))
    act_as(None)


def test_the_screen_shows_what_everybody_there_may_see_and_nothing_else(stage: Stage) -> None:
    """`POP_SEED` chooses other meetings."""
    counted.clear()
    dice = Random(int(os.environ.get("POP_SEED", "5105")))
    some_meetings(stage, dice)
    missing = REACHED - {sort for sort, times in counted.items() if times}
    assert not missing, f"the meetings do not come far enough: {sorted(missing)}"


def some_meetings(stage: Stage, dice: Random) -> None:
    for _ in range(EXAMPLES):
        a_meeting(stage, dice, compare_both)


WRONG = {
    "whoever left is forgotten": "create or replace view rule.in_the_room as select p.meeting_id, p.plan_id, p.user_id, p.agency_id"
    " from meetings_presence p where not p.companion and p.left_at is null",
    "companions count": "create or replace view rule.in_the_room as select p.meeting_id, p.plan_id, p.user_id, p.agency_id"
    " from meetings_presence p where p.left_at is null or p.gone_yes_at is null",
    "an agency without a login counts as nobody": "create or replace view rule.in_the_room as select p.meeting_id, p.plan_id,"
    " p.user_id, p.agency_id from meetings_presence p where not p.companion and (p.left_at is null or p.gone_yes_at is null)"
    " and p.agency_id is null",
    "of two agencies without a login one is enough": """do $$ begin execute replace(pg_get_functiondef(
        'access.sight_of_agencies'::regproc), 'having count(distinct f.recipient) = cardinality(of_agencies)', ''); end $$""",
    "notes are forgotten": "drop policy room on plans_note",
    "who is in the team is forgotten": "drop policy room on teams_supportteammember",
}


@pytest.mark.parametrize("mistake", WRONG)
def test_it_bites(stage: Stage, mistake: str) -> None:
    """With one thing wrong in the rules, the comparison finds it."""
    with facts.past_the_rules(), connection.cursor() as cursor:
        cursor.execute(WRONG[mistake])
    dice = Random(7)
    with pytest.raises(AssertionError):
        some_meetings(stage, dice)
