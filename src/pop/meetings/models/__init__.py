"""What a meeting is held with. The meeting itself is an entry of `plans`."""

from pop.meetings.models.calendar import CalendarFeed, CalendarMark
from pop.meetings.models.consent import ConsentWay, MeetingConsent
from pop.meetings.models.record import AgendaItem, LineKind, MinuteLine, Presence
from pop.meetings.models.round import Turn
from pop.meetings.models.setup import Answer, Coming, MeetingSet, Series
from pop.plans.models import Entry

__all__ = [
    "ENTRIES",
    "AgendaItem",
    "Answer",
    "CalendarFeed",
    "CalendarMark",
    "Coming",
    "ConsentWay",
    "LineKind",
    "MeetingConsent",
    "MeetingSet",
    "MinuteLine",
    "Presence",
    "Series",
    "Turn",
]

ENTRIES: tuple[type[Entry], ...] = (AgendaItem, MinuteLine)
"""The kinds of entry of this package; the one rule in access/rules.sql holds for them too."""
