"""How long one may complain, read from complaints.toml: each period with its paragraph (rule C6)."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from pop.access import free_days

FRIDAY = 4
UNKNOWN = "unknown"
"""The statute is not known: «se vedtaket»."""


@dataclass(frozen=True)
class Period:
    """How long one may complain under one statute, from the day on which one got the decision."""

    code: str
    names: dict[str, str]
    weeks: int = 0
    days: int = 0
    hours: int = 0

    def __str__(self) -> str:
        return self.names.get((get_language() or "nb")[:2], self.names["nb"])

    def last_day(self, told_on: date) -> date:
        """Days and weeks never end on a Saturday or a holiday (domstolloven § 149); hours run on.

        Only by law: that most offices are closed on an ordinary day gives nobody longer.
        """
        if self.hours:
            return told_on + timedelta(hours=self.hours)
        day = told_on + timedelta(weeks=self.weeks, days=self.days)
        while day.weekday() > FRIDAY or day in free_days.of_year(day.year, ()):
            day += timedelta(days=1)
        return day


@cache
def periods() -> dict[str, Period]:
    data = tomllib.loads(Path(__file__).with_name("complaints.toml").read_text(encoding="utf-8"))
    return {row["code"]: Period(**row) for row in data["period"]}


def last_day(code: str, *, told_on: date | None, printed: date | None) -> date | None:
    """The last day to complain, as far as it is known: the date printed on the decision wins."""
    if printed:
        return printed
    period = periods().get(code)
    return period.last_day(told_on) if period and told_on else None
