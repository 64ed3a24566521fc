"""The injected clock: Python and the database stand on the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from unittest.mock import patch

import psycopg
import time_machine
from conftest import named, superuser_url
from django.db import connection
from django.utils import timezone

from pop.access import actor

REAL_TIME = SimpleNamespace(time=time_machine.escape_hatch.time.time)
"""Who acts is signed for two minutes of the real day, also when deadlines are counted from a day in the past."""


@contextmanager
def standing(at: datetime) -> Iterator[time_machine.Traveller]:
    """Deadlines and gaps are counted from `at` (aware), in Python and in `access.day()`, until the block ends.

    Time stands still in Python. The clock of the database is moved by its owner, in this worker's own database, and
    seen at once. Who sees what does not ask this clock. `move(traveller, at)` goes on to another day.
    """
    with time_machine.travel(at, tick=False) as traveller, patch.object(actor, "time", REAL_TIME):
        _set(at)
        try:
            yield traveller
        finally:
            _set(None)


def move(traveller: time_machine.Traveller, at: datetime) -> None:
    """On to another moment within `standing`."""
    traveller.move_to(at, tick=False)
    _set(at)


def day(year: int, month: int, number: int, hour: int = 12) -> datetime:
    """An hour of a day in Norway."""
    return timezone.make_aware(datetime(year, month, number, hour))  # noqa: DTZ001  (made aware here)


def _set(at: datetime | None) -> None:
    url = named(superuser_url(), connection.settings_dict["NAME"])
    with psycopg.connect(url, autocommit=True) as link:
        # In seconds: added to now, days would be of another length where the clock of the session is changed.
        link.execute(
            "update access.clock set moved = coalesce(make_interval(secs => extract(epoch from %s - now())), '0')",
            [at],
        )
