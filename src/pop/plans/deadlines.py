"""How a measure goes, worked out from its status and its deadline (rule A18; ux, sections 3 and 4)."""

from datetime import date, timedelta

from pop.plans.models import Measure, MeasureStatus

SOON = 2
"""Working days left at which a deadline is «frist snart»."""

RUNNING = (MeasureStatus.CHOSEN, MeasureStatus.IN_PROGRESS, MeasureStatus.WAITING)


def working_days(day: date, *, today: date) -> int:
    """Working days from today to a day; negative when the day has passed.

    Counts Monday to Friday. Norwegian holidays are not known here yet, and count as working days.
    """
    first, last = min(day, today), max(day, today)
    count = sum((first + timedelta(n)).weekday() < 5 for n in range(1, (last - first).days + 1))
    return count if day >= today else -count


def state(measure: Measure, *, today: date, personal: bool = False) -> str:
    """The key of the status as the reader meets it: a MeasureStatus, `soon` or `late`. The person never sees `soon`."""
    if measure.status in RUNNING and measure.due:
        if measure.due < today:
            return "late"
        if not personal and working_days(measure.due, today=today) <= SOON:
            return "soon"
    return str(measure.status)
