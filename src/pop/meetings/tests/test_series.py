"""Meetings at fixed intervals fall on working days, and not while the main contact is away."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions
from pop.meetings.models import MeetingSet, Series
from pop.plans import around
from pop.plans.models import Meeting, Plan

pytestmark = pytest.mark.django_db
FIRST = date(2027, 4, 19)


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def planned(browse: Any, plan: Plan, **given: str) -> Any:
    form = {"subject": "Rekka", "minutes": "45", "repeat": "4"} | given
    return browse("marte").post(f"{reverse('meeting_new', args=[plan.key])}?slag=support_group", form)


def days(plan: Plan, who: str) -> list[date]:
    with acting(user(who).pk):
        return actions.series_days(plan, first=FIRST, weeks=4, times=2)


def test_a_holiday_moves_the_meeting_to_the_next_working_day(plan):
    assert days(plan, "marte") == days(plan, "elias") == [date(2027, 5, 18), date(2027, 6, 14)]


def test_no_meeting_falls_while_the_main_contact_is_away(plan):
    with acting(user("elias").pk):
        main = around.main_contact(plan)
    with acting(user("marte").pk):
        assert main == user("marte").pk
        apps.get_model("worklists", "Absence").objects.create(
            user=user("marte"), since=date(2027, 6, 14), until=date(2027, 6, 18), registered_by=user("marte")
        )
    assert days(plan, "marte") == [date(2027, 5, 18), date(2027, 6, 21)]


def test_nobody_but_those_who_plan_learn_any_days(plan):
    for who in ("kari", "silje", "anders", "torbjorn", "tone"):
        assert days(plan, who) == [], who


def test_a_series_is_four_meetings_with_the_same_people(browse, plan):
    kari = user("kari")
    sent = planned(browse, plan, date="19.4.2027", time="10.00", invite=str(kari.key))
    assert sent.url == reverse("meetings", args=[plan.key])
    with acting(user("marte").pk):
        found = list(Meeting.objects.of(plan).filter(subject="Rekka").order_by("date"))
        assert [m.date for m in found] == [FIRST, date(2027, 5, 18), date(2027, 6, 14), date(2027, 7, 12)]
        assert {i.user_id for m in found for i in m.invitees.all()} == {kari.pk}
        assert len(set(MeetingSet.objects.filter(meeting__in=found).values_list("series", flat=True))) == 1
        assert Series.objects.count() == 1
    for who in ("kari", "silje"):
        with acting(user(who).pk):
            assert not Series.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Skriv datoen for det første møtet"),
        ({"date": "17.4.2027"}, "Velg en dag fra mandag til fredag"),
        ({"outside": "on"}, "Møter utenfor fengselet planlegges ett om gangen"),
    ],
)
def test_a_series_that_cannot_be_says_why(browse, plan, given, said):
    page = planned(browse, plan, **given)
    assert page.status_code == 200
    assert said in page.content.decode()
    with acting(user("marte").pk):
        assert not Series.objects.exists()


@pytest.fixture
def rekka(browse, plan) -> list[Meeting]:
    kari = user("kari")
    planned(browse, plan, date="19.4.2027", time="10.00", invite=str(kari.key))
    with acting(user("marte").pk):
        return list(Meeting.objects.of(plan).filter(subject="Rekka").order_by("date"))


def address(meeting: Meeting) -> str:
    with acting(user("marte").pk):
        return reverse("meeting_series", args=[meeting.plan.key, meeting.key])


def left(plan: Plan) -> list[date]:
    with acting(user("marte").pk):
        return list(
            Meeting.objects.of(plan).filter(subject="Rekka").order_by("date").values_list("date", flat=True)
        )


def test_four_more_come_after_the_last_one_as_it_is(browse, plan, rekka):
    shown = browse("marte").get(reverse("meeting", args=[plan.key, rekka[0].key])).content.decode()
    assert "Dette møtet er ett av en serie" in shown
    browse("marte").post(address(rekka[0]), {"more": "1"})
    days_now = left(plan)
    assert len(days_now) == 8
    assert days_now[:4] == [m.date for m in rekka]
    with acting(user("marte").pk):
        new = Meeting.objects.of(plan).filter(subject="Rekka").order_by("-date")[0]
        assert new.time == rekka[0].time
        assert [i.user_id for i in new.invitees.all()] == [user("kari").pk]
        assert (
            len(set(MeetingSet.objects.filter(meeting__subject="Rekka").values_list("series", "minutes")))
            == 1
        )


def test_an_end_takes_out_what_is_to_come_and_leaves_what_was_held(browse, plan, rekka):
    with acting(user("marte").pk):
        actions.end(rekka[0])
    page = browse("marte").get(address(rekka[1])).content.decode()
    assert "Avslutt serien og avlys disse møtene" in page
    browse("marte").post(address(rekka[1]), {"end": "1"})
    assert left(plan) == [rekka[0].date]
    browse("marte").post(address(rekka[0]), {"more": "1"})
    assert left(plan) == [rekka[0].date]
    assert "Serien ble avsluttet" in browse("marte").get(address(rekka[0])).content.decode()


def test_those_who_were_called_are_told_that_they_are_called_off(browse, plan, rekka):
    from pop.notices.models import Notice

    browse("marte").post(address(rekka[0]), {"end": "1"})
    with acting(user("kari").pk):
        assert Notice.objects.filter(what="meeting_cancelled", about__in=[m.key for m in rekka]).count() == 4


@pytest.mark.parametrize("who", ["kari", "silje", "torbjorn", "jorgen"])
def test_nobody_else_ends_a_series_or_adds_to_it(browse, plan, rekka, who):
    assert browse(who).get(address(rekka[0])).status_code == 404
    for what in ("end", "more"):
        assert browse(who).post(address(rekka[0]), {what: "1"}).status_code == 404
    assert len(left(plan)) == 4


def test_a_meeting_alone_has_no_such_page(browse, plan):
    with acting(user("marte").pk):
        alone = Meeting.objects.of(plan).filter(set__series=None).first()
    assert browse("marte").get(address(alone)).status_code == 404
