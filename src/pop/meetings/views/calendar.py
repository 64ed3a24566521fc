"""Meetings in the reader's own calendar: one as a file, or all of them at a secret address (RFC 5545)."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.meetings import actions, answering
from pop.meetings.models import CalendarFeed, CalendarMark, MeetingSet
from pop.meetings.views.room import held
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.opening import OpenPlan, plan_page
from pop.ui import calendars
from pop.ui.calendars import Appointment

LENGTH = 60
"""Minutes, where nobody has said how long a meeting is."""


def file(content: bytes) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=f"{calendars.MEDIA_TYPE}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="avtale.ics"'},
    )


@require_safe
@plan_page("meeting file")
def one(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """A meeting without a day is not in any calendar yet."""
    found = held(opened, meeting)
    mark = CalendarMark.objects.filter(meeting=found).first()
    if found.date is None or mark is None:
        raise Http404
    minutes = MeetingSet.objects.filter(meeting=found).values_list("minutes", flat=True).first() or LENGTH
    gone = found.removed_at is not None
    return file(
        calendars.published(
            [
                Appointment(
                    str(mark.uid), mark.sequence, mark.changed_at, found.date, found.time, minutes, gone
                )
            ]
        )
    )


@logged_in
def feed(request: LoggedInRequest) -> HttpResponse:
    """«Kalenderen din»: an address that is shown once, and can be made anew or closed."""
    secret = None
    if request.method == "POST":
        secret = actions.make_feed()
    address = request.build_absolute_uri(reverse("calendar_feed_file", args=[secret])) if secret else ""
    made = CalendarFeed.objects.filter(user=request.actor).only("made_at", "fetched_at").first()
    return render(request, "meetings/feed.html", {"feed": made, "address": address})


@require_safe
@logged_in
def stand_ins(request: LoggedInRequest) -> HttpResponse:
    """«Møter du er vara på»: for somebody who comes instead of a colleague, and sees no plan."""
    return render(request, "meetings/stand_ins.html", {"found": answering.stand_ins()})


@require_POST
@logged_in
def feed_close(request: LoggedInRequest) -> HttpResponse:
    if actions.close_feed(user=request.actor):
        messages.success(
            request, _("Adressen virker ikke lenger. Kalenderen din får ikke flere møter fra POP.")
        )
    return redirect("calendar_feed")


@require_safe
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """For a calendar that has the address, without a session. An unknown address is not told from a closed one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select uid, sequence, changed_at, day, clock, minutes, gone from access.read_feed(%s)", [secret]
        )
        rows = cursor.fetchall()
    if not rows:
        raise Http404
    return file(calendars.published(Appointment(str(uid), *rest) for uid, *rest in rows if uid))
