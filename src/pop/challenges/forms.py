"""What is asked when a thread is suggested, written or taken off the map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pop.challenges.loading import FELT, chart, levers
from pop.challenges.models import SuggestionStatus, Thread, ThreadVersion
from pop.challenges.reading import Wanted, in_use, tangle_of
from pop.plans.forms.fields import boxes, long_text
from pop.plans.models import Tangle

FELT_NAMES = {"person": _("den som soner"), "staff": _("ansatte"), "partner": _("kommuner og andre etater")}


def knot_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Grouped by tangle."""
    return [
        (str(tangle.name), [(knot.id, str(knot.name)) for knot in chart().knots if knot.tangle == tangle.id])
        for tangle in chart().tangles
    ]


def phase_choices() -> list[tuple[str, str]]:
    return [(phase.id, str(phase.name)) for phase in chart().phases]


class SearchForm(forms.Form):
    """By word, tangle, knot and phase. What cannot be understood is left out."""

    q = forms.CharField(label=_("Søk"), max_length=60, required=False)
    floke = forms.ChoiceField(label=_("Floke"), required=False)
    knute = forms.ChoiceField(label=_("Knute"), required=False)
    fase = forms.ChoiceField(label=_("Fase"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="sok_%s")
        every = [("", _("Alle"))]
        self.fields["floke"].choices = every + list(Tangle.choices)  # type: ignore[attr-defined]
        self.fields["knute"].choices = every + knot_choices()  # type: ignore[attr-defined]
        self.fields["fase"].choices = every + phase_choices()  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        return Wanted(*(str(found.get(name, "")).strip() for name in ("q", "floke", "knute", "fase")))


class SuggestionForm(forms.Form):
    """A challenge in one's own words, and where on the map it belongs."""

    title = forms.CharField(
        label=_("Kort sagt"),
        max_length=60,
        help_text=_("Noen få ord, for eksempel «Veien framover er tåkete»."),
        error_messages={"required": _("Skriv utfordringen med noen få ord.")},
    )
    text = long_text(
        label=_("Hva er vanskelig?"),
        max_length=600,
        help_text=_("Skriv om det som gjelder mange. Ikke skriv om enkeltpersoner."),
        error_messages={"required": _("Skriv hva som er vanskelig.")},
    )
    knot = forms.ChoiceField(
        label=_("Hvor hører det hjemme?"), error_messages={"required": _("Velg en knute på kartet.")}
    )
    phases = boxes(
        label=_("Når merkes det?"),
        error_messages={"required": _("Velg minst én fase, eller «Gjelder hele veien».")},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["knot"].choices = [("", _("Velg"))] + knot_choices()  # type: ignore[attr-defined]
        self.fields["phases"].choices = phase_choices()  # type: ignore[attr-defined]


class ThreadForm(forms.Form):
    """All that a version says, in three languages."""

    knots = boxes(label=_("Knuter"), error_messages={"required": _("Velg minst én knute.")})
    phases = boxes(label=_("Faser"), error_messages={"required": _("Velg minst én fase.")})
    felt = boxes(label=_("Hvem merker det?"), required=False)
    lever = forms.MultipleChoiceField(
        label=_("Hva i planen kan hjelpe?"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text=_("Steg, regler for glippsoner og brev. Hold Ctrl for å velge flere."),
    )
    title_nb = forms.CharField(label=_("Tittel, bokmål"), max_length=60)
    title_nn = forms.CharField(label=_("Tittel, nynorsk"), max_length=60)
    title_en = forms.CharField(label=_("Tittel, engelsk"), max_length=60)
    text_nb = long_text(label=_("Tekst, bokmål"), max_length=600)
    text_nn = long_text(label=_("Tekst, nynorsk"), max_length=600)
    text_en = long_text(label=_("Tekst, engelsk"), max_length=600)
    helps_nb = long_text(
        label=_("Hva hjelper, bokmål"), max_length=1000, required=False, help_text=_("Ett råd per linje.")
    )
    helps_nn = long_text(label=_("Hva hjelper, nynorsk"), max_length=1000, required=False)
    helps_en = long_text(label=_("Hva hjelper, engelsk"), max_length=1000, required=False)
    reason = forms.CharField(label=_("Hvorfor?"), max_length=300, required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        choices = {
            "knots": [(knot.id, str(knot.name)) for knot in chart().knots],
            "phases": phase_choices(),
            "felt": [(code, FELT_NAMES[code]) for code in FELT],
            "lever": levers(),
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def said(self) -> dict[str, Any]:
        """What the version says, without why."""
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class TakeOffForm(forms.Form):
    """Taken off because another thread says the same, or because it is no longer so."""

    into = forms.ChoiceField(
        label=_("Slå sammen med"), required=False, help_text=_("La stå tomt for bare å ta den av kartet.")
    )
    reason = forms.CharField(
        label=_("Hvorfor?"),
        max_length=300,
        error_messages={"required": _("Skriv hvorfor den blir tatt av kartet.")},
    )

    def __init__(self, data: Any = None, *, thread: Thread) -> None:
        super().__init__(data)
        self.fields["into"].choices = [("", _("Ingen"))] + [  # type: ignore[attr-defined]
            (one.thread.key, one.title) for one in in_use() if one.thread_id != thread.pk
        ]


class AnswerForm(forms.Form):
    """What an editor says to a suggestion that does not become a thread of its own."""

    status = forms.ChoiceField(
        label=_("Svar"),
        choices=[
            (SuggestionStatus.MERGED, _("Det gjelder en tråd som finnes")),
            (SuggestionStatus.DECLINED, _("Det blir ikke tatt inn")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg et svar.")},
    )
    became = forms.ChoiceField(label=_("Tråden som finnes"), required=False)
    answer = forms.CharField(
        label=_("Begrunnelse"), max_length=300,
        error_messages={"required": _("Skriv en begrunnelse til den som foreslo det.")},
    )  # fmt: skip

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["became"].choices = [("", _("Velg"))] + [(one.thread.key, one.title) for one in in_use()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("status") == SuggestionStatus.MERGED and not found.get("became"):
            self.add_error("became", _("Velg tråden det gjelder."))
        return found


def said_by(version: ThreadVersion) -> dict[str, Any]:
    """A version as the form begins."""
    return {name: getattr(version, name) for name in ThreadForm.base_fields if name != "reason"}


class TieForm(forms.Form):
    """Which threads of the map a need or a gap is an instance of, phase by phase."""

    threads = boxes(label=_("Tråder på kartet"), required=False)

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None, first: str = "") -> None:
        """`first` is the tangle whose threads come first."""
        super().__init__(data, initial=initial)
        tangles = sorted(chart().tangles, key=lambda tangle: tangle.id != first)
        threads = in_use()
        self.fields["threads"].choices = [  # type: ignore[attr-defined]
            (one.thread.key, one.title)
            for tangle in tangles
            for one in threads
            if tangle_of(one).id == tangle.id
        ]
