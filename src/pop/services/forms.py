"""What is asked when a card or an offer is written, and when one looks for something."""

import re
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pop.people.models import Agency, AgencyKind, UnitKind
from pop.plans.forms.fields import boxes, long_text
from pop.plans.models import Topic, TopicKind
from pop.services.models import Offer, ServiceCard
from pop.ui.forms import NorwegianDateField

PRIVATE_MAIL = re.compile(
    r"@(.+\.)?(gmail|googlemail|hotmail|outlook|live|msn|yahoo|icloud|me|online|protonmail|proton)\.\w+$",
    re.I,
)
"""Where private persons have their mail; an office does not."""
PHONE = re.compile(r"^\+?[\d ]{3,19}$")


def area_choices() -> list[tuple[str, str]]:
    return [(str(t.number), str(t)) for t in Topic.objects.filter(kind=TopicKind.AREA)]


class CardForm(forms.Form):
    """The one way in, and what must be known before a release."""

    way_in = forms.CharField(
        label=_("Veien inn ved løslatelse"),
        max_length=200,
        help_text=_("Hvem de skal kontakte, for eksempel «Mottaket, spør etter boligteamet»."),
        error_messages={"required": _("Skriv hvem de skal kontakte.")},
    )
    phone = forms.CharField(
        label=_("Telefon"),
        max_length=20,
        required=False,
        help_text=_("Nummeret til kontoret, ikke til en person."),
    )
    email = forms.EmailField(
        label=_("E-post"),
        required=False,
        help_text=_("Adressen til kontoret, ikke til en person."),
        error_messages={"invalid": _("Skriv en hel e-postadresse, for eksempel post@kommunen.no")},
    )
    needs = long_text(label=_("Dette trenger dere"), required=False, max_length=2000)
    needs_when = forms.CharField(
        label=_("Når dere trenger det"),
        max_length=200,
        required=False,
        help_text=_("For eksempel «to måneder før løslatelse»."),
    )
    agreements = long_text(
        label=_("Avtaler"),
        required=False,
        max_length=2000,
        help_text=_("Samarbeidsavtaler som gjelder løslatelse. Skriv ikke noe om enkeltpersoner."),
    )

    def __init__(self, data: Any = None, *, card: ServiceCard | None = None) -> None:
        super().__init__(
            data, initial={name: getattr(card, name) for name in self.base_fields} if card else None
        )

    def clean_phone(self) -> str:
        number = str(self.cleaned_data["phone"]).strip()
        if number and not PHONE.match(number):
            raise forms.ValidationError(_("Skriv nummeret med bare siffer, for eksempel 22 00 00 00"))
        return number

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"])
        if PRIVATE_MAIL.search(address):
            raise forms.ValidationError(_("Dette ser ut som en privat adresse. Skriv adressen til kontoret."))
        return address

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not (found.get("phone") or found.get("email") or {"phone", "email"} & set(self.errors)):
            self.add_error("phone", _("Skriv et telefonnummer eller en e-postadresse."))
        return found


class OfferForm(forms.Form):
    """One offer, as concretely as possible (principle P4-4)."""

    name = forms.CharField(
        label=_("Tilbudet"),
        max_length=100,
        help_text=_("For eksempel «Midlertidig bolig» eller «Leksehjelp»."),
        error_messages={"required": _("Skriv hva tilbudet er.")},
    )
    topics = boxes(
        label=_("Områder"),
        help_text=_("Tilbudet vises på behov i disse områdene."),
        error_messages={"required": _("Velg minst ett område.")},
    )
    requirements = long_text(
        label=_("Krav"),
        required=False,
        rows=3,
        max_length=2000,
        help_text=_("Hva som må være på plass for å få tilbudet."),
    )
    waiting_time = forms.CharField(
        label=_("Ventetid"), max_length=100, required=False, help_text=_("For eksempel «to til fire uker».")
    )
    apply_by = NorwegianDateField(label=_("Søknadsfrist"), required=False)
    since = NorwegianDateField(label=_("Tilbys fra"), required=False)
    until = NorwegianDateField(label=_("Tilbys til"), required=False)

    def __init__(self, data: Any = None, *, offer: Offer | None = None) -> None:
        told = {name: getattr(offer, name) for name in self.base_fields} if offer else None
        super().__init__(data, initial=told)
        self.fields["topics"].choices = area_choices()  # type: ignore[attr-defined]

    def clean_topics(self) -> list[int]:
        return sorted(int(number) for number in self.cleaned_data["topics"])

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("Til-datoen må være samme dag som fra-datoen, eller senere."))
        return found


class CardSearchForm(forms.Form):
    """A part of a name, a municipality, a kind and an area. The names stand in the address."""

    q = forms.CharField(
        label=_("Navn"), max_length=100, required=False, widget=forms.TextInput(attrs={"type": "search"})
    )
    kommune = forms.ModelChoiceField(
        label=_("Kommune"),
        queryset=Agency.objects.filter(kind=AgencyKind.HOME_MUNICIPALITY, active=True),
        to_field_name="key",
        required=False,
        empty_label=_("Alle"),
    )
    slag = forms.ChoiceField(label=_("Hva slags sted"), required=False)
    omrade = forms.ChoiceField(label=_("Område"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        kinds = [(key, capfirst(str(word))) for key, word in (*UnitKind.choices, *AgencyKind.choices)]
        self.fields["slag"].choices = [("", _("Alle")), *kinds]  # type: ignore[attr-defined]
        self.fields["omrade"].choices = [("", _("Alle")), *area_choices()]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """What is asked for. What makes no sense asks for nothing."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class OwnerSearchForm(forms.Form):
    """The administrator looks for who has no card yet."""

    q = forms.CharField(label=_("Navn"), max_length=100, required=False)
