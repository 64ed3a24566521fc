"""A gap appears with its cause and vanishes with it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.access.facts import past_the_rules, rows
from tests.clock import standing

from pop.access.actor import acting
from pop.demo.places import agency, user
from pop.gaps.models import Gap
from pop.gaps.tests.cases import Stage, days
from pop.gaps.tests.conftest import found, open_gaps, scan
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import ChoiceWay, Source
from pop.worklists import actions as worklists


@pytest.fixture
def stage() -> Stage:
    return Stage.new()


def test_an_urgent_need_is_a_gap_at_once_and_no_more_when_it_is_taken_out(plan):
    with acting(user("elias").pk):
        need = plans.write_need(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=6, text="Tannverk", acute=True
        )
    assert ("need_without_measure", "plans_need", need.pk) in open_gaps(plan)
    with acting(user("elias").pk):
        plans.remove(need)
    assert ("need_without_measure", "plans_need", need.pk) not in open_gaps(plan)


def test_time_alone_makes_a_gap_of_a_need_that_nobody_acts_on(plan):
    with acting(user("elias").pk):
        need = plans.write_need(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=6, text="Nye briller"
        )
    assert ("need_without_measure", "plans_need", need.pk) not in open_gaps(plan)
    with standing(timezone.now() + timedelta(days=7)):
        scan()
        assert ("need_without_measure", "plans_need", need.pk) in open_gaps(plan)


def test_whoever_is_ill_for_a_day_has_not_left_and_without_a_deputy_the_plan_has_no_contact(stage):
    """A main contact who is away is one gap, for the leader; what they are responsible for stays theirs."""
    with stage.marte():
        measure = stage.measure()
    with acting(user("anders").pk):
        away = worklists.be_away(
            user=user("marte"), since=days(0), until=days(4), registered_by=user("anders")
        )
    assert found(stage.plan) == {("contact_away", stage.plan.pk)}
    with acting(user("anders").pk):
        worklists.be_back(away, registered_by=user("anders"))
    assert found(stage.plan) == set()
    assert measure.responsible_user_id == user("marte").pk


def test_an_absence_with_a_deputy_is_no_gap_and_one_that_begins_later_is_one_from_that_day(stage):
    with acting(user("anders").pk):
        worklists.be_away(
            user=user("marte"), since=days(0), until=days(4), registered_by=user("anders"), deputy=user("ola")
        )
        worklists.be_away(user=user("marte"), since=days(6), until=days(7), registered_by=user("anders"))
    wanted = ("contact_away", stage.plan.pk)
    assert wanted not in found(stage.plan)
    began = timezone.now()
    for later, there in ((5, False), (6, True), (7, True), (8, False)):
        with standing(began + timedelta(days=later)):
            scan()
            assert (wanted in found(stage.plan)) is there, later


def test_after_remand_the_week_until_the_needs_talk_is_counted_from_the_judgment(stage):
    began = timezone.now()
    with stage.marte():
        plans.set_serving_form(plan=stage.plan, writer=stage.service, form="remand", since=days(0))
    wanted = ("first_talk_late", stage.plan.pk)
    with standing(began + timedelta(days=20)):
        with stage.marte():
            plans.set_serving_form(plan=stage.plan, writer=stage.service, form="prison", since=days(0))
        assert wanted not in found(stage.plan)
    for later, there in ((27, False), (28, True)):
        with standing(began + timedelta(days=later)):
            scan()
            assert (wanted in found(stage.plan)) is there, later


def test_a_measure_whose_agency_may_not_see_it_is_a_gap_from_the_day_it_was_chosen(stage):
    with standing(timezone.now() - timedelta(days=3)), stage.marte():
        stage.held()
        measure = stage.measure(chosen=False, responsible_user=None, responsible_agency=agency("nav"))
    with stage.marte():
        plans.choose_measure(measure, way=ChoiceWay.ORAL, present="Marte og personen")
    with stage.marte():
        gap = Gap.objects.get(plan=stage.plan, rule="consent_missing")
        assert gap.since == days(0)


def test_every_table_that_a_rule_reads_is_watched_or_changes_with_a_release_only():
    with past_the_rules():
        read = {row[0] for row in rows("select distinct table_name from access.gap_reads")}
        watched = {
            row[0]
            for row in rows("select tgrelid::regclass::text from pg_trigger where tgname = 'mark_gaps'")
        }
    assert read - watched == {"plans_topic", "people_agency", "plan_touched", "changed_on"}
