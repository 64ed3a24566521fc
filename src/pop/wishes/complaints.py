"""How long one may complain, by statute: data with the paragraph beside it (rule C6).

The date printed on the decision wins; where the period is unknown the pages say «se vedtaket».
"""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.plans import calendar


class ComplaintPeriod(models.TextChoices):
    SEVEN_DAYS = "strgjfl_7e", _("Sju dager (straffegjennomføringsloven § 7 e)")
    TWO_DAYS = "strgjfl_7e_48h", _("48 timer, for reaksjoner (straffegjennomføringsloven § 7 e)")
    THREE_WEEKS = "fvl_29", _("Tre uker (forvaltningsloven § 29)")
    PRINTED = "printed", _("Datoen som står i vedtaket")
    UNKNOWN = "unknown", _("Vet ikke: se vedtaket")


PERIODS = {
    ComplaintPeriod.SEVEN_DAYS: timedelta(days=7),
    ComplaintPeriod.TWO_DAYS: timedelta(days=2),
    ComplaintPeriod.THREE_WEEKS: timedelta(weeks=3),
}
"""From the day on which the person got the decision."""

USUAL = ComplaintPeriod.SEVEN_DAYS
"""Progression is decided under straffegjennomføringsloven, whose § 7 e is shorter than the ordinary three weeks."""


def last_day(period: str, *, told_on: date | None, printed: date | None) -> date | None:
    """The last day to complain, as far as it is known. Days and weeks never end on a free day (domstolloven § 149);
    hours run on.
    """
    if printed:
        return printed
    length = PERIODS.get(ComplaintPeriod(period)) if period else None
    if not told_on or not length:
        return None
    last = told_on + length
    return last if period == ComplaintPeriod.TWO_DAYS else calendar.next_working_day(last)
