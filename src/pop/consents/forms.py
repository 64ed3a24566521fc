"""The forms about consent. What is ticked about recipients and topics is read by `ticked`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.consents import sheets
from pop.consents.models import Consent
from pop.consents.offers import Party, Register, TopicLine
from pop.consents.state import Topics, Yes
from pop.people.models import AgencyKind, User
from pop.ui.forms import NorwegianDateField


def ticked(post: QueryDict, register: Register, lines: Mapping[int, TopicLine]) -> dict[int, Topics]:
    """The boxes of a page. `vist` names each recipient and topic that stood there; only these are changed."""
    yes = set(post.getlist("ja"))
    found: dict[int, Topics] = {}
    for shown in post.getlist("vist"):
        token, _colon, number = shown.partition(":")
        party = party_of(token, register)
        if party and number.isdecimal() and int(number) in lines:
            found.setdefault(party.key, {})[int(number)] = Yes(
                f"{shown}:gi" in yes, f"{shown}:innhente" in yes, f"{shown}:dele" in yes
            )
    return found


def party_of(token: str, register: Register) -> Party | None:
    try:
        return register.by_token(UUID(token))
    except ValueError:
        return None


class SignForm(forms.Form):
    """The person's own signature. `seen` says which draft stood on the screen."""

    yes = forms.BooleanField(
        label=_("Jeg har lest hva det betyr å dele, og sier ja til dette"),
        error_messages={"required": _("Kryss av for at du har lest hva det betyr å dele.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """The day on which a consent ends. Required for the time after the sentence."""

    ends_on = NorwegianDateField(
        label=_("Siste dag samtykket gjelder"),
        required=False,
        help_text=_("La feltet stå tomt hvis det skal gjelde så lenge du gjennomfører straff."),
    )

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = needed
        if needed:
            self.fields["ends_on"].help_text = _("For eksempel 17.11.2026")
            self.fields["ends_on"].error_messages["required"] = _("Velg siste dag samtykket gjelder.")

    def clean_ends_on(self) -> date | None:
        day: date | None = self.cleaned_data["ends_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Velg en dag som ikke har vært."))
        return day


@dataclass(frozen=True)
class Scan:
    """A sheet whose content has been looked at."""

    content: bytes
    content_type: str


class ScanField(forms.FileField):
    """The signed sheet; what it is, is decided by its content."""

    messages = {
        "too_large": _("Filen er for stor. Den kan være 10 MB."),
        "unknown": _("Filen er ikke en PDF, JPEG eller PNG. Skann arket på nytt."),
        "active": _("PDF-en inneholder mer enn sider. Skann arket på nytt, og lagre det som vanlig PDF."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Skannet ark"))
        kwargs.setdefault("help_text", _("PDF, JPEG eller PNG, høyst 10 MB"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("error_messages", {"empty": _("Filen er tom. Velg en annen.")})
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A `Scan`, or None."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        content = upload.read()
        try:
            return Scan(content, sheets.content_type_of(content, upload.size or len(content)))
        except sheets.BadScan as bad:
            raise forms.ValidationError(self.messages[bad.args[0]]) from bad


class AttachForm(forms.Form):
    """What was missing when a paper was registered: a scan, or where the sheet lies (rule A6)."""

    scan = ScanField()
    archive_reference = forms.CharField(label=_("Arkivreferanse"), max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("scan") and not data.get("archive_reference"):
            raise forms.ValidationError(_("Legg ved arket, eller skriv arkivreferansen."))
        return data


class PaperForm(forms.Form):
    """A paper that the person has signed, registered by one of the contact team with a witness (rule A6)."""

    code = forms.CharField(
        label=_("Koden på arket"),
        max_length=20,
        help_text=_("Står øverst på arket, for eksempel 4F3A-91C2"),
        error_messages={"required": _("Skriv koden som står på arket.")},
    )
    signed_on = NorwegianDateField(
        label=_("Dato på arket"), error_messages={"required": _("Skriv datoen som står på arket.")}
    )
    witness = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Vitne"),
        help_text=_("En annen ansatt i enheten, som så at arket ble underskrevet"),
        empty_label=_("Velg et vitne"),
        error_messages={
            "required": _("Velg et vitne."),
            "invalid_choice": _("Vitnet må være en annen enn deg, og ansatt i enheten."),
        },
    )
    read_aloud = forms.BooleanField(label=_("Teksten ble lest høyt"), required=False)
    language = forms.CharField(label=_("Språk"), max_length=40, initial=_("norsk"))
    interpreter = forms.CharField(
        label=_("Tolk"),
        max_length=150,
        required=False,
        help_text=_("Hvem, og om tolken er kvalifisert. La feltet stå tomt uten tolk."),
    )
    remarks = forms.CharField(
        label=_("Merknader på arket"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    archive_reference = forms.CharField(label=_("Arkivreferanse"), max_length=60, required=False)
    scan = ScanField()
    copy_given = forms.BooleanField(
        label=_("Jeg så underskriften, og personen har fått sitt eksemplar"),
        error_messages={"required": _("Kryss av når personen har skrevet under og fått sitt eksemplar.")},
    )

    def __init__(self, *args: Any, plan_id: int, witnesses: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan_id = plan_id
        field = self.fields["witness"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = User.objects.filter(pk__in=[user.pk for user in witnesses])

    def clean_code(self) -> Consent:
        draft = sheets.draft_of(self.plan_id, self.cleaned_data["code"])
        if draft:
            return draft
        raise forms.ValidationError(
            _("Koden passer ikke. Er noe endret etter at arket ble skrevet ut, må et nytt ark skrives under.")
        )

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Datoen kan ikke være etter i dag."))
        draft = self.cleaned_data.get("code")
        if draft and day < timezone.localdate(draft.drafted_at):
            raise forms.ValidationError(_("Datoen er før arket ble skrevet ut."))
        return day


class ExclusionForm(forms.Form):
    """Who is not to know about what."""

    who = forms.ChoiceField(
        label=_("Hvem skal ikke få vite noe?"), error_messages={"required": _("Velg hvem det gjelder.")}
    )
    topic = forms.TypedChoiceField(
        label=_("Hva skal de ikke få vite om?"),
        coerce=int,
        error_messages={"required": _("Velg hva de ikke skal få vite om.")},
    )
    own_words = forms.CharField(
        label=_("Med egne ord"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )

    def __init__(
        self, *args: Any, parties: list[tuple[str, str]], lines: list[TopicLine], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who, topic = self.fields["who"], self.fields["topic"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101
        who.choices = [("", _("Velg")), *parties]
        topic.choices = [("", _("Velg")), *((line.number, line.name) for line in lines)]


class ToldForm(forms.Form):
    """What somebody has said that they take back (rule A5)."""

    ALL, KIND, TOPIC = "all", "kind", "topic"
    # Not called optional: what is taken back decides which of them must be there.
    needed_sometimes = (KIND, TOPIC)

    who = forms.CharField(
        label=_("Hvem trekker samtykket?"),
        help_text=_("Fullt navn eller Doculivenummer"),
        error_messages={"required": _("Skriv fullt navn eller Doculivenummer.")},
    )
    what = forms.ChoiceField(
        label=_("Hva trekkes tilbake?"),
        choices=[(ALL, _("Alt")), (KIND, _("Én type etat")), (TOPIC, _("Ett tema"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva som trekkes tilbake.")},
    )
    kind = forms.ChoiceField(
        label=_("Hvis én type etat: hvilken?"),
        choices=[("", _("Velg")), *AgencyKind.choices],
        required=False,
    )
    topic = forms.ChoiceField(label=_("Hvis ett tema: hvilket?"), required=False)

    def __init__(self, *args: Any, lines: Iterable[TopicLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic = self.fields["topic"]
        assert isinstance(topic, forms.ChoiceField)  # noqa: S101
        topic.choices = [("", _("Velg")), *((str(line.number), line.name) for line in lines)]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for what, message in ((self.KIND, _("Velg type etat.")), (self.TOPIC, _("Velg tema."))):
            if data.get("what") == what and not data.get(what):
                self.add_error(what, message)
        return data

    @property
    def scope(self) -> str:
        """As `access.withdraw_told` takes it."""
        what = str(self.cleaned_data["what"])
        return what if what == self.ALL else f"{what}:{self.cleaned_data[what]}"


class PreConsentForm(forms.Form):
    """The one agency that may know that the person is coming (rule B3): own words, or where the signed paper lies."""

    agency = forms.UUIDField(widget=forms.HiddenInput)
    own_words = forms.CharField(
        label=_("Med egne ord"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    archive_reference = forms.CharField(
        label=_("Arkivreferanse"),
        max_length=60,
        help_text=_("Der det underskrevne arket ligger."),
        error_messages={"required": _("Skriv arkivreferansen til arket.")},
    )

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["archive_reference" if own else "own_words"]
