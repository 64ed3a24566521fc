"""Dates as people say them, in the reader's language."""

from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

NBSP = "\N{NO-BREAK SPACE}"


def english() -> bool:
    return (get_language() or "nb").startswith("en")


def as_day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def weekday_date(value: date | datetime | None, today: date | None = None) -> str:
    """«torsdag 19. november»; the year only when it is not this year."""
    if value is None:
        return ""
    day, now = as_day(value), today or timezone.localdate()
    year = "" if day.year == now.year else " Y"
    text = date_format(day, f"l j F{year}" if english() else f"l j. F{year}")
    return text.replace(" ", NBSP)


def short_date(value: date | datetime | None, today: date | None = None) -> str:
    """«tor. 19. nov.»; for tables."""
    if value is None:
        return ""
    day, now = as_day(value), today or timezone.localdate()
    year = "" if day.year == now.year else " Y"
    weekday = date_format(day, "l")[:3].lower() if not english() else date_format(day, "D")
    month = date_format(day, "F")
    month = month if len(month) <= 4 else month[:3] + "."
    rest = f"{weekday} {day.day} {month.rstrip('.')}" if english() else f"{weekday}. {day.day}. {month}"
    return (rest + (f" {day.year}" if year else "")).replace(" ", NBSP)


def clock(value: time | datetime | None) -> str:
    """«kl. 13.00»; English gets 13:00."""
    if value is None:
        return ""
    moment = timezone.localtime(value).time() if isinstance(value, datetime) else value
    if english():
        return f"{moment:%H:%M}"
    words: str = _("kl. %(time)s") % {"time": f"{moment:%H.%M}"}
    return words.replace(" ", NBSP)
