"""Calendar files (RFC 5545), and invitations that a mail program understands (RFC 5546).

Neutral: the same word for every event, no place, no link, nobody's name. A place is left out because a room's name tells whose
house it is. Knows no model: the notices' worker writes the same files as the pages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

OSLO = ZoneInfo("Europe/Oslo")
MEDIA_TYPE = "text/calendar"


@dataclass(frozen=True)
class Appointment:
    """One event. `clock` is local time in Oslo, None when only the day is known; `minutes` is its length."""

    uid: str
    sequence: int
    changed_at: datetime
    day: date
    clock: time | None
    minutes: int
    gone: bool

    @classmethod
    def told(cls, row: dict[str, Any]) -> "Appointment":
        """From what the database says as JSON."""
        clock = row["clock"]
        return cls(
            row["uid"], row["sequence"], datetime.fromisoformat(row["changed_at"]), date.fromisoformat(row["day"]),
            time.fromisoformat(clock) if clock else None, row["minutes"], row["gone"],
        )  # fmt: skip


def event(one: Appointment) -> Event:
    made = Event()
    made.add("uid", one.uid)
    made.add("sequence", one.sequence)
    made.add("dtstamp", one.changed_at.astimezone(UTC))
    made.add("summary", _("Avtale"))
    made.add("status", "CANCELLED" if one.gone else "CONFIRMED")
    if one.clock is None:
        made.add("dtstart", one.day)
        made.add("dtend", one.day + timedelta(days=1))
    else:
        start = datetime.combine(one.day, one.clock, OSLO)
        made.add("dtstart", start)
        # By the clock that everybody's calendar shows, also in the night when it is put forward.
        made.add("dtend", (start.astimezone(UTC) + timedelta(minutes=one.minutes)).astimezone(OSLO))
    made.add("class", "PRIVATE")
    return made


def written(made: Calendar) -> bytes:
    # The rules of summer time for the years that count; without limits it is a list from 1970.
    days = [one.start for one in made.events]
    years = [day.year for day in days] or [datetime.now(OSLO).year]
    made.add_missing_timezones(date(min(years), 1, 1), date(max(years) + 1, 12, 31))
    for zone in made.walk("VTIMEZONE"):
        zone.pop("comment", None)
    return bytes(made.to_ical())


def calendar(method: str) -> Calendar:
    made = Calendar()
    made.add("prodid", "-//varsel//1//NO")
    made.add("version", "2.0")
    made.add("method", method)
    return made


def published(appointments: Iterable[Appointment]) -> bytes:
    """For a calendar that fetches them, or one that somebody takes out."""
    made = calendar("PUBLISH")
    for one in appointments:
        made.add_component(event(one))
    return written(made)


def invitation(one: Appointment, *, sender: str, receiver: str) -> tuple[str, bytes]:
    """The method, REQUEST or CANCEL, and the file. Answers are given in the plan: none is asked for here."""
    method = "CANCEL" if one.gone else "REQUEST"
    made, what = calendar(method), event(one)
    what.add("organizer", vCalAddress(f"mailto:{sender}"))
    guest = vCalAddress(f"mailto:{receiver}")
    guest.params["RSVP"] = "FALSE"
    what.add("attendee", guest, encode=False)
    made.add_component(what)
    return method, written(made)
