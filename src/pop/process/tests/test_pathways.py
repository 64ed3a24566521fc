"""Which forløp is suggested (B4, B7): worked for 21, 45, 90 and 180 days before release."""

from datetime import date, timedelta

import pytest

from pop.people.models import AgencyKind
from pop.plans.calendar import add_months
from pop.process.data import Process
from pop.process.loading import load
from pop.process.pathways import Situation, leads, suggest
from pop.process.tests.conftest import TODAY

pytestmark = pytest.mark.no_database


def situation(process: Process, *, left: int | None = None, form: str = "high_security", **more) -> Situation:
    release = TODAY + timedelta(left) if left is not None else None
    days = more.pop("days", {})
    return Situation(
        form=form, needs=more.pop("needs", 3), release=release, today=TODAY,
        days=lambda code: days.get(code, process.setting(code).default), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("left", "code", "at_once"),
    [(21, "short", {"T9", "T11", "T12"}), (45, "short", {"T9", "T11", "T12"}), (90, "brisk", {"T11"}), (180, "brisk", {"T11"}), (200, "standard", set())],
)  # fmt: skip
def test_worked_examples_of_time_left(process: Process, left: int, code: str, at_once: set[str]) -> None:
    assert suggest(process, situation(process, left=left)).code == code
    found = leads(process, release=TODAY + timedelta(left), today=TODAY)
    assert {lead.rule.id for lead in found if lead.at_once} == at_once


def test_less_than_six_months_means_the_six_months_of_the_time_rule(process: Process, changed) -> None:
    """The words of the file and what it does are one: T11. On the day itself there is time for everything."""
    on_the_day = add_months(TODAY, 6)
    days = (on_the_day - TODAY).days
    assert "6 måneder" in str(process.pathway("brisk").what)
    assert suggest(process, situation(process, left=days)).code == "standard"
    assert suggest(process, situation(process, left=days - 1)).code == "brisk"
    other = load(changed(("months_before = 6", "months_before = 4")))
    assert suggest(other, situation(other, left=days - 1)).code == "standard"
    assert suggest(other, situation(other, left=100)).code == "brisk"


def test_with_21_days_left_there_is_acute_help_one_appointment_and_the_checklist(process: Process) -> None:
    short = suggest(process, situation(process, left=21))
    assert len(short.tasks) == 3
    assert "bekreftet" in str(short.tasks[1])
    assert {n.step for n in short.not_needed} == {"0.2", "4", "5", "6.2"}


def test_a_unit_with_more_people_may_manage_the_whole_pathway_in_45_days(process: Process) -> None:
    found = situation(process, left=45, days={"short_pathway": 40})
    assert suggest(process, found).code == "brisk"


def test_many_needs_and_time_enough_give_the_extended_pathway(process: Process) -> None:
    assert suggest(process, situation(process, left=400, needs=6)).code == "extended"
    assert suggest(process, situation(process, left=30, needs=6)).code == "short"


def test_without_an_expected_release_nothing_is_cut_short(process: Process) -> None:
    assert suggest(process, situation(process)).code == "standard"
    assert leads(process, release=None, today=TODAY) == []


@pytest.mark.parametrize(
    ("form", "code"),
    [("high_security", "standard"), ("lower_security", "standard"), ("halfway_house", "standard"), ("institution", "standard"),
     ("home", "community"), ("electronic", "community"), ("community_sentence", "community"), ("fine_service", "community"),
     ("drug_court", "community"), ("preventive", "preventive"), ("remand", "remand"), ("conditional_release", "standard")],
)  # fmt: skip
def test_the_kind_of_sentence_gives_its_own_pathway(process: Process, form: str, code: str) -> None:
    assert suggest(process, situation(process, left=300, form=form)).code == code


def test_to_another_country_there_are_no_gaps_of_nav_housing_and_reporting(process: Process) -> None:
    abroad = suggest(process, situation(process, left=20, home="abroad"))
    assert abroad.code == "abroad"
    assert set(abroad.without) == {"nav", "housing", "reporting"}
    assert "bare hvis personen selv ber om det" in str(abroad.tasks[1])


def test_as_long_as_it_is_unclear_both_tracks_run(process: Process) -> None:
    unclear = suggest(process, situation(process, left=300, home="unclear"))
    assert (unclear.code, unclear.without, len(unclear.tasks)) == ("unclear", (), 2)


def test_no_kind_of_agency_is_an_embassy_or_an_immigration_authority(process: Process) -> None:
    """B7: what is not in the register can be suggested by nothing."""
    words = " ".join(f"{kind.value} {kind.label}" for kind in AgencyKind).lower()
    for never in ("ambassade", "konsulat", "utlending", "udi", "immigration", "embassy"):
        assert never not in words
    for pathway in process.pathways:
        for task in pathway.tasks:
            said = str(task).lower()
            assert ("ambassade" in said or "utlending" in said) <= ("bare hvis personen selv ber" in said)


def test_in_good_time_is_what_the_unit_means_by_it(process: Process) -> None:
    """T9, P7-3: the day from which the new ones are there moves with the setting."""
    release = TODAY + timedelta(200)

    def day(**days: int) -> date:
        means = lambda code: days.get(code, process.setting(code).default)  # noqa: E731
        found = leads(process, release=release, today=TODAY, days=means)
        return next(lead.on for lead in found if lead.rule.id == "T9")

    assert day() == release - timedelta(60)
    assert day(good_time=100) == release - timedelta(100)
