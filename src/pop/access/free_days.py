"""Which days are free besides Saturdays and Sundays: the same in Python and, as `access.free_day`, in the database.

Public holidays by the package `holidays`. By law 24 and 31 December and Easter Saturday are ordinary days; most
offices are closed, so they are free here unless the setting says otherwise.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache

import holidays
from django.conf import settings
from django.db import connection

YEARS = range(1990, 2101)
"""Filled in the database: from the oldest sentence still served to the end of the longest that can be given."""

CHRISTMAS_EVE, NEW_YEARS_EVE, EASTER_SATURDAY = "christmas_eve", "new_years_eve", "easter_saturday"


@cache
def of_year(year: int, closed: tuple[str, ...]) -> dict[date, str]:
    """The free days of a year and what they are called."""
    found = {
        day: str(name) for day, name in holidays.country_holidays("NO", years=year, language="no").items()
    }
    found |= {day: name for key, day, name in also_closed(year) if key in closed}
    return found


def also_closed(year: int) -> Iterator[tuple[str, date, str]]:
    yield CHRISTMAS_EVE, date(year, 12, 24), "Julaften"
    yield NEW_YEARS_EVE, date(year, 12, 31), "Nyttårsaften"
    yield EASTER_SATURDAY, date.fromordinal(easter(year).toordinal() - 1), "Påskeaften"


def easter(year: int) -> date:
    return next(
        day
        for day, name in holidays.country_holidays("NO", years=year, language="no").items()
        if "Første påskedag" in name
    )


def is_free(day: date) -> bool:
    return day in of_year(day.year, tuple(settings.ALSO_CLOSED))


def fill() -> None:
    """Puts the free days in the database, as the owner; what the setting no longer names goes out."""
    days = {d: n for year in YEARS for d, n in of_year(year, tuple(settings.ALSO_CLOSED)).items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.fill_free_days(%s::date[], %s::text[])", [list(days), list(days.values())]
        )
