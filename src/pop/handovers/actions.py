"""What people do when somebody else takes over. Who may is decided by access/handovers.sql, not here."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from pop.conversations.actions import talks
from pop.conversations.models import Conversation, ConversationKind
from pop.handovers.models import ChecklistMark, FarewellTalk, Handover, HandoverItem, HandoverState
from pop.handovers.pathways import RELEASE, RELEASED_TODAY, Pathway, pathways, points
from pop.people import labels
from pop.people.models import Agency, Unit, User
from pop.plans.actions import Writer
from pop.plans.models import Measure, Plan, Source
from pop.plans.models.measure import RUNNING
from pop.teams.around import current
from pop.teams.models import ContactRole, ContactTeamMember, SupportTeamMember


@transaction.atomic
def begin(
    *,
    plan: Plan,
    begun_by: User,
    pathway: Pathway,
    on_day: date,
    measures: Iterable[Measure] = (),
    leaving: Iterable[ContactTeamMember | SupportTeamMember] = (),
    new_role: str = "",
    to_unit: Unit | None = None,
    own_words: str = "",
    overlap: tuple[date, date] | None = None,
) -> Handover:
    """Begins a handover: each measure that goes on and each role is a row that needs a receiver."""
    first, last = overlap or pathway.overlap(on_day, unit_days(plan))
    handover = Handover(
        plan=plan, kind=pathway.code, on_day=on_day, to_unit=to_unit, own_words=own_words,
        overlap_from=first, overlap_until=last, begun_by=begun_by,
    )  # fmt: skip
    handover.save(force_insert=True)
    subjects: list[dict[str, Any]] = [{"measure": measure} for measure in measures]
    subjects += [
        {"contact_member" if isinstance(member, ContactTeamMember) else "support_member": member}
        for member in leaving
    ]
    subjects += [{"new_role": new_role}] if new_role else []
    for subject in subjects:
        HandoverItem(plan=plan, handover=handover, chosen_by=begun_by, **subject).save(force_insert=True)
    return handover


def unit_days(plan: Plan) -> Callable[[str], int]:
    """What the unit of the plan means by a setting of the process."""
    return lambda code: int(asked("select access.unit_days(%s, %s)", [plan.pk, code]))


@transaction.atomic
def release_today(*, plan: Plan, begun_by: User) -> Handover:
    """Out of varetekt without notice (rule B6): the list of the day opens at once, with what has to go on.

    Begun once: whoever presses again on the same day comes to the one that is there.
    """
    today = timezone.localdate()
    going = Handover.objects.filter(plan=plan, kind=RELEASED_TODAY, state=HandoverState.OPEN, on_day=today)
    there = going.first()
    if there:
        return there
    return begin(
        plan=plan, begun_by=begun_by, pathway=pathways()[RELEASED_TODAY], on_day=today,
        measures=[one for one in to_hand_over(plan) if not one.person_responsible],
        leaving=[
            member
            for member in ContactTeamMember.objects.filter(current(), plan=plan)
            if not handed_over(plan).filter(contact_member=member).exists()
        ],
    )  # fmt: skip


def handed_over(plan: Plan) -> QuerySet[HandoverItem]:
    """What is in a handover that goes on already; the database refuses to take it into another."""
    return HandoverItem.objects.filter(
        plan=plan, replaced_at=None, ended_at=None,
        handover__state__in=(HandoverState.OPEN, HandoverState.POSTPONED),
    )  # fmt: skip


def to_hand_over(plan: Plan) -> list[Measure]:
    """What goes on: chosen, not over, and not in another handover."""
    taken = handed_over(plan).filter(measure__isnull=False).values_list("measure_id", flat=True)
    return list(Measure.objects.of(plan).filter(status__in=RUNNING, only_me=False).exclude(pk__in=set(taken)))


def pass_on(handover: Handover, *, own_words: str) -> None:
    """What the person wants the next ones to know, in own words."""
    Handover.objects.filter(pk=handover.pk).update(own_words=own_words)


def choose_receiver(
    item: HandoverItem, *, user: User | None = None, agency: Agency | None = None, outside: str = ""
) -> UUID | None:
    """Who is to have it after. Whoever was chosen before is asked no more. None when it is not possible."""
    key: UUID | None = asked(
        "select access.choose_receiver(%s, %s, %s, %s)",
        [item.key, user.pk if user else None, agency.pk if agency else None, outside],
    )
    return key


def agree(item: HandoverItem) -> bool:
    """The person says yes to asking somebody outside the register about just this."""
    return bool(asked("select access.agree_receiver(%s)", [item.key]))


def ask(item: HandoverItem | UUID) -> str:
    """Asks the receiver: «asked», or «consent» when nothing may be told them yet; empty when it is not possible."""
    key = item if isinstance(item, UUID) else item.key
    return asked("select access.ask_receiver(%s)", [key]) or ""


def remind(item: HandoverItem) -> bool:
    """Notes that the receiver was asked once more."""
    return bool(asked("select access.remind_receiver(%s)", [item.key]))


def needs_nobody(item: HandoverItem, *, reason: str) -> bool:
    """Nobody has to take over after all; why is written down."""
    return bool(asked("select access.end_item(%s, %s)", [item.key, reason]))


def answer(item: HandoverItem, *, answer: str, reason: str = "") -> bool:
    """Yes, a question, or no with a reason: by the receiver, with the own login."""
    return bool(asked("select access.answer_request(%s, %s, %s)", [item.key, answer, reason]))


@dataclass(frozen=True)
class Code:
    """What is told once: the link, the code, and when both stop working."""

    link: UUID
    letters: str
    expires_at: datetime


def make_code(item: HandoverItem, *, way: str) -> Code | None:
    """A one-time link or a slip for somebody without an account; what was made before no longer works."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.make_handover_code(%s, %s)", [item.key, way])
        row = cursor.fetchone()
    return Code(*row) if row else None


@dataclass(frozen=True)
class Behind:
    """What somebody with the right code reads."""

    what: str
    person: str
    from_day: date
    own_words: str
    asked_by: str


def open_link(link: UUID, *, code: str) -> Behind | None:
    """What a link is about, when the code is right. Wrong ones are counted."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.open_handover_code(%s, %s)", [link, code])
        row = cursor.fetchone()
    if row is None:
        return None
    what = str(ContactRole(row[0]).label) if row[0] in ContactRole.values else row[0]
    return Behind(what[:1].upper() + what[1:], *row[1:])


def answer_by_link(link: UUID, *, code: str, answer: str, reason: str, name: str) -> bool:
    """The answer of somebody without an account; the link has done its work."""
    return bool(asked("select access.answer_by_code(%s, %s, %s, %s, %s)", [link, code, answer, reason, name]))


def register_slip(*, code: str, answer: str, reason: str, name: str) -> bool:
    """An answer that came on paper, by an officer who need not see the plan."""
    return bool(asked("select access.register_handover_slip(%s, %s, %s, %s)", [code, answer, reason, name]))


def move(
    handover: Handover, *, on_day: date, overlap: tuple[date | None, date | None] = (None, None)
) -> bool:
    """Another day, or another overlap; without one it goes along. What was answered stands; all who were asked are told."""
    return bool(asked("select access.move_handover(%s, %s, %s, %s)", [handover.key, on_day, *overlap]))


def postpone(handover: Handover, *, reason: str) -> bool:
    """Put off without a new day: nobody leaves."""
    return bool(asked("select access.stop_handover(%s, 'postponed', %s)", [handover.key, reason]))


def cancel(handover: Handover, *, reason: str) -> bool:
    """Broken off: the plan and the team are as they were before."""
    return bool(asked("select access.stop_handover(%s, 'cancelled', %s)", [handover.key, reason]))


def mark(
    *, plan: Plan, by: User, code: str, state: str, reason: str = "", handover: Handover | None = None
) -> ChecklistMark:
    """Where one point of a checklist stands. Those of every release are the plan's, not a handover's."""
    of_list = handover.pathway_list if handover else RELEASE
    point = next(point for point in points(of_list) if point.code == code)
    belongs = None if point.of_plan else handover
    fields = {"state": state, "reason": reason, "by": by}
    found = ChecklistMark.objects.filter(plan=plan, handover=belongs, code=code).first()
    if found:
        ChecklistMark.objects.filter(pk=found.pk).update(**fields)
        return found
    made = ChecklistMark(plan=plan, handover=belongs, code=code, topic_id=point.topic or None, **fields)
    made.save(force_insert=True)
    return made


@transaction.atomic
def tell_of_farewell(
    *, plan: Plan, by: User, held_on: date, worked: str, hindered: str, handover: Handover | None = None,
    together: bool = False,
) -> FarewellTalk | None:  # fmt: skip
    """Avskjedssamtale: what worked and what hindered, three lines each (B12). That it was held is the conversation's to
    say (step 8): the contact team registers it with the same press. The person writes words of their own only, and without words there is nothing but the talk.
    """
    if by.person_id is None:
        hold_farewell(plan, Writer(by, Source.CORRECTIONAL, together=together), held_on)
    if not (worked or hindered):
        return None
    talk = FarewellTalk(
        plan=plan, handover=handover, held_on=held_on, worked=worked, hindered=hindered, written_by=by
    )
    talk.save(force_insert=True)
    return talk


def hold_farewell(plan: Plan, writer: Writer, held_on: date) -> None:
    """The booked talk was held; without one it is registered as held. One that is held on that day is the one."""
    farewells = Conversation.objects.of(plan).filter(kind=ConversationKind.FAREWELL)
    if farewells.filter(held_on=held_on).exists():
        return
    by = writer.fields["written_by"]
    held = talks.Held(held_on, with_whom=str(labels.users([by.pk]).get(by.pk, "")))
    booked = farewells.filter(held_on=None).order_by("planned_on").first()
    if booked is None:
        talks.register_held(plan=plan, writer=writer, kind=ConversationKind.FAREWELL, held=held)
        return
    booked.plan = plan
    talks.hold(booked, writer=writer, held=held)


def asked(question: str, values: Sequence[Any]) -> Any:
    """What a function of the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return row[0] if row else None
