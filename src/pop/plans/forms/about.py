"""Everything else that is written in a plan: about me, wishes, decisions, contacts, meetings, where and when."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.people.models import Unit, User
from pop.plans import around
from pop.plans.called import owners_of_running
from pop.plans.forms.base import EntryForm
from pop.plans.forms.fields import ClockField, boxes, capital, long_text, radios
from pop.plans.models import (
    Along,
    ContactPermission,
    Entry,
    FormOfServing,
    Meeting,
    Placement,
    ProgressionKind,
    StatementKind,
)
from pop.plans.models.content import in_plain_words
from pop.ui.forms import NorwegianDateField

INJURED = re.compile(r"fornærm|\b(?:offer(?:et)?|krenk\w+)\b", re.IGNORECASE)
"""Words for the one who was harmed, who is never a contact (rule A11)."""


class StatementForm(EntryForm):
    kind = radios(StatementKind.choices, label=_("Hva handler det om?"))
    text = long_text(label=_("Tekst"), error_messages={"required": _("Skriv noe her")})

    personal = {"text": _("Skriv det du vil si")}


class WishForm(EntryForm):
    kind = radios(label=_("Hvilket ønske?"), error_messages={"required": _("Velg et ønske")})
    own_words = long_text(label=_("Med egne ord"), required=False, rows=3)

    def prepare(self) -> None:
        kinds = [(kind, in_plain_words(kind)) for kind in ProgressionKind.values]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]


class DecisionForm(EntryForm):
    text = forms.CharField(
        label=_("Hva er bestemt?"), max_length=500, error_messages={"required": _("Skriv hva som er bestemt")}
    )
    decided_by = forms.CharField(
        label=_("Hvem har bestemt det?"),
        max_length=150,
        error_messages={"required": _("Skriv hvem som har bestemt det")},
    )
    decided_on = NorwegianDateField(
        label=_("Når ble det bestemt?"), error_messages={"required": _("Skriv datoen i vedtaket")}
    )
    complaint_deadline = NorwegianDateField(
        label=_("Klagefrist"),
        required=False,
        help_text=_("La den stå tom hvis du ikke vet: se vedtaket."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("decided_on"), data.get("complaint_deadline")
        if first and last and last < first:
            self.add_error("complaint_deadline", _("Klagefristen må være etter at det ble bestemt"))
        return data


class ContactForm(EntryForm):
    """Rule A11: of private persons first name and relation only; of a child no name; never the injured party."""

    name = forms.CharField(
        label=_("Navn"),
        max_length=150,
        help_text=_(
            "Bare fornavn når det er en privatperson. Om et barn skriver du bare relasjonen, ikke navnet. "
            "Den som ble utsatt for lovbruddet, skal aldri stå her."
        ),
        error_messages={"required": _("Skriv navnet")},
    )
    relation = forms.CharField(
        label=_("Relasjon"),
        max_length=100,
        required=False,
        help_text=_("For eksempel søster, venn, saksbehandler"),
    )
    private = forms.BooleanField(label=_("Er en privatperson"), required=False)
    is_child = forms.BooleanField(label=_("Er et barn"), required=False)
    protected = forms.BooleanField(label=_("Har adressebeskyttelse"), required=False)
    workplace = forms.CharField(label=_("Arbeidssted"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telefonnummer"), max_length=30, required=False)
    email = forms.EmailField(
        label=_("E-post"), required=False, error_messages={"invalid": _("Skriv e-posten som navn@sted.no")}
    )
    makes_contact = forms.CharField(label=_("Hvem tar kontakt?"), max_length=150, required=False)
    permission = radios(
        capital(ContactPermission.choices),
        label=_("Kan andre ta kontakt?"),
        error_messages={"required": _("Velg om andre kan ta kontakt")},
    )
    wants_along = radios(
        [*capital(Along.choices), ("", _("Ikke sagt"))],
        label=_("Vil ha med i det som planlegges"),
        required=False,
        initial="",
    )
    at_gate = forms.BooleanField(label=_("Møter ved porten ved løslatelsen"), required=False)

    def prepare(self) -> None:
        if self.data.get("is_child"):
            self.fields["name"].required = False
            self.fields["relation"].required = True
            self.fields["relation"].error_messages["required"] = _t("Skriv relasjonen, for eksempel datter")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["private"] = data.get("private") or data.get("is_child") or False
        self.refuse_names(data)
        if data["private"] or data.get("protected"):
            self.refuse_details(data)
        return data

    def refuse_names(self, data: dict[str, Any]) -> None:
        for field in ("name", "relation"):
            if INJURED.search(data.get(field) or ""):
                self.add_error(field, _("Den som ble utsatt for lovbruddet, skal aldri stå her"))
        if data.get("name") and data.get("is_child"):
            self.add_error("name", _("Skriv ikke navnet på et barn. Relasjonen er nok."))
        elif data["private"] and len(data.get("name", "").split()) > 1:
            self.add_error("name", _("Skriv bare fornavnet. Bruk bindestrek hvis det er to."))

    def refuse_details(self, data: dict[str, Any]) -> None:
        reason = (
            _("Om barn skriver vi bare relasjonen")
            if data.get("is_child")
            else _("Om privatpersoner skriver vi bare fornavn og relasjon")
            if data["private"]
            else _("Den som har adressebeskyttelse, skal ikke ha slike opplysninger her")
        )
        for name in ("workplace", "phone", "email"):
            if data.get(name):
                self.add_error(name, reason)


class MeetingForm(EntryForm):
    subject = forms.CharField(
        label=_("Hva handler møtet om?"),
        max_length=200,
        error_messages={"required": _("Skriv hva møtet handler om")},
    )
    date = NorwegianDateField(label=_("Dato"), required=False)
    time = ClockField(label=_("Klokkeslett"), required=False)
    when_text = forms.CharField(
        label=_("Tid med ord"), max_length=100, required=False, help_text=_("Når datoen ikke er bestemt ennå")
    )
    place = forms.CharField(label=_("Sted"), max_length=150, required=False)
    outside = forms.BooleanField(
        label=_("Møtet er utenfor fengselet"),
        required=False,
        help_text=_("Da står det «dato kommer» for alle til enheten har frigitt tiden."),
    )
    released = forms.BooleanField(label=_("Enheten har frigitt tiden"), required=False)
    called_by = forms.CharField(label=_("Hvem kaller inn?"), max_length=150, required=False)
    invite = boxes(
        label=_("Hvem er kalt inn?"),
        required=False,
        help_text=_(
            "De som er kalt inn, ser dette møtet. De som har ansvar for et tiltak som er i gang, er krysset av."
        ),
    )
    held = radios(
        [("", _("Ikke ennå")), ("yes", _("Ja")), ("no", _("Nei"))], label=_("Er møtet holdt?"), required=False
    )

    ties_fields: ClassVar[tuple[str, ...]] = ("invite",)

    def prepare(self) -> None:
        team = around.members(self.opened.plan)
        keys = around.user_keys(member.user_id for member in team)
        self.team = {keys[m.user_id]: m.user_id for m in team}
        owners = owners_of_running(self.opened.plan, team)
        self.fields["invite"].choices = [  # type: ignore[attr-defined]
            (
                keys[m.user_id],
                _t("%(name)s (har et tiltak, må være med)") % {"name": m} if m in owners else str(m),
            )
            for m in team
        ]
        if self.entry is None:
            self.initial["invite"] = [keys[m.user_id] for m in owners]
        if not team:
            del self.fields["invite"]
        if self.entry is None:
            del self.fields["held"]
        # The unit releases (rule C3); what it has released, it does not take back by a tick.
        if self.opened.own or self.opened.partner or self.is_released:
            del self.fields["released"]

    @property
    def is_released(self) -> bool:
        return isinstance(self.entry, Meeting) and self.entry.released_at is not None

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("outside") and not (data.get("released") or self.is_released):
            for name in ("date", "time", "when_text"):
                if data.get(name):
                    self.add_error(name, self.not_released())
        return data

    def not_released(self) -> str:
        if "released" in self.fields:
            return _t("Kryss av for at enheten har frigitt tiden, eller la den stå tom til den er frigitt")
        return _t("La tiden stå tom: enheten frigir den")

    def from_entry(self, entry: Entry) -> dict[str, Any]:
        assert isinstance(entry, Meeting)  # noqa: S101
        called = around.user_keys(entry.invitees.values_list("user_id", flat=True))
        held = {True: "yes", False: "no", None: ""}[entry.held]
        return super().from_entry(entry) | {"invite": sorted(called.values()), "held": held}

    def columns(self) -> dict[str, Any]:
        found = super().columns()
        if "held" in found:
            found["held"] = {"yes": True, "no": False, "": None}[found["held"]]
        if found.pop("released", False):
            found["released_at"] = timezone.now()
        return found

    def ties(self) -> dict[str, Any]:
        if "invite" not in self.fields:
            return {}
        called = [self.team[key] for key in self.cleaned_data["invite"]]
        return {"invite": tuple(User.objects.filter(pk__in=called))}


class PlacementForm(EntryForm):
    where = forms.ChoiceField(label=_("Hvor?"), error_messages={"required": _("Velg enhet")})
    since = NorwegianDateField(label=_("Fra når?"), error_messages={"required": _("Skriv fra hvilken dag")})

    free_text = False
    ties_fields = ("where",)

    def prepare(self) -> None:
        self.places: dict[str, dict[str, Any]] = {}
        choices: list[tuple[str, str]] = [("", _t("Velg enhet"))]
        for unit in Unit.objects.filter(active=True).prefetch_related("wards"):
            self.places[str(unit.key)] = {"unit": unit, "ward": None}
            choices.append((str(unit.key), unit.name))
            for ward in unit.wards.all():
                self.places[str(ward.key)] = {"unit": unit, "ward": ward}
                choices.append((str(ward.key), f"{unit.name}, {ward.name}"))
        self.fields["where"].choices = choices  # type: ignore[attr-defined]

    def from_entry(self, entry: Entry) -> dict[str, Any]:
        assert isinstance(entry, Placement)  # noqa: S101
        return {"where": str((entry.ward or entry.unit).key), "since": entry.since}

    def columns(self) -> dict[str, Any]:
        return super().columns() | self.places[self.cleaned_data["where"]]


class ServingFormForm(EntryForm):
    form = forms.ChoiceField(label=_("Gjennomføringsform"), choices=capital(FormOfServing.choices))
    since = NorwegianDateField(label=_("Fra når?"), error_messages={"required": _("Skriv fra hvilken dag")})

    free_text = False


class ExpectedReleaseForm(EntryForm):
    on = NorwegianDateField(label=_("Forventet løslatelse"), error_messages={"required": _("Skriv datoen")})

    free_text = False
