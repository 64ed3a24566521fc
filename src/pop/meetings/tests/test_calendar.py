"""Meetings in the calendar that one otherwise uses: the day and the time, and nothing of anybody."""

import re
from datetime import date, time, timedelta
from typing import Any

import icalendar
import pytest
import vobject
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings.models import CalendarFeed, CalendarMark
from pop.notices.models import Notice
from pop.people.models import User
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Source
from pop.teams.actions import leave_team
from pop.teams.models import SupportTeamMember
from pop.ui.calendars import Appointment, invitation

DAY = timezone.localdate() + timedelta(days=20)


def called(*slugs: str, day: date | None = DAY, clock: time | None = time(10, 30), **more: Any) -> Meeting:
    """A meeting of Elias's, called by Marte."""
    with acting(user("marte").pk):
        return plans.plan_meeting(
            plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL),
            invite=tuple(user(slug) for slug in slugs), subject="Bolig og gjeld", place="Solvik, rom 2",
            date=day, time=clock, **more,
        )  # fmt: skip


def address(page: Any) -> str:
    """What stands on the page, once."""
    found = re.search(r"<code>\S*?(/kalender/\S+\.ics)</code>", page.content.decode())
    assert found
    return found[1]


def feed_of(browse: Any, slug: str) -> str:
    return address(browse(slug).post(reverse("calendar_feed")))


def events(client: Any, where: str) -> dict[str, Any]:
    answer = client.get(where)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/calendar")
    read = icalendar.Calendar.from_ical(answer.content)
    return {str(one["uid"]): one for one in read.walk("VEVENT")}


def uid_of(meeting: Meeting) -> str:
    with acting(user("marte").pk):
        return str(CalendarMark.objects.get(meeting=meeting).uid)


@pytest.mark.django_db
def test_a_calendar_fetches_the_meetings_of_its_user_and_of_nobody_else(browse, client):
    mine, others = called("kari"), called("torbjorn")
    found = events(client, feed_of(browse, "kari"))
    assert uid_of(mine) in found
    assert uid_of(others) not in found


@pytest.mark.django_db
def test_the_person_gets_all_the_meetings_about_them(browse, client):
    meeting = called("kari")
    assert uid_of(meeting) in events(client, feed_of(browse, "elias"))
    assert uid_of(meeting) not in events(client, feed_of(browse, "leyla"))


@pytest.mark.django_db
def test_the_event_is_at_the_hour_of_oslo_and_says_nothing(browse, client):
    meeting = called("kari", day=date(2027, 7, 1))
    where = feed_of(browse, "kari")
    event = events(client, where)[uid_of(meeting)]
    assert event.start.isoformat() == "2027-07-01T10:30:00+02:00"
    assert event.end - event.start == timedelta(minutes=60)
    assert str(event["summary"]) == "Avtale"
    text = client.get(where).content.decode()
    for word in ("Bolig", "Solvik", "Elias", "Brekke", "Marte", "Nav", "http", str(meeting.key)):
        assert word not in text


@pytest.mark.django_db
def test_a_meeting_that_is_moved_is_the_same_event_with_a_higher_number(browse, client):
    meeting = called("kari")
    where = feed_of(browse, "kari")
    before = events(client, where)[uid_of(meeting)]
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(time=time(14, 0))
    after = events(client, where)[uid_of(meeting)]
    assert int(after["sequence"]) == int(before["sequence"]) + 1
    assert after.start.hour == 14


@pytest.mark.django_db
def test_another_subject_is_no_change_to_a_calendar(browse, client):
    meeting = called("kari")
    where = feed_of(browse, "kari")
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(subject="Noe annet")
    assert int(events(client, where)[uid_of(meeting)]["sequence"]) == 0


@pytest.mark.django_db
def test_a_meeting_without_a_day_is_in_no_calendar(browse, client):
    meeting = called("kari", day=None, clock=None)
    assert uid_of(meeting) not in events(client, feed_of(browse, "kari"))
    file = reverse("meeting_file", args=[meeting.plan.key, meeting.key])
    assert browse("marte").get(file).status_code == 404


@pytest.mark.django_db
def test_whoever_is_out_of_the_team_has_the_meeting_no_more(browse, client):
    meeting = called("kari")
    where = feed_of(browse, "kari")
    with acting(user("marte").pk):
        leave_team(SupportTeamMember.objects.get(plan=meeting.plan, user=user("kari")))
    assert uid_of(meeting) not in events(client, where)


@pytest.mark.django_db
def test_a_new_address_closes_the_one_before_and_closing_closes_all(browse, client):
    first = feed_of(browse, "kari")
    second = feed_of(browse, "kari")
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    browse("kari").post(reverse("calendar_feed_close"))
    assert client.get(second).status_code == 404


@pytest.mark.django_db
def test_the_address_of_somebody_who_is_closed_answers_nothing(browse, client):
    where = feed_of(browse, "kari")
    with acting(user("jon").pk):
        assert User.objects.filter(pk=user("kari").pk).update(active=False)
    assert client.get(where).status_code == 404


@pytest.mark.django_db
def test_the_address_is_kept_by_nobody(browse):
    secret = feed_of(browse, "kari").removeprefix("/kalender/").removesuffix(".ics")
    assert len(secret) == 64
    with acting(user("kari").pk), pytest.raises(ProgrammingError), transaction.atomic():
        list(CalendarFeed.objects.values_list("mac"))
    page = browse("kari").get(reverse("calendar_feed")).content.decode()
    assert secret not in page


@pytest.mark.django_db
def test_a_guess_is_not_told_from_a_closed_address(client):
    assert client.get(reverse("calendar_feed_file", args=["0" * 64])).status_code == 404


@pytest.mark.django_db
def test_one_meeting_is_taken_out_by_whoever_sees_it(browse):
    meeting = called("kari")
    file = reverse("meeting_file", args=[meeting.plan.key, meeting.key])
    assert uid_of(meeting) in events(browse("kari"), file)
    assert uid_of(meeting) in events(browse("elias"), file)
    for slug in ("torbjorn", "silje", "leyla"):
        assert browse(slug).get(file).status_code == 404


@pytest.mark.django_db
def test_another_library_reads_the_same_hour_in_winter_and_in_summer(browse, client):
    winter = called("kari", day=date(2027, 1, 11))
    summer = called("kari", day=date(2027, 7, 12))
    wholly = called("kari", day=date(2027, 9, 1), clock=None)
    read = vobject.readOne(client.get(feed_of(browse, "kari")).content.decode())
    at = {one.uid.value: one.dtstart.value for one in read.vevent_list}
    assert at[uid_of(winter)].utcoffset() == timedelta(hours=1)
    assert at[uid_of(summer)].utcoffset() == timedelta(hours=2)
    assert {at[uid_of(one)].strftime("%H:%M") for one in (winter, summer)} == {"10:30"}
    assert at[uid_of(wholly)] == date(2027, 9, 1)


@pytest.mark.parametrize("gone", [False, True])
def test_another_library_reads_an_invitation_and_that_it_is_called_off(gone):
    told = {
        "uid": "6f0b", "sequence": 3, "changed_at": "2027-01-02T10:00:00+01:00", "day": "2027-02-03", "clock": "09:15:00",
        "minutes": 45, "gone": gone,
    }  # fmt: skip
    method, file = invitation(Appointment.told(told), sender="varsel@a.example", receiver="kari@b.example")
    read = vobject.readOne(file.decode())
    assert (method, read.method.value) == (("CANCEL",) * 2 if gone else ("REQUEST",) * 2)
    event = read.vevent
    assert event.status.value == ("CANCELLED" if gone else "CONFIRMED")
    assert event.sequence.value == "3"
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=45)
    assert event.attendee.value == "mailto:kari@b.example"


@pytest.mark.django_db
def test_whoever_is_called_gets_an_invitation_then_the_new_hour_then_that_it_is_off(browse):
    meeting = called("kari")
    assert told("kari", meeting) == ["meeting_called"]
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(time=time(14, 0))
    assert told("kari", meeting) == ["meeting_called", "meeting_moved"]
    assert told("elias", meeting) == ["meeting_called", "meeting_moved"]
    assert told("torbjorn", meeting) == []
    with acting(user("marte").pk):
        assert plans.remove(meeting)
    assert told("kari", meeting) == ["meeting_cancelled"]


def told(slug: str, meeting: Meeting) -> list[str]:
    """What the user has not read of the meeting."""
    with acting(user(slug).pk):
        found = Notice.objects.filter(about=meeting.key, read_at=None).order_by("pk")
        return list(found.values_list("what", flat=True))
