"""Rule C1: where the person is absent, only what they have said yes to is talked of, and nothing is decided."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone
from tests.clock import standing

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions, room
from pop.meetings.models import MeetingConsent, MeetingSet, MinuteLine
from pop.meetings.tests.test_calendar import events, feed_of, uid_of
from pop.notices.models import Notice
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Goal, Meeting, Need, Plan, Source
from pop.plans.tests.conftest import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def meeting(plan: Plan) -> Meeting:
    """Of the agencies, without Elias; Kari of Nav is called."""
    with acting(user("marte").pk):
        found = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(user("kari"),), subject="Samarbeidsmøte",
            date=timezone.localdate() + timedelta(days=3),
        )  # fmt: skip
        actions.set_up(meeting=found, by=user("marte"), arena="agencies")
        return found


def needs(plan: Plan) -> list[Need]:
    with acting(user("kari").pk):
        return list(Need.objects.of(plan).order_by("pk"))


def say_yes(browse: Any, meeting: Meeting, **by_slug: list[Need]) -> Any:
    """Elias ticks, on his own page."""
    ticked = {f"with_{user(slug).key}": [str(need.key) for need in ticks] for slug, ticks in by_slug.items()}
    return browse("elias").post(reverse("meeting_consent", args=[meeting.plan.key, meeting.key]), ticked)


def come(meeting: Meeting, *slugs: str) -> None:
    with acting(user("marte").pk):
        for slug in slugs:
            actions.arrive(meeting=meeting, user=user(slug))


def on_screen(meeting: Meeting) -> set[str]:
    with acting(user("marte").pk), room.entered(meeting) as open_:
        assert open_
        return {need.text for need in Need.objects.of(meeting.plan)}


def test_nothing_is_talked_of_before_the_person_has_said_yes(plan, meeting):
    come(meeting, "marte", "kari")
    assert needs(plan)
    assert on_screen(meeting) == set()


def test_only_the_need_and_only_with_those_who_are_named(browse, plan, meeting):
    first, *_rest = needs(plan)
    assert say_yes(browse, meeting, marte=[first], kari=[first]).status_code == 302
    come(meeting, "marte", "kari")
    assert on_screen(meeting) == {first.text}
    come(meeting, "farid")
    assert on_screen(meeting) == set()


def test_goals_and_the_rest_of_the_plan_are_not_there(browse, plan, meeting):
    say_yes(browse, meeting, marte=needs(plan))
    come(meeting, "marte")
    with acting(user("marte").pk), room.entered(meeting):
        assert Need.objects.of(plan).exists()
        assert not Goal.objects.of(plan).exists()


def test_it_opens_nothing_that_consent_does_not(browse, plan, meeting):
    with acting(user("marte").pk):
        every = list(Need.objects.of(plan))
    seen = {need.text for need in needs(plan)}
    assert len(every) > len(seen)
    say_yes(browse, meeting, marte=every, kari=every)
    come(meeting, "marte", "kari")
    assert on_screen(meeting) == seen


def test_what_is_taken_back_is_gone_at_once(browse, plan, meeting):
    first, *_rest = needs(plan)
    say_yes(browse, meeting, marte=[first])
    come(meeting, "marte")
    assert on_screen(meeting) == {first.text}
    say_yes(browse, meeting, marte=[])
    assert on_screen(meeting) == set()


def test_it_is_over_when_the_meeting_is(browse, plan, meeting):
    say_yes(browse, meeting, marte=needs(plan))
    come(meeting, "marte")
    with acting(user("marte").pk):
        Meeting.objects.filter(pk=meeting.pk).update(held=True)
    assert on_screen(meeting) == set()
    page = browse("elias").get(reverse("meeting_consent", args=[plan.key, meeting.key])).content.decode()
    assert "Møtet er holdt" in page
    with acting(user("elias").pk), pytest.raises(Error), transaction.atomic():
        actions.consent_to_talk(
            meeting=meeting, by=user("elias"), wanted={(user("kari").pk, needs(plan)[0].pk)}, way="own_login"
        )


def write(meeting: Meeting, slug: str, text: str = "Vi kan møte i byen", **more: Any) -> MinuteLine:
    with acting(user(slug).pk), transaction.atomic():
        return actions.write_line(
            meeting=meeting,
            writer=Writer(user(slug), Source.CORRECTIONAL),
            topic=47,
            kind=more.pop("kind", "said"),
            text=text,
            **more,
        )


def test_something_is_said_and_nothing_is_decided(browse, plan, meeting):
    say_yes(browse, meeting, marte=needs(plan))
    assert write(meeting, "marte")
    with pytest.raises(Error, match="nothing is decided"):
        write(meeting, "marte", kind="decided")


def test_nothing_is_written_about_somebody_who_has_not_said_yes(plan, meeting):
    with pytest.raises(Error, match="not said yes"):
        write(meeting, "marte")


def test_the_person_reads_it_the_next_working_day(browse, plan, meeting):
    say_yes(browse, meeting, marte=needs(plan)[:1])
    come(meeting, "marte")
    write(meeting, "marte", "Vi kan møte i byen")
    page = browse("elias").get(reverse("meeting_talked_of", args=[plan.key, meeting.key])).content.decode()
    assert "Vi kan møte i byen" in page
    assert "Dette ble tatt opp om deg" in page
    with acting(user("elias").pk):
        assert not Notice.objects.filter(what="talked_of").exists()
    with standing(timezone.localdate() + timedelta(days=5)), acting(user("elias").pk):
        assert Notice.objects.filter(what="talked_of", about=meeting.key).count() == 1


@pytest.mark.parametrize("slug", ["kari", "torbjorn", "silje", "leyla", "anders"])
def test_neither_page_is_for_anybody_else(browse, plan, meeting, slug):
    for name in ("meeting_consent", "meeting_talked_of"):
        assert browse(slug).get(reverse(name, args=[plan.key, meeting.key])).status_code == 404


def test_whoever_is_named_sees_that_they_are_and_nobody_else_does(browse, plan, meeting):
    first, *_rest = needs(plan)
    say_yes(browse, meeting, kari=[first])
    for slug, wanted in (
        ("kari", 1),
        ("marte", 1),
        ("elias", 1),
        ("torbjorn", 0),
        ("hanne", 0),
        ("silje", 0),
    ):
        with acting(user(slug).pk):
            assert MeetingConsent.objects.filter(meeting=meeting).count() == wanted, slug


def test_nobody_says_yes_for_the_person(plan, meeting):
    first, *_rest = needs(plan)
    for slug in ("kari", "marte"):
        with acting(user(slug).pk), pytest.raises(Error), transaction.atomic():
            actions.consent_to_talk(
                meeting=meeting, by=user(slug), wanted={(user("kari").pk, first.pk)}, way="own_login"
            )


def test_what_the_person_says_aloud_is_written_down_before_somebody(browse, plan, meeting):
    first, *_rest = needs(plan)
    address = reverse("meeting_consent", args=[plan.key, meeting.key])
    ticked = {f"with_{user('marte').key}": [str(first.key)]}
    page = browse("marte").post(address, ticked)
    assert "Skriv hvem som var til stede" in page.content.decode()
    assert browse("marte").post(address, ticked | {"present": "Ola Lien"}).status_code == 302
    come(meeting, "marte")
    assert on_screen(meeting) == {first.text}


def test_a_meeting_with_the_person_has_no_such_pages(browse, plan):
    with acting(user("marte").pk):
        found = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), subject="Ansvarsgruppe"
        )
        actions.set_up(meeting=found, by=user("marte"), arena="support_group")
    assert browse("elias").get(reverse("meeting_consent", args=[plan.key, found.key])).status_code == 404


def test_what_was_said_before_somebody_came_who_is_not_named_for_it_goes_off_the_screen(
    browse, plan, meeting
):
    by_topic = {need.topic_id: need for need in needs(plan)}
    one, other, *_rest = by_topic.values()
    say_yes(browse, meeting, marte=[one, other], kari=[other])
    come(meeting, "marte")
    with acting(user("marte").pk):
        writer = Writer(user("marte"), Source.CORRECTIONAL)
        line = actions.write_line(
            meeting=meeting, writer=writer, topic=one.topic_id, kind="said", text="Om det ene"
        )
        with room.entered(meeting):
            assert MinuteLine.objects.filter(pk=line.pk).exists()
    come(meeting, "kari")
    with acting(user("marte").pk), room.entered(meeting):
        assert not MinuteLine.objects.filter(pk=line.pk).exists()


def test_a_meeting_without_the_person_does_not_become_one_with_them(plan, meeting):
    with acting(user("marte").pk), pytest.raises(Error, match="permission denied"), transaction.atomic():
        MeetingSet.objects.filter(meeting=meeting).update(arena="support_group")


def test_the_person_is_asked_what_may_be_talked_of_and_not_whether_they_come(browse, plan, meeting) -> None:
    """A meeting about them that they are not at: no answer to give and no screen to lead."""
    address = reverse("meeting", args=[plan.key, meeting.key])
    page = text(browse("elias").get(address))
    assert "Du er ikke med på dette møtet" in page
    for offered in ("Svaret ditt", "Delt skjerm", "Legg møtet i kalenderen din"):
        assert offered not in page, offered
    assert browse("elias").post(address, {"answer": "yes"}).status_code == 404
    assert "Delt skjerm" in text(browse("marte").get(address))
    with acting(user("elias").pk):
        assert list(Notice.objects.filter(about=meeting.key).values_list("what", flat=True)) == [
            "meeting_without"
        ]


def test_a_meeting_without_the_person_is_in_the_calendars_of_those_who_are_called_alone(
    browse, meeting
) -> None:
    assert uid_of(meeting) in events(browse("kari"), feed_of(browse, "kari"))
    assert uid_of(meeting) not in events(browse("elias"), feed_of(browse, "elias"))
