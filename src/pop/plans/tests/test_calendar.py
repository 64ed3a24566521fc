"""Working days, and how weeks, months and years end (domstolloven §§ 148 and 149)."""

from datetime import date, timedelta

import pytest
from django.db import connection

from pop.plans import calendar


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("start", "count", "ends"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),  # the month lacks the day
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # a leap year has it
        (date(2026, 8, 31), 6, date(2027, 2, 28)),  # over a year's end
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 3, 28), 1, date(2026, 4, 28)),  # summer time begins 29 March
        (date(2026, 10, 24), 1, date(2026, 11, 24)),  # and ends 25 October
    ],
)
def test_a_month_ends_on_the_day_with_the_same_number(start: date, count: int, ends: date) -> None:
    assert calendar.add_months(start, count) == ends


@pytest.mark.no_database
def test_a_week_ends_on_the_same_day_of_the_week_also_over_summer_time() -> None:
    assert calendar.add_weeks(date(2026, 3, 26), 1) == date(2026, 4, 2)
    assert calendar.add_weeks(date(2026, 10, 22), 1).weekday() == date(2026, 10, 22).weekday()


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("start", "length", "ends"),
    [
        (date(2026, 3, 19), {"weeks": 2}, date(2026, 4, 7)),  # Maundy Thursday, and Easter after it
        (date(2026, 4, 17), {"months": 1}, date(2026, 5, 18)),  # 17 May is a Sunday
        (
            date(2026, 11, 24),
            {"months": 1},
            date(2026, 12, 28),
        ),  # Christmas Eve is a day on which offices are shut
        (date(2026, 5, 1), {"years": 1}, date(2027, 5, 3)),  # 1 May is a Saturday
    ],
)
def test_a_time_limit_never_ends_on_a_free_day(start: date, length: dict[str, int], ends: date) -> None:
    assert calendar.time_limit(start, **length) == ends


@pytest.mark.no_database
def test_five_working_days_from_the_friday_before_christmas() -> None:
    assert calendar.add_working_days(date(2026, 12, 18), 5) == date(2026, 12, 29)
    assert calendar.working_days_between(date(2026, 12, 18), date(2026, 12, 29)) == 5
    assert calendar.add_working_days(date(2026, 12, 29), -5) == date(2026, 12, 18)


@pytest.mark.no_database
def test_24_december_is_a_working_day_where_the_setting_says_so(settings) -> None:
    settings.ALSO_CLOSED = ["new_years_eve"]
    assert calendar.is_working_day(date(2026, 12, 24))
    assert not calendar.is_working_day(date(2026, 12, 31))
    assert calendar.add_working_days(date(2026, 12, 18), 5) == date(2026, 12, 28)


@pytest.mark.no_database
@pytest.mark.parametrize(
    "day", [date(2027, 5, 17), date(2027, 5, 6), date(2026, 4, 2), date(2026, 4, 4), date(2026, 5, 25)]
)
def test_red_days_are_no_working_days(day: date) -> None:
    assert not calendar.is_working_day(day)


def asked(sql: str, *values: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"select {sql}", values)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_the_database_counts_the_same_days_over_six_years() -> None:
    days = [date(2024, 1, 1) + timedelta(n) for n in range(6 * 366)]
    with connection.cursor() as cursor:
        cursor.execute(
            "select d, access.is_working_day(d), access.next_working_day(d), access.add_working_days(d, 5),"
            " access.add_working_days(d, -3), access.working_days_between(d, d + 17), access.working_days_between(d, d - 9)"
            " from unnest(%s::date[]) d",
            [days],
        )
        rows = cursor.fetchall()
    wrong = [row for row in rows if row != in_python(row[0])]
    assert len(rows) == len(days)
    assert wrong == []


def in_python(day: date) -> tuple[object, ...]:
    return (
        day,
        calendar.is_working_day(day),
        calendar.next_working_day(day),
        calendar.add_working_days(day, 5),
        calendar.add_working_days(day, -3),
        calendar.working_days_between(day, day + timedelta(17)),
        calendar.working_days_between(day, day - timedelta(9)),
    )


@pytest.mark.django_db
def test_nothing_moves_a_day_by_nought() -> None:
    sunday = date(2026, 11, 22)
    assert (
        calendar.add_working_days(sunday, 0)
        == sunday
        == asked("access.add_working_days(%s::date, 0)", sunday)
    )
