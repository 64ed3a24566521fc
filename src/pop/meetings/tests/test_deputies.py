"""Whoever comes instead of a colleague knows when and where, and nothing of whom or what the meeting is about."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions, answering
from pop.meetings.tests.test_calendar import events, feed_of, uid_of
from pop.notices.models import Notice
from pop.people import actions as people
from pop.people.models import Agency, AgencyRole
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Plan, Source

pytestmark = pytest.mark.django_db
DAY = timezone.localdate() + timedelta(days=9)
SUBJECT = "Om gjelda til Elias"


@pytest.fixture
def meeting(db: Any) -> Meeting:
    """Kari of Nav is called; Per, who sees no plan, works there too."""
    with acting(user("kari").pk):
        office = AgencyRole.objects.latest("pk").agency_id
    with acting(user("jon").pk):
        people.give_agency_role(user=user("per"), agency=Agency.objects.get(pk=office))
    with acting(user("marte").pk):
        return actions.call(
            plan=plan_of("elias"), writer=Writer(user("marte"), Source.CORRECTIONAL), subject=SUBJECT, date=DAY, time=time(10, 30),
            place="Møterom 2", invite=(user("kari"),),
            setting={"arena": "support_group", "minutes": 40, "video": "https://video.no/rom"},
        )  # fmt: skip


def kari_answers(meeting: Meeting, answer: str, deputy: str = "") -> None:
    with acting(user("kari").pk):
        actions.answer(
            meeting=meeting, user=user("kari"), answer=answer, deputy=user(deputy).pk if deputy else None
        )


def told(slug: str) -> list[str]:
    with acting(user(slug).pk):
        return [
            n.what
            for n in Notice.objects.filter(what__startswith="deputy", read_at=None).order_by("at", "pk")
        ]


def test_the_deputy_is_told_when_and_where_and_instead_of_whom(browse, meeting) -> None:
    kari_answers(meeting, "deputy", "per")
    assert told("per") == ["deputy_asked"]
    page = browse("per").get(reverse("stand_ins")).content.decode()
    for shown in (
        "Møterom 2",
        "kl.\xa010.30",
        "40 minutter",
        "https://video.no/rom",
        "I stedet for Kari Moen",
    ):
        assert shown in page
    for hidden in ("Elias", "Brekke", SUBJECT, "Solvik"):
        assert hidden not in page.split("<main")[1].split("</main>")[0]
    assert "Du er satt opp som vara på et møte" in browse("per").get(reverse("notices")).content.decode()


def test_it_stands_in_the_deputys_calendar_as_a_time_alone(browse, meeting) -> None:
    kari_answers(meeting, "deputy", "per")
    where = feed_of(browse, "per")
    shown = events(browse("per"), where)
    assert [str(one["status"]) for uid, one in shown.items() if uid == uid_of(meeting)] == ["CONFIRMED"]
    kari_answers(meeting, "yes")
    assert uid_of(meeting) not in events(browse("per"), where)


def test_the_deputy_opens_no_page_of_the_plan(browse, meeting) -> None:
    kari_answers(meeting, "deputy", "per")
    plan = meeting.plan
    for name in ("meeting", "meeting_before", "meeting_minutes", "meeting_file", "meeting_room"):
        assert browse("per").get(reverse(name, args=[plan.key, meeting.key])).status_code == 404, name
    with acting(user("per").pk):
        assert not Meeting.objects.filter(pk=meeting.pk).exists()
        assert not Plan.objects.filter(pk=plan.pk).exists()


def test_when_kari_comes_after_all_the_deputy_is_told_and_it_is_gone(browse, meeting) -> None:
    kari_answers(meeting, "deputy", "per")
    kari_answers(meeting, "yes")
    assert told("per") == ["deputy_freed"]
    with acting(user("per").pk):
        assert answering.stand_ins() == []


def test_the_same_answer_twice_tells_nobody_twice(meeting) -> None:
    kari_answers(meeting, "deputy", "per")
    kari_answers(meeting, "deputy", "per")
    assert told("per") == ["deputy_asked"]


def test_another_time_and_a_meeting_that_is_called_off_reach_the_deputy(meeting) -> None:
    kari_answers(meeting, "deputy", "per")
    with acting(user("marte").pk):
        plans.edit(meeting, date=DAY + timedelta(days=1))
    assert told("per") == ["deputy_asked", "deputy_moved"]
    with acting(user("marte").pk):
        plans.remove(meeting)
    assert told("per")[-1] == "deputy_freed"
    with acting(user("per").pk):
        assert answering.stand_ins() == []


@pytest.mark.parametrize("who", ["silje", "hanne", "torbjorn", "anders", "jon", "elias", "kari"])
def test_nobody_else_is_told_of_it(meeting, who: str) -> None:
    kari_answers(meeting, "deputy", "per")
    assert told(who) == []
    with acting(user(who).pk):
        assert answering.stand_ins() == []


# Minutes that are approved ------------------------------------------------------------------------------------------
def minutes_told(slug: str, meeting: Meeting) -> int:
    with acting(user(slug).pk):
        return Notice.objects.filter(what="minutes_approved", about=meeting.key).count()


def test_those_who_were_called_and_the_person_are_told_when_the_minutes_are_approved(browse, meeting) -> None:
    with acting(user("marte").pk):
        assert actions.approve(meeting, by=user("marte"))
        assert not actions.approve(meeting, by=user("marte"))
    assert [minutes_told(who, meeting) for who in ("kari", "elias", "marte")] == [1, 1, 0]
    for who in ("hanne", "torbjorn", "per", "silje"):
        assert minutes_told(who, meeting) == 0, who
    assert "Et referat er klart" in browse("kari").get(reverse("notices")).content.decode()


def test_whoever_may_not_see_the_meeting_any_more_is_not_told(meeting) -> None:
    from pop.teams.actions import leave_team
    from pop.teams.models import SupportTeamMember

    with acting(user("kari").pk):
        leave_team(SupportTeamMember.objects.get(user=user("kari"), plan=meeting.plan))
    with acting(user("marte").pk):
        actions.approve(meeting, by=user("marte"))
    assert (minutes_told("elias", meeting), minutes_told("kari", meeting)) == (1, 0)
