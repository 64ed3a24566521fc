"""Dates stand as people say them, in bokmål, nynorsk and English, and never break across a line."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation

from pop.ui import dates

pytestmark = pytest.mark.no_database
TODAY = date(2026, 11, 17)
THURSDAY = date(2026, 11, 19)
NEXT_YEAR = date(2027, 1, 21)
NBSP = "\N{NO-BREAK SPACE}"


def words(text):
    """The text with ordinary spaces; an ordinary space that was there already shows as ␣."""
    return text.replace(" ", "␣").replace(NBSP, " ")


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("nb", THURSDAY, "torsdag 19. november"),
        ("nn", THURSDAY, "torsdag 19. november"),
        ("en", THURSDAY, "Thursday 19 November"),
        ("nb", date(2026, 11, 21), "lørdag 21. november"),
        ("nn", date(2026, 11, 21), "laurdag 21. november"),
        ("en", date(2026, 11, 21), "Saturday 21 November"),
        ("nb", date(2026, 5, 4), "mandag 4. mai"),
        ("nn", date(2026, 5, 4), "måndag 4. mai"),
        ("nn", date(2026, 5, 5), "tysdag 5. mai"),
    ],
)
def test_in_a_sentence_a_day_has_its_weekday_and_month_in_full(language, day, said):
    with translation.override(language):
        assert words(dates.weekday_date(day, TODAY)) == said


@pytest.mark.parametrize(
    ("language", "day", "said"),
    [
        ("nb", THURSDAY, "tor. 19. nov."),
        ("nn", THURSDAY, "tor. 19. nov."),
        ("en", THURSDAY, "Thu 19 Nov"),
        ("nb", date(2026, 11, 21), "lør. 21. nov."),
        ("nn", date(2026, 11, 21), "lau. 21. nov."),
        ("nn", date(2026, 5, 5), "tys. 5. mai"),
        ("nb", date(2026, 5, 4), "man. 4. mai"),
        ("nb", date(2026, 6, 8), "man. 8. juni"),
        ("nb", date(2026, 3, 2), "man. 2. mars"),
        ("en", date(2026, 6, 8), "Mon 8 June"),
        ("nb", date(2026, 9, 7), "man. 7. sep."),
    ],
)
def test_in_a_table_a_day_is_short(language, day, said):
    with translation.override(language):
        assert words(dates.short_date(day, TODAY)) == said


@pytest.mark.parametrize(
    ("language", "long", "short"),
    [
        ("nb", "torsdag 21. januar 2027", "tor. 21. jan. 2027"),
        ("nn", "torsdag 21. januar 2027", "tor. 21. jan. 2027"),
        ("en", "Thursday 21 January 2027", "Thu 21 Jan 2027"),
    ],
)
def test_the_year_stands_only_when_it_is_another(language, long, short):
    with translation.override(language):
        assert words(dates.weekday_date(NEXT_YEAR, TODAY)) == long
        assert words(dates.short_date(NEXT_YEAR, TODAY)) == short
        assert "2027" not in dates.weekday_date(NEXT_YEAR, NEXT_YEAR)
        assert "2026" in dates.weekday_date(TODAY, NEXT_YEAR)


def test_the_last_moment_of_a_year_in_greenwich_is_the_next_year_here():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    with translation.override("nb"):
        assert words(dates.weekday_date(moment, TODAY)) == "fredag 1. januar 2027"
        assert words(dates.short_date(moment, date(2027, 1, 1))) == "fre. 1. jan."
        assert words(dates.clock(moment)) == "kl. 00.30"


@pytest.mark.parametrize(("language", "said"), [("nb", "kl. 09.05"), ("nn", "kl. 09.05"), ("en", "09:05")])
def test_the_clock_is_written_as_the_reader_writes_it(language, said):
    with translation.override(language):
        assert words(dates.clock(time(9, 5))) == said


def test_a_moment_in_summer_is_shown_in_norwegian_time():
    with translation.override("nb"):
        assert words(dates.clock(datetime(2026, 7, 1, 11, 0, tzinfo=UTC))) == "kl. 13.00"


def test_no_date_is_no_text():
    assert dates.weekday_date(None) == dates.short_date(None) == dates.clock(None) == ""
