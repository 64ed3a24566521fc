"""A conversation booked, held or moved; the guide; money; BRIK; an interpreter; what to arrange before arrival."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.conversations.actions.talks import AcuteNeed, Held, Next
from pop.conversations.models import NEEDS, ConversationKind, HiredFrom, InterpreterWay, Said, WhyNotAsked
from pop.plans.forms.fields import ClockField, capital, long_text, radios
from pop.ui.forms import NorwegianDateField

YES, NO = "yes", "no"
ACUTE = 3
"""Rows for what cannot wait; what is more is written as needs."""
WEEK = timedelta(days=7)


def not_ahead(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_t("Datoen kan ikke være etter i dag."))
    return day


def yes_no(**kwargs: Any) -> forms.ChoiceField:
    return radios(
        [(Said.YES, _("Ja")), (Said.NO, _("Nei")), ("", _("Ikke sagt"))], required=False, initial="", **kwargs
    )


class BookForm(forms.Form):
    """When and what kind; a day that is past is registered, not booked."""

    kind = radios(
        ConversationKind.choices,
        label=_("Hva slags samtale?"),
        error_messages={"required": _("Velg hva slags samtale det er")},
    )
    planned_on = NorwegianDateField(
        label=_("Hvilken dag?"), error_messages={"required": _("Skriv hvilken dag")}
    )
    planned_at = ClockField(label=_("Klokkeslett"), required=False)
    place = forms.CharField(label=_("Sted"), max_length=100, required=False)

    def clean_planned_on(self) -> date:
        day: date = self.cleaned_data["planned_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_t("Dagen er passert. Registrer samtalen som holdt i stedet."))
        return day


class MoveForm(BookForm):
    kind = None  # type: ignore[assignment]


class HeldForm(forms.Form):
    """How it went. Innkomst asks for what cannot wait and books the next; a behovssamtale asks about consent (T2, T4)."""

    held_on = NorwegianDateField(
        label=_("Når ble den holdt?"), error_messages={"required": _("Skriv hvilken dag")}
    )
    with_whom = forms.CharField(label=_("Hvem holdt samtalen?"), max_length=200, required=False)
    milieu_worker = forms.CharField(
        label=_("Miljøarbeider som var med"),
        max_length=150,
        required=False,
        help_text=_("Samtalen skal helst holdes av to. La feltet stå tomt hvis dere ikke var to."),
    )
    minutes = forms.IntegerField(label=_("Hvor mange minutter?"), min_value=1, max_value=600, required=False)
    elsewhere = forms.CharField(
        label=_("Ble den holdt et annet sted?"),
        max_length=150,
        required=False,
        help_text=_("Skriv hvor, for eksempel «Havnes fengsel». Den teller også her."),
    )
    wants_to_share = long_text(label=_("Dette vil personen dele"), required=False, rows=2, max_length=2000)
    wants_not_to_share = long_text(
        label=_("Dette vil personen ikke dele"), required=False, rows=2, max_length=2000
    )
    consent_asked = radios(
        [(YES, _("Ja")), (NO, _("Nei"))], label=_("Ble det spurt om samtykke til slutt?"), required=False
    )
    consent_not_asked_why = forms.ChoiceField(
        label=_("Hvorfor ikke?"), required=False, choices=[("", "–"), *WhyNotAsked.choices]
    )
    needed_sometimes = ("with_whom", "consent_asked", "consent_not_asked_why", "next_kind", "next_on")

    def __init__(
        self, data: Any = None, *, kind: str, areas: list[tuple[str, str]], booked: bool, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.kind, self.booked = kind, booked
        if kind not in NEEDS:
            for name in ("milieu_worker", "consent_asked", "consent_not_asked_why"):
                del self.fields[name]
        if kind == ConversationKind.INTAKE:
            self.acute_rows(areas)
        self.next_rows()

    def acute_rows(self, areas: list[tuple[str, str]]) -> None:
        for number in range(1, ACUTE + 1):
            self.fields[f"acute_{number}"] = forms.CharField(
                label=_t("Noe som haster (%(number)s)") % {"number": number}, max_length=500, required=False
            )
            self.fields[f"area_{number}"] = forms.ChoiceField(
                label=_t("Hva det handler om (%(number)s)") % {"number": number},
                required=False, choices=[("", "–"), *areas],
            )  # fmt: skip

    def next_rows(self) -> None:
        self.fields["next_kind"] = forms.ChoiceField(
            label=_("Neste samtale"), required=False, choices=[("", "–"), *ConversationKind.choices],
            initial=ConversationKind.NEEDS_1 if self.kind == ConversationKind.INTAKE else "",
        )  # fmt: skip
        self.fields["next_on"] = NorwegianDateField(label=_("Dagen for neste samtale"), required=False)
        self.fields["next_at"] = ClockField(label=_("Klokkeslett for neste samtale"), required=False)

    def clean_held_on(self) -> date | None:
        return not_ahead(self.cleaned_data["held_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("with_whom") and not data.get("elsewhere"):
            self.add_error("with_whom", _t("Skriv hvem som holdt samtalen"))
        self.clean_consent(data)
        self.clean_next(data)
        for number in range(1, ACUTE + 1):
            if data.get(f"acute_{number}") and not data.get(f"area_{number}"):
                self.add_error(f"area_{number}", _t("Velg hva det handler om"))
        return data

    def clean_consent(self, data: dict[str, Any]) -> None:
        if self.kind not in NEEDS or data.get("elsewhere"):
            return
        if not data.get("consent_asked"):
            self.add_error("consent_asked", _t("Si om det ble spurt om samtykke"))
        elif data["consent_asked"] == NO and not data.get("consent_not_asked_why"):
            self.add_error("consent_not_asked_why", _t("Velg hvorfor det ikke ble spurt"))

    def clean_next(self, data: dict[str, Any]) -> None:
        wanted = self.kind == ConversationKind.INTAKE and not self.booked
        if (data.get("next_kind") or wanted) and not data.get("next_on"):
            if data.get("next_on", "") is None:
                self.add_error("next_on", _t("Avtal dagen for neste samtale før dere skilles"))
        elif data.get("next_on") and data.get("held_on") and data["next_on"] < data["held_on"]:
            self.add_error("next_on", _t("Neste samtale kan ikke være før denne"))

    def held(self) -> Held:
        data = self.cleaned_data
        asked = {YES: True, NO: False}.get(data.get("consent_asked", ""))
        why = data.get("consent_not_asked_why", "")
        if self.kind in NEEDS and data["elsewhere"]:
            asked, why = asked or False, why or ("" if asked else str(WhyNotAsked.ELSEWHERE))
        return Held(
            held_on=data["held_on"],
            with_whom=data["with_whom"],
            milieu_worker=data.get("milieu_worker", ""),
            elsewhere=data["elsewhere"],
            consent_asked=asked,
            consent_not_asked_why="" if asked else why,
            minutes=data["minutes"],
            wants_to_share=data["wants_to_share"],
            wants_not_to_share=data["wants_not_to_share"],
            acute=tuple(
                AcuteNeed(int(data[f"area_{n}"]), data[f"acute_{n}"])
                for n in range(1, ACUTE + 1)
                if data.get(f"acute_{n}")
            ),
        )

    def following(self) -> Next | None:
        data = self.cleaned_data
        if not data.get("next_on"):
            return None
        return Next(data["next_kind"] or str(ConversationKind.REGULAR), data["next_on"], data["next_at"])


class SittingForm(forms.Form):
    on = NorwegianDateField(label=_("Når?"), error_messages={"required": _("Skriv hvilken dag")})
    with_whom = forms.CharField(
        label=_("Med hvem?"), max_length=200, error_messages={"required": _("Skriv hvem som var med")}
    )
    minutes = forms.IntegerField(label=_("Hvor mange minutter?"), min_value=1, max_value=600, required=False)

    def clean_on(self) -> date | None:
        return not_ahead(self.cleaned_data["on"])


class ShareForm(forms.Form):
    """The person's own, or said to the officer."""

    wants_to_share = long_text(label=_("Dette vil jeg dele"), required=False, rows=3, max_length=2000)
    wants_not_to_share = long_text(
        label=_("Dette vil jeg ikke dele"), required=False, rows=3, max_length=2000
    )


def plain(name: str) -> frozenset[str]:
    """The words of a name, without what differs from one way of writing it to another: case, accents, hyphens, order."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return frozenset(re.findall(r"\w+", bare.replace("ø", "o").replace("æ", "ae")))


def is_close(typed: frozenset[str], close: frozenset[str]) -> bool:
    """The same name, a part of it, or it with a middle name. A given name alone is not everybody who has it."""
    return bool(typed) and (typed <= close or len(close) > 1 and close <= typed)


class BookInterpreterForm(forms.Form):
    """Never an inmate, a child or the partner (rule B13): hired, and nobody of those whom the one who books knows of.

    `close` are the names of the person and the network, and of those whom the one who books follows up. Other inmates are not
    looked for: a refusal would say that somebody of that name is in prison.
    """

    name = forms.CharField(
        label=_("Hvem tolker?"),
        max_length=100,
        required=False,
        help_text=_(
            "Navnet på tolken eller tolketjenesten. Aldri en innsatt, et barn eller partneren til personen."
        ),
    )
    language = forms.CharField(
        label=_("Språk"), max_length=60, error_messages={"required": _("Skriv språket")}
    )
    way = radios(
        capital(InterpreterWay.choices), label=_("Hvordan?"), error_messages={"required": _("Velg hvordan")}
    )
    hired_from = radios(
        capital(HiredFrom.choices),
        label=_("Hvor er tolken fra?"),
        error_messages={"required": _("Velg hvor tolken er fra. Den som tolker, er alltid bestilt")},
    )
    qualified = radios(
        [(YES, _("Ja")), (NO, _("Nei")), ("", _("Vet ikke"))],
        label=_("Står tolken i Nasjonalt tolkeregister?"),
        required=False,
        initial="",
    )
    independent = forms.BooleanField(
        label=_("Tolken er ikke innsatt, ikke i familie med personen og ikke et barn eller partneren"),
        error_messages={"required": _("En innsatt, et barn eller en partner kan ikke tolke")},
    )

    def __init__(self, data: Any = None, *, close: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.close = {plain(name) for name in close} - {frozenset()}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if any(is_close(plain(name), close) for close in self.close):
            raise forms.ValidationError(_t("Denne personen kan ikke være tolk."))
        return name

    def booking(self) -> dict[str, Any]:
        qualified = {YES: True, NO: False}.get(self.cleaned_data["qualified"])
        return {**self.cleaned_data, "qualified": qualified}


class LanguageForm(forms.Form):
    language = forms.CharField(
        label=_("Hvilket språk?"), max_length=60, error_messages={"required": _("Skriv språket")}
    )
    needed = forms.BooleanField(label=_("Det trengs tolk"), required=False, initial=True)


class EconomyForm(forms.Form):
    """Few words, no amounts that must be right, and never an account number."""

    income = forms.CharField(
        label=_("Inntekt"),
        max_length=300,
        required=False,
        help_text=_("For eksempel lønn, uføretrygd, ingenting"),
    )
    debt_known = forms.CharField(
        label=_("Gjeld som er registrert"),
        max_length=300,
        required=False,
        help_text=_("For eksempel inkasso, bøter, erstatning, skatt"),
    )
    debt_unknown = forms.CharField(
        label=_("Gjeld som ikke er registrert noe sted"),
        max_length=300,
        required=False,
        help_text=_("Ikke skriv navn på noen det skyldes penger til."),
    )
    bank_access = yes_no(label=_("Konto som kan brukes?"))
    bank_id = yes_no(label=_("BankID som virker?"))
    id_papers = yes_no(label=_("Gyldig legitimasjon?"))


class BrikForm(forms.Form):
    """One line of a BRIK mapping made elsewhere."""

    mapped_on = NorwegianDateField(
        label=_("Kartlagt"), error_messages={"required": _("Skriv datoen for kartleggingen")}
    )
    topic = forms.ChoiceField(label=_("Område"))
    result = forms.CharField(
        label=_("Resultat, slik det står"), max_length=500, error_messages={"required": _("Skriv resultatet")}
    )

    def __init__(self, data: Any = None, *, areas: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["topic"].choices = areas  # type: ignore[attr-defined]

    def clean_mapped_on(self) -> date | None:
        return not_ahead(self.cleaned_data["mapped_on"])


class BrikConsentForm(forms.Form):
    given_on = NorwegianDateField(
        label=_("Når ble det samtykket til BRIK?"), error_messages={"required": _("Skriv datoen")}
    )

    def clean_given_on(self) -> date | None:
        return not_ahead(self.cleaned_data["given_on"])
