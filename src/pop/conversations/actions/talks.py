"""A conversation is booked, held in one or more sittings, and says what the person wants to share."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import transaction

from pop.conversations.actions import preparing
from pop.conversations.models import Confidence, Conversation, ConversationKind, InterpreterNeed, Sitting
from pop.plans import actions as plans
from pop.plans.actions import CONVERSATIONS, Writer, edit, write
from pop.plans.models import Need, Plan, Source


@dataclass(frozen=True)
class AcuteNeed:
    """Something that cannot wait, as it was said at innkomst (P1-3)."""

    topic: int
    text: str


@dataclass(frozen=True)
class Next:
    """The next conversation: at innkomst it is booked before people part (P1-2, T2)."""

    kind: str
    planned_on: date
    planned_at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Held:
    """How a conversation went. `consent_asked` is said of behovssamtaler (T4)."""

    held_on: date
    with_whom: str = ""
    milieu_worker: str = ""
    elsewhere: str = ""
    consent_asked: bool | None = None
    consent_not_asked_why: str = ""
    minutes: int | None = None
    wants_to_share: str = ""
    wants_not_to_share: str = ""
    acute: tuple[AcuteNeed, ...] = field(default=())

    def columns(self) -> dict[str, Any]:
        names = (
            "held_on",
            "with_whom",
            "milieu_worker",
            "elsewhere",
            "consent_asked",
            "consent_not_asked_why",
        )
        return {name: getattr(self, name) for name in names}


def service(writer: Writer) -> Writer:
    """A conversation is kriminalomsorgen's to register, also when it is written at one screen with the person."""
    user = writer.fields["written_by"]
    return Writer(user, Source.CORRECTIONAL, together=writer.fields["together"])


def book(*, plan: Plan, writer: Writer, kind: str, planned_on: date, **fields: Any) -> Conversation:
    """A conversation that is to be. The next is simply another row."""
    return write(
        Conversation,
        plan=plan,
        writer=service(writer),
        topic=CONVERSATIONS,
        kind=kind,
        planned_on=planned_on,
        **fields,
    )


def book_next(*, plan: Plan, writer: Writer, following: Next) -> Conversation:
    return book(
        plan=plan,
        writer=writer,
        kind=following.kind,
        planned_on=following.planned_on,
        planned_at=following.planned_at,
        place=following.place,
    )


def move(
    conversation: Conversation, *, planned_on: date, planned_at: time | None = None, place: str = ""
) -> bool:
    """Another day for what has not been held."""
    return edit(conversation, planned_on=planned_on, planned_at=planned_at, place=place)


@transaction.atomic
def hold(
    conversation: Conversation, *, writer: Writer, held: Held, following: Next | None = None
) -> Conversation:
    """A booked conversation was held. The next is booked in the same moment, before this one is registered (T2)."""
    if following:
        book_next(plan=conversation.plan, writer=writer, following=following)
    edit(conversation, **held.columns())
    said(conversation, writer=writer, held=held)
    return conversation


@transaction.atomic
def register_held(
    *, plan: Plan, writer: Writer, kind: str, held: Held, following: Next | None = None
) -> Conversation:
    """A conversation that nobody had booked, or that was held elsewhere (rule B2)."""
    if following:
        book_next(plan=plan, writer=writer, following=following)
    conversation = write(
        Conversation, plan=plan, writer=service(writer), topic=CONVERSATIONS, kind=kind, **held.columns()
    )
    said(conversation, writer=writer, held=held)
    return conversation


def said(conversation: Conversation, *, writer: Writer, held: Held) -> None:
    """What came of it: a sitting, what may be shared, what cannot wait; and at innkomst what was not arranged before."""
    if not held.elsewhere:
        add_sitting(conversation, on=held.held_on, with_whom=held.with_whom or "–", minutes=held.minutes)
    if held.wants_to_share or held.wants_not_to_share:
        say_what_to_share(
            conversation, wants_to_share=held.wants_to_share, wants_not_to_share=held.wants_not_to_share
        )
    told = Writer(writer.fields["written_by"], Source.PERSON, together=True)
    for need in held.acute:
        write_acute(plan=conversation.plan, writer=told, need=need)
    if conversation.kind == ConversationKind.INTAKE:
        preparing.follow_in(plan=conversation.plan, writer=told)


def write_acute(*, plan: Plan, writer: Writer, need: AcuteNeed) -> Need:
    """Acute needs stand in the plan like all others, and may be answered before the behovssamtale (P1-3, P2-6)."""
    return plans.write_need(plan=plan, writer=writer, topic=need.topic, text=need.text, acute=True)


def add_sitting(
    conversation: Conversation, *, on: date, with_whom: str, minutes: int | None = None
) -> Sitting:
    """One more sitting of the same conversation (P2-5)."""
    return Sitting.objects.create(
        plan=conversation.plan, conversation=conversation, on=on, with_whom=with_whom, minutes=minutes
    )


def say_what_to_share(
    conversation: Conversation, *, wants_to_share: str, wants_not_to_share: str
) -> Confidence:
    """For the person and the contact team; nothing is shared by it. The person may change it at any time."""
    words = {"wants_to_share": wants_to_share, "wants_not_to_share": wants_not_to_share}
    found, made = Confidence.objects.get_or_create(
        plan=conversation.plan, conversation=conversation, defaults=words
    )
    if not made:
        Confidence.objects.filter(pk=found.pk).update(**words)
    return found


def need_interpreter(*, plan: Plan, writer: Writer, language: str, needed: bool = True) -> InterpreterNeed:
    """The language in which the person is understood; one row, the newest holds (rule B13)."""
    return write(
        InterpreterNeed, plan=plan, writer=writer, topic=CONVERSATIONS, language=language, needed=needed
    )


def book_interpreter(
    *,
    conversation: Conversation,
    writer: Writer,
    language: str,
    way: str,
    qualified: bool | None,
    independent: bool,
    hired_from: str,
    name: str = "",
) -> InterpreterNeed:
    """An interpreter for one conversation. Never an inmate, a child or the partner: who books says so, and from where."""
    return write(
        InterpreterNeed,
        plan=conversation.plan,
        writer=service(writer),
        topic=CONVERSATIONS,
        language=language,
        booked_for=conversation,
        way=way,
        qualified=qualified,
        independent=independent,
        hired_from=hired_from,
        name=name,
    )
