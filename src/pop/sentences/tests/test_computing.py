"""Expected dates, worked out by hand. How lengths and fractions are counted stands in milestones.toml."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop.plans.calendar import add_months, add_years
from pop.sentences.catalogue import rules
from pop.sentences.computing import compute
from pop.sentences.explaining import note, reason, say
from pop.sentences.span import Span
from pop.sentences.values import Dates, Facts, Length, Pause, Term

pytestmark = pytest.mark.no_database
D = date


def dates(start: date, *terms: Term, **facts: object) -> Dates:
    return compute(Facts(start, terms, **facts))


def term(years: int = 0, months: int = 0, days: int = 0, deduction: int = 0, undivided: bool = False) -> Term:
    return Term(Length(years, months, days), deduction, undivided)


def on(found: Dates, kind: str) -> date | None:
    milestone = found.of(kind)
    assert milestone, f"{kind} is not among {[m.kind for m in found.milestones]}"
    return milestone.on


def test_one_year_from_the_first_of_march() -> None:
    """365 days: a third is 121 and two thirds of a day, half 182 and a half, two thirds 243 and a third."""
    found = dates(D(2026, 3, 1), term(years=1))
    assert on(found, "leave") == D(2026, 7, 1)  # 122 days; four months are the same day
    assert on(found, "half") == D(2026, 8, 31)  # 183 days
    assert on(found, "two_thirds") == D(2026, 10, 31)  # 244 days
    assert on(found, "end") == D(2027, 3, 1)
    assert found.release == D(2026, 10, 31)
    assert on(found, "lower_security") == D(2026, 3, 1)  # one year before lies before the start
    assert (
        on(found, "electronic") == on(found, "team_update") == D(2026, 4, 30)
    )  # six months before; April has 30
    assert on(found, "closing") == D(2026, 8, 31)
    assert found.of("closing").until == D(2026, 11, 14)


def test_a_year_with_a_leap_day_has_366_days() -> None:
    found = dates(D(2027, 9, 1), term(years=1))
    assert on(found, "end") == D(2028, 9, 1)
    assert on(found, "two_thirds") == D(2027, 9, 1) + timedelta(244)  # 366 is divided by three
    assert on(found, "half") == D(2027, 9, 1) + timedelta(183)


def test_a_sentence_from_the_leap_day_ends_on_the_last_of_february() -> None:
    assert on(dates(D(2028, 2, 29), term(years=1)), "end") == D(2029, 2, 28)


def test_a_month_from_the_31st_ends_on_the_last_day_and_days_come_after() -> None:
    assert on(dates(D(2026, 1, 31), term(months=1)), "end") == D(2026, 2, 28)
    assert on(dates(D(2026, 1, 31), term(months=1, days=1)), "end") == D(2026, 3, 1)


def test_over_the_end_of_a_year() -> None:
    found = dates(D(2026, 12, 31), term(months=6))
    assert on(found, "end") == D(2027, 6, 30)  # 181 days
    assert on(found, "two_thirds") == D(2026, 12, 31) + timedelta(121)


def test_summer_time_moves_nothing() -> None:
    """90 days over 29 March, and over 25 October, are 90 days."""
    assert on(dates(D(2026, 3, 1), term(days=90)), "end") == D(2026, 5, 30)
    assert on(dates(D(2026, 9, 1), term(days=90)), "end") == D(2026, 11, 30)


@pytest.mark.parametrize(
    ("days", "release", "assess"),
    [
        (74, 60, ""),
        (73, 73, "little_left"),
        (60, 60, "little_left"),
        (59, 59, "too_short"),
        (90, 60, ""),
        (93, 62, ""),
    ],
)
def test_sixty_days_served_and_fourteen_left(days: int, release: int, assess: str) -> None:
    start = D(2026, 2, 2)
    found = dates(start, term(days=days))
    assert found.of("two_thirds").assess == assess
    assert found.release == start + timedelta(release)


def test_days_on_remand_are_served() -> None:
    found = dates(D(2026, 3, 1), term(years=1, deduction=100))
    assert on(found, "leave") == D(2026, 7, 1)  # 22 days for the third, but four months without liberty
    assert on(found, "half") == D(2026, 3, 1) + timedelta(83)
    assert on(found, "two_thirds") == D(2026, 3, 1) + timedelta(144)
    assert on(found, "end") == D(2027, 3, 1) - timedelta(100)


def test_remand_that_led_straight_to_serving_counts_for_the_four_months() -> None:
    found = dates(D(2026, 3, 1), term(years=1, deduction=100), held_since=D(2025, 11, 21))
    assert on(found, "leave") == D(2026, 3, 23)  # the third: 122 − 100 = 22 days


def test_what_is_served_on_remand_already_is_reached_at_the_start() -> None:
    found = dates(D(2026, 3, 1), term(months=3, deduction=200))
    assert on(found, "end") == found.release == D(2026, 3, 1)


def test_several_sentences_are_one() -> None:
    found = dates(
        D(2026, 1, 1),
        term(months=10),
        term(years=1, months=3, days=20, deduction=12),
        term(days=15, deduction=3),
    )
    whole = Length(1, 13, 35)
    assert on(found, "end") == whole.after(D(2026, 1, 1)) - timedelta(15) == D(2028, 2, 21)


def test_an_interruption_moves_what_comes_after_it() -> None:
    pause = Pause(D(2026, 6, 1), D(2026, 6, 29))
    found = dates(D(2026, 3, 1), term(years=1), pauses=(pause,))
    assert on(found, "two_thirds") == D(2026, 10, 31) + timedelta(28)
    assert on(found, "end") == D(2027, 3, 29)
    assert on(found, "leave") == D(2026, 10, 29)  # four months begin anew on 29 June
    detained = Pause(D(2026, 6, 1), D(2026, 6, 29), free=False)
    assert on(dates(D(2026, 3, 1), term(years=1), pauses=(detained,)), "leave") == D(
        2026, 7, 29
    )  # 122 + 28 days


def test_days_that_two_interruptions_share_count_once() -> None:
    pauses = (Pause(D(2026, 6, 10), D(2026, 6, 20)), Pause(D(2026, 6, 1), D(2026, 6, 15)))
    assert on(dates(D(2026, 3, 1), term(years=1), pauses=pauses), "end") == D(2027, 3, 20)


def test_while_an_interruption_lasts_only_what_came_before_it_is_known() -> None:
    found = dates(D(2026, 3, 1), term(years=1), pauses=(Pause(D(2026, 9, 10), None),))
    assert on(found, "half") == D(2026, 8, 31)
    assert found.of("two_thirds").assess == found.of("end").assess == "pause_lasts"
    assert found.release is None
    assert found.of("closing").assess == "no_release"


def test_over_twelve_years_leave_comes_after_four() -> None:
    found = dates(D(2026, 5, 1), term(years=15))
    assert on(found, "leave") == D(2030, 5, 1)
    assert on(found, "day_release") == D(2031, 5, 2)  # the third: 1827 of 5479 days, five years are 1826
    assert on(dates(D(2026, 5, 1), term(years=12)), "leave") == D(
        2030, 5, 1
    )  # just the third: 1461 of 4383 days
    assert "long" not in [s.key for s in dates(D(2026, 5, 1), term(years=12)).of("leave").steps]


def test_half_a_year_can_be_served_with_electronic_monitoring_from_the_start() -> None:
    assert on(dates(D(2026, 5, 1), term(months=6)), "electronic") == D(2026, 5, 1)
    later = dates(D(2026, 5, 1), term(months=6, days=1))
    assert on(later, "electronic") == D(2026, 5, 1)
    assert [s.key for s in later.of("electronic").steps][-1] == "from_start"


def test_the_duty_to_report_is_three_months_and_never_longer_than_the_probation() -> None:
    long = dates(D(2026, 3, 1), term(years=2), reporting_duty=True)
    assert on(long, "reporting") == add_months(long.release, 3)
    short = dates(D(2026, 3, 1), term(months=6), reporting_duty=True)
    assert on(short, "reporting") == on(short, "end") == D(2026, 9, 1)
    assert dates(D(2026, 3, 1), term(years=2), reporting_duty=False).of("reporting") is None
    assert dates(D(2026, 3, 1), term(years=2)).of("reporting").assess == "reporting_duty_open"


def test_the_day_in_the_plan_is_what_the_last_months_are_counted_from() -> None:
    found = dates(D(2026, 3, 1), term(years=1), release=D(2026, 12, 1))
    assert found.release == D(2026, 10, 31)
    assert on(found, "closing") == D(2026, 10, 1)
    assert on(found, "team_update") == D(2026, 6, 1)
    assert found.of("team_update").steps[0].key == "from_plan"


def test_prison_instead_of_a_fine_is_served_whole() -> None:
    found = dates(D(2026, 3, 1), term(years=1), term(days=20, undivided=True))
    assert found.of("two_thirds").assess == found.of("half").assess == "undivided"
    assert on(found, "end") == D(2027, 3, 21)
    assert found.release is None


def test_the_very_longest_must_be_assessed() -> None:
    assert dates(D(2026, 3, 1), term(years=31)).of("two_thirds").assess == "very_long"


def test_on_remand_nothing_is_computed() -> None:
    assert dates(D(2026, 3, 1), term(years=1), form="remand") == Dates()


def test_preventive_detention_has_a_frame_and_a_minimum_and_no_release() -> None:
    found = dates(D(2026, 3, 1), form="preventive", minimum=Length(3, 6), frame=Length(5))
    assert on(found, "minimum") == D(2029, 9, 1)
    assert on(found, "frame") == D(2031, 3, 1)
    assert found.release is None
    assert {m.kind for m in found.milestones} == {"minimum", "frame", "team_update", "closing"}
    assert found.of("team_update").assess == "no_release"


@pytest.mark.parametrize(
    ("form", "there", "missing"),
    [
        ("high_security", {"lower_security", "leave", "half", "two_thirds"}, {"execution_end"}),
        ("lower_security", {"leave", "half"}, {"lower_security"}),
        ("halfway_house", {"leave", "day_release"}, {"lower_security", "halfway_house"}),
        ("institution", {"half", "two_thirds"}, {"leave", "day_release"}),
        ("home", {"two_thirds", "end"}, {"half", "leave"}),
        ("electronic", {"two_thirds", "end"}, {"electronic", "leave"}),
        ("community_sentence", {"execution_end"}, {"two_thirds", "end", "leave", "closing"}),
        ("fine_service", {"execution_end"}, {"two_thirds", "end"}),
        ("drug_court", set(), {"end", "two_thirds"}),
        ("conditional_release", {"end", "reporting"}, {"two_thirds", "leave"}),
        ("", {"lower_security", "leave"}, {"execution_end"}),
    ],
)
def test_which_dates_exist_for_each_form_of_serving(form: str, there: set[str], missing: set[str]) -> None:
    kinds = {m.kind for m in dates(D(2026, 3, 1), term(years=2), form=form).milestones}
    assert there <= kinds
    assert not missing & kinds


def test_age_is_said_where_the_law_asks_for_it() -> None:
    young = dates(D(2026, 3, 1), term(years=1), birth_date=D(2002, 11, 1))
    assert "under_25_release" in young.of("two_thirds").notes  # 23 on the day
    grown = dates(D(2026, 3, 1), term(years=1), birth_date=D(2001, 10, 31))
    assert "under_25_release" not in grown.of("two_thirds").notes  # 25 that very day


def test_a_day_after_expected_release_says_so() -> None:
    found = dates(D(2026, 3, 1), term(months=5))
    assert found.of("leave").on == D(2026, 7, 1)
    assert found.release == D(2026, 6, 11)
    assert "after_release" in found.of("leave").notes


def test_every_reason_step_and_note_can_be_said() -> None:
    cases = [
        dates(D(2026, 3, 1), term(years=15, deduction=9), term(days=3), pauses=(Pause(D(2026, 5, 1), D(2026, 5, 9)),),
              reporting_duty=True, birth_date=D(2015, 1, 1)),
        dates(D(2026, 3, 1), term(months=4), reporting_duty=True, release=D(2026, 5, 5)),
        dates(D(2026, 3, 1), term(days=74)), dates(D(2026, 3, 1), term(days=20)), dates(D(2026, 3, 1), term(days=70)),
        dates(D(2026, 3, 1), term(years=31)), dates(D(2026, 3, 1), term(days=3, undivided=True)),
        dates(D(2026, 3, 1), term(years=2), pauses=(Pause(D(2026, 4, 1), None),)),
        dates(D(2026, 3, 1), form="preventive"),
        dates(D(2026, 3, 1), term(deduction=9), form="preventive", minimum=Length(1), frame=Length(3)),
    ]  # fmt: skip
    for milestone in (m for case in cases for m in case.milestones):
        said = [say(step) for step in milestone.steps] + [note(n) for n in milestone.notes]
        said += [reason(milestone.assess)] if milestone.assess else []
        assert all(text and "%" not in text for text in said)
        assert bool(milestone.on) != bool(milestone.assess)


def test_each_date_says_its_paragraph_its_rule_and_its_name_in_three_languages() -> None:
    for rule in rules():
        assert rule.paragraph
        assert set(rule.names) == set(rule.rule) == {"nb", "nn", "en"}


lengths = st.builds(Length, st.integers(0, 21), st.integers(0, 30), st.integers(0, 400))
terms = st.builds(Term, lengths, st.integers(0, 900))
starts = st.dates(D(2000, 1, 1), D(2060, 1, 1))


@st.composite
def interruptions(draw: st.DrawFn, start: date) -> tuple[Pause, ...]:
    found = []
    for _n in range(draw(st.integers(0, 3))):
        since = start + timedelta(draw(st.integers(0, 2000)))
        found.append(Pause(since, since + timedelta(draw(st.integers(1, 200))), draw(st.booleans())))
    return tuple(found)


@st.composite
def sentences(draw: st.DrawFn) -> Facts:
    start = draw(starts)
    return Facts(start, tuple(draw(st.lists(terms, min_size=1, max_size=4))), draw(interruptions(start)))


SERVED = ("leave", "half", "two_thirds", "end")


@given(sentences(), st.integers(1, 500))
def test_more_deduction_is_never_later(facts: Facts, more: int) -> None:
    first, *rest = facts.terms
    lighter = Facts(facts.starts_on, (Term(first.length, first.deduction_days + more), *rest), facts.pauses)
    before, after = compute(facts), compute(lighter)
    for kind in SERVED:
        was, now = before.of(kind), after.of(kind)
        assert not (was and was.on and now and now.on) or now.on <= was.on


@given(sentences(), st.randoms())
def test_the_order_of_the_sentences_makes_no_difference(facts: Facts, chance) -> None:
    shuffled = list(facts.terms)
    chance.shuffle(shuffled)
    others = compute(Facts(facts.starts_on, tuple(shuffled), facts.pauses))
    assert [(m.kind, m.on) for m in others.milestones] == [(m.kind, m.on) for m in compute(facts).milestones]


@given(sentences())
def test_the_dates_come_in_order(facts: Facts) -> None:
    found = compute(facts)
    days = [m.on for kind in ("half", "two_thirds", "end") if (m := found.of(kind)) and m.on]
    assert days == sorted(days)
    assert all(m.on >= facts.starts_on for m in found.milestones if m.on)
    if found.release and found.of("end"):
        assert found.release <= found.of("end").on


@given(starts, lengths, interruptions(D(2030, 1, 1)))
def test_no_day_of_an_interruption_is_served(start: date, length: Length, pauses: tuple[Pause, ...]) -> None:
    """Counted day by day: the days outside interruptions until a day is reached are as many as asked for."""
    span = Span(start, length, 0, pauses)
    days = min(span.whole, 700)
    end = span.reached(days)
    served = sum(
        not any(p.since <= start + timedelta(n) < p.until for p in pauses) for n in range((end - start).days)
    )
    assert served == days


@given(starts, st.integers(1, 40))
def test_a_year_is_twelve_months(start: date, years: int) -> None:
    assert add_years(start, years) == add_months(start, 12 * years)
