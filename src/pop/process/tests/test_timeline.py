"""The way of one person: what is done, now, next, late and not needed, on 2 March 2026."""

from datetime import UTC, date, datetime, timedelta

import pytest

from pop.process.data import StepFacts
from pop.process.loading import load
from pop.process.tests.conftest import TODAY
from pop.process.timeline import Chosen, State, Waived

pytestmark = pytest.mark.no_database

PLANNED = {"0.1": date(2026, 1, 5), "0.2": date(2026, 1, 20), "1": date(2026, 1, 5), "2": date(2026, 1, 9),
           "3": date(2026, 1, 9), "4": date(2026, 1, 15), "5": date(2026, 1, 16)}  # fmt: skip


def states(found) -> dict[str, str]:
    return {shown.step.id: shown.state.value for shown in found.steps}


def test_in_a_new_plan_the_first_step_is_now_and_the_rest_comes_later(line) -> None:
    found = line()
    assert found.shown("0.1").state == State.NOW
    assert {s for number, s in states(found).items() if number != "0.1"} == {"next"}
    assert found.current.step.id == "0.1"


def test_what_was_done_is_done_whatever_came_before_it(line) -> None:
    found = line({"1": date(2026, 3, 1)})
    assert found.shown("1").state == State.DONE
    assert found.shown("1").done_on == date(2026, 3, 1)
    assert found.shown("0.2").state == State.LEFT


def test_the_needs_talk_is_due_a_week_after_arrival_and_late_the_day_after(line) -> None:
    done = {"0.1": date(2026, 2, 20), "0.2": date(2026, 2, 20), "1": date(2026, 2, 23)}
    assert line(done).shown("2").due == date(2026, 3, 2)
    assert line(done).shown("2").state == State.NOW
    assert line(done, today=date(2026, 3, 3)).shown("2").state == State.LATE


def test_a_unit_may_mean_another_number_by_the_nearest_week(line) -> None:
    done = {"1": date(2026, 2, 23)}
    assert line(done, days={"nearest_week": 3}).shown("2").due == date(2026, 2, 26)


def test_a_changed_rule_in_the_file_changes_the_timeline(line, changed) -> None:
    other = load(changed(("default = 7", "default = 10")))
    assert line({"1": date(2026, 2, 23)}, by=other).shown("2").due == date(2026, 3, 5)


def test_suggestions_are_due_five_working_days_after_the_needs_talk(line) -> None:
    assert line({"2": date(2026, 2, 27)}).shown("4").due == date(2026, 3, 6)
    # Over påske: Maundy Thursday, Good Friday and Easter Monday are no working days.
    easter = line({"2": date(2026, 3, 30)}, today=date(2026, 3, 30))
    assert easter.shown("4").due == date(2026, 4, 9)


def test_consent_is_due_on_the_day_of_the_talk(line) -> None:
    assert line({"2": date(2026, 2, 27)}).shown("3").state == State.LATE
    assert line({"2": TODAY}).shown("3").state == State.NOW


def test_while_the_plan_is_carried_out_its_four_steps_run_beside_each_other(line) -> None:
    found = line({**PLANNED, "6": date(2026, 3, 1)}, release=date(2027, 6, 1))
    assert [found.shown(n).state for n in ("6", "6.3")] == [State.NOW, State.NOW]
    assert found.current.step.id == "6"
    assert [p.state for p in found.phases] == [State.DONE] * 3 + [State.NOW, State.NEXT]


def test_a_talk_that_should_have_been_held_again_is_late(line) -> None:
    found = line({**PLANNED, "6.1": date(2026, 2, 1)}, steps={})
    assert found.shown("6.1").state == State.LATE
    assert found.shown("6.1").due == date(2026, 2, 15)
    assert line({**PLANNED, "6.1": date(2026, 2, 20)}).shown("6.1").state == State.NOW


def test_it_is_time_to_hand_over_from_six_months_before_release(line) -> None:
    assert line(PLANNED, release=date(2026, 9, 3)).shown("7").state == State.NEXT
    assert line(PLANNED, release=date(2026, 9, 2)).shown("7").state == State.NOW
    assert line(PLANNED, release=date(2026, 9, 3)).shown("7").opens == date(2026, 3, 3)


def test_the_farewell_talk_opens_two_months_before_and_is_late_two_weeks_after(line) -> None:
    assert line(PLANNED, release=date(2026, 5, 2)).shown("8").state == State.NOW
    assert line(PLANNED, release=date(2026, 5, 3)).shown("8").state == State.NEXT
    released = date(2026, 2, 16)
    assert line(PLANNED, release=released).shown("8").state == State.NOW
    assert line(PLANNED, release=released - timedelta(1)).shown("8").state == State.LATE


def test_the_person_is_where_the_plan_is_carried_out_until_the_last_talk_opens(line) -> None:
    running = {**PLANNED, "6": date(2026, 3, 1)}
    before = line(running, release=date(2026, 5, 6))
    assert (before.current.step.id, before.shown("7").state) == ("6", State.NOW)
    closing = line(running, release=date(2026, 5, 2))
    assert closing.current.step.phase == "hand_over"


def test_without_a_release_nobody_is_late_with_handing_over(line) -> None:
    assert line(PLANNED).shown("7").state == State.NEXT
    assert line(PLANNED).shown("8").due is None


def test_after_the_farewell_talk_everything_that_went_on_is_done(line) -> None:
    found = line({**PLANNED, "6": TODAY, "6.1": TODAY, "6.2": TODAY, "6.3": TODAY, "7": TODAY, "8": TODAY})
    assert set(states(found).values()) == {"done"}
    assert found.current is None


def test_a_step_that_is_not_needed_says_why_and_by_whom(line) -> None:
    said = Waived("k", "Gruppa finnes fra før", 7, datetime(2026, 2, 1, tzinfo=UTC))
    found = line({"0.1": TODAY}, waived={"0.2": said})
    assert found.shown("0.2").state == State.NOT_NEEDED
    assert found.shown("0.2").why == "Gruppa finnes fra før"
    assert found.current.step.id == "1"


def test_a_step_that_was_done_all_the_same_is_done(line) -> None:
    said = Waived("k", "Trengs ikke", 7, datetime(2026, 2, 1, tzinfo=UTC))
    assert line({"0.2": TODAY}, waived={"0.2": said}).shown("0.2").state == State.DONE


def test_the_short_pathway_leaves_out_what_there_is_no_time_for(line) -> None:
    chosen = Chosen("short", "norway", "short", "", 7, datetime(2026, 2, 1, tzinfo=UTC))
    found = line({"1": TODAY}, chosen=chosen)
    assert [found.shown(n).state for n in ("0.2", "4", "5", "6.2")] == [State.NOT_NEEDED] * 4
    assert "For kort tid" in found.shown("4").why


def test_a_partner_learns_of_no_day_and_of_no_delay(line) -> None:
    steps = {n: StepFacts(done=True) for n in ("0.1", "0.2", "1", "2")}
    found = line(steps=steps, only_states=True, today=date(2030, 1, 1))
    assert all(s.done_on is None and s.due is None and s.opens is None for s in found.steps)
    assert "late" not in states(found).values()
    assert found.shown("2").state == State.DONE


# B5: one person of each form of serving: where it starts, which steps belong to it, and whether dates exist.
FORMS = {
    "high_security": ([], True), "lower_security": ([], True), "halfway_house": ([], True),
    "institution": (["0.1"], True), "home": (["0.1"], True), "electronic": ([], True),
    "community_sentence": ([], True), "fine_service": (["7"], True), "drug_court": (["0.1"], True),
    "preventive": ([], True), "remand": (["0.1"], False), "conditional_release": (["0.1"], True),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_serving_has_its_own_steps_and_dates(line, form: str) -> None:
    skipped, dated = FORMS[form]
    found = line(form=form, release=date(2026, 12, 1))
    assert [s.step.id for s in found.steps if s.state == State.NOT_NEEDED] == skipped
    assert (found.shown("8").opens is not None) == dated
    assert str(found.serving.contact)
