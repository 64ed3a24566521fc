"""What an administrator and a protection officer fill in."""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.people.models import (
    Agency,
    AgencyKind,
    Region,
    SystemRoleKind,
    Unit,
    UnitKind,
    UnitRoleKind,
    User,
    Ward,
)
from pop.ui.forms import NorwegianDateField


class UserForm(forms.Form):
    """Who somebody is. What they may do is given by roles, one by one."""

    name = forms.CharField(label=_("Navn"), max_length=150, error_messages={"required": _("Skriv navnet.")})
    title = forms.CharField(
        label=_("Rolle i ord"),
        max_length=100,
        help_text=_(
            "For eksempel kontaktbetjent, Nav-veileder eller lærer. Andre ser dette ved siden av navnet."
        ),
        error_messages={"required": _("Skriv rollen i ord.")},
    )
    shielded = forms.BooleanField(
        label=_("Skjermet ansatt"),
        required=False,
        help_text=_("Andre ser bare rollen, aldri navnet."),
    )


class UnitRoleForm(forms.Form):
    """What somebody is in a unit of kriminalomsorgen."""

    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=Unit.objects.filter(active=True),
        to_field_name="key",
        error_messages={"required": _("Velg enheten.")},
    )
    role = forms.ChoiceField(label=_("Rolle i enheten"), choices=UnitRoleKind.choices)


class AgencyRoleForm(forms.Form):
    """That somebody works for an agency. There are hundreds: those found by a search are offered, by kind."""

    agency = forms.ModelChoiceField(
        label=_("Etat"),
        queryset=Agency.objects.filter(active=True),
        to_field_name="key",
        error_messages={"required": _("Velg etaten.")},
    )

    def __init__(self, *args: Any, found: Sequence[Agency] = (), **kwargs: Any) -> None:
        first = {"agency": found[0].key} if len(found) == 1 else None
        super().__init__(*args, **kwargs | {"initial": first})
        by_kind = sorted(found, key=lambda agency: agency.get_kind_display())
        groups = [
            (kind[:1].upper() + kind[1:], [(agency.key, agency.name) for agency in agencies])
            for kind, agencies in groupby(by_kind, key=lambda agency: str(agency.get_kind_display()))
        ]
        empty = [] if first else [("", _("Velg"))]
        self.fields["agency"].widget.choices = [*empty, *groups]


class SystemRoleForm(forms.Form):
    """A role over the whole service."""

    role = forms.ChoiceField(label=_("Systemrolle"), choices=SystemRoleKind.choices)


class NameForm(forms.Form):
    """A name that must be the only one of its kind in its place."""

    name = forms.CharField(label=_("Navn"), max_length=100, error_messages={"required": _("Skriv navnet.")})
    taken = _("Dette navnet er i bruk. Velg et annet.")

    def others(self) -> "Any":
        """The rows that the name must differ from."""
        raise NotImplementedError

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if self.others().filter(name__iexact=name).exists():
            raise forms.ValidationError(self.taken)
        return name


class RegionForm(NameForm):
    """A region of kriminalomsorgen."""

    def __init__(self, *args: Any, region: Region | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"name": region.name} if region else None})
        self.region = region

    def others(self) -> Any:
        return Region.objects.exclude(pk=self.region.pk if self.region else 0)


class WardForm(NameForm):
    """A section of one unit."""

    def __init__(self, *args: Any, unit: Unit, ward: Ward | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"initial": {"name": ward.name} if ward else None})
        self.unit, self.ward = unit, ward

    def others(self) -> Any:
        return Ward.objects.filter(unit=self.unit).exclude(pk=self.ward.pk if self.ward else 0)


class UnitForm(NameForm):
    """A prison or a probation office."""

    kind = forms.ChoiceField(label=_("Slag"), choices=UnitKind.choices)
    region = forms.ModelChoiceField(
        label=_("Region"),
        queryset=Region.objects.all(),
        to_field_name="key",
        error_messages={"required": _("Velg regionen.")},
    )
    phone = forms.CharField(label=_("Telefon"), max_length=20, required=False)
    active = forms.BooleanField(
        label=_("I bruk"),
        required=False,
        initial=True,
        help_text=_("En enhet som ikke er i bruk, kan ikke velges for nye planer og roller."),
    )

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        fields = ("name", "kind", "phone", "active")
        told = {name: getattr(unit, name) for name in fields} | {"region": unit.region.key} if unit else None
        super().__init__(*args, **kwargs | {"initial": told})
        self.unit = unit

    def others(self) -> Any:
        return Unit.objects.exclude(pk=self.unit.pk if self.unit else 0)


ORGANISATION_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def is_organisation_number(text: str) -> bool:
    """Nine digits, the last a check digit modulo 11 (enhetsregisteret)."""
    if not re.fullmatch(r"\d{9}", text):
        return False
    remainder = sum(int(d) * w for d, w in zip(text, ORGANISATION_WEIGHTS, strict=False)) % 11
    return remainder != 1 and int(text[8]) == (11 - remainder) % 11


class AgencyForm(NameForm):
    """A body outside kriminalomsorgen."""

    kind = forms.ChoiceField(label=_("Slag"), choices=AgencyKind.choices)
    parent = forms.CharField(
        label=_("Hører til"),
        max_length=150,
        required=False,
        help_text=_(
            "Navnet eller kommunenummeret til kommunen som en bydel ligger under, for eksempel 0301."
        ),
    )
    municipality_number = forms.CharField(
        label=_("Kommunenummer"), required=False, help_text=_("Fire siffer, for eksempel 0301.")
    )
    organisation_number = forms.CharField(
        label=_("Organisasjonsnummer"), required=False, help_text=_("Ni siffer.")
    )
    sensitive = forms.BooleanField(
        label=_("Navnet avslører noe"),
        required=False,
        help_text=_("For eksempel en rusklinikk. Bare de som får se noe fra etaten, ser navnet."),
    )
    active = forms.BooleanField(
        label=_("I bruk"),
        required=False,
        initial=True,
        help_text=_("En etat som ikke er i bruk, kan ikke velges for nye roller."),
    )
    taken = _("Det finnes en etat av samme slag med dette navnet.")
    field_order = ("kind", "name")

    def __init__(self, *args: Any, agency: Agency | None = None, **kwargs: Any) -> None:
        fields = ("name", "kind", "municipality_number", "organisation_number", "sensitive", "active")
        told = {name: getattr(agency, name) for name in fields} if agency else {}
        if agency and agency.parent:
            told["parent"] = agency.parent.name
        super().__init__(*args, **kwargs | {"initial": told})
        self.agency = agency

    def others(self) -> Any:
        same_kind = Agency.objects.filter(kind=self.cleaned_data.get("kind", ""))
        return same_kind.exclude(pk=self.agency.pk if self.agency else 0)

    def clean_parent(self) -> Agency | None:
        """The one agency of that name or number that belongs to no other."""
        said = " ".join(str(self.cleaned_data["parent"]).split())
        if not said:
            return None
        others = Agency.objects.filter(active=True, parent=None).exclude(
            pk=self.agency.pk if self.agency else 0
        )
        exact = list(others.filter(Q(name__iexact=said) | Q(municipality_number=said))[:2])
        near = list(others.filter(name__icontains=said)[:4])
        if len(exact) == 1 or not exact and len(near) == 1:
            return (exact or near)[0]
        names = ", ".join(str(agency) for agency in exact or near)
        if names:
            raise forms.ValidationError(
                _("Det er flere som passer: %(names)s. Skriv hele navnet."), params={"names": names}
            )
        raise forms.ValidationError(_("Finner ingen etat med dette navnet eller nummeret."))

    def clean_municipality_number(self) -> str:
        number = str(self.cleaned_data["municipality_number"]).strip()
        if number and not re.fullmatch(r"\d{4}", number):
            raise forms.ValidationError(_("Et kommunenummer har fire siffer."))
        return number

    def clean_organisation_number(self) -> str:
        number = re.sub(r"\s", "", str(self.cleaned_data["organisation_number"]))
        if number and not is_organisation_number(number):
            raise forms.ValidationError(
                _("Dette er ikke et gyldig organisasjonsnummer. Se etter om et siffer er feil.")
            )
        return number


class SearchForm(forms.Form):
    """What one looks for in a register."""

    q = forms.CharField(label=_("Søk"), max_length=100, required=False)


class AgencySearchForm(SearchForm):
    """A part of a name, and a kind."""

    kind = forms.ChoiceField(label=_("Slag"), required=False, choices=[("", _("alle")), *AgencyKind.choices])


class LookSearchForm(forms.Form):
    """Which looks the protection officer wants to see."""

    who = forms.CharField(label=_("Hvem"), max_length=100, required=False)
    since = NorwegianDateField(label=_("Fra"), required=False, help_text="")
    until = NorwegianDateField(label=_("Til"), required=False, help_text="")
    plan = forms.CharField(label=_("Plan"), max_length=6, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and since > until:
            self.add_error("until", _("Til-datoen må være samme dag som fra-datoen, eller senere."))
        if since and since > timezone.localdate():
            self.add_error("since", _("Fra-datoen kan ikke være i framtiden."))
        return found


def initial_of(user: User, name: str) -> dict[str, Any]:
    """What stands in the form of a user who is there already."""
    return {"name": name, "title": user.title, "shielded": user.shielded}
