"""«Slik er møtene» says what the program does, and a ready set-up gives a meeting its first cases."""

import pytest
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import arenas
from pop.meetings.models import AgendaItem, MeetingSet
from pop.plans.models import Meeting, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.mark.parametrize("who", ["elias", "marte", "kari", "silje"])
def test_everybody_who_is_logged_in_reads_how_the_meetings_are(browse, who):
    page = browse(who).get(reverse("arenas")).content.decode()
    for arena in arenas.every():
        assert arena.name in page
        assert all(line in page for line in arena.agenda)
    assert all(one.name in page for one in arenas.setups())


def test_there_is_a_ready_set_up_for_each_of_the_prototypes():
    assert [(one.key, one.arena.key) for one in arenas.setups()] == [
        ("a", "agencies"), ("b", "talk"), ("c", "support_group"), ("d", "support_group"),
    ]  # fmt: skip
    assert all(set(w) == {"nb", "nn", "en"} for one in arenas.setups() for w in (one.names, *one.template))
    # Where the person is absent, nothing is on the agenda but what they say yes to (rule C1).
    assert all(one.arena.person_is_there or not one.agenda for one in arenas.setups())


@pytest.mark.parametrize("setup", arenas.setups(), ids=lambda one: one.key)
def test_a_meeting_begins_with_what_its_set_up_says(browse, plan, setup):
    where = f"{reverse('meeting_new', args=[plan.key])}?slag={setup.arena.key}&oppsett={setup.key}"
    form = browse("marte").get(where).context["form"]
    assert form["subject"].value() == setup.name
    assert browse("marte").post(where, {"subject": setup.name, "minutes": "30"}).status_code == 302
    with acting(user("elias").pk):
        meeting = Meeting.objects.of(plan).latest("pk")
        assert MeetingSet.objects.get(meeting=meeting).arena == setup.arena.key
        assert [item.text for item in AgendaItem.objects.filter(meeting=meeting)] == setup.agenda
    with acting(user("silje").pk):
        assert not AgendaItem.objects.exists()


def test_the_cases_of_a_meeting_kept_to_oneself_are_kept_too(browse, plan):
    where = f"{reverse('meeting_new', args=[plan.key])}?slag=talk&oppsett=b"
    sent = browse("elias").post(where, {"subject": "Bare mitt", "minutes": "30", "kept": "alone"})
    assert sent.status_code == 302
    with acting(user("marte").pk):
        assert not Meeting.objects.filter(subject="Bare mitt").exists()
        assert not AgendaItem.objects.filter(text=arenas.setups()[1].agenda[0]).exists()


def test_the_person_is_offered_no_set_up_without_themselves(browse, plan):
    page = browse("elias").get(reverse("meeting_new", args=[plan.key])).content.decode()
    assert "oppsett=b" in page
    assert "oppsett=a" not in page
