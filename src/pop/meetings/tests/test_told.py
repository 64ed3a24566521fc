"""The log tells what happened with a meeting, in sentences, to those whom it concerns."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.meetings import actions
from pop.meetings.models import Coming
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Meeting, Need, Plan, Source
from pop.plans.tests.conftest import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def called(plan: Plan, arena: str) -> Meeting:
    with acting(user("marte").pk):
        found = plans.plan_meeting(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), invite=(user("kari"),), subject="Møte",
            date=timezone.localdate() + timedelta(days=3),
        )  # fmt: skip
        actions.set_up(meeting=found, by=user("marte"), arena=arena)
    return found


def log(browse: Any, slug: str, plan: Plan) -> str:
    return text(browse(slug).get(f"/planer/{plan.key}/logg/"))


def test_the_log_says_who_came_who_went_and_what_they_answered(browse, plan):
    meeting = called(plan, "support_group")
    with acting(user("kari").pk):
        actions.answer(meeting=meeting, user=user("kari"), answer=Coming.DIGITAL)
    with acting(user("marte").pk):
        actions.arrive(meeting=meeting, user=user("elias"))
        there = actions.arrive(meeting=meeting, user=user("kari"))
        actions.arrive(meeting=meeting, name="Ine Tolk", role="tolk", companion=True)
        actions.leave(there)
        actions.go_on_without(there)
        actions.approve(meeting, by=user("marte"))
    said = log(browse, "elias", plan)
    for line in (
        "Møtet er satt opp", "Kommer digitalt", "Kari Moen kom til møtet", "Ine Tolk kom til møtet", "Kari Moen gikk fra møtet",
        "Møtet gikk videre uten Kari Moen", "Referatet er godkjent",
    ):  # fmt: skip
        assert line in said, line


def test_what_may_be_talked_of_stands_in_the_log_of_the_person_and_the_contact_team_alone(browse, plan):
    meeting = called(plan, "agencies")
    with acting(user("elias").pk):
        need = Need.objects.of(plan).first()
        assert need
        wanted = {(user("kari").pk, need.pk)}
        actions.consent_to_talk(meeting=meeting, by=user("elias"), wanted=wanted, way="own_login")
        actions.consent_to_talk(meeting=meeting, by=user("elias"), wanted=set(), way="own_login")
    for slug in ("elias", "marte"):
        said = log(browse, slug, plan)
        assert "Ja til å snakke om et behov med Kari Moen på møtet" in said
        assert "Ikke lenger ja til å snakke om et behov med Kari Moen på møtet" in said
    assert "å snakke om et behov" not in log(browse, "kari", plan)


def test_that_a_meeting_is_held_in_turn_with_others_is_told_of_and_nothing_of_the_others(browse, plan):
    with acting(user("leyla").pk):
        leyla = plan_of("leyla")
    with acting(user("marte").pk):
        made = [
            actions.call(
                plan=one, writer=Writer(user("marte"), Source.CORRECTIONAL), subject=f"Møte {number}",
                date=timezone.localdate() + timedelta(days=4), time=time(9 + number), setting={"arena": "agencies", "minutes": 30},
            )
            for number, one in enumerate((plan, leyla))
        ]  # fmt: skip
    before = log(browse, "marte", plan)
    with acting(user("marte").pk):
        actions.in_a_row(made)
    for slug in ("elias", "marte"):
        said = log(browse, slug, plan)
        assert said.count("holdes etter tur med andre") == before.count("holdes etter tur med andre") + 1, (
            slug
        )
        assert "Leyla" not in said
