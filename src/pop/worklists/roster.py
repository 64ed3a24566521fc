"""When somebody is off: from the roster that they typed in themselves, and from an absence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
WEEKS = 4
"""How far ahead a roster is typed in at a time."""


@dataclass(frozen=True)
class Stretch:
    """Days off in a row, the first and the last included."""

    first: date
    last: date

    def covers(self, day: date) -> bool:
        return self.first <= day <= self.last


def next_stretch(days: Mapping[date, bool], today: date, away: Stretch | None = None) -> Stretch | None:
    """The days off that somebody is in, or that come next; None where no roster is known."""
    off = {day for day, is_off in days.items() if is_off and day >= today}
    if away and away.last >= today:
        first = max(away.first, today)
        off |= {first + DAY * number for number in range(min((away.last - first).days, 365) + 1)}
    if not off:
        return None
    first = last = min(off)
    while last + DAY in off:
        last += DAY
    return Stretch(first, last)
