"""A meeting that is called: answered, prepared, consented to, held and written down."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from pop.meetings.models import (
    AgendaItem,
    Answer,
    CalendarFeed,
    MeetingConsent,
    MeetingSet,
    MinuteLine,
    Presence,
)
from pop.people.models import Agency, User
from pop.plans import actions as plans
from pop.plans import following
from pop.plans.actions import Writer
from pop.plans.models import Meeting


def answer(*, meeting: Meeting, user: User, answer: str, deputy: int | None = None) -> Answer:
    """The newest answer holds. That a deputy (the number of a user) is of the same agency, the database sees to."""
    return Answer.objects.create(
        plan=meeting.plan, meeting=meeting, user=user, answer=answer, deputy_id=deputy
    )


def change_setting(meeting: Meeting, *, minutes: int, video: str) -> bool:
    """Another length or link. Calendars are told of another length (access/calendar.sql); the arena stays what it is (rule C1)."""
    return bool(MeetingSet.objects.filter(meeting=meeting).update(minutes=minutes, video=video))


def raise_item(*, meeting: Meeting, writer: Writer, topic: int, text: str, **fields: Any) -> AgendaItem:
    """Somebody wants something on the agenda; it comes last until it is moved."""
    last = AgendaItem.objects.current().filter(meeting=meeting).order_by("-position").first()
    position = last.position + 1 if last else 1
    return plans.write(
        AgendaItem,
        plan=meeting.plan,
        writer=writer,
        topic=topic,
        meeting=meeting,
        text=text,
        position=position,
        **fields,
    )


def order_agenda(meeting: Meeting, keys: list[str]) -> int:
    """The order of the cases that the actor sees; how many were moved. The database lets the person and the contact team."""
    with connection.cursor() as cursor:
        cursor.execute("select access.order_agenda(%s, %s::uuid[])", [meeting.pk, keys])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def pass_on(*, meeting: Meeting, case: str, to: Meeting) -> AgendaItem | None:
    """A case of the meeting, or a need that stands on its agenda, by its key, to another meeting (access/passing.sql).

    None when it may not go there. What it says, whose words they are and who reads it stay as they were.
    """
    with connection.cursor() as cursor:
        cursor.execute("select access.pass_on(%s::uuid, %s, %s)", [case, meeting.pk, to.pk])
        row = cursor.fetchone()
    passed = AgendaItem.objects.filter(key=row[0]).first() if row and row[0] else None
    if passed:
        following.tell(passed)
    return passed


def write_line(
    *, meeting: Meeting, writer: Writer, topic: int, kind: str, text: str, **fields: Any
) -> MinuteLine:
    """A line is stored the moment it is written: a crash loses nothing but what is being typed."""
    return plans.write(
        MinuteLine,
        plan=meeting.plan,
        writer=writer,
        topic=topic,
        meeting=meeting,
        kind=kind,
        text=text,
        **fields,
    )


def correct(line: MinuteLine, *, writer: Writer, text: str) -> MinuteLine:
    """Approved minutes are corrected by addition; the correction is of the same case, and kept from whomever the line is kept from."""
    return write_line(
        meeting=line.meeting,
        writer=writer,
        topic=line.topic_id,
        kind=line.kind,
        text=text,
        item_id=line.item_id,
        corrects=line,
        only_me=line.only_me,
        only_me_contact=line.only_me_contact,
    )


def approve(meeting: Meeting, *, by: User) -> bool:
    """From now on no line of the minutes is edited. False when they were approved already."""
    waiting = MeetingSet.objects.filter(meeting=meeting, approved_at=None)
    return bool(waiting.update(approved_at=timezone.now(), approved_by=by))


def arrive(
    *,
    meeting: Meeting,
    user: User | None = None,
    agency: Agency | None = None,
    name: str = "",
    role: str = "",
    companion: bool = False,
) -> Presence:
    """Somebody is there. A companion narrows nothing (rule C2)."""
    return Presence.objects.create(
        plan=meeting.plan,
        meeting=meeting,
        user=user,
        agency=agency,
        name=name,
        role=role,
        companion=companion,
    )


def leave(presence: Presence) -> bool:
    """Somebody went out. Nothing opens before the person says yes to it."""
    return stamp(presence, left_at=timezone.now())


def go_on_without(presence: Presence) -> bool:
    """The person says yes to going on without somebody who left."""
    return stamp(presence, gone_yes_at=timezone.now())


def end(meeting: Meeting) -> bool:
    """Everybody leaves, and the meeting is held (access/room.sql). False when the actor may not say so."""
    with connection.cursor() as cursor:
        cursor.execute("select access.end_meeting(%s)", [meeting.pk])
        row = cursor.fetchone()
    if row and row[0]:
        following.tell(meeting)
    return bool(row and row[0])


def stamp(presence: Presence, **at: datetime) -> bool:
    """The database says when; the second time changes nothing."""
    unset: dict[str, None] = dict.fromkeys(at)
    return bool(Presence.objects.filter(pk=presence.pk, **unset).update(**at))


def make_feed() -> str | None:
    """A new secret address for the calendar of the one who acts; the one before is closed. None for somebody shown as another."""
    with connection.cursor() as cursor:
        cursor.execute("select access.make_feed()")
        row = cursor.fetchone()
    return row[0] if row else None


def close_feed(*, user: User) -> bool:
    """Nobody fetches the user's meetings any more."""
    return bool(CalendarFeed.objects.filter(user=user).delete()[0])


@transaction.atomic
def consent_to_talk(
    *, meeting: Meeting, by: User, wanted: set[tuple[int, int]], way: str, present: str = ""
) -> None:
    """`wanted`: user and need, of all that holds from now on; what is not there is taken back (rule C1)."""
    now = MeetingConsent.objects.filter(meeting=meeting, ended_at=None)
    have = set(now.values_list("user_id", "need_id"))
    for user, need in have - wanted:
        now.filter(user_id=user, need_id=need).update(ended_at=timezone.now())
    for user, need in sorted(wanted - have):
        MeetingConsent.objects.create(
            plan=meeting.plan,
            meeting=meeting,
            user_id=user,
            need_id=need,
            given_by=by,
            way=way,
            present=present,
        )
