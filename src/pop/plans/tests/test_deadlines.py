"""Frist snart and over fristen are worked out, never stored (rule A18)."""

from datetime import date

import pytest

from pop.plans import deadlines
from pop.plans.models import Measure

pytestmark = pytest.mark.no_database
TUESDAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 11, 13), -2),
        (date(2026, 11, 16), -1),
        (date(2026, 11, 17), 0),
        (date(2026, 11, 19), 2),
        (date(2026, 11, 20), 3),
        (date(2026, 11, 21), 3),
        (date(2026, 11, 23), 4),
    ],
)
def test_a_weekend_is_not_working_days(day: date, left: int) -> None:
    assert deadlines.working_days(day, today=TUESDAY) == left


@pytest.mark.parametrize(
    ("status", "due", "staff", "person"),
    [
        ("in_progress", date(2026, 11, 16), "late", "late"),
        ("in_progress", date(2026, 11, 17), "soon", "in_progress"),
        ("waiting", date(2026, 11, 19), "soon", "waiting"),
        ("chosen", date(2026, 11, 20), "chosen", "chosen"),
        ("done", date(2026, 11, 1), "done", "done"),
        ("stopped", date(2026, 11, 1), "stopped", "stopped"),
        ("proposed", date(2026, 11, 1), "proposed", "proposed"),
        ("in_progress", None, "in_progress", "in_progress"),
    ],
)
def test_only_what_is_to_be_done_can_be_late(status: str, due: date | None, staff: str, person: str) -> None:
    measure = Measure(status=status, due=due)
    assert deadlines.state(measure, today=TUESDAY) == staff
    assert deadlines.state(measure, today=TUESDAY, personal=True) == person
