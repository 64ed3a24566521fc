"""What a human decides about a form before it is stored, and what is suggested."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pop.imports import guess
from pop.imports.draft import PLACES
from pop.imports.form import Contact, Meeting, MinPop

MEASURE, DECISION, NOTE = "measure", "decision", "note"
"""What a row of «Min plan» becomes. A note is for what nobody at the screen knows the answer to."""

PROFESSIONAL, PRIVATE, CHILD, LEAVE_OUT = "professional", "private", "child", "leave_out"
ABOUT_ME, MEETINGS, PROGRESSION, DECIDED = "about_me", "meetings", "progression", "decided"
"""Topics of notes besides the innsatsområder, by their code."""


@dataclass(frozen=True)
class MeasureChoice:
    """Area, and where asked what it is, how far it has come and when it is due."""

    area: str
    takes: str
    status: str
    due: date | None
    decided_by: str = ""
    decided_on: date | None = None


@dataclass(frozen=True)
class ContactChoice:
    """Whether it is somebody at work, a private person or a child, or is not to be here (rule A11)."""

    kind: str
    relation: str = ""


@dataclass(frozen=True)
class MeetingChoice:
    """When it is, and whether it was held."""

    on: date | None
    held: bool | None


@dataclass(frozen=True)
class Choices:
    """One for each row of the form. `own_areas` holds the key of a printed area, or own0 … for its own."""

    own_areas: tuple[str, ...]
    goals: tuple[str, ...]
    measures: tuple[MeasureChoice, ...]
    contacts: tuple[ContactChoice, ...]
    meetings: tuple[MeetingChoice, ...]
    notes: dict[str, str] = field(default_factory=dict)
    """Topic of the note for each place with text that no field takes."""


def suggested(form: MinPop, *, today: date) -> Choices:
    """What is stored when nobody corrects it."""
    return Choices(
        own_areas=tuple(f"{guess.OWN}{number}" for number in range(len(form.own_areas))),
        goals=tuple(guess.area(form, goal)[0] for goal in form.goals),
        measures=tuple(measure(form, number) for number in range(len(form.measures))),
        contacts=tuple(contact(row) for row in form.contacts),
        meetings=tuple(meeting(row, today=today) for row in form.meetings),
        notes={where: note_topic(where) for where in leftovers(form)},
    )


def measure(form: MinPop, number: int) -> MeasureChoice:
    row = form.measures[number]
    decided = "decided_by_others" in codes_of_row(form, "measures", number)
    return MeasureChoice(
        area=guess.area(form, row.what, row.agency)[0],
        takes=NOTE if decided else MEASURE,
        status=row.status or "chosen",
        due=row.deadline.date,
        decided_by=row.agency,
    )


def contact(row: Contact) -> ContactChoice:
    kind, _unsure = guess.contact_kind(row)
    return ContactChoice(kind, "" if kind == PROFESSIONAL else guess.relation(row))


def meeting(row: Meeting, *, today: date) -> MeetingChoice:
    """«Nei» about a meeting to come says that it has not been yet, not that it came to nothing."""
    ahead = row.date.date is None or row.date.date >= today
    return MeetingChoice(row.date.date, None if row.done is False and ahead else row.done)


def leftovers(form: MinPop) -> dict[str, list[str]]:
    """The texts without a field, by where they stand."""
    found: dict[str, list[str]] = {}
    for left in form.unplaced:
        found.setdefault(left.where, []).append(left.text)
    return found


TOPIC_OF_PLACE: Final = {PLACES["meetings"]: MEETINGS, PLACES["wishes"]: PROGRESSION}


def note_topic(where: str) -> str:
    """The topic of a note: that of the section where that is told, else «Om meg»."""
    return TOPIC_OF_PLACE.get(where.split(", ")[0], ABOUT_ME)


def row_place(section: str, number: int) -> str:
    """How the parser calls a row; `number` counts from 0."""
    return f"{PLACES[section]}, rad {number + 1}"


def codes_of_row(form: MinPop, section: str, number: int) -> set[str]:
    """The doubts about one row, its cells included."""
    where = row_place(section, number)
    return {d.why_code for d in form.doubts if d.where == where or d.where.startswith(f"{where},")}
