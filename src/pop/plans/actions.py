"""What people write in a plan, entry by entry. With plan_actions the only writers; who may is decided by
access/rules.sql, not here.

A write that the database refuses raises `django.db.utils.ProgrammingError` (insufficient privilege) or finds
no row; the views ask first, so that nobody meets that on a page.
"""

from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from pop.people.models import Agency, User
from pop.plans import following
from pop.plans.gate import gate
from pop.plans.models import (
    ChoiceWay,
    Contact,
    ContactOpening,
    Decision,
    Entry,
    ExpectedRelease,
    Goal,
    Measure,
    MeasureNeed,
    MeasureNote,
    MeasureStatus,
    Meeting,
    MeetingInvitee,
    Need,
    NeedGoal,
    Note,
    Placement,
    Plan,
    ProgressionWish,
    ProposalAnswer,
    ServingForm,
    Source,
    Statement,
)
from pop.plans.plan_actions import tick_area

E = TypeVar("E", bound=Entry)

NAME, UNIT, SERVING_FORM, EXPECTED_RELEASE, PROGRESSION = 40, 41, 42, 43, 44
ABOUT_ME, CONTACTS, MEETINGS, OWN_MEETINGS, DECIDED, CONVERSATIONS = 45, 46, 47, 48, 49, 50


class Writer:
    """Who writes, and for whom: the person, kriminalomsorgen, an agency, or an individual.

    `together` marks what an officer writes beside the person at one screen.
    """

    def __init__(
        self, user: User, source: Source, *, agency: Agency | None = None, together: bool = False
    ) -> None:
        self.user = user
        self.fields: dict[str, Any] = {
            "written_by": user,
            "source": source,
            "source_agency": agency if source == Source.AGENCY else None,
            "source_user": user if source == Source.INDIVIDUAL else None,
            "together": together,
        }


def write(model: type[E], /, *, plan: Plan, writer: Writer, topic: int, **fields: Any) -> E:
    """Writes one entry of any kind."""
    entry = model(plan=plan, topic_id=topic, **writer.fields, **fields)
    entry.save(force_insert=True)
    following.tell(entry)
    return entry


def edit(entry: Entry, **fields: Any) -> bool:
    """Changes fields of an entry; False when the database finds no row that the actor may change."""
    changed = bool(type(entry).objects.filter(pk=entry.pk).update(**fields))
    if changed:
        following.tell(entry)
    return changed


def remove(entry: Entry) -> bool:
    """Takes an entry out of the plan; the row and its history stay."""
    return edit(entry, removed_at=timezone.now())


def keep_to_me(entry: Entry, *, kept: bool, contact: User | None = None) -> bool:
    """*Bare for meg*: for the person alone, or the person and one named contact (rule A7).

    What the person answered to a proposal is kept along with it; opening it opens no reason that was hidden.
    """
    if kept and isinstance(entry, Measure):
        ProposalAnswer.objects.filter(measure=entry).update(only_me=True, only_me_contact=None)
    return edit(entry, only_me=kept, only_me_contact=contact if kept else None)


@transaction.atomic
def write_need(*, plan: Plan, writer: Writer, topic: int, text: str, **fields: Any) -> Need:
    """Something the person needs. Ticks the area, which is what having a need in it means."""
    need = write(Need, plan=plan, writer=writer, topic=topic, text=text, **fields)
    if not need.only_me:
        tick_area(plan=plan, topic=topic)
    return need


@transaction.atomic
def write_goal(
    *, plan: Plan, writer: Writer, topic: int, text: str, needs: tuple[Need, ...] = (), **fields: Any
) -> Goal:
    """How the person wants it to be, tied to the needs that it answers."""
    goal = write(Goal, plan=plan, writer=writer, topic=topic, text=text, **fields)
    for need in needs:
        NeedGoal.objects.create(plan=plan, need=need, goal=goal)
    return goal


class NoReason(Exception):
    """A measure answers at least one need or goal (principle P5-4)."""


@transaction.atomic
def propose_measure(
    *,
    plan: Plan,
    writer: Writer,
    topic: int,
    text: str,
    needs: tuple[Need, ...] = (),
    goals: tuple[Goal, ...] = (),
    **fields: Any,
) -> Measure:
    """Something that could be done. It is in the plan when the person has chosen it, not before."""
    if not needs and not goals:
        raise NoReason
    measure = write(Measure, plan=plan, writer=writer, topic=topic, text=text, **fields)
    tie_measure(measure, needs=needs, goals=goals)
    return measure


def tie_measure(measure: Measure, *, needs: tuple[Need, ...] = (), goals: tuple[Goal, ...] = ()) -> None:
    """Ties a measure to what it answers, besides what it is tied to already."""
    for need in needs:
        MeasureNeed.objects.get_or_create(plan=measure.plan, measure=measure, need=need, goal=None)
    for goal in goals:
        MeasureNeed.objects.get_or_create(plan=measure.plan, measure=measure, need=None, goal=goal)


@transaction.atomic
def retie_goal(goal: Goal, *, needs: tuple[Need, ...]) -> None:
    """Ties a goal to these needs and to no other that the actor sees."""
    NeedGoal.objects.filter(goal=goal).exclude(need__in=needs).delete()
    for need in needs:
        NeedGoal.objects.get_or_create(plan=goal.plan, need=need, goal=goal)


@transaction.atomic
def retie_measure(measure: Measure, *, needs: tuple[Need, ...], goals: tuple[Goal, ...]) -> None:
    """Ties a measure to these needs and goals and to no other that the actor sees."""
    if not needs and not goals:
        raise NoReason
    tied = MeasureNeed.objects.filter(measure=measure)
    tied.filter(need__isnull=False).exclude(need__in=needs).delete()
    tied.filter(goal__isnull=False).exclude(goal__in=goals).delete()
    tie_measure(measure, needs=needs, goals=goals)


def choose_measure(measure: Measure, *, way: ChoiceWay, present: str = "") -> bool:
    """The person says yes. With OWN_LOGIN only the person can; ORAL is registered by the contact team, with who was
    present (rule I3). Starts the measure; yes to other words of one that has begun leaves it where it is.
    Raises TooEarly before the first behovssamtale (rule B2).
    """
    begins = {} if measure.asks_again else {"status": MeasureStatus.CHOSEN, "status_reason": ""}
    with gate():
        return edit(
            measure,
            **begins,
            chosen_at=timezone.now(),
            chosen_way=way,
            chosen_present=present,
            chosen_confirmed_at=None,
            confirmed_way="",
            change_asked_at=None,
            rewritten_at=None,
        )


def set_status(measure: Measure, *, status: MeasureStatus, reason: str = "") -> bool:
    """How a chosen measure goes. Waiting and stopped say what for and why."""
    return edit(measure, status=status, status_reason=reason)


def note_on_measure(*, measure: Measure, writer: Writer, text: str) -> MeasureNote:
    """What was done, by the one who delivers the measure (principle P6-1)."""
    return write(
        MeasureNote, plan=measure.plan, writer=writer, topic=measure.topic_id, measure=measure, text=text
    )


def write_note(*, plan: Plan, writer: Writer, topic: int, text: str, **fields: Any) -> Note:
    """A note to a topic."""
    return write(Note, plan=plan, writer=writer, topic=topic, text=text, **fields)


def say_about_me(*, plan: Plan, writer: Writer, kind: str, text: str, **fields: Any) -> Statement:
    """A line under «Om meg», in the person's own words."""
    return write(Statement, plan=plan, writer=writer, topic=ABOUT_ME, kind=kind, text=text, **fields)


def wish(*, plan: Plan, writer: Writer, kind: str, **fields: Any) -> ProgressionWish:
    """A step towards freedom that the person wishes for."""
    return write(ProgressionWish, plan=plan, writer=writer, topic=PROGRESSION, kind=kind, **fields)


def state_decision(*, plan: Plan, writer: Writer, **fields: Any) -> Decision:
    """What others have decided (rule A16)."""
    return write(Decision, plan=plan, writer=writer, topic=DECIDED, **fields)


def add_contact(*, plan: Plan, writer: Writer, **fields: Any) -> Contact:
    """Someone who matters for reaching the goals (rule A11)."""
    return write(Contact, plan=plan, writer=writer, topic=CONTACTS, **fields)


def open_contact(contact: Contact, *, agency: Agency | None = None, user: User | None = None) -> None:
    """Lets one recipient see one contact."""
    ContactOpening.objects.get_or_create(plan=contact.plan, contact=contact, agency=agency, user=user)


def close_contact(opening: ContactOpening) -> None:
    """The recipient no longer sees the contact."""
    ContactOpening.objects.filter(pk=opening.pk).delete()


@transaction.atomic
def plan_meeting(*, plan: Plan, writer: Writer, invite: tuple[User, ...] = (), **fields: Any) -> Meeting:
    """A meeting, and those who are called to it."""
    meeting = write(Meeting, plan=plan, writer=writer, topic=MEETINGS, **fields)
    for user in invite:
        MeetingInvitee.objects.create(plan=plan, meeting=meeting, user=user)
    return meeting


@transaction.atomic
def call_to_meeting(meeting: Meeting, *, invite: tuple[User, ...]) -> None:
    """Those who are called to a meeting, and nobody else that the actor sees."""
    MeetingInvitee.objects.filter(meeting=meeting).exclude(user__in=invite).delete()
    for user in invite:
        MeetingInvitee.objects.get_or_create(plan=meeting.plan, meeting=meeting, user=user)


@transaction.atomic
def place(*, plan: Plan, writer: Writer, **fields: Any) -> Placement:
    """The person is in a unit from a day; the stay before ends then."""
    Placement.objects.of(plan).filter(until=None).update(until=fields["since"])
    return write(Placement, plan=plan, writer=writer, topic=UNIT, **fields)


def set_serving_form(*, plan: Plan, writer: Writer, **fields: Any) -> ServingForm:
    """How the sentence is carried out from a day."""
    return write(ServingForm, plan=plan, writer=writer, topic=SERVING_FORM, **fields)


def expect_release(*, plan: Plan, writer: Writer, **fields: Any) -> ExpectedRelease:
    """The day on which release is expected; the newest holds."""
    return write(ExpectedRelease, plan=plan, writer=writer, topic=EXPECTED_RELEASE, **fields)


def contest(entry: Entry, *, words: str, together: bool) -> bool:
    """«Jeg er uenig», with the person's own words beside the entry. `together` when the contact team writes it down,
    also beside what it may change nothing else of (access/disagreeing.sql).
    """
    if together:
        return say_disagrees(entry._meta.db_table, entry.key, words=words, agrees=False)
    return edit(entry, contested_at=timezone.now(), contested_words=words, contested_together=False)


def agree_again(entry: Entry, *, together: bool) -> bool:
    """The person no longer disagrees; that it was so stands in the log."""
    if together:
        return say_disagrees(entry._meta.db_table, entry.key, words="", agrees=True)
    return edit(entry, contested_at=None, contested_words="", contested_together=False)


def say_disagrees(table: str, key: UUID, *, words: str, agrees: bool) -> bool:
    """Also beside a reason in a row that is no entry, by the person, too (access/disagreeing.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("select access.say_disagrees(%s, %s, %s, %s)", [table, key, words, agrees])
        row = cursor.fetchone()
    return bool(row and row[0])


def written_on_wrong_person(entry: Entry) -> list[int]:
    """Blocks a text for everybody (rule A14). Answers the users who had opened the plan since it was written."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id from access.block_entry(%s, %s)", [entry._meta.db_table, entry.key])
        looked = [row[0] for row in cursor.fetchall()]
    following.tell(entry)
    return looked
