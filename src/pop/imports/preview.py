"""The preview: what was understood, what is doubtful, and what has no place. Nothing of it is stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.imports import choices, guess, texts
from pop.imports.choices import row_place
from pop.imports.draft import PLACES
from pop.imports.form import Doubt, MinPop
from pop.imports.forms import ChoicesForm, NewPersonForm, TargetForm
from pop.imports.labels import RECIPIENTS
from pop.imports.targets import Target, likely, targets
from pop.people.models import Unit
from pop.plans.models import ProgressionKind

# Which part of the page speaks of a place in the form; what stands at the top belongs to the person.
PARTS: Final = {
    PLACES["change_log"]: "endringer",
    PLACES["areas"]: "omrader",
    PLACES["wishes"]: "progresjon",
    PLACES["me"]: "om-meg",
    PLACES["about_me"]: "om-meg",
    PLACES["goals"]: "om-meg",
    PLACES["own_efforts"]: "om-meg",
    PLACES["help_needed"]: "om-meg",
    PLACES["measures"]: "tiltak",
    PLACES["contacts"]: "kontakter",
    PLACES["meetings"]: "moter",
    PLACES["consent"]: "samtykke",
}
TOP: Final = "person"
ORDER: Final = (
    TOP,
    "endringer",
    "omrader",
    "progresjon",
    "om-meg",
    "mal",
    "tiltak",
    "kontakter",
    "moter",
    "samtykke",
)
"""The parts from the top of the page to its end."""


@dataclass(frozen=True)
class Question:
    """Something that a human must look at, and where on the page it is."""

    where: str
    text: str
    why: str
    anchor: str


@dataclass(frozen=True)
class Line:
    """One row of the form with what is asked about it."""

    anchor: str
    row: Any
    questions: list[Question]
    fields: list[forms.BoundField] = field(default_factory=list)


class Preview:
    """One form as the officer sees it before it is stored, and as it comes back filled in."""

    def __init__(self, read: MinPop, *, units: list[Unit], data: Any = None) -> None:
        self.read, self.first = read, choices.suggested(read, today=timezone.localdate())
        self.targets = targets()
        self.target = TargetForm(
            data, plans=[(t.key, t.name) for t in self.targets], initial={"target": self.first_target()}
        )
        into_plan = data is not None and not self.target.is_new
        self.person = NewPersonForm(
            None if into_plan else data, prefix="person", units=units, initial=top_of_form(read)
        )
        self.choices = ChoicesForm(data, read=read, first=self.first)
        self.doubt = ""
        self.questions = sorted([*map(question, read.doubts), *self.guessed()], key=in_form_order)

    def first_target(self) -> str:
        """A plan of the same person is suggested; without any plan to choose from it can only be a new one."""
        found = likely(self.targets, self.read)
        return found.key if found else "" if self.targets else TargetForm.NEW

    def chosen_target(self) -> Target | None:
        return next((t for t in self.targets if t.key == self.target.cleaned_data["target"]), None)

    def is_valid(self) -> bool:
        asked = [self.target, self.choices, *([self.person] if self.target.is_new else [])]
        return all([form.is_valid() for form in asked])

    @property
    def error_forms(self) -> list[forms.Form]:
        return [form for form in (self.target, self.person, self.choices) if form.errors]

    @property
    def error_count(self) -> int:
        return sum(len(form.errors) for form in self.error_forms)

    def guessed(self) -> list[Question]:
        """Doubts of ours: an area that no word of the row points to, a contact who may be private (rule A11)."""
        found = []
        for number, goal in enumerate(self.read.goals):
            if not guess.area(self.read, goal)[1]:
                where = f"{PLACES['goals']}, rad {number + 1}"
                why = _("Skjemaet sier ikke hvilket innsatsområde målet hører til.")
                found.append(Question(texts.place(where), goal, why, f"mal-{number + 1}"))
        for number, row in enumerate(self.read.measures):
            if not guess.area(self.read, row.what, row.agency)[1]:
                why = _("Skjemaet sier ikke hvilket innsatsområde tiltaket hører til.")
                found.append(self.about_row("measures", "tiltak", number, row.what, why))
        for number, contact in enumerate(self.read.contacts):
            kind, unsure = guess.contact_kind(contact)
            if unsure:
                why = (
                    _("Dette kan være et barn. Om barn skriver vi bare relasjonen, aldri navnet.")
                    if kind == choices.CHILD
                    else _("Dette kan være en privatperson. Om dem skriver vi bare fornavn og relasjon.")
                )
                found.append(self.about_row("contacts", "kontakter", number, contact.name, why))
        return found

    def about_row(self, section: str, part: str, number: int, text: str, why: str) -> Question:
        where = row_place(section, number)
        return Question(texts.place(where), text, why, f"{part}-{number + 1}")

    def of(self, part: str) -> list[Question]:
        """The questions about a part as such; those about one row stand with the row."""
        return [q for q in self.questions if q.anchor == part]

    def lines(self, part: str, section: str, rows: Sequence[Any]) -> list[Line]:
        return [
            Line(f"{part}-{n}", row, self.of(f"{part}-{n}"), self.choices.row(section, n - 1))
            for n, row in enumerate(rows, start=1)
        ]

    def context(self) -> dict[str, Any]:
        """What the template shows, in the form's own order."""
        read = self.read
        topics, wishes = self.choices.topics, dict(ProgressionKind.choices)
        notes = choices.leftovers(read).items()
        return {
            "page": self,
            "read": read,
            "top_questions": self.of(TOP),
            "about_questions": self.of("om-meg"),
            "parts": {part: self.of(part) for part in set(PARTS.values())},
            "areas": [topics[code] for code in read.areas],
            "own_areas": self.lines("omrade", "own", read.own_areas),
            "wishes": [wishes[kind] for kind in read.wishes],
            "goals": self.lines("mal", "goal", read.goals),
            "measures": self.lines("tiltak", "measure", read.measures),
            "contacts": self.lines("kontakter", "contact", read.contacts),
            "meetings": self.lines("moter", "meeting", read.meetings),
            "recipients": [RECIPIENTS[key][0] for key in read.consent.recipients] if read.consent else [],
            "notes": [
                Line(
                    f"notat-{n}",
                    {"where": texts.place(where), "texts": kept},
                    [],
                    self.choices.row("note", n - 1),
                )
                for n, (where, kept) in enumerate(notes, start=1)
            ],
        }


def question(doubt: Doubt) -> Question:
    return Question(texts.place(doubt.where), doubt.text, texts.why(doubt), anchor(doubt.where))


def in_form_order(asked: Question) -> tuple[int, int]:
    """The parts as they follow one another on the page, and the rows in each."""
    part, _dash, row = asked.anchor.rpartition("-") if asked.anchor[-1].isdigit() else (asked.anchor, "", "0")
    return ORDER.index(part), int(row)


def anchor(where: str) -> str:
    """The part of the page, or the row in it, that a place in the form is shown in."""
    pieces = where.split(", ")
    part = PARTS.get(pieces[0], TOP)
    row = texts.ROW.fullmatch(pieces[1]) if len(pieces) > 1 else None
    return f"{part}-{row[1]}" if row and part in ("tiltak", "kontakter", "moter") else part


def top_of_form(read: MinPop) -> dict[str, str]:
    """The name as given name and family name; the last word is the family name."""
    *given, family = read.name.split() or [""]
    return {
        "given_name": " ".join(given)[:100],
        "family_name": family[:100],
        "archive_number": read.archive_number[:30],
    }
