"""What is asked of those who ask."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pop.people.models import Unit
from pop.plans.forms.fields import long_text
from pop.surveys.building import fresh
from pop.surveys.content import Choice, Content, Question, Words
from pop.surveys.counted import CountsError, read

MOST_BYTES = 200_000
"""Of a file of counts."""
SHORT = 120
"""Characters of a text of one line."""
NAMES = {"nb": _("bokmål"), "nn": _("nynorsk"), "en": _("engelsk")}


class RoundForm(forms.Form):
    """Where and how a survey is asked."""

    name = forms.CharField(
        label=_("Hva skal runden hete?"), max_length=100,
        help_text=_("For eksempel «Samling for skolene, mars 2027». Ikke skriv navn på personer."),
        error_messages={"required": _("Skriv et navn, så du finner runden igjen.")},
    )  # fmt: skip
    unit = forms.ChoiceField(label=_("Enhet"), required=False)
    expected = forms.IntegerField(
        label=_("Hvor mange blir spurt?"), required=False, min_value=1, max_value=10_000,
        help_text=_("Da ser du hvor mange som har svart av dem. Kan stå tomt."),
        error_messages={"invalid": _("Skriv et helt tall, for eksempel 30."), "min_value": _("Skriv et tall over null."),
                        "max_value": _("Skriv et tall under 10 000.")},
    )  # fmt: skip
    group_mode = forms.BooleanField(
        label=_("Svar fra grupper"), required=False,
        help_text=_("Én i hver gruppe skriver for alle. Da vises svarene med en gang, og hver gruppe har ti minutter."),
    )  # fmt: skip

    named = forms.BooleanField(
        label=_("Den som vil, kan skrive navnet sitt"), required=False,
        help_text=_("Da kan du ta kontakt etterpå. Bare du ser navnene, og ingen må skrive noe."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, units: list[Unit], everywhere: bool) -> None:
        super().__init__(data)
        self.units = {str(unit.key): unit for unit in units}
        first = [("", _("Ingen enhet: hele etaten"))] if everywhere else []
        self.fields["unit"].choices = first + [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["unit"].required = not everywhere

    def asked(self) -> dict[str, Any]:
        """As `open_round` takes it."""
        found = dict(self.cleaned_data)
        return found | {"unit": self.units.get(found["unit"])}


class CodesForm(forms.Form):
    number = forms.IntegerField(
        label=_("Hvor mange koder?"), min_value=5, max_value=500,
        help_text=_("Minst fem. Del dem ut i tilfeldig rekkefølge, og skriv ikke opp hvem som fikk hvilken."),
        error_messages={"required": _("Skriv hvor mange."), "invalid": _("Skriv et helt tall, for eksempel 30."),
                        "min_value": _("Minst fem, ellers er svarene ikke anonyme."), "max_value": _("Høyst 500 om gangen.")},
    )  # fmt: skip


class CountsForm(forms.Form):
    """Counts from a file, and of how many."""

    name = forms.CharField(
        label=_("Hva skal runden hete?"),
        max_length=100,
        error_messages={"required": _("Skriv et navn, så du finner runden igjen.")},
    )
    unit = forms.ChoiceField(label=_("Enhet"), required=False)
    number = forms.IntegerField(
        label=_("Hvor mange svarte?"), min_value=5, max_value=100_000,
        error_messages={"required": _("Skriv hvor mange som svarte."), "invalid": _("Skriv et helt tall, for eksempel 30."),
                        "min_value": _("Minst fem, ellers er svarene ikke anonyme."),
                        "max_value": _("Skriv et tall under 100 000.")},
    )  # fmt: skip
    file = forms.FileField(
        label=_("Fil (CSV)"), error_messages={"required": _("Velg en fil."), "empty": _("Filen er tom.")}
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, asks: Content, units: list[Unit], everywhere: bool
    ) -> None:
        super().__init__(data, files)
        self.asks = asks
        self.units = {str(unit.key): unit for unit in units}
        first = [("", _("Ingen enhet: hele etaten"))] if everywhere else []
        self.fields["unit"].choices = first + [(key, unit.name) for key, unit in self.units.items()]  # type: ignore[attr-defined]
        self.fields["unit"].required = not everywhere

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "file" in found and "number" in found:
            try:
                text = found["file"].read(MOST_BYTES).decode("utf-8")
                found["counted"] = read(text, self.asks, found["number"])
            except UnicodeDecodeError:
                self.add_error("file", _("Filen må være lagret som UTF-8."))
            except CountsError as wrong:
                self.add_error("file", str(wrong))
        return found

    def asked(self) -> dict[str, Any]:
        """As `bring_in` takes it."""
        found = {name: value for name, value in self.cleaned_data.items() if name != "file"}
        return found | {"unit": self.units.get(found["unit"])}


class ThreeLanguages(forms.Form):
    """Texts that are asked for in each language."""

    asked_for: dict[str, tuple[Any, bool, int]] = {}
    """By name: label, whether it is needed, and the longest. Long ones are text areas."""

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        for name, (label, needed, longest) in self.asked_for.items():
            for language, called in NAMES.items():
                make = long_text if longest > SHORT else forms.CharField
                self.fields[f"{name}_{language}"] = make(
                    label=f"{label}, {called}", required=needed, max_length=longest
                )

    def words(self, name: str) -> Words:
        """One text, by language."""
        return {language: str(self.cleaned_data[f"{name}_{language}"]).strip() for language in NAMES}


def in_fields(name: str, words: Words) -> dict[str, str]:
    return {f"{name}_{language}": words.get(language, "") for language in NAMES}


class HeadForm(ThreeLanguages):
    asked_for = {"name": (_("Navn"), True, SHORT), "intro": (_("Innledning"), True, 600)}

    @staticmethod
    def begin(asks: Content) -> dict[str, str]:
        return in_fields("name", asks.name) | in_fields("intro", asks.intro)


class SectionForm(ThreeLanguages):
    asked_for = {"name": (_("Navn på delen"), True, SHORT)}

    @staticmethod
    def begin(name: Words) -> dict[str, str]:
        return in_fields("name", name)


class QuestionForm(ThreeLanguages):
    """A question of any kind. Choices are written one a line, the same number of lines in each language."""

    asked_for = {
        "text": (_("Spørsmål"), True, 300),
        "choices": (_("Svar å velge mellom, ett per linje"), False, 1000),
        "more": (_("Ekstra fritekst under spørsmålet, for eksempel «Hvis ja, fortell»"), False, SHORT),
        "unit": (_("Hva tallet teller, for eksempel «minutter»"), False, SHORT),
    }
    kind = forms.ChoiceField(
        label=_("Art"),
        choices=[
            ("yes_no", _("Ja, nei eller vet ikke")),
            ("scale", _("Grad, fra svært stor til svært liten, eller vet ikke")),
            ("one", _("Ett svar fra en liste")),
            ("several", _("Flere svar fra en liste")),
            ("rating", _("Et tall fra 0 til 10")),
            ("number", _("Et tall")),
            ("text", _("Fritekst")),
        ],
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.order_fields(["kind", *self.fields])

    @staticmethod
    def begin(now: Question) -> dict[str, str]:
        lines = {
            language: "\n".join(choice.words.get(language, "") for choice in now.choices)
            for language in NAMES
        }
        return (
            {"kind": now.kind}
            | in_fields("text", now.text)
            | in_fields("choices", lines)
            | in_fields("more", now.more)
            | in_fields("unit", now.unit)
        )

    def lines(self) -> list[list[str]]:
        """The choices of each language."""
        return [
            [
                line.strip()
                for line in str(self.cleaned_data.get(f"choices_{language}", "")).splitlines()
                if line.strip()
            ]
            for language in NAMES
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        lines = self.lines()
        if found.get("kind") in ("one", "several"):
            if len(lines[0]) < 2:
                self.add_error("choices_nb", _("Skriv minst to svar, ett per linje."))
            elif len({len(one) for one in lines}) > 1:
                self.add_error("choices_nn", _("Det må være like mange svar på hvert språk."))
        for name in ("more", "unit"):
            if any(found.get(f"{name}_{one}") for one in NAMES) and not all(
                found.get(f"{name}_{one}") for one in NAMES
            ):
                self.add_error(f"{name}_nb", _("Skriv den på alle tre språk, eller la den stå tom."))
        return found

    def question(self, name: str, before: Question | None = None) -> Question:
        """As it is asked. A choice whose words are the same as before keeps its id, so that rounds can be compared."""
        kind = self.cleaned_data["kind"]
        known = {choice.words["nb"]: choice for choice in (before.choices if before else ())}
        choices = tuple(
            replace(known[texts[0]], words=dict(zip(NAMES, texts, strict=True)))
            if texts[0] in known
            else Choice(fresh(), dict(zip(NAMES, texts, strict=True)))
            for texts in zip(*self.lines(), strict=True)
        )
        more, unit = self.words("more"), self.words("unit")
        return Question(
            name, kind, self.words("text"), choices if kind in ("one", "several") else (),
            more if any(more.values()) else {}, unit if any(unit.values()) and kind == "number" else {},
        )  # fmt: skip
