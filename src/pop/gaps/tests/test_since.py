"""A gap says since when it has been there and whose it is; one thing is one gap; a no touches no acute help."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.clock import standing

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.demo.places import user
from pop.gaps import catalogue
from pop.gaps.models import Gap
from pop.gaps.tests.cases import Stage, days
from pop.gaps.tests.conftest import found, scan, whole
from pop.people import actions as people
from pop.people.models import Unit, UnitRole
from pop.plans import actions as plans
from pop.plans import plan_actions
from pop.plans.models import Placement
from pop.process import actions as process
from pop.teams import actions as teams


@pytest.fixture
def stage() -> Stage:
    return Stage.new()


BEFORE_ARRIVAL = ("no_home_municipality", "no_nav_outside", "checklist_open", "measure_without_receiver")


def test_what_is_missing_before_somebody_comes_has_been_missing_since_the_plan_was_made_and_not_since_tomorrow(
    stage,
):
    with stage.marte():
        plans.edit(Placement.objects.of(stage.plan).get(), since=days(20))
        plans.expect_release(plan=stage.plan, writer=stage.service, on=days(50))
        stage.measure(due=days(90))
    with standing(timezone.now() + timedelta(days=2)):
        scan()
        since = {gap[0]: gap[2] for gap in whole(stage.plan)}
        assert {since[rule] for rule in BEFORE_ARRIVAL} == {days(-2)}
        assert max(since.values()) <= days(0)


def talk_rules(stage: Stage) -> set[str]:
    return {rule for rule, _ in found(stage.plan)} & {"talk_missed", "no_next_talk"}


def test_a_talk_that_was_missed_is_one_gap_and_a_new_day_mends_it(stage):
    """The missed one says what happened and when; that nothing is booked instead is the same thing."""
    with stage.marte():
        talks.book(plan=stage.plan, writer=stage.service, kind="regular", planned_on=days(2))
    with standing(timezone.now() + timedelta(days=3)):
        scan()
        assert talk_rules(stage) == {"talk_missed"}
        with stage.marte():
            talks.book(plan=stage.plan, writer=stage.service, kind="regular", planned_on=days(4))
        assert talk_rules(stage) == set()


def test_when_the_missed_talk_was_held_after_all_the_next_is_what_is_missing(stage):
    with stage.marte():
        talk = talks.book(plan=stage.plan, writer=stage.service, kind="regular", planned_on=days(2))
    with standing(timezone.now() + timedelta(days=3)):
        scan()
        with stage.marte():
            talks.hold(talk, writer=stage.service, held=talks.Held(days(0), "Marte"))
        assert talk_rules(stage) == {"no_next_talk"}
        assert {gap[2] for gap in whole(stage.plan) if gap[0] == "no_next_talk"} == {days(0)}


def test_an_old_missed_talk_hides_no_missing_one_after_a_talk_that_was_held(stage):
    with stage.marte():
        talks.book(plan=stage.plan, writer=stage.service, kind="needs_2", planned_on=days(2))
    with standing(timezone.now() + timedelta(days=5)):
        with stage.marte():
            stage.held("regular")
        assert talk_rules(stage) == {"talk_missed", "no_next_talk"}


@pytest.mark.parametrize("kind", ["no_plan", "no_answer"])
def test_a_no_leaves_needs_in_peace_but_not_what_is_urgent(stage, kind):
    with stage.marte():
        calm, urgent = stage.need(), stage.need(topic=6, acute=True)
        plan_actions.refuse(plan=stage.plan, kind=kind)
    with standing(timezone.now() + timedelta(days=9)):
        scan()
        missing = {row for rule, row in found(stage.plan) if rule == "need_without_measure"}
        assert missing == {urgent.pk}
        assert calm.pk not in missing


def test_after_the_release_only_a_talk_is_contact_and_the_page_says_the_same(stage):
    """T12: two weeks after. That every receiver has said yes is no word with the person."""
    rule = catalogue.load().rule("released_no_contact")
    assert rule is not None
    assert "mottaker" not in rule.closed["nb"]
    assert "mottakar" not in rule.closed["nn"]
    with stage.marte():
        plan_actions.end_sentence(plan=stage.plan, on=days(0))
    with standing(timezone.now() + timedelta(days=15)):
        scan()
        assert ("released_no_contact", stage.plan.pk) in found(stage.plan)
        with stage.marte():
            stage.held("follow_up")
        assert ("released_no_contact", stage.plan.pk) not in found(stage.plan)


def test_what_a_unit_decides_counts_at_once_for_everybody_who_is_there(stage):
    with stage.marte():
        stage.held()
    late = ("regular_talk_late", stage.plan.pk)
    with standing(timezone.now() + timedelta(days=10)):
        scan()
        assert late not in found(stage.plan)
        with acting(user("anders").pk):
            unit = Unit.objects.get(name="Solvik fengsel")
            process.set_unit_rules(unit=unit, days={"talk_interval": 7}, by=user("anders"))
        assert late in found(stage.plan)
        with acting(user("anders").pk):
            process.set_unit_rules(unit=unit, days={"talk_interval": None}, by=user("anders"))
        assert late not in found(stage.plan)


def test_a_new_contact_has_what_the_one_before_had_and_the_leader_what_nobody_has(stage):
    with stage.marte():
        stage.need(acute=True)
    assert {gap[4] for gap in whole(stage.plan) if gap[0] == "need_without_measure"} == {user("marte").pk}
    scan()
    with acting(user("anders").pk):
        assert teams.assign_contact(plan_key=str(stage.plan.key), user=user("ola"), role="main")
    assert {gap[4] for gap in whole(stage.plan) if gap[0] == "need_without_measure"} == {user("ola").pk}
    with acting(user("ola").pk):
        teams.i_know_the_person(plan=stage.plan)
    assert {gap[4] for gap in whole(stage.plan)} == {user("anders").pk}


def test_when_the_leader_leaves_what_was_theirs_is_the_next_ones(stage):
    with stage.marte():
        teams.i_know_the_person(plan=stage.plan)
    assert {gap[4] for gap in whole(stage.plan)} == {user("anders").pk}
    scan()
    with acting(user("jon").pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        people.give_unit_role(user=user("farid"), unit=unit, role="leader")
        people.end_role(UnitRole.objects.get(user=user("anders"), unit=unit, role="leader", until=None))
    with standing(timezone.now() + timedelta(days=1)):
        scan()
        owners = {gap[4] for gap in whole(stage.plan)}
    assert owners == {user("farid").pk}


def test_a_leader_with_a_private_tie_has_and_sees_nothing_of_it_and_the_next_leader_does(stage):
    """Rule A13."""

    def owners() -> set[int | None]:
        return {gap[4] for gap in whole(stage.plan) if gap[0] == "contact_away"}

    with stage.marte():
        teams.i_know_the_person(plan=stage.plan)
    assert owners() == {user("anders").pk}
    with acting(user("anders").pk):
        assert Gap.objects.filter(plan=stage.plan, closed_at=None).exists()
        assert teams.assign_contact(plan_key=str(stage.plan.key), user=user("anders"), role="deputy")
        teams.i_know_the_person(plan=stage.plan)
        assert not Gap.objects.filter(plan=stage.plan).exists()
    assert owners() == {None}, "and the leader's list has the person as one without"
    with acting(user("jon").pk):
        people.give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Solvik fengsel"), role="leader")
    assert owners() == {user("silje").pk}
