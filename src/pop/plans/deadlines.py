"""How a measure goes, worked out from its status and its deadline (rule A18; ux, sections 3 and 4)."""

from datetime import date

from pop.plans import calendar
from pop.plans.models import Measure
from pop.plans.models.measure import RUNNING

SOON = 2
"""Working days left at which a deadline is «frist snart»."""


def working_days(day: date, *, today: date) -> int:
    """Working days from today to a day; negative when the day has passed."""
    return calendar.working_days_between(today, day)


def state(measure: Measure, *, today: date, personal: bool = False) -> str:
    """The key of the status as the reader meets it: a MeasureStatus, `soon` or `late`. The person never sees `soon`."""
    if measure.status in RUNNING and measure.due:
        if measure.due < today:
            return "late"
        if not personal and working_days(measure.due, today=today) <= SOON:
            return "soon"
    return str(measure.status)
