"""What is asked when a plan is made, and when somebody comes into a team."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.people.identity import validate_national_id
from pop.people.models import Agency, Protection, Unit, Ward
from pop.teams.around import Choice
from pop.teams.models import ContactRole
from pop.ui.forms import NorwegianDateField


class NeverShownAgain(forms.TextInput):
    """A field that is empty when the page comes back: an identity number is never sent out again."""

    def format_value(self, value: Any) -> None:
        return None


class NewPlanForm(forms.Form):
    """Who the plan is about, and where the person is (rule A14)."""

    given_name = forms.CharField(
        label=_("Fornavn"), max_length=100, error_messages={"required": _("Skriv fornavnet.")}
    )
    family_name = forms.CharField(
        label=_("Etternavn"), max_length=100, error_messages={"required": _("Skriv etternavnet.")}
    )
    birth_date = NorwegianDateField(
        label=_("Fødselsdato"),
        help_text=_("dd.mm.åååå"),
        error_messages={"required": _("Skriv fødselsdatoen.")},
    )
    archive_number = forms.CharField(
        label=_("Doculivenummer"), max_length=30, required=False, help_text=_("Nummeret på saken i arkivet.")
    )
    national_id = forms.CharField(
        label=_("Fødselsnummer eller D-nummer"),
        required=False,
        help_text=_("Bare når det trengs for å være sikker på hvem det er. Vises ikke igjen på denne siden."),
        widget=NeverShownAgain(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    unit = forms.ModelChoiceField(
        label=_("Enhet"),
        queryset=Unit.objects.none(),
        to_field_name="key",
        error_messages={"required": _("Velg enheten.")},
    )
    ward = forms.ModelChoiceField(
        label=_("Avdeling"),
        queryset=Ward.objects.none(),
        to_field_name="key",
        required=False,
        empty_label=_("ingen"),
    )
    arrives = NorwegianDateField(
        label=_("Oppmøtedag"),
        required=False,
        help_text=_("Når personen er kalt inn og ikke har møtt. La stå tomt når personen er her."),
    )
    language = forms.CharField(
        label=_("Språk personen snakker best"),
        max_length=40,
        required=False,
        help_text=_("La stå tomt når det er norsk."),
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["unit"].queryset = mine  # type: ignore[attr-defined]
        self.fields["unit"].initial = units[0].key if len(units) == 1 else None
        wards = Ward.objects.filter(unit__in=mine).select_related("unit")
        self.fields["ward"].queryset = wards  # type: ignore[attr-defined]
        if len(units) > 1:
            self.fields["ward"].label_from_instance = lambda ward: f"{ward.unit}: {ward}"  # type: ignore[attr-defined]

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born > timezone.localdate() or born.year < 1900:
            raise forms.ValidationError(
                _("Skriv fødselsdatoen med fire siffer i året, for eksempel 04.12.1996.")
            )
        return born

    def clean_arrives(self) -> Any:
        """A summons may be for a day far ahead, but hardly years."""
        day = self.cleaned_data["arrives"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Dagen er passert. Er personen her, lar du feltet stå tomt."))
        if day and day > timezone.localdate() + timedelta(days=3 * 365):
            raise forms.ValidationError(_("Dagen er mer enn tre år fram. Se etter årstallet."))
        return day

    def clean_national_id(self) -> str:
        number = "".join(str(self.cleaned_data["national_id"]).split())
        validate_national_id(number)
        return number

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("ward") and found.get("unit") and found["ward"].unit_id != found["unit"].pk:
            self.add_error("ward", _("Avdelingen hører ikke til enheten du har valgt."))
        return found


class SureForm(forms.Form):
    """Shown only when somebody of the same name and birth date is registered."""

    sure = forms.BooleanField(label=_("Jeg har kontrollert at dette er en annen person"), required=False)


class OneOf(forms.Form):
    """One of those who can be asked; `value` of each is its key."""

    who = forms.ChoiceField(
        label=_("Hvem"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hvem det er."), "invalid_choice": _("Velg en av dem i lista.")},
    )

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = {choice.value: choice for choice in choices}
        self.fields["who"].choices = [  # type: ignore[attr-defined]
            (choice.value, choice.text) for choice in choices
        ]

    @property
    def chosen(self) -> Choice:
        return self.choices[self.cleaned_data["who"]]


class InviteForm(OneOf):
    """A named representative, and what they are in the team."""

    role = forms.CharField(
        label=_("Rolle i teamet"),
        max_length=100,
        help_text=_("For eksempel Nav-veileder, lærer eller boligkonsulent."),
        error_messages={"required": _("Skriv hva personen skal være i teamet.")},
    )
    alone = forms.BooleanField(
        label=_("Inviter som enkeltperson, ikke på vegne av etaten"),
        required=False,
        help_text=_("Da gjelder samtykket bare denne ene."),
    )


class Invited(forms.Form):
    """What somebody is asked to be in the team."""

    role = forms.CharField(
        label=_("Rolle i teamet"),
        max_length=100,
        help_text=_("For eksempel behandler, støtteperson eller lærer."),
        error_messages={"required": _("Skriv hva personen skal være i teamet.")},
    )


class KnownForm(Invited):
    """Somebody whom the person with the plan knows by name and place of work."""

    agency = forms.ModelChoiceField(
        label=_("Hvor jobber de?"),
        queryset=Agency.objects.filter(active=True),
        to_field_name="key",
        empty_label=_("Velg"),
        error_messages={
            "required": _("Velg hvor de jobber."),
            "invalid_choice": _("Velg et sted i lista."),
        },
    )
    name = forms.CharField(
        label=_("Hele navnet"),
        max_length=150,
        help_text=_("Fornavn og etternavn, slik de skriver det selv."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Skriv navnet.")},
    )
    field_order = ("agency", "name", "role")


class CodeForm(Invited):
    """The code that somebody has read out or sent."""

    code = forms.CharField(
        label=_("Kode"),
        max_length=40,
        help_text=_("16 bokstaver. Bindestrek, mellomrom og små bokstaver går også."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Skriv koden.")},
    )
    field_order = ("code", "role")


class SamePersonForm(forms.Form):
    """That it is one person, and not two of the same name (rule A14)."""

    sure = forms.BooleanField(
        label=_("Jeg har kontrollert at det er samme person"),
        error_messages={"required": _("Kryss av for at du har kontrollert det.")},
    )


class MainContactForm(OneOf):
    """Whom the person wants as main contact."""


class ContactForm(OneOf):
    """A colleague, and what they do in the contact team. The main contact is chosen by the leader."""

    role = forms.ChoiceField(
        label=_("Rolle i kontaktteamet"),
        choices=[choice for choice in ContactRole.choices if choice[0] != ContactRole.MAIN],
    )


class AssignForm(OneOf):
    """Who in the unit follows the person up, and as what."""

    role = forms.ChoiceField(label=_("Rolle i kontaktteamet"), choices=ContactRole.choices)


class NamedForm(forms.Form):
    """Which of the team may open the plan."""

    protection = forms.ChoiceField(
        label=_("Adressebeskyttelse i Folkeregisteret"), choices=Protection.choices, required=False
    )
    users = forms.MultipleChoiceField(
        label=_("Hvem kan åpne planen"), widget=forms.CheckboxSelectMultiple, required=False
    )


class TieForm(forms.Form):
    """The answer to the question about private ties (rule A13). Nothing is chosen beforehand."""

    answer = forms.ChoiceField(
        label=_("Svaret ditt"),
        widget=forms.RadioSelect,
        choices=[
            ("no_tie", _("Nei, jeg har ingen private bånd")),
            ("knows", _("Ja, jeg kjenner personen")),
        ],
        error_messages={"required": _("Velg ett av svarene.")},
    )
