"""The sheet for the pocket: what comes next, and nothing that tells a stranger anything (rule A20).

It may lie open in a cell or fall out of a pocket. Therefore:

- no name of the person, no logo, no unit, no agency, no one who printed it;
- an appointment is a day, a time and a place. Its subject is never printed. Its place is, when no word of
  `revealing.txt` and no known name of an agency, unit or ward is in it, and the person has no protected
  address (rule A10);
- what the person does is printed in its own words when its area belongs to the floker economy or social, is
  none of `NEVER`, and its words pass the same list. A measure's text can hold anything, so all else becomes a
  neutral line; a word too many on the list costs nothing, because the plan itself has the text.

The list cannot know every word. It is data, read by people who know the field, and a word that is missing is
added there, not here.
"""

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from pathlib import Path

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pop.paper.lines import is_protected
from pop.people.models import Agency, Unit, Ward
from pop.plans import coming
from pop.plans.models import Measure, Tangle, Topic, TopicKind
from pop.plans.models.measure import RUNNING
from pop.plans.opening import OpenPlan

NEVER = frozenset({10, 13, 14})
"""Violence and threats, gjenoppretting, victim of violence: of the floke social, and they tell an offence."""

QUIET_TANGLES = (Tangle.ECONOMY, Tangle.SOCIAL)


@dataclass(frozen=True)
class Room:
    """What fits on one page."""

    appointments: int
    doings: int
    longest: int
    longest_place: int = 40


NORMAL, LARGE = Room(5, 6, 80), Room(3, 4, 50, 28)


@dataclass(frozen=True)
class Appointment:
    """A meeting or a conversation. `where` is empty when it could tell something."""

    on: date
    at: time | None
    where: str


@dataclass(frozen=True)
class Doing:
    """Something the person does."""

    text: str
    due: date | None


@dataclass(frozen=True)
class Pocket:
    """`more` when something did not fit: whoever reads must not believe that this is all."""

    appointments: list[Appointment]
    doings: list[Doing]
    more: bool


@cache
def revealing() -> re.Pattern[str]:
    """The list as one pattern: `word` alone, `word-` at the beginning of a word, `-word-` anywhere in one."""
    lines = (Path(__file__).parent / "revealing.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in (text.strip() for text in lines):
        if line and not line.startswith("#"):
            start, end = "" if line.startswith("-") else r"\b", "" if line.endswith("-") else r"\b"
            found.append(f"{start}{re.escape(line.strip('-'))}{end}")
    return re.compile("|".join(found))


def is_quiet(text: str, names: tuple[str, ...]) -> bool:
    """Whether a text tells a stranger nothing. `names` are those of agencies, units and wards."""
    folded = text.casefold()
    # Eleven digits are an identity number however they are spaced; six and more can be part of one.
    numbers = sum(character.isdigit() for character in folded)
    return (
        numbers < 11
        and not re.search(r"\d{6}", folded)
        and not any(name in folded for name in names)
        and not revealing().search(folded)
    )


def known_names() -> tuple[str, ...]:
    """Agencies, units and wards that the actor may know; others cannot stand in what the actor may read."""
    return tuple(
        name.casefold()
        for model in (Agency, Unit, Ward)
        for name in model.objects.values_list("name", flat=True)
    )


def quiet_topics() -> set[int]:
    """The areas whose measures may be named, from the directorate's own table of floker."""
    listed = Topic.objects.filter(kind=TopicKind.AREA, tangle__in=QUIET_TANGLES)
    return set(listed.values_list("number", flat=True)) - NEVER


def sheet(opened: OpenPlan, language: str, *, large: bool) -> Pocket:
    """The next appointments and what the person does, as the actor may see them."""
    room, names = LARGE if large else NORMAL, known_names()
    with translation.override(language):
        meetings, mine = appointments(opened, names, room), doings(opened, names, room)
    return Pocket(
        meetings[: room.appointments],
        mine[: room.doings],
        more=len(meetings) > room.appointments or len(mine) > room.doings,
    )


def appointments(opened: OpenPlan, names: tuple[str, ...], room: Room) -> list[Appointment]:
    ahead = [one for one in coming.of(opened.plan, today=timezone.localdate()) if one.date]
    hide = is_protected(opened)
    return [
        Appointment(
            m.date, m.time, "" if hide or not is_quiet(m.place, names) else short(m.place, room.longest_place)
        )
        for m in ahead[: room.appointments + 1]
        if m.date
    ]


def doings(opened: OpenPlan, names: tuple[str, ...], room: Room) -> list[Doing]:
    mine = Measure.objects.of(opened.plan).filter(person_responsible=True, status__in=RUNNING)
    topics = quiet_topics()
    return [
        Doing(
            short(m.text, room.longest) if m.topic_id in topics and is_quiet(m.text, names) else neutral(),
            m.due,
        )
        for m in mine[: room.doings + 1]
    ]


def neutral() -> str:
    """In place of what could tell something. Names nobody to ask: «kontaktbetjent» tells where one is."""
    return _("Noe vi har avtalt. Spør hvis du er usikker.")


def short(text: str, longest: int) -> str:
    """So that the sheet stays one page."""
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + " …"
