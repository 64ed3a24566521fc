"""The facts of a sentence, one length, and one interruption. Messages stand at the field that must be changed."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.plans.calendar import add_years
from pop.plans.forms.fields import radios
from pop.sentences.values import Length
from pop.ui.forms import NorwegianDateField

LONGEST_YEARS, MOST_MONTHS, MOST_DAYS = 40, 480, 14600
OLDEST = date(1980, 1, 1)
DECIDED = {"yes": True, "no": False, "open": None}


def number(most: int, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
        error_messages={
            "invalid": _("Skriv et helt tall, for eksempel 6"),
            "min_value": _("Tallet kan ikke være under 0"),
            "max_value": _("Tallet kan ikke være over %(limit_value)s"),
        },
        **kwargs,
    )


class Lengths(forms.Form):
    """Years, months and days under a name; what is left empty is nought."""

    def length(self, data: dict[str, Any], name: str = "") -> Length:
        for unit in ("years", "months", "days"):
            data[name + unit] = data.get(name + unit) or 0
        return Length(data[name + "years"], data[name + "months"], data[name + "days"])


class TermForm(Lengths):
    years = number(LONGEST_YEARS, label=_("År"))
    months = number(MOST_MONTHS, label=_("Måneder"))
    days = number(MOST_DAYS, label=_("Dager"))
    deduction_days = number(
        MOST_DAYS, label=_("Fradrag i dager"), help_text=_("Varetekt og annet som dommen trekker fra.")
    )
    undivided = forms.BooleanField(
        label=_("Fengsel i stedet for bot"), required=False, help_text=_("Gjennomføres helt ut.")
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if {"years", "months", "days"} & set(self.errors):
            return data
        length = self.length(data)
        data["deduction_days"] = data.get("deduction_days") or 0
        if not length:
            self.add_error("years", _t("Skriv hvor lang straffen er: år, måneder eller dager"))
        elif data["deduction_days"] > (length.after(date(2000, 1, 1)) - date(2000, 1, 1)).days:
            self.add_error("deduction_days", _t("Fradraget er lengre enn straffen. Se etter tallene."))
        return data


class FactsForm(Lengths):
    """When it began, and what the dates follow from. Forvaring asks for its own two lengths."""

    starts_on = NorwegianDateField(label=_("Når begynte gjennomføringen?"))
    held_since = NorwegianDateField(
        label=_("Sammenhengende frihetsberøvet siden"),
        required=False,
        help_text=_("Bare når varetekt gikk rett over i gjennomføring. Det teller for permisjon og frigang."),
    )
    reporting_duty = radios(
        [("open", _("Ikke bestemt")), ("yes", _("Ja")), ("no", _("Nei"))],
        label=_("Blir det møteplikt etter løslatelse?"),
        initial="open",
        error_messages={"required": _("Velg ett")},
    )
    minimum_years = number(LONGEST_YEARS, label=_("Minstetid, år"))
    minimum_months = number(MOST_MONTHS, label=_("Minstetid, måneder"))
    minimum_days = number(MOST_DAYS, label=_("Minstetid, dager"))
    frame_years = number(LONGEST_YEARS, label=_("Tidsramme, år"))
    frame_months = number(MOST_MONTHS, label=_("Tidsramme, måneder"))
    frame_days = number(MOST_DAYS, label=_("Tidsramme, dager"))
    execution_plan = forms.CharField(
        label=_("Hvor ligger gjennomføringsplanen?"),
        max_length=200,
        required=False,
        help_text=_("For møteplikt, samfunnsstraff og bøtetjeneste: friomsorgskontor og saksnummer."),
    )
    execution_plan_on = NorwegianDateField(label=_("Gjennomføringsplanen er fra"), required=False)

    def __init__(self, data: Any = None, *, preventive: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.preventive = preventive
        if not preventive:
            for name in [n for n in self.fields if n.startswith(("minimum_", "frame_"))]:
                del self.fields[name]

    def clean_reporting_duty(self) -> bool | None:
        return DECIDED[self.cleaned_data["reporting_duty"]]

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day < OLDEST:
            raise forms.ValidationError(_t("Datoen kan ikke være før 1980. Se etter årstallet."))
        if day > add_years(timezone.localdate(), 2):
            raise forms.ValidationError(_t("Datoen er mer enn to år fram. Se etter årstallet."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        start, held = data.get("starts_on"), data.get("held_since")
        if start and held and held > start:
            self.add_error("held_since", _t("Datoen kan ikke være etter at gjennomføringen begynte"))
        if self.preventive:
            self.both_lengths(data)
        return data

    def both_lengths(self, data: dict[str, Any]) -> None:
        if any(name.startswith(("minimum_", "frame_")) for name in self.errors):
            return
        minimum, frame = self.length(data, "minimum_"), self.length(data, "frame_")
        begin = date(2000, 1, 1)
        if not frame:
            self.add_error("frame_years", _t("Skriv tidsrammen som står i dommen"))
        elif minimum.after(begin) > frame.after(begin):
            self.add_error("minimum_years", _t("Minstetiden kan ikke være lengre enn tidsrammen"))


class InterruptionForm(forms.Form):
    """Why it came is not asked: it has no field (rule A17)."""

    since = NorwegianDateField(label=_("Første dag som ikke regnes med"))
    until = NorwegianDateField(
        label=_("Dagen gjennomføringen gikk videre"),
        required=False,
        help_text=_("La feltet stå tomt så lenge avbruddet varer."),
    )
    in_custody = forms.BooleanField(
        label=_("Var i fengsel eller varetekt i avbruddet"),
        required=False,
        help_text=_("Da begynner ikke de fire månedene for permisjon på nytt."),
    )

    def __init__(self, data: Any = None, *, starts_on: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.starts_on = starts_on

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and since < self.starts_on:
            self.add_error("since", _t("Datoen kan ikke være før gjennomføringen begynte"))
        if since and until and until <= since:
            self.add_error("until", _t("Datoen må være etter den første dagen"))
        return data


class RestrictionForm(forms.Form):
    """From when and to when. Why is not asked: what somebody is charged with has no field (rules A17, B6)."""

    since = NorwegianDateField(label=_("Fra og med"), error_messages={"required": _("Skriv når de begynte")})
    until = NorwegianDateField(
        label=_("Til og med"),
        help_text=_("Siste dag som står i avgjørelsen. Blir de opphevet før, endrer du dagen."),
        error_messages={"required": _("Skriv den siste dagen. Restriksjoner har alltid en slutt")},
    )
    decided_by = forms.CharField(label=_("Hvem har bestemt det?"), max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _t("Den siste dagen kan ikke være før den første"))
        if since and until and until > add_years(since, 1):
            self.add_error("until", _t("Se etter årstallet"))
        return data
