"""Rule C3: the time of a meeting outside the prison is nowhere before the unit releases it."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.notices.models import Notice
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Plan, Source

DAY = timezone.localdate() + timedelta(days=20)
WRITTEN = f"{DAY.day}.{DAY.month}.{DAY.year}"
pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def write(browse: Any, slug: str, plan: Plan, **said: str) -> Any:
    address = reverse("entry_new", args=[plan.key, "mote"])
    given = {
        "subject": "Visning av leilighet",
        "place": "Storgata 1",
        "whose": "service",
        "kept": "all",
        "outside": "on",
    } | said
    return browse(slug).post(address, given)


def newest(plan: Plan) -> Meeting | None:
    with acting(user("marte").pk):
        return Meeting.objects.filter(plan=plan, subject="Visning av leilighet").first()


def test_a_time_that_is_not_released_is_not_taken_and_what_was_typed_is_kept(browse, plan):
    page = write(browse, "marte", plan, date=WRITTEN)
    assert page.status_code == 200
    assert "Kryss av for at enheten har frigitt tiden" in page.content.decode()
    assert "Storgata 1" in page.content.decode()
    assert newest(plan) is None


def test_until_then_everybody_reads_that_the_date_comes(browse, plan):
    assert write(browse, "marte", plan).status_code == 302
    meeting = newest(plan)
    assert meeting
    assert meeting.date is None
    for slug in ("elias", "marte"):
        page = browse(slug).get(reverse("entry", args=[plan.key, "mote", meeting.key])).content.decode()
        assert "ato kommer" in page, slug


def test_when_the_unit_releases_it_the_person_is_told_and_the_calendar_has_it(browse, plan):
    write(browse, "marte", plan)
    meeting = newest(plan)
    assert meeting
    with acting(user("elias").pk):
        Notice.objects.filter(about=meeting.key).update(read_at=timezone.now())
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(date=DAY, time=time(9, 0), released_at=timezone.now())
    with acting(user("elias").pk):
        assert Notice.objects.filter(about=meeting.key, what="meeting_moved", read_at=None).exists()


@pytest.mark.parametrize("slug", ["elias", "kari"])
def test_only_the_unit_releases(plan, slug):
    with acting(user("marte").pk):
        meeting = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(user("kari"),), subject="Visning",
            outside=True,
        )  # fmt: skip
    with acting(user(slug).pk):
        try:
            with transaction.atomic():
                Meeting.objects.filter(pk=meeting.pk).update(released_at=timezone.now(), date=DAY)
        except Error:
            pass
    with acting(user("marte").pk):
        meeting.refresh_from_db()
    assert (meeting.released_at, meeting.date) == (None, None)


def test_the_database_takes_no_time_before_it_is_released(plan):
    with acting(user("marte").pk), pytest.raises(Error, match="meeting_time_released"), transaction.atomic():
        plans.plan_meeting(
            plan=plan,
            writer=Writer(user("marte"), Source.CORRECTIONAL),
            subject="Visning",
            outside=True,
            date=DAY,
        )


def test_nobody_says_when_they_released_it(plan):
    with acting(user("marte").pk):
        meeting = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Visning", outside=True, date=DAY,
            released_at=timezone.now() - timedelta(days=300),
        )  # fmt: skip
        meeting.refresh_from_db()
    assert meeting.released_at
    assert timezone.now() - meeting.released_at < timedelta(hours=1)


def test_the_person_is_not_asked_whether_the_unit_has_released_it(browse, plan):
    page = browse("elias").get(reverse("entry_new", args=[plan.key, "mote"])).content.decode()
    assert "Møtet er utenfor fengselet" in page
    assert "Enheten har frigitt tiden" not in page
