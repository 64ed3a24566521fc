"""Dates and times as people write them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pop.imports.dates import DOUBTS, parse_date, parse_time, split_time

NEAR = date(2026, 2, 3)  # the day the plan was made


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12.01.2026", date(2026, 1, 12)),
        ("3/2-26", date(2026, 2, 3)),
        ("28.02.26", date(2026, 2, 28)),
        ("2026-02-20", date(2026, 2, 20)),
        ("1. april 2026", date(2026, 4, 1)),
        ("1 april 2026", date(2026, 4, 1)),
        ("5. des. 2026", date(2026, 12, 5)),
        ("12 . 01 . 2026", date(2026, 1, 12)),
        ("innen 01.06.2026", date(2026, 6, 1)),
        ("seinast 1. mai 2026", date(2026, 5, 1)),
        ("tirsdag 3. februar 2026", date(2026, 2, 3)),
        ("tysdag 03.02.2026", date(2026, 2, 3)),
    ],
)
def test_a_date_written_out_is_read_without_doubt(written: str, meant: date) -> None:
    found = parse_date(written, near=NEAR)
    assert (found.date, found.doubt, found.text) == (meant, None, written)


@pytest.mark.parametrize(
    ("written", "near", "meant"),
    [
        ("10.2", NEAR, date(2026, 2, 10)),
        ("10/2", NEAR, date(2026, 2, 10)),
        ("1. februar", NEAR, date(2026, 2, 1)),
        ("10.2.", date(2025, 12, 10), date(2026, 2, 10)),
        ("20.12", date(2026, 1, 5), date(2025, 12, 20)),
        ("1. april", date(2026, 6, 15), date(2027, 4, 1)),
    ],
)
def test_a_date_without_a_year_gets_the_nearest_one_and_a_doubt(
    written: str, near: date, meant: date
) -> None:
    found = parse_date(written, near=near)
    assert (found.date, found.doubt) == (meant, "year_inferred")


def test_a_week_is_a_deadline_on_its_friday_and_says_which_days_it_spans() -> None:
    found = parse_date("uke 8", near=NEAR)
    assert (found.first, found.date, found.last) == (date(2026, 2, 16), date(2026, 2, 20), date(2026, 2, 22))
    assert found.doubt == "week_only"
    assert parse_date("veke 8-10", near=NEAR).date == date(2026, 3, 6)
    assert parse_date("uke 53 2026", near=NEAR).date == date(2027, 1, 1)
    assert parse_date("uke 53 2025", near=NEAR).doubt == "impossible_date"


def test_a_month_alone_is_read_as_its_last_day_with_a_doubt() -> None:
    found = parse_date("februar 2028", near=NEAR)
    assert (found.date, found.first, found.doubt) == (date(2028, 2, 29), date(2028, 2, 1), "month_only")


@pytest.mark.parametrize("written", ["31.02.2026", "30/2-26", "2026-13-01", "32. mai 2026", "uke 60", "29.2"])
def test_a_day_that_does_not_exist_is_doubtful_and_its_text_is_kept(written: str) -> None:
    found = parse_date(written, near=NEAR)
    assert (found.date, found.text, found.doubt) == (None, written, "impossible_date")


@pytest.mark.parametrize("written", ["snarest", "snarast råd", "ASAP", "så snart som mulig"])
def test_as_soon_as_possible_has_no_date_but_keeps_its_words(written: str) -> None:
    found = parse_date(written, near=NEAR)
    assert (found.date, found.text, found.doubt) == (None, written, "no_date_soon")


@pytest.mark.parametrize(
    "written", ["løpende", "hver 14. dag", "kvar veke", "fortløpande", "annenhver uke", "hver mandag"]
)
def test_what_happens_again_and_again_is_recurring(written: str) -> None:
    found = parse_date(written, near=NEAR)
    assert (found.recurring, found.date, found.text, found.doubt) == (True, None, written, None)


def test_a_recurring_measure_may_still_have_an_end() -> None:
    found = parse_date("hver uke til 01.06.2026", near=NEAR)
    assert (found.recurring, found.date) == (True, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("før løslatelse", "not_a_date"),
        ("01.06.2026 hvis det blir plass", "text_beside_date"),
        ("onsdag 03.02.2026", "weekday_differs"),
        ("01.06.2026 - 15.06.2026", "several_dates"),
    ],
)
def test_what_cannot_be_read_with_certainty_is_doubtful(written: str, doubt: str) -> None:
    found = parse_date(written, near=NEAR)
    assert (found.doubt, found.text) == (doubt, written)


@pytest.mark.parametrize("written", ["", "  ", ".....", "–"])
def test_an_empty_field_is_no_date_and_no_doubt(written: str) -> None:
    assert parse_date(written, near=NEAR).doubt is None
    assert parse_time(written).doubt is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kl 9", time(9)),
        ("kl. 13.30", time(13, 30)),
        ("13.30", time(13, 30)),
        ("10:00", time(10)),
        ("1330", time(13, 30)),
        ("10-11", time(10)),
        ("kl. 10.00–11.00", time(10)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(written: str, meant: time) -> None:
    found = parse_time(written)
    assert (found.time, found.doubt) == (meant, None)


@pytest.mark.parametrize(
    ("written", "doubt"),
    [
        ("25:00", "impossible_time"),
        ("etter lunsj", "not_a_time"),
        ("halv 2", "not_a_time"),
        ("9 på rom 2", "text_beside_time"),
    ],
)
def test_an_odd_time_of_day_is_doubtful(written: str, doubt: str) -> None:
    assert parse_time(written).doubt == doubt


def test_a_time_inside_the_date_is_taken_out_of_it() -> None:
    assert split_time("10.2 kl 9") == ("10.2", "kl 9")
    assert split_time("10.2") == ("10.2", "")


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_every_day_is_read_back_from_every_common_way_to_write_it(day: date) -> None:
    for written in (f"{day:%d.%m.%Y}", day.isoformat(), f"{day.day}/{day.month}-{day:%y}"):
        found = parse_date(written, near=date(2030, 6, 1))
        assert (found.date, found.doubt) == (day, None)


@given(st.text(max_size=40))
def test_no_text_makes_the_reader_fail_and_the_words_are_kept(written: str) -> None:
    found = parse_date(written, near=NEAR)
    assert found.text in (written.strip(), "")
    assert found.doubt is None or found.doubt in DOUBTS
    assert parse_time(written).text in (written.strip(), "")
