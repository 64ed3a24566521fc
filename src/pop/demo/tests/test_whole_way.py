"""The demo tells a whole story: what was, what is, and what is about to slip, for Elias and for Leyla."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pop.access.actor import acting
from pop.conversations.models import Conversation
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.gaps import catalogue
from pop.gaps.models import Gap, GapAct
from pop.handovers import actions as handovers
from pop.handovers.models import Handover
from pop.plans.models import Measure, Meeting, Placement, Plan

PERSONS = ("elias", "leyla")


def gaps(slug: str) -> list[Gap]:
    """All gaps of a person's plan, as the person sees them."""
    with acting(user(slug).pk):
        return list(Gap.objects.filter(plan=plan_of(slug)))


def kinds(found: list[Gap]) -> set[str]:
    rules = {rule.id: rule.kind for rule in catalogue.load().rules}
    return {rules[gap.rule] for gap in found}


def test_there_is_an_open_gap_of_every_kind() -> None:
    found = [gap for slug in PERSONS for gap in gaps(slug) if gap.closed_at is None]
    put_off = [gap for gap in found if gap.snoozed_until]
    every = {rule.kind for rule in catalogue.load().rules}
    assert kinds([gap for gap in found if gap not in put_off]) == every


def test_one_is_taken_and_one_is_put_off_with_a_reason() -> None:
    found = [gap for slug in PERSONS for gap in gaps(slug) if gap.closed_at is None]
    assert any(gap.taken_by_id == user("marte").pk for gap in found)
    later = [gap for gap in found if gap.snoozed_until and gap.snoozed_until > timezone.localdate()]
    assert later
    with acting(user("marte").pk):
        acts = GapAct.objects.filter(gap__in=later, act="snoozed")
        assert all(act.reason for act in acts)
        assert {act.gap_id for act in acts} == {gap.pk for gap in later}


@pytest.mark.parametrize("slug", PERSONS)
def test_each_has_gaps_that_were_closed_and_gaps_that_are_open(slug: str) -> None:
    assert {gap.closed_at is None for gap in gaps(slug)} == {True, False}


@pytest.mark.parametrize("slug", PERSONS)
def test_each_has_talks_behind_and_ahead_and_a_measure_that_is_done(slug: str) -> None:
    today = timezone.localdate()
    with acting(user(slug).pk):
        talks = Conversation.objects.of(plan_of(slug))
        assert talks.filter(held_on__lt=today).count() >= 3
        assert talks.filter(held_on=None, planned_on__gte=today).exists()
        assert Measure.objects.of(plan_of(slug)).filter(status="done").exists()


def test_elias_has_moved_met_the_group_and_been_handed_over_before() -> None:
    half_a_year_ago = timezone.localdate() - timedelta(days=180)
    with acting(user("elias").pk):
        plan = plan_of("elias")
        assert Placement.objects.of(plan).count() == 2
        assert Meeting.objects.of(plan).filter(held=True, date__lt=half_a_year_ago).exists()
        assert {(one.kind, one.state) for one in Handover.objects.filter(plan=plan)} == {
            ("other_ward", "done"),
            ("release_with_duty", "open"),
        }


def onboarding(plan: Plan) -> tuple[date | None, date | None]:
    """Since when step 7 is done, and when it goes on next."""
    with connection.cursor() as cursor:
        cursor.execute("select done_on, next_on from access.step_dates(%s) where step = '7'", [plan.pk])
        done, coming = cursor.fetchall()[0]
    return done, coming


def test_an_earlier_handover_does_not_make_the_one_that_goes_on_done() -> None:
    """Elias has moved to another ward, and that is done; the release is still to be handed over."""
    with acting(user("marte").pk):
        plan = plan_of("elias")
        going = Handover.objects.get(plan=plan, state="open")
        assert onboarding(plan) == (None, going.overlap_from)
        handovers.cancel(going, reason="Han blir her")
        assert onboarding(plan) == (timezone.localdate(), None)
