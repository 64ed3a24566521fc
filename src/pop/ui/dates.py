"""Dates as people say them, in the reader's language."""

from datetime import date, datetime, time
from functools import lru_cache

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
    return _weekday_date(day, day.year != now.year, get_language() or "nb")


@lru_cache(maxsize=4000)
def _weekday_date(day: date, with_year: bool, language: str) -> str:
    """Kept, as is the short one: a page says the same few days many times over."""
    year = " Y" if with_year else ""
    text = date_format(day, f"l j F{year}" if language.startswith("en") else f"l j. F{year}")
    return text.replace(" ", NBSP)


def short_date(value: date | datetime | None, today: date | None = None) -> str:
    """«tor. 19. nov.»; for tables."""
    if value is None:
        return ""
    day, now = as_day(value), today or timezone.localdate()
    return _short_date(day, day.year != now.year, get_language() or "nb")


@lru_cache(maxsize=4000)
def _short_date(day: date, with_year: bool, language: str) -> str:
    in_english = language.startswith("en")
    weekday = date_format(day, "D") if in_english else date_format(day, "l")[:3].lower()
    month = date_format(day, "F")
    month = month if len(month) <= 4 else month[:3] + "."
    rest = f"{weekday} {day.day} {month.rstrip('.')}" if in_english else f"{weekday}. {day.day}. {month}"
    return (rest + (f" {day.year}" if with_year else "")).replace(" ", NBSP)


def clock(value: time | datetime | None) -> str:
    """«kl. 13.00»; English gets 13:00."""
    if value is None:
        return ""
    moment = timezone.localtime(value).time() if isinstance(value, datetime) else value
    if english():
        return f"{moment:%H:%M}"
    words: str = _("kl. %(time)s") % {"time": f"{moment:%H.%M}"}
    return words.replace(" ", NBSP)
