"""What stands on «Mine planer»: the plans one has a place in, and what comes next in each.

Starts from the actor's own rows in the teams, which are few; a list that started from the plans would scan
them all (design, section 6). As many queries for fifty plans as for two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from pop.people import labels
from pop.people.models import Person, Protection, User
from pop.plans.models import Measure, MeasureNeed, MeasureStatus, Meeting, Need, Plan
from pop.plans.models.measure import RUNNING
from pop.teams import marks
from pop.teams.models import (
    ContactRole,
    ContactTeamMember,
    PrivateTie,
    SupportTeamMember,
    Task,
    TaskKind,
    TieAnswer,
)

OFFERED = (MeasureStatus.PROPOSED, *RUNNING, MeasureStatus.DONE)


@dataclass
class Row:
    """A plan in the list. `person` is None when the name is not given to the actor (rule A2)."""

    key: UUID
    person: Person | None
    role: str
    agency: str = ""
    answered: bool = True
    news: int = 0
    """Changes by others since the reader last said «lest»."""
    due: Measure | None = None
    meeting: Meeting | None = None
    unmet: Need | None = None

    @property
    def late(self) -> bool:
        """Whether the deadline that comes first has passed."""
        return bool(self.due and self.due.due and self.due.due < timezone.localdate())

    @property
    def step(self) -> str:
        """The one thing that comes first: what is late or nearest, then what is missing."""
        if not self.answered:
            return "question"
        due, meets = self.due and self.due.due, self.meeting and self.meeting.date
        if due and (not meets or due <= meets):
            return "due"
        if self.meeting:
            return "meeting"
        return "unmet" if self.unmet else ""


@dataclass
class Worklist:
    """All that waits for one user."""

    following: list[Row] = field(default_factory=list)
    partner: list[Row] = field(default_factory=list)
    invitations: list[dict[str, object]] = field(default_factory=list)
    waiting: list[dict[str, object]] = field(default_factory=list)
    tasks: list[dict[str, object]] = field(default_factory=list)


def worklist(user: User) -> Worklist:
    """Everything on the page, for a user who is staff, a partner, or both."""
    today = timezone.localdate()
    contacts = [m for m in ContactTeamMember.objects.filter(user=user) if m.holds_on(today)]
    chairs = [m for m in SupportTeamMember.objects.filter(user=user, declined_at=None) if m.holds_on(today)]
    ties = answers(user)
    plans = opened([*(m.plan_id for m in contacts), *(m.plan_id for m in chairs)])
    names = labels.agencies(chair.agency_id for chair in chairs)
    found = Worklist(tasks=tasks(user))
    for member in contacts:
        if member.plan_id in plans:
            role = ContactRole(member.role).label
            found.following.append(row(plans[member.plan_id], str(role), ties))
    following = {member.plan_id for member in contacts if member.plan_id in plans}
    for chair in chairs:
        agency = names.get(chair.agency_id or 0, "")
        told = {"key": chair.key, "role": chair.role, "agency": agency}
        if chair.accepted_at is None:
            found.invitations.append(told)
        elif chair.plan_id not in plans:
            if ties.get(chair.plan_id) != TieAnswer.KNOWS:
                found.waiting.append(told)
        elif chair.plan_id not in following:
            found.partner.append(row(plans[chair.plan_id], chair.role, ties, agency))
    add_steps(
        user, [*found.following, *found.partner], {plan.key: plan_id for plan_id, (plan, _) in plans.items()}
    )
    for rows in (found.following, found.partner):
        rows.sort(key=order)
    return found


def answers(user: User) -> dict[int, str]:
    """The newest answer about private ties, by plan."""
    rows = PrivateTie.objects.filter(user=user).order_by("at", "pk")
    return dict(rows.values_list("plan_id", "answer"))


def opened(plan_ids: Iterable[int]) -> dict[int, tuple[Plan, Person | None]]:
    """The plans among these that the database shows, each with the person whose name it gives."""
    plans = Plan.objects.in_bulk(set(plan_ids))
    persons = Person.objects.in_bulk({plan.person_id for plan in plans.values()})
    return {plan.pk: (plan, persons.get(plan.person_id)) for plan in plans.values()}


def row(opening: tuple[Plan, Person | None], role: str, ties: dict[int, str], agency: str = "") -> Row:
    plan, person = opening
    return Row(key=plan.key, person=person, role=role, agency=agency, answered=plan.pk in ties)


def order(listed: Row) -> tuple[bool, date, str]:
    """What is nearest first; within a day by name."""
    nearest = listed.due.due if listed.step == "due" and listed.due else None
    if listed.step == "meeting" and listed.meeting:
        nearest = listed.meeting.date
    return listed.answered, nearest or date.max, str(listed.person or "")


def add_steps(reader: User, rows: list[Row], ids: dict[UUID, int]) -> None:
    """Nearest deadline, next meeting, a need without a measure, and what is new, of each plan: one query each."""
    wanted = {ids[listed.key] for listed in rows if listed.answered}
    if not wanted:
        return
    due, meetings, unmet = deadlines(wanted), next_meetings(wanted), unmet_needs(wanted)
    new = marks.news(reader, wanted)
    for listed in rows:
        plan_id = ids[listed.key]
        listed.news = new.get(plan_id, 0)
        listed.due, listed.meeting, listed.unmet = due.get(plan_id), meetings.get(plan_id), unmet.get(plan_id)


def deadlines(plan_ids: set[int]) -> dict[int, Measure]:
    """The chosen measure with the nearest deadline, by plan."""
    running = Measure.objects.current().filter(plan__in=plan_ids, status__in=RUNNING, due__isnull=False)
    nearest = running.order_by("plan_id", "due", "pk").distinct("plan_id")
    return {measure.plan_id: measure for measure in nearest}


def next_meetings(plan_ids: set[int]) -> dict[int, Meeting]:
    """The next meeting that has a date, by plan."""
    coming = Meeting.objects.current().filter(plan__in=plan_ids, date__gte=timezone.localdate())
    nearest = coming.exclude(held=True).order_by("plan_id", "date", "time", "pk").distinct("plan_id")
    return {meeting.plan_id: meeting for meeting in nearest}


def unmet_needs(plan_ids: set[int]) -> dict[int, Need]:
    """A need without any measure, by plan; one that hastens first."""
    links = MeasureNeed.objects.filter(
        need=OuterRef("pk"), measure__removed_at=None, measure__status__in=OFFERED
    )
    bare = Need.objects.current().filter(~Q(Exists(links)), plan__in=plan_ids)
    first = bare.order_by("plan_id", "-acute", "written_at").distinct("plan_id")
    return {need.plan_id: need for need in first}


TASK_PAGES = {
    TaskKind.CONTACT_NEEDED: "unit",
    TaskKind.CONSENT_WITHDRAWN: "consent",
    TaskKind.PAPER_MISSING: "consent",
    TaskKind.WRONG_PERSON: "plan",
    TaskKind.THREAD_HELD_LATER: "handover",
    TaskKind.DATES_MOVED: "sentence",
    TaskKind.MAIN_ASKED: "team",
    TaskKind.MAIN_BACK: "team",
    TaskKind.RELEASE_MOVED: "handover",
}
"""Where one goes to do what a task asks."""


def tasks(user: User) -> list[dict[str, object]]:
    """What waits for the user: a kind, the name when it may be known, and where to go."""
    waiting = list(Task.objects.filter(user=user, done_at=None, at__lte=timezone.now()))
    plans = opened(task.plan_id for task in waiting if task.plan_id)
    told: list[dict[str, object]] = []
    for task in waiting:
        plan, person = plans.get(task.plan_id or 0, (None, None))
        page = TASK_PAGES.get(TaskKind(task.kind), "plan")
        linked = page == "unit" or plan is not None
        told.append(
            {
                "task": task,
                "person": person,
                "plan": plan,
                "page": page if linked else "",
                # The follow-up conversation closes it, not a press of a button.
                "closed_there": task.kind == TaskKind.THREAD_HELD_LATER and plan is not None,
                "kind": TaskKind(task.kind).label,
            }
        )
    return told


def named(rows: list[Row], q: str, *, following: bool) -> list[Row]:
    """Those whose name contains every word of `q`. A protected address is found by those who follow up only
    (rule A10); contacts are not searched (rule A11).
    """
    words = q.casefold().split()
    return [
        listed
        for listed in rows
        if listed.person
        and (following or listed.person.protection == Protection.NONE)
        and all(word in str(listed.person).casefold() for word in words)
    ]
