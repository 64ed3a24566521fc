"""Working days, and how weeks, months and years end (domstolloven §§ 148 and 149).

A period of weeks ends on the day of the week on which it began; one of months or years on the day with the same
number, or the last of the month when there is none (§ 148). A *time limit* that ends on a Saturday, a Sunday or
another free day lasts until the next working day (§ 149). Days are days of the calendar in Norway: no hour is
counted, so the change to and from summer time moves nothing. `access.working_days_between` and its neighbours in
access/sentences.sql answer the same in the database.
"""

import calendar as months
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from django.conf import settings

from pop.access import free_days

DAY = timedelta(days=1)
BEGINNING = 2000
"""Where counting begins; any year would do. A list of measures asks often, so years are counted once."""


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and not free_days.is_free(day)


def next_working_day(day: date) -> date:
    """The day itself, or the first working day after it (§ 149)."""
    while not is_working_day(day):
        day += DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The working day number `count` after a day, before it when negative; nought is the day itself."""
    step = DAY if count > 0 else -DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """Working days after the first up to and with the last; negative when the last comes before the first."""
    closed = tuple(settings.ALSO_CLOSED)
    return _until(last, closed) - _until(first, closed)


@cache
def _in_year(year: int, closed: tuple[str, ...]) -> list[int]:
    """Working days of a year up to and with each of its days, when these are closed; first the day before it, nought."""
    days = (date(year, 1, 1) + timedelta(n) for n in range(366 if months.isleap(year) else 365))
    return [0, *accumulate(day.weekday() < 5 and day not in free_days.of_year(year, closed) for day in days)]


@cache
def _before(year: int, closed: tuple[str, ...]) -> int:
    """Working days from the beginning of counting to the end of the year before; negative before the beginning."""
    after = sum(_in_year(earlier, closed)[-1] for earlier in range(BEGINNING, year))
    return after - sum(_in_year(later, closed)[-1] for later in range(year, BEGINNING))


def _until(day: date, closed: tuple[str, ...]) -> int:
    return _before(day.year, closed) + _in_year(day.year, closed)[(day - date(day.year, 1, 1)).days + 1]


def add_weeks(day: date, count: int) -> date:
    return day + timedelta(weeks=count)


def add_months(day: date, count: int) -> date:
    """The same number in another month, or the last day there is; backwards too."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def add_years(day: date, count: int) -> date:
    return add_months(day, 12 * count)


def time_limit(start: date, *, weeks: int = 0, months: int = 0, years: int = 0) -> date:
    """The last day of a time limit in weeks, months and years; never a free day."""
    return next_working_day(add_weeks(add_months(start, 12 * years + months), weeks))
