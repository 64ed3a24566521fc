"""What lies just on either side of the edge of a rule: a gap is there exactly when it says so, and not a day or a row
beside it.

An edge is a generator: it makes, and yields how many days after the first Monday one looks, the row that the gap is
about (`None` is the plan itself), and whether the gap is there.
"""

from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.access.facts import past_the_rules, rows
from tests.clock import move, standing

from pop.access.actor import acting
from pop.consents import actions as consents
from pop.consents.actions import Recipient
from pop.conversations.actions import talks
from pop.demo.places import agency, user
from pop.gaps.tests.cases import Stage, asked, days
from pop.gaps.tests.conftest import found, look_again
from pop.gaps.tests.world import one_clock
from pop.handovers import actions as handovers
from pop.handovers.models import HandoverItem
from pop.plans import actions as plans
from pop.plans import calendar
from pop.plans.models import Measure, MeasureStatus
from pop.teams import actions as teams
from pop.teams.models import SupportTeamMember

Look = tuple[int, int | None, bool]
Edge = Callable[[Stage], Iterator[Look]]
EDGES: list[tuple[str, Edge]] = []


def edge(rule: str) -> Callable[[Edge], Edge]:
    def keep(make: Edge) -> Edge:
        EDGES.append((rule, make))
        return make

    return keep


@pytest.mark.parametrize(("rule", "make"), EDGES, ids=[f"{rule}-{make.__name__}" for rule, make in EDGES])
def test_a_gap_is_there_exactly_when(rule, make):
    now = timezone.localtime().replace(hour=12, minute=30)
    monday = now + timedelta(days=7 - now.weekday())
    with one_clock(), standing(monday) as clock:
        stage = Stage.new()
        for later, row, there in make(stage):
            move(clock, monday + timedelta(days=later))
            look_again(stage.plan)
            assert ((rule, row or stage.plan.pk) in found(stage.plan)) == there, (later, row)


# The group


def half_a_year_from(later: int) -> int:
    """How many days from today a release is whose half-year before begins so many days ahead."""
    return (calendar.add_months(days(later), 6) - days(0)).days


def release(s: Stage, later: int) -> None:
    on = days(half_a_year_from(later))
    assert calendar.add_months(on, -6) == days(later)
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=on)


def met(s: Stage, *, held: bool | None = True, ago: int = 0) -> None:
    with s.marte():
        plans.plan_meeting(plan=s.plan, writer=s.service, subject="Ansvarsgruppe", date=days(-ago), held=held)


@edge("group_not_updated")
def a_meeting_that_came_to_nothing_does_not_update_the_group(s: Stage) -> Iterator[Look]:
    release(s, 7)
    yield 6, None, False
    yield 7, None, True
    met(s, held=False)
    yield 7, None, True


@edge("group_not_updated")
def a_meeting_on_the_first_day_of_the_half_year_updates_the_group(s: Stage) -> Iterator[Look]:
    release(s, 7)
    yield 7, None, True
    met(s)
    yield 7, None, False
    yield 8, None, False


@edge("group_not_updated")
def a_meeting_on_the_day_before_the_half_year_does_not(s: Stage) -> Iterator[Look]:
    release(s, 7)
    yield 6, None, False
    met(s)
    yield 7, None, True


@edge("group_not_updated")
def a_representative_who_came_and_went_again_does_not_update_the_group(s: Stage) -> Iterator[Look]:
    release(s, 7)
    yield 7, None, True
    chair = s.chair("kari", "nav")
    yield 7, None, False
    with s.marte():
        teams.leave_team(chair)
    yield 7, None, True


@edge("group_meeting_late")
def nobody_is_late_for_somebody_who_was_invited_and_has_not_said_yes(s: Stage) -> Iterator[Look]:
    met(s)
    with s.marte():
        chair = teams.invite(
            plan=s.plan, user=user("kari"), agency=agency("nav"), role="Kontakt", invited_by=user("marte")
        )
    yield 43, None, False
    with acting(user("kari").pk):
        teams.accept_invitation(chair)
    yield 43, None, True


def replaced(s: Stage) -> Generator[Look, None, SupportTeamMember]:
    """Hanne has gone, and on the next day Per says yes."""
    old = s.chair("hanne", "home_municipality")
    with s.marte():
        teams.leave_team(old)
    yield 1, old.pk, False
    new = s.chair("per", "home_municipality")
    yield 1, new.pk, True
    return new


@edge("representative_without_overlap")
def a_meeting_on_the_day_of_the_new_one_closes_it(s: Stage) -> Iterator[Look]:
    new = yield from replaced(s)
    met(s, ago=1)
    yield 1, new.pk, True
    met(s)
    yield 1, new.pk, False


@edge("representative_without_overlap")
def a_talk_on_the_day_of_the_new_one_closes_it(s: Stage) -> Iterator[Look]:
    new = yield from replaced(s)
    with s.marte():
        s.held("regular", 1)
    yield 1, new.pk, True
    with s.marte():
        s.held("regular")
    yield 1, new.pk, False


def changed(s: Stage) -> Generator[Look, None, SupportTeamMember]:
    """Per comes the day before Hanne leaves: they overlap by one day."""
    old = s.chair("hanne", "home_municipality")
    yield 1, old.pk, False
    new = s.chair("per", "home_municipality")
    yield 2, new.pk, False
    with s.marte():
        teams.leave_team(old)
    return new


@edge("representative_changed")
def a_talk_on_the_day_of_the_new_one_reviews_the_needs(s: Stage) -> Iterator[Look]:
    new = yield from changed(s)
    with s.marte():
        s.held("regular", 2)
    yield 2, new.pk, True
    with s.marte():
        s.held("regular", 1)
    yield 2, new.pk, False


@edge("representative_changed")
def a_meeting_on_the_day_of_the_new_one_reviews_the_needs(s: Stage) -> Iterator[Look]:
    new = yield from changed(s)
    met(s, ago=2)
    yield 2, new.pk, True
    met(s, ago=1)
    yield 2, new.pk, False


@edge("input_missing")
def an_answer_is_due_on_the_fifth_working_day_and_missed_on_the_next(s: Stage) -> Iterator[Look]:
    chair = reached(s)
    due = fifth_working_day()
    yield due, chair.pk, False
    yield due + 1, chair.pk, True


@edge("input_missing")
def a_representative_owes_an_answer_on_their_last_day_too(s: Stage) -> Iterator[Look]:
    chair = reached(s)
    last = fifth_working_day() + 1
    with s.marte():
        SupportTeamMember.objects.filter(pk=chair.pk).update(until=days(last))
    yield last, chair.pk, True
    yield last + 1, chair.pk, False


def reached(s: Stage) -> SupportTeamMember:
    """Kari has said yes, and a consent reaches her, after the behovssamtale."""
    chair = s.chair("kari", "nav")
    with s.marte():
        s.held()
        s.consent("nav")
    return chair


def fifth_working_day() -> int:
    return (calendar.add_working_days(days(0), 5) - days(0)).days


@edge("role_change_without_overlap")
def whoever_goes_at_the_end_of_the_day_on_which_the_new_one_comes_has_overlapped(s: Stage) -> Iterator[Look]:
    """Farid had gone once before, and came back."""
    with s.marte():
        farid = teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
    yield 5, farid.pk, False
    with s.marte():
        teams.stop_following_up(farid)
        farid = teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
    yield 10, farid.pk, False
    with s.marte():
        ola = teams.follow_up(plan=s.plan, user=user("ola"), role="coordinator")
    yield 11, ola.pk, False
    with s.marte():
        teams.stop_following_up(farid)
    yield 11, ola.pk, False


# Talks and consents


@edge("no_next_talk")
def a_meeting_that_is_over_is_not_the_next(s: Stage) -> Iterator[Look]:
    yield 1, None, True
    met(s)
    yield 1, None, True
    met(s, held=None)
    yield 1, None, False


@edge("talk_missed")
def another_talk_of_the_same_day_does_not_make_up_for_it(s: Stage) -> Iterator[Look]:
    with s.marte():
        one, other = (
            talks.book(plan=s.plan, writer=s.service, kind="regular", planned_on=days(2)) for _ in range(2)
        )
    yield 3, one.pk, True
    yield 3, other.pk, True
    with s.marte():
        s.held("regular")
    yield 3, one.pk, False


@edge("consent_not_asked")
def to_ask_in_another_talk_than_a_behovssamtale_does_not_count(s: Stage) -> Iterator[Look]:
    with s.marte():
        s.held(consent_asked=False, consent_not_asked_why="more_time")
        s.held("regular", consent_asked=True)
    yield 1, None, True
    with s.marte():
        s.held("needs_2", consent_asked=True)
    yield 1, None, False


@edge("paper_missing")
def no_sheet_is_missing_for_a_consent_that_was_withdrawn(s: Stage) -> Iterator[Look]:
    with s.marte():
        paper = s.consent("nav", archived=False)
    yield 0, paper.pk, True
    with s.marte():
        consents.withdraw(plan=s.plan, recipient=Recipient(agency=agency("nav")))
    yield 0, paper.pk, False


# Measures, and who takes them over


def begun_without_talk(s: Stage, **fields: Any) -> Measure:
    """Begun, and the behovssamtale was written on the wrong person."""
    with s.marte():
        talk = s.held()
        measure = s.measure(**fields)
        plans.set_status(measure, status=MeasureStatus.IN_PROGRESS)
        plans.remove(talk)
    return measure


@edge("before_the_gate")
def what_came_with_the_person_from_another_prison_is_not_too_early(s: Stage) -> Iterator[Look]:
    went_on = begun_without_talk(s, continued_from="Havnes fengsel, 3.2.2026")
    began_here = begun_without_talk(s)
    yield 0, went_on.pk, False
    yield 0, began_here.pk, True


@edge("before_the_gate")
def what_stood_in_the_form_is_not_too_early(s: Stage) -> Iterator[Look]:
    imported = begun_without_talk(s, imported=True)
    began_here = begun_without_talk(s)
    yield 0, imported.pk, False
    yield 0, began_here.pk, True


@edge("responsible_left")
def whoever_may_no_longer_log_in_has_left_also_from_the_contact_team(s: Stage) -> Iterator[Look]:
    with s.marte():
        teams.follow_up(plan=s.plan, user=user("farid"), role="coordinator")
        measure = s.measure(responsible_user=user("farid"))
    yield 0, measure.pk, False
    with past_the_rules():
        rows("update people_user set active = false where id = %s returning id", [user("farid").pk])
    yield 0, measure.pk, True


def declined(s: Stage) -> HandoverItem:
    item = asked(s)
    with acting(user("farid").pk):
        assert handovers.answer(item, answer="declined", reason="Jeg slutter snart")
    return item


def block_measure(s: Stage, item: HandoverItem) -> None:
    assert item.measure_id
    with s.marte():
        plans.written_on_wrong_person(Measure.objects.get(pk=item.measure_id))


@edge("receipt_declined")
def a_no_to_a_measure_of_somebody_else_is_nothing_to_answer(s: Stage) -> Iterator[Look]:
    item = declined(s)
    yield 0, item.pk, True
    block_measure(s, item)
    yield 0, item.pk, False


@edge("receipt_declined")
def a_no_counts_until_another_is_asked_instead(s: Stage) -> Iterator[Look]:
    item = declined(s)
    yield 0, item.pk, True
    with s.marte():
        assert handovers.choose_receiver(item, user=user("ola"))
    yield 0, item.pk, False


@edge("receipt_late")
def nobody_is_late_with_a_measure_of_somebody_else(s: Stage) -> Iterator[Look]:
    item = asked(s)
    due = fifth_working_day()
    yield due, item.pk, False
    yield due + 1, item.pk, True
    block_measure(s, item)
    yield due + 1, item.pk, False


@edge("receipt_late")
def nobody_is_late_in_whose_place_another_was_asked(s: Stage) -> Iterator[Look]:
    item = asked(s)
    late = fifth_working_day() + 1
    yield late, item.pk, True
    with s.marte():
        assert handovers.choose_receiver(item, user=user("ola"))
    yield late, item.pk, False


@edge("no_home_municipality")
def somebody_of_the_district_is_the_municipality(s: Stage) -> Iterator[Look]:
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(100))
    yield 0, None, True
    chair = s.chair("hanne", "home_municipality")
    for kind, there in (("home_municipality", False), ("district", False), ("school", True)):
        with past_the_rules():
            rows("update people_agency set kind = %s where id = %s returning id", [kind, chair.agency_id])
        yield 0, None, there


@edge("measure_without_receiver")
def a_measure_that_needs_no_receiver_lacks_none(s: Stage) -> Iterator[Look]:
    item = asked(s)
    with s.marte():
        plans.expect_release(plan=s.plan, writer=s.service, on=days(40))
    yield 0, item.measure_id, True
    with s.marte():
        assert handovers.needs_nobody(item, reason="Tiltaket blir ferdig før")
    yield 0, item.measure_id, False
