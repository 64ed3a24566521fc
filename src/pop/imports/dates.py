"""Dates and times as people write them in Norwegian, bokmål and nynorsk.

Nothing here reads the clock: `near` is the day that an unsaid year or century is measured from.
What cannot be read with certainty is returned with a doubt, always with the text as it was written.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

DOUBTS: Final = {
    "impossible_date": "Denne datoen finnes ikke i kalenderen.",
    "year_inferred": "Året står ikke i skjemaet; det nærmeste er brukt.",
    "week_only": "Bare en uke er oppgitt; fredagen er brukt som frist.",
    "month_only": "Bare en måned er oppgitt; siste dag i måneden er brukt.",
    "several_dates": "Flere datoer står her; den siste er brukt.",
    "text_beside_date": "Det står mer enn en dato her.",
    "weekday_differs": "Ukedagen passer ikke med datoen.",
    "not_a_date": "Dette kunne ikke leses som en dato.",
    "no_date_soon": "Fristen er oppgitt uten dato.",
    "impossible_time": "Dette klokkeslettet finnes ikke.",
    "not_a_time": "Dette kunne ikke leses som et klokkeslett.",
    "text_beside_time": "Det står mer enn et klokkeslett her.",
}


@dataclass(frozen=True)
class WrittenDate:
    """A date field: the text as written and what it was understood as.

    `first` and `last` are set where a span is meant (a week, a month, two dates); `date` is then the
    deadline. `doubt` is a key of DOUBTS or None.
    """

    text: str = ""
    date: dt.date | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    recurring: bool = False
    doubt: str | None = None


@dataclass(frozen=True)
class WrittenTime:
    """A time field: the text as written, the (first) time of day in it, and a doubt from DOUBTS or None."""

    text: str = ""
    time: dt.time | None = None
    doubt: str | None = None


_MONTHS: Final = {name[:3]: number for number, name in enumerate(
    ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober",
     "november", "desember"), start=1)}  # fmt: skip
_MONTH: Final = (
    r"(?P<month>januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
    r"|jan|feb|febr|mar|apr|jun|jul|aug|sept|sep|okt|nov|des)\b\.?"
)
_WEEKDAYS: Final = {
    "man": 0, "mån": 0, "tir": 1, "tys": 1, "ons": 2, "tor": 3, "fre": 4,
    "lør": 5, "lau": 5, "søn": 6, "sun": 6,
}  # fmt: skip
_WEEKDAY: Final = re.compile(
    r"\b(man|mån|tir|tys|ons|tor|fre|lør|lau|søn|sun)(?:s|rs|r)?dag(?:en|s)?\b", re.IGNORECASE
)
_RECURRING: Final = re.compile(
    r"\b(løpende|løpande|fortløpende|fortløpande|kontinuerlig|kontinuerleg|jevnlig|jamnleg|daglig|dagleg|ukentlig"
    r"|vekentleg|månedlig|månadleg|årlig|årleg|(?:hver|kvar|hvert|kvart)\s+(?:\d|anna?en|uke|veke|dag|måned|månad|"
    r"kvartal|år|halvår|man|mån|tir|tys|ons|tor|fre|lør|lau|søn|sun)\w*|annenhver|annakvar)\b",
    re.IGNORECASE,
)
_SOON: Final = re.compile(
    r"\W*(?:så\s+)?(snar[ea]st(?:\s+mulig|\s+mogleg|\s+råd)?|asap|a\.s\.a\.p|straks|omgående|med\s+(?:en\s+gang|ein\s+gong)"
    r"|snart\s+(?:som\s+)?(?:mulig|mogleg|råd)|fort\s+som\s+(?:mulig|mogleg)|nå|no)\W*",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"\b(innen|innan|før|til|senest|seinast|frist|fra|frå|og|den|ca|cirka|kl|i|d|dato|utgangen|slutten|av)\b\.?",
    re.IGNORECASE,
)
_TIME_IN_DATE: Final = re.compile(r"\bkl(?:okka|okken)?\.?\s*(\d{1,2}(?:[.:]\d{2})?)(?!\d)", re.IGNORECASE)
_CLOCK: Final = re.compile(r"(?<![\d.:])(\d{1,2})(?:\s?[.:]\s?(\d{2})|(\d{2}))?(?![\d:])")

_ISO: Final = re.compile(r"(?<!\d)(?P<year>\d{4})[-./](?P<month>\d{1,2})[-./](?P<day>\d{1,2})(?!\d)")
_NUMERIC: Final = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[-./]\s?(?P<year>\d{4}|['’]?\d{2})(?!\d)"
)
_NAMED: Final = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\s?\.?\s?(?:-\s?)?{_MONTH}(?:[\s,]*(?P<year>\d{{4}}|['’]\d{{2}}))?(?!\d)",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"(?<![\d.:])(?P<day>\d{1,2})\s?[./]\s?(?P<month>\d{1,2})\.?(?![\d:])")
_WEEK: Final = re.compile(
    r"\b(?:uke|veke|uka|veka)\s*(?:nr\.?\s*)?(?P<week>\d{1,2})(?:\s*[-–]\s*(?P<until>\d{1,2})(?!\d))?"
    r"(?:\s*[-/,]?\s*(?P<year>20\d{2}))?(?!\d)",
    re.IGNORECASE,
)
_MONTH_ONLY: Final = re.compile(rf"\b{_MONTH}(?:\s*(?P<year>\d{{4}}))?(?!\d)", re.IGNORECASE)


def parse_date(text: str, *, near: dt.date) -> WrittenDate:
    """What a date field says; an unsaid year is the one that puts the date soonest after `near`."""
    written = text.strip()
    if not any(character.isalnum() for character in written):
        return WrittenDate()
    if _SOON.fullmatch(written):
        return WrittenDate(written, doubt="no_date_soon")
    found = _with_weekday(_read(written, near), written)
    if _RECURRING.search(written):
        return replace(found, recurring=True, doubt=None if found.doubt == "not_a_date" else found.doubt)
    return found


def split_time(text: str) -> tuple[str, str]:
    """A date field without a "kl. 9" in it, and that time of day ("" if none)."""
    found = _TIME_IN_DATE.search(text)
    if not found:
        return text, ""
    return (text[: found.start()] + text[found.end() :]).strip(" ,;\n"), found.group().strip()


def parse_time(text: str) -> WrittenTime:
    """What a time field says: "kl 9", "13.30", "10:00", "1330" or "10-11" (the start)."""
    written = text.strip()
    if not any(character.isalnum() for character in written):
        return WrittenTime()
    found = _CLOCK.search(written)
    if found is None or re.search(r"\bhalv\b|\bkvart\b", written, re.IGNORECASE):
        return WrittenTime(written, doubt="not_a_time")
    hour, minute = int(found[1]), int(found[2] or found[3] or 0)
    if hour > 23 or minute > 59:
        return WrittenTime(written, doubt="impossible_time")
    return WrittenTime(written, dt.time(hour, minute), _doubt_about_time(written))


def _doubt_about_time(written: str) -> str | None:
    rest = _CLOCK.sub("", written)
    rest = re.sub(r"\b(kl|klokka|klokken|til|h|ca)\b", "", rest, flags=re.IGNORECASE)
    return "text_beside_time" if any(character.isalnum() for character in rest) else None


def _read(written: str, near: dt.date) -> WrittenDate:
    readers: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], dt.date], WrittenDate]], ...] = (
        (_ISO, _day), (_NUMERIC, _day), (_NAMED, _day), (_WEEK, _week), (_SHORT, _day), (_MONTH_ONLY, _month),
    )  # fmt: skip
    results: list[WrittenDate] = []
    rest = written
    for pattern, reader in readers:
        for found in list(pattern.finditer(rest)):
            results.append(reader(found, near))
            rest = rest.replace(found.group(), " ", 1)
    return _combined(written, results, rest)


def _combined(written: str, results: list[WrittenDate], rest: str) -> WrittenDate:
    if not results:
        return WrittenDate(written, doubt="not_a_date")
    days = [result.date for result in results if result.date]
    if len(results) > 1 and len(days) == len(results):
        return WrittenDate(written, max(days), min(days), max(days), doubt="several_dates")
    result = next((one for one in results if one.doubt == "impossible_date"), results[0])
    beside = _WEEKDAY.sub("", _FILLER.sub("", rest))
    if result.doubt is None and any(character.isalnum() for character in beside):
        result = replace(result, doubt="text_beside_date")
    return replace(result, text=written)


def _day(found: re.Match[str], near: dt.date) -> WrittenDate:
    day, month = int(found["day"]), _month_number(found["month"])
    year = found.groupdict().get("year")
    if year is None:
        guessed = _soonest(lambda one: _real_date(one, month, day), near)
        return WrittenDate(date=guessed, doubt="year_inferred" if guessed else "impossible_date")
    certain = _real_date(_full_year(year, near), month, day)
    return WrittenDate(date=certain, doubt=None if certain else "impossible_date")


def _week(found: re.Match[str], near: dt.date) -> WrittenDate:
    first, last = int(found["week"]), int(found["until"] or found["week"])
    if found["year"]:
        monday = _monday(int(found["year"]), first)
    else:
        monday = _soonest(lambda year: _monday(year, first), near)
    if monday is None or not first <= last <= 53:
        return WrittenDate(doubt="impossible_date")
    end = monday + dt.timedelta(weeks=last - first)
    return WrittenDate(
        date=end + dt.timedelta(days=4), first=monday, last=end + dt.timedelta(days=6), doubt="week_only"
    )


def _month(found: re.Match[str], near: dt.date) -> WrittenDate:
    month = _month_number(found["month"])
    if found["year"]:
        last = _month_end(int(found["year"]), month)
    else:
        last = _soonest(lambda year: _month_end(year, month), near)
    if last is None:
        return WrittenDate(doubt="impossible_date")
    return WrittenDate(date=last, first=last.replace(day=1), last=last, doubt="month_only")


def _soonest(make: Callable[[int], dt.date | None], near: dt.date) -> dt.date | None:
    """The first real date of this kind after `near`, less two months: plans are written late."""
    earliest = near - dt.timedelta(days=60)
    return next((day for day in _candidates(make, near.year) if day >= earliest), None)


def _candidates(make: Callable[[int], dt.date | None], year: int) -> Iterator[dt.date]:
    for offset in (-1, 0, 1):
        day = make(year + offset)
        if day is not None:
            yield day


def _real_date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _monday(year: int, week: int) -> dt.date | None:
    try:
        return dt.date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def _month_end(year: int, month: int) -> dt.date | None:
    start = _real_date(year, month, 28)
    if start is None:
        return None
    next_month = start + dt.timedelta(days=4)
    return next_month - dt.timedelta(days=next_month.day)


def _month_number(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS[text[:3].lower()]


def _full_year(text: str, near: dt.date) -> int:
    """Two digits mean the year closest to `near` that ends so."""
    digits = text.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    same_century = near.year - near.year % 100 + int(digits)
    return min((same_century - 100, same_century, same_century + 100), key=lambda year: abs(year - near.year))


def _with_weekday(found: WrittenDate, written: str) -> WrittenDate:
    named = _WEEKDAY.search(written)
    if not named or found.date is None or found.first is not None:
        return found
    if _WEEKDAYS[named[1].lower()] == found.date.weekday():
        return found
    return replace(found, doubt="weekday_differs")
