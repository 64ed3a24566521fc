"""Calling a meeting: alone, in a series, in parts, or through many persons."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone

from pop.meetings import arenas
from pop.meetings.actions.holding import raise_item
from pop.meetings.models import MeetingSet, Series, Turn
from pop.people.models import User
from pop.plans import actions as plans
from pop.plans import around
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Plan


def set_up(
    *,
    meeting: Meeting,
    by: User,
    arena: str,
    minutes: int | None = None,
    video: str = "",
    series: Series | None = None,
) -> MeetingSet:
    """Says which arena a meeting is; its length is the arena's unless another is given."""
    chosen = arenas.find(arena)
    length = minutes or chosen.minutes
    return MeetingSet.objects.create(
        plan=meeting.plan, meeting=meeting, arena=chosen.key, minutes=length, video=video, called_by=by, series=series
    )  # fmt: skip


@transaction.atomic
def call(
    *, plan: Plan, writer: Writer, setting: dict[str, Any], cases: Sequence[str] = (), **fields: Any
) -> Meeting:
    """A meeting of the plan, those who are called to it, how it is held and its first cases; all of it or nothing.

    The cases are kept from whomever the meeting is kept from.
    """
    meeting = plans.plan_meeting(plan=plan, writer=writer, **fields)
    set_up(meeting=meeting, by=writer.user, **setting)
    kept = {name: fields[name] for name in ("only_me", "only_me_contact_id") if name in fields}
    for text in cases:
        raise_item(meeting=meeting, writer=writer, topic=plans.MEETINGS, text=text, **kept)
    return meeting


@transaction.atomic
def call_series(
    *, plan: Plan, writer: Writer, setting: dict[str, Any], weeks: int, times: int, **fields: Any
) -> list[Meeting]:
    """The first meeting and those that follow it at fixed intervals (access.series_days): `times` in all."""
    first = fields["date"]
    series = Series.objects.create(plan=plan, weeks=weeks, weekday=first.weekday(), time=fields.get("time"))
    setting = setting | {"series": series}
    found = [call(plan=plan, writer=writer, setting=setting, **fields)]
    following_ones = {name: value for name, value in fields.items() if name != "cases"}
    for day in series_days(plan, first=first, weeks=weeks, times=times - 1):
        found.append(call(plan=plan, writer=writer, setting=setting, **following_ones | {"date": day}))
    return found


@transaction.atomic
def end_series(series: Series) -> list[Meeting]:
    """Takes out the meetings that are to come, each as one alone is cancelled; what has been held stays. Those that went, and
    none when the actor may not cancel them: then the series goes on.
    """
    gone = [meeting for meeting in ahead(series) if plans.remove(meeting)]
    if gone:
        Series.objects.filter(pk=series.pk, ended_at=None).update(ended_at=timezone.now())
    return gone


@transaction.atomic
def continue_series(series: Series, *, writer: Writer, times: int) -> list[Meeting]:
    """More meetings after the last one, as it is: same length, place, hour, and those who are called who are still in the team."""
    last = Meeting.objects.current().filter(set__series=series).exclude(date=None).order_by("date").last()
    if last is None or last.date is None or series.ended_at is not None:
        return []
    setting = MeetingSet.objects.get(meeting=last)
    team = {member.user_id for member in around.members(last.plan)}
    called = last.invitees.values_list("user_id", flat=True)
    return [
        call(
            plan=last.plan, writer=writer, subject=last.subject, date=day, time=series.time, place=last.place,
            invite=tuple(User.objects.filter(pk__in=team & set(called))), only_me=last.only_me,
            only_me_contact=last.only_me_contact,
            setting={"arena": setting.arena, "minutes": setting.minutes, "video": setting.video, "series": series},
        )
        for day in series_days(last.plan, first=last.date, weeks=series.weeks, times=times)
    ]  # fmt: skip


def ahead(series: Series) -> list[Meeting]:
    """The meetings of a series that are to come, as the actor sees them."""
    found = Meeting.objects.current().filter(set__series=series, held=None, date__gte=timezone.localdate())
    return list(found.order_by("date"))


def series_days(plan: Plan, *, first: date, weeks: int, times: int) -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute("select access.series_days(%s, %s, %s, %s)", [plan.pk, first, weeks, times])
        row = cursor.fetchone()
    return list(row[0]) if row else []


@transaction.atomic
def in_a_row(meetings: Sequence[Meeting]) -> list[Turn]:
    """Meetings that are held one after another in one room: of many persons, or the parts of one."""
    number = uuid4()
    return [
        Turn.objects.create(plan=meeting.plan, meeting=meeting, round=number, place=place)
        for place, meeting in enumerate(meetings, start=1)
    ]


@transaction.atomic
def add_part(
    meeting: Meeting, *, writer: Writer, subject: str, minutes: int, invite: tuple[User, ...]
) -> Meeting:
    """Another part of a meeting, with people of its own; it begins when the part before is over, in the same place."""
    first = Turn.objects.filter(meeting=meeting).first() or in_a_row([meeting])[0]
    last = Turn.objects.filter(round=first.round).select_related("meeting").last() or first
    before = last.meeting
    setting = MeetingSet.objects.get(meeting=before)
    new = call(
        plan=meeting.plan, writer=writer, setting={"arena": setting.arena, "minutes": minutes, "video": setting.video},
        subject=subject, date=before.date, time=later(before.time, setting.minutes), place=before.place, invite=invite,
        only_me=before.only_me, only_me_contact=before.only_me_contact,
    )  # fmt: skip
    Turn.objects.create(plan=new.plan, meeting=new, round=first.round, place=last.place + 1)
    return new


def later(start: time | None, minutes: int) -> time | None:
    """The hour some minutes on, on the same day."""
    return (datetime.combine(date.min, start) + timedelta(minutes=minutes)).time() if start else None


def open_turn(turn: Turn, *, came: Sequence[int] = ()) -> bool | None:
    """Leaves the meeting before and opens this one, with those who are in the room (access/rounds.sql). `came`: numbers of users
    who are there when the first is opened, or who have come since. False when somebody there may not hear whose it is; None for
    whoever may not hold it.
    """
    with connection.cursor() as cursor:
        cursor.execute("select access.open_turn(%s, %s::bigint[])", [turn.pk, list(came)])
        row = cursor.fetchone()
    return row[0] if row else None
