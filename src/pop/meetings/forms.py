"""What is written on the shared screen of a meeting, and in its minutes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pop.meetings.agenda import Case
from pop.plans.around import Member
from pop.plans.forms.fields import boxes, long_text
from pop.ui.forms import NorwegianDateField

MEASURE, NEED, MEETING, LINE = "measure", "need", "meeting", "line"
SUBJECT = 200
"""As long as the subject of a meeting may be."""


class DecisionForm(forms.Form):
    """«Hva ble dere enige om?»: what is decided becomes something of the plan, or only a line of the minutes."""

    text = forms.CharField(
        label=_("Hva skal gjøres?"),
        max_length=500,
        error_messages={"required": _("Skriv hva dere ble enige om")},
    )
    becomes = forms.ChoiceField(
        label=_("Hva blir det?"),
        required=False,
        choices=[
            (MEASURE, _("Et tiltak")),
            (NEED, _("Et nytt behov")),
            (MEETING, _("Et nytt møte")),
            (LINE, _("Bare en linje i referatet")),
        ],
    )
    who = forms.ChoiceField(label=_("Hvem gjør det?"), required=False)
    due = NorwegianDateField(label=_("Innen når?"), required=False)
    agreed = forms.BooleanField(required=False)

    def __init__(
        self, data: Any = None, *, members: Sequence[Member], person: str, keys: dict[int, str], need: bool
    ) -> None:
        super().__init__(data)
        # The keyboard alone: one writes again where one wrote.
        self.fields["text"].widget.attrs["autofocus"] = True
        if not need:
            # A measure answers a need (P5-4).
            self.fields["becomes"].choices = self.fields["becomes"].choices[1:]  # type: ignore[attr-defined]
            self.fields["becomes"].initial = LINE
            del self.fields["agreed"]
        if person:
            self.fields["who"].choices = [  # type: ignore[attr-defined]
                ("", _("Velg")),
                *((keys[m.user_id], str(m)) for m in members if m.user_id in keys),
            ]
            if need:
                self.fields["agreed"].label = _("%(name)s sier ja til at dette tas med i planen") % {
                    "name": person
                }
            return
        # Where the person is absent nothing is decided for them: only what is said is written down (rule C1).
        for name in ("becomes", "who", "due", "agreed"):
            self.fields.pop(name, None)
        self.fields["text"].label = _("Hva ble sagt?")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("becomes") == MEETING and len(data.get("text", "")) > SUBJECT:
            self.add_error("text", _("Temaet for et møte kan ha høyst 200 tegn. Skriv det kortere."))
        return data


class PresentForm(forms.Form):
    """Who came. Somebody without a login is their agency; a companion narrows nothing (rule C2)."""

    who = boxes(label=_("Hvem er kommet?"), required=False)
    name = forms.CharField(label=_("Navn på en som ikke står her"), max_length=150, required=False)
    agency = forms.ChoiceField(
        label=_("Hvor kommer hen fra?"),
        required=False,
        help_text=_("Kommer hen fra et annet sted enn dem som står her, vises ingenting av planen."),
    )
    companion = forms.CharField(
        label=_("Navn på en som følger med"),
        max_length=150,
        required=False,
        help_text=_("Tolk, bisitter, advokat, vakt eller student."),
    )
    role = forms.ChoiceField(
        label=_("Hvilken rolle?"),
        required=False,
        choices=[
            ("", _("Velg")),
            ("tolk", _("Tolk")),
            ("bisitter", _("Bisitter")),
            ("advokat", _("Advokat")),
            ("vakt", _("Vakt")),
            ("student", _("Student")),
        ],
    )
    yes = forms.BooleanField(required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Sequence[tuple[str, str]],
        agencies: Sequence[tuple[str, str]],
        person: str,
    ) -> None:
        super().__init__(data)
        self.fields["who"].choices = people  # type: ignore[attr-defined]
        self.fields["agency"].choices = [("", _("Et annet sted")), *agencies]  # type: ignore[attr-defined]
        self.fields["yes"].label = _("%(name)s sier ja til at den som følger med, er her på dette møtet") % {
            "name": person or _("Personen")
        }
        if not people:
            del self.fields["who"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("companion"):
            if not data.get("role"):
                self.add_error("role", _("Velg hvilken rolle den som følger med, har"))
            if not data.get("yes"):
                self.add_error("yes", _("Den som følger med, kan bare være her når personen sier ja"))
        elif not (data.get("who") or data.get("name")) and not self.errors:
            self.add_error("who" if "who" in self.fields else "name", _("Kryss av for hvem som er kommet"))
        return data


class LineForm(forms.Form):
    """A line of the minutes: what it is about decides who may read it."""

    about = forms.ChoiceField(label=_("Hvilken sak gjelder det?"), required=False)
    text = long_text(label=_("Hva ble sagt?"), rows=3, error_messages={"required": _("Skriv noe her")})

    def __init__(self, data: Any = None, *, cases: Sequence[Case]) -> None:
        super().__init__(data)
        self.fields["about"].choices = [  # type: ignore[attr-defined]
            ("", _("Selve møtet")),
            *((case.key, case.title) for case in cases),
        ]


class WordsForm(forms.Form):
    """A line that stands already: other words while it is a draft, a correction afterwards."""

    text = long_text(label=_("Tekst"), rows=3, error_messages={"required": _("Skriv noe her")})

    def __init__(self, data: Any = None, *, approved: bool, initial: dict[str, str] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["text"].label = _("Hva er rett?") if approved else _("Hva skal det stå?")
