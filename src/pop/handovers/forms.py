"""Beginning a handover, choosing a receiver, answering, and the talk at the end."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.handovers.models import MarkState, ReceiverAnswer
from pop.handovers.pathways import Pathway
from pop.people.models import Unit
from pop.plans.forms.fields import boxes, capital, long_text, radios
from pop.ui.forms import NorwegianDateField

LINES = 3
"""Lines of each answer in the farewell talk (rule B12)."""


class OverlapForm(forms.Form):
    """The days in which old and new are both there; what is left open follows by itself (P7-1)."""

    needed_sometimes = ("overlap_from", "overlap_until")

    def overlap(self) -> tuple[date | None, date | None]:
        return self.cleaned_data.get("overlap_from"), self.cleaned_data.get("overlap_until")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        day, first, last = (cleaned.get(name) for name in ("on_day", "overlap_from", "overlap_until"))
        if day and first and first > day:
            self.add_error("overlap_from", _t("De nye er med senest fra dagen det skjer."))
        if day and last and last < day:
            self.add_error("overlap_until", _t("De som slipper, er med minst til dagen det skjer."))
        return cleaned


class BeginForm(OverlapForm):
    """What goes on, who lets go, and when."""

    on_day = NorwegianDateField(
        label=_("Dagen det skjer"), error_messages={"required": _("Skriv dagen det skjer.")}
    )
    overlap_from = NorwegianDateField(label=_("De nye er med fra"), required=False)
    overlap_until = NorwegianDateField(label=_("De som slipper, er med til"), required=False)
    to_unit = forms.ModelChoiceField(
        label=_("Til hvilken enhet?"), queryset=Unit.objects.none(), to_field_name="key", required=False,
        empty_label=_("Ikke bestemt"),
    )  # fmt: skip
    measures = boxes(label=_("Hva skal fortsette?"), required=False)
    leaving = boxes(label=_("Hvem slipper?"), required=False)
    new_role = forms.CharField(
        label=_("Ny rolle som noen skal ha"), max_length=100, required=False,
        help_text=_("For eksempel støttekontakt eller veileder i Nav der personen flytter."),
    )  # fmt: skip
    own_words = long_text(
        label=_("Det personen vil at de neste skal vite"), required=False, max_length=3000,
        help_text=_("Med personens egne ord. Alle som blir spurt om å ta over, kan lese det."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, pathway: Pathway, measures: list[tuple[str, str]],
        members: list[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **kwargs)
        self.fields["measures"].choices = measures  # type: ignore[attr-defined]
        self.fields["leaving"].choices = members  # type: ignore[attr-defined]
        units = Unit.objects.filter(active=True)
        if pathway.unit_kind:
            self.fields["to_unit"].queryset = units.filter(kind=pathway.unit_kind)  # type: ignore[attr-defined]
        else:
            del self.fields["to_unit"]
        for name, choices in (("measures", measures), ("leaving", members)):
            if not choices:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in ("measures", "leaving", "new_role")):
            raise forms.ValidationError(_t("Velg minst én ting som noen skal ta over."))
        return cleaned


class ReceiverForm(forms.Form):
    """One of those who can be asked, or somebody outside by name."""

    who = radios(label=_("Hvem skal ta over?"), error_messages={"required": _("Velg hvem som skal ta over.")})
    outside = forms.CharField(
        label=_("Navn på den som ikke står i lista"), max_length=150, required=False,
        help_text=_("En person eller et sted som ikke bruker POP. Personen må si ja før noen blir spurt."),
    )  # fmt: skip

    OUTSIDE = "outside"
    needed_sometimes = ("outside",)

    def __init__(
        self, data: Any = None, *, choices: list[tuple[str, str]], abroad: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        if abroad:
            self.fields["outside"].label = _("Navn på den som tar imot i det andre landet")
            self.fields["outside"].help_text = _(
                "Skriv det personen selv sier. Ambassader og utlendingsmyndigheter kontaktes bare hvis personen ber om det."
            )
        self.fields["who"].choices = [*choices, (self.OUTSIDE, _t("Noen som ikke står i lista"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("who") == self.OUTSIDE and not cleaned.get("outside", "").strip():
            self.add_error("outside", _t("Skriv navnet."))
        return cleaned


class ReplyForm(forms.Form):
    """Yes, a question, or no with a reason."""

    needed_sometimes = ("reason",)

    answer = radios(
        capital(ReceiverAnswer.choices), label=_("Svar"), error_messages={"required": _("Velg et svar.")}
    )
    reason = long_text(
        label=_("Spørsmålet ditt, eller hvorfor du ikke kan"), required=False, max_length=1000, rows=3
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if (
            cleaned.get("answer") in (ReceiverAnswer.QUESTION, ReceiverAnswer.DECLINED)
            and not cleaned.get("reason", "").strip()
        ):
            self.add_error("reason", _t("Skriv hva du lurer på, eller hvorfor du ikke kan."))
        return cleaned


class NamedReplyForm(ReplyForm):
    """The same from somebody without an account, who says who they are."""

    name = forms.CharField(
        label=_("Navnet ditt"), max_length=150, error_messages={"required": _("Skriv navnet ditt.")}
    )


class CodeForm(forms.Form):
    """The code that was told by phone."""

    code = forms.CharField(
        label=_("Kode"), max_length=20, help_text=_("Åtte tegn. Du fikk den på telefon."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden.")},
    )  # fmt: skip


class SlipForm(NamedReplyForm):
    """What stands on a slip that came back."""

    code = forms.CharField(
        label=_("Kode"), max_length=20, help_text=_("Den står øverst på svarslippen."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Skriv koden.")},
    )  # fmt: skip
    field_order = ("code", "answer", "reason", "name")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Navn på den som har svart")
        self.fields["reason"].label = _("Spørsmålet, eller hvorfor ikke")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Hvorfor?"), max_length=300, error_messages={"required": _("Skriv hvorfor.")}
    )


class DayForm(OverlapForm):
    """A new day, or another overlap."""

    on_day = NorwegianDateField(label=_("Ny dag"), error_messages={"required": _("Skriv den nye dagen.")})
    overlap_from = NorwegianDateField(label=_("De nye er med fra"), required=False)
    overlap_until = NorwegianDateField(label=_("De som slipper, er med til"), required=False)


class WordsForm(forms.Form):
    """What the person wants the next ones to know."""

    own_words = long_text(label=_("Dette vil jeg at de skal vite"), required=False, max_length=3000)


class MarkForm(forms.Form):
    """Where one point of the checklist stands."""

    needed_sometimes = ("reason",)

    state = radios(
        capital(MarkState.choices), label=_("Hvordan står det til?"),
        error_messages={"required": _("Velg hvordan det står til.")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Hvordan, eller hvorfor det ikke trengs"), max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("state") == MarkState.NOT_NEEDED and not cleaned.get("reason", "").strip():
            self.add_error("reason", _t("Skriv hvorfor det ikke trengs."))
        return cleaned


class FarewellForm(forms.Form):
    """Three lines of what worked, three of what hindered. `wordless`: only that it was held; `needs_words`: the person
    registers no conversation, and writes something.
    """

    held_on = NorwegianDateField(
        label=_("Når snakket dere sammen?"), error_messages={"required": _("Skriv datoen.")}
    )
    worked = long_text(
        label=_("Hva virket?"),
        rows=3,
        required=False,
        max_length=600,
        help_text=_("Inntil tre linjer, uten navn."),
    )
    hindered = long_text(
        label=_("Hva hindret?"),
        rows=3,
        required=False,
        max_length=600,
        help_text=_("Inntil tre linjer, uten navn."),
    )

    def __init__(
        self, data: Any = None, *, wordless: bool = False, needs_words: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.needs_words = needs_words
        if wordless:
            del self.fields["worked"], self.fields["hindered"]

    def words(self) -> dict[str, Any]:
        return {"worked": "", "hindered": "", **self.cleaned_data}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.needs_words and not self.errors and not (cleaned.get("worked") or cleaned.get("hindered")):
            self.add_error("worked", _t("Skriv hva som virket, eller hva som hindret."))
        return cleaned

    def clean_held_on(self) -> Any:
        day = self.cleaned_data["held_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_t("Datoen kan ikke være etter i dag."))
        return day

    def clean_worked(self) -> str:
        return three_lines(self.cleaned_data["worked"])

    def clean_hindered(self) -> str:
        return three_lines(self.cleaned_data["hindered"])


def three_lines(text: str) -> str:
    lines = [line.strip() for line in text.replace("\r", "").split("\n") if line.strip()]
    if len(lines) > LINES:
        raise forms.ValidationError(_t("Skriv inntil tre linjer."))
    return "\n".join(lines)
