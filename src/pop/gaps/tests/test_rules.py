"""Each rule of the catalogue, made and mended by what people really do."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.clock import move, standing

from pop.access.actor import acting
from pop.conversations.actions import talks
from pop.demo.places import agency, user
from pop.gaps import catalogue
from pop.gaps.tests.cases import CASES, Stage, days
from pop.gaps.tests.conftest import found, scan
from pop.plans import actions as plans
from pop.plans.gate import TooEarly
from pop.plans.models import ExpectedRelease, MeasureStatus
from pop.process import actions as process
from pop.teams import actions as teams
from pop.wishes import actions as wishes
from pop.wishes.models import WishAnswer

RULES = [rule.id for rule in catalogue.load().rules]


def test_no_rule_is_without_a_case():
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_a_gap_is_made_by_its_cause_and_mended_by_the_thing_itself(name):
    stage = Stage.new()
    steps = CASES[name](stage)
    subject, later = next(steps)
    row = subject or stage.plan.pk
    now = timezone.now()
    if later:
        with standing(now + timedelta(days=later - 1)):
            scan()
            assert (name, row) not in found(stage.plan), "the day before"
    with standing(now + timedelta(days=later)):
        scan()
        assert (name, row) in found(stage.plan), "on the day"
        next(steps, None)
        assert (name, row) not in found(stage.plan), "mended"
    assert name in {each[0] for each in found(stage.plan, closed=True)}


OF_A_GROUP = {
    "group_lacks_service",
    "no_home_municipality",
    "no_nav_outside",
    "input_missing",
    "group_meeting_late",
}


def test_the_short_pathway_asks_for_no_group_and_the_whole_one_does():
    """Rule B4: what process.toml leaves out is missed by nobody, until another forløp is chosen."""
    s = Stage.new()
    with s.marte():
        s.need()
        plans.expect_release(plan=s.plan, writer=s.service, on=days(70))
    with standing(timezone.now() + timedelta(days=20)):
        scan()
        lacking = {name for name, _ in found(s.plan)} & OF_A_GROUP
        assert lacking == {"group_lacks_service", "no_home_municipality", "no_nav_outside"}
        with s.marte():
            process.choose_pathway(plan=s.plan, pathway="short", suggested="short", by=s.service.user)
        assert not {name for name, _ in found(s.plan)} & OF_A_GROUP
        with s.marte():
            process.choose_pathway(plan=s.plan, pathway="standard", suggested="standard", by=s.service.user)
        assert {name for name, _ in found(s.plan)} & OF_A_GROUP == lacking


def test_a_form_of_serving_counts_from_the_day_on_which_it_begins():
    """Told of ten days ahead, varetekt neither opens the gate today nor silences what a sentence asks for."""
    s, began = Stage.new(), timezone.now()
    with s.marte():
        plans.set_serving_form(plan=s.plan, writer=s.service, form="high_security", since=days(-30))
        plans.set_serving_form(plan=s.plan, writer=s.service, form="remand", since=days(30))
        measure = s.measure(chosen=False, talked=False)
    late = ("first_talk_late", s.plan.pk)
    with standing(began + timedelta(days=20)):
        scan()
        assert late in found(s.plan)
        with acting(user("marte").pk), pytest.raises(TooEarly):
            plans.choose_measure(measure, way="oral", present="Marte")
    with standing(began + timedelta(days=30)):
        scan()
        assert late not in found(s.plan)
        with acting(user("marte").pk):
            assert plans.choose_measure(measure, way="oral", present="Marte")


CHANGED, NO_OVERLAP = "representative_changed", "representative_without_overlap"


@pytest.mark.parametrize(("hanne_goes", "gap", "other"), [(2, CHANGED, NO_OVERLAP), (0, NO_OVERLAP, CHANGED)])
def test_one_new_representative_is_one_gap_and_one_meeting_closes_it(hanne_goes, gap, other):
    """B11 and T9 ask for the same act: whether the two overlapped decides which of them it is."""
    s, began = Stage.new(), timezone.now()
    with standing(began) as clock:
        old = s.chair("hanne", "home_municipality")
        if not hanne_goes:
            with s.marte():
                teams.leave_team(old)
        move(clock, began + timedelta(days=1))
        new = s.chair("per", "home_municipality")
        if hanne_goes:
            move(clock, began + timedelta(days=hanne_goes))
            with s.marte():
                teams.leave_team(old)
        scan()
        about = {name for name, row in found(s.plan) if row == new.pk}
        assert gap in about
        assert other not in about
        with s.marte():
            s.held("regular")
        assert not {name for name, _ in found(s.plan)} & {CHANGED, NO_OVERLAP}


def new_need(s):
    s.need()


def new_words(s):
    plans.edit(s.need_before, text="Et sted å bo, med plass til barna")


def moved_release(s):
    plans.edit(ExpectedRelease.objects.of(s.plan).get(), on=days(800))


def new_status(s):
    plans.set_status(s.measure_before, status=MeasureStatus.IN_PROGRESS)
    plans.note_on_measure(measure=s.measure_before, writer=s.service, text="Søknaden er sendt.")


@pytest.mark.parametrize(
    ("change", "counts"), [(new_need, True), (new_words, True), (moved_release, True), (new_status, False)]
)
def test_what_changes_after_a_talk_is_to_be_taken_up(change, counts):
    """T8: each change is taken up; its status and notes are no change."""
    s, began = Stage.new(), timezone.now()
    with standing(began) as clock:
        with s.marte():
            s.held()
            s.need_before = s.need()
            s.measure_before = s.measure(s.need_before)
            plans.expect_release(plan=s.plan, writer=s.service, on=days(900))
        move(clock, began + timedelta(days=2))
        with s.marte():
            change(s)
        move(clock, began + timedelta(days=17))
        scan()
        assert (("change_not_discussed", s.plan.pk) in found(s.plan)) == counts
        with s.marte():
            s.held("regular")
        assert ("change_not_discussed", s.plan.pk) not in found(s.plan)


@pytest.mark.parametrize("later", [0, 20])
def test_a_new_coordinator_overlaps_with_the_one_before_or_talks_with_the_person(later):
    """T9. Somebody who was there already when the new one came has overlapped."""
    s, began = Stage.new(), timezone.now()
    with standing(began) as clock:
        with s.marte():
            farid = teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        move(clock, began + timedelta(days=10))
        with s.marte():
            if not later:
                teams.stop_following_up(farid)
            ola = teams.follow_up(plan=s.plan, user=user("ola"), role="coordinator")
        move(clock, began + timedelta(days=10 + later))
        with s.marte():
            if later:
                teams.stop_following_up(farid)
        assert (("role_change_without_overlap", ola.pk) in found(s.plan)) == (not later)
        with s.marte():
            s.held("regular")
        assert ("role_change_without_overlap", ola.pk) not in found(s.plan)


def test_an_interpreter_who_is_booked_for_one_talk_is_missing_in_the_next():
    """Rule B13: needed and not booked is a gap, talk by talk; and never one when nobody needs an interpreter."""
    s = Stage.new()
    with s.marte():
        first, second = (
            talks.book(plan=s.plan, writer=s.service, kind=kind, planned_on=days(ahead))
            for kind, ahead in (("needs_1", 5), ("regular", 9))
        )
    assert not {row for rule, row in found(s.plan) if rule == "interpreter_not_booked"}, "nobody needs one"
    with s.marte():
        talks.need_interpreter(plan=s.plan, writer=s.told, language="tyrkisk")
    assert {row for rule, row in found(s.plan) if rule == "interpreter_not_booked"} == {first.pk, second.pk}
    with s.marte():
        talks.book_interpreter(
            conversation=first, writer=s.service, language="tyrkisk", way="phone", qualified=True, independent=True,
            hired_from="register",
        )  # fmt: skip
    assert {row for rule, row in found(s.plan) if rule == "interpreter_not_booked"} == {second.pk}


def test_an_answer_that_was_written_on_the_wrong_person_is_no_answer():
    """Rule I1: whoever asked gets a yes, a no or another proposal that stands there to be read."""
    s = Stage.new()
    with s.marte():
        wish = wishes.ask(plan=s.plan, writer=s.told, topic=1, text="En telefontid til", asked_on=days(-20))
    assert ("wish_unanswered", wish.pk) in found(s.plan)
    with s.marte():
        wishes.answer(wish=wish, writer=s.service, answer="yes")
        answer = WishAnswer.objects.get(wish=wish)
    assert ("wish_unanswered", wish.pk) not in found(s.plan)
    with s.marte():
        plans.written_on_wrong_person(answer)
    assert ("wish_unanswered", wish.pk) in found(s.plan)


def test_somebody_who_is_invited_and_has_not_said_yes_helps_with_nothing():
    s = Stage.new()
    with s.marte():
        need = s.need(topic=1)
        teams.invite(
            plan=s.plan, user=user("kari"), agency=agency("nav"), role="Kontakt", invited_by=user("marte")
        )
    with standing(timezone.now() + timedelta(days=8)):
        scan()
        assert ("group_lacks_service", need.pk) in found(s.plan)
        s.chair("hanne", "home_municipality")
        assert ("group_lacks_service", need.pk) not in found(s.plan)
