"""What the change log says about meetings, in sentences. Agenda items and lines of the minutes are told of as every entry is."""

from typing import Any

from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.history.lines import SAID, Line
from pop.history.values import Words
from pop.meetings import arenas
from pop.meetings.models import Answer, Coming, MeetingConsent, MeetingSet, Presence, Turn


def row_of(change: Change) -> dict[str, Any]:
    return change.after or change.before or {}


def came(change: Change, name: str) -> bool:
    """Whether a column was filled in by this change."""
    return bool((change.after or {}).get(name)) and not (change.before or {}).get(name)


def set_up(change: Change, words: Words) -> Line | None:
    row = row_of(change)
    if change.before is None:
        return Line(_("Møtet er satt opp"), arenas.find(row["arena"]).name)
    if came(change, "approved_at"):
        return Line(_("Referatet er godkjent"))
    return Line(_("Oppsettet av møtet er endret"), arenas.find(row["arena"]).name)


def answered(change: Change, words: Words) -> Line | None:
    row = row_of(change)
    rows = [(_("Vara"), "", words.user(row["deputy_id"]))] if row.get("deputy_id") else []
    return Line(_("Svar på innkalling"), str(Coming(row["answer"]).label), rows)


def presence(change: Change, words: Words) -> Line | None:
    row = row_of(change)
    who = row.get("name") or words.user(row.get("user_id"))
    role = [(_("Rolle"), "", row["role"])] if row.get("role") else []
    if change.before is None:
        return Line(_("%(who)s kom til møtet") % {"who": who}, "", role)
    if came(change, "gone_yes_at"):
        return Line(_("Møtet gikk videre uten %(who)s") % {"who": who})
    return Line(_("%(who)s gikk fra møtet") % {"who": who}) if came(change, "left_at") else None


def in_a_row(change: Change, words: Words) -> Line | None:
    """Its place; when it was opened and closed is told of by who came and went."""
    return Line(_("Møtet holdes etter tur med andre")) if change.before is None else None


def consented(change: Change, words: Words) -> Line | None:
    who = words.user(row_of(change).get("user_id"))
    if came(change, "ended_at"):
        return Line(_("Ikke lenger ja til å snakke om et behov med %(who)s på møtet") % {"who": who})
    return Line(_("Ja til å snakke om et behov med %(who)s på møtet") % {"who": who})


def add() -> None:
    for model, said in (
        (MeetingSet, set_up),
        (Answer, answered),
        (Presence, presence),
        (Turn, in_a_row),
        (MeetingConsent, consented),
    ):
        SAID[model._meta.db_table] = said
