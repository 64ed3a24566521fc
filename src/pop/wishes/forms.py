"""What is asked for, what is answered, a slip, and a planned leave."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.people.models import AgencyKind
from pop.plans.forms.fields import capital, long_text, radios
from pop.ui.forms import NorwegianDateField
from pop.wishes.complaints import USUAL, ComplaintPeriod, last_day
from pop.wishes.models import Answer, DecidingLevel, LeaveKind, LeaveStatus

CORRECTIONAL = "correctional"
"""Kriminalomsorgen among those who can be asked."""

UNKNOWN_LEVEL = ("", _("Vet ikke"))


def not_ahead(day: date | None) -> date | None:
    if day and day > timezone.localdate():
        raise forms.ValidationError(_t("Datoen kan ikke være etter i dag."))
    return day


def level(**kwargs: Any) -> forms.ChoiceField:
    return radios([*capital(DecidingLevel.choices), UNKNOWN_LEVEL], required=False, initial="", **kwargs)


class AppliedForm(forms.Form):
    """For a progression wish: when it was applied for, and who decides."""

    applied_on = NorwegianDateField(
        label=_("Søkt"),
        required=False,
        help_text=_("Datoen søknaden ble levert. La feltet stå tomt hvis det ikke er søkt."),
    )
    decides = level(label=_("Hvem bestemmer?"))

    def clean_applied_on(self) -> date | None:
        return not_ahead(self.cleaned_data["applied_on"])


class AskForm(forms.Form):
    """Whom the person asks, and for what. `parties`: value, words and whether the topic is seen there."""

    asked = radios(
        label=_("Hvem vil du spørre?"), error_messages={"required": _("Velg hvem som skal spørres")}
    )
    text = forms.CharField(
        label=_("Hva ønsker du?"), max_length=500, error_messages={"required": _("Skriv hva du ønsker")}
    )
    own_words = long_text(label=_("Mer med egne ord"), required=False)
    only_me = forms.BooleanField(
        label=_("Bare for meg"),
        required=False,
        help_text=_("Ingen andre ser ønsket, og det blir ikke sendt. Du kan åpne det og sende det senere."),
    )

    def __init__(self, data: Any = None, *, parties: list[tuple[str, str]], own: bool, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["asked"].choices = parties  # type: ignore[attr-defined]
        if not own:
            self.fields["asked"].label = _("Hvem skal spørres?")
            self.fields["text"].label = _("Hva ønsker personen?")
            self.fields["own_words"].label = _("Mer, med personens egne ord")
            # Only the person keeps something to themselves (rule A7).
            del self.fields["only_me"]


class ProgressionAskForm(AppliedForm, AskForm):
    """The same for a step towards freedom."""

    field_order = ["asked", "text", "own_words", "applied_on", "decides", "only_me"]


class AnswerForm(forms.Form):
    """Ja, nei or annet forslag. The reason is read by the person first."""

    # Not called optional: the answer decides whether it must be there.
    needed_sometimes = ("reason",)

    answer = radios(Answer.choices, label=_("Svar"), error_messages={"required": _("Velg et svar")})
    reason = long_text(
        label=_("Begrunnelse"),
        required=False,
        help_text=_(
            "Må stå ved nei og annet forslag. Skriv vennlig og konkret: hva som er grunnen, og hva som er mulig."
        ),
    )

    def clean_reason(self) -> str:
        return str(self.cleaned_data["reason"]).strip()

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if (
            data.get("answer") in (Answer.NO, Answer.OTHER)
            and not data.get("reason")
            and "reason" not in self.errors
        ):
            self.add_error("reason", {
                Answer.NO: _t("Skriv hvorfor svaret er nei"),
                Answer.OTHER: _t("Skriv hva dere foreslår i stedet"),
            }[Answer(data["answer"])])  # fmt: skip
        return data

    def columns(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DecisionForm(AnswerForm):
    """The answer to a progression wish is a decision, with a period for complaint (rule C6)."""

    decided_by = level(label=_("Hvem bestemte?"))
    decided_on = NorwegianDateField(label=_("Dato for vedtaket"), required=False)
    told_on = NorwegianDateField(
        label=_("Når fikk personen vedtaket?"),
        required=False,
        help_text=_("Klagefristen regnes fra denne dagen."),
    )
    complaint_period = radios(ComplaintPeriod.choices, label=_("Klagefrist"), initial=USUAL, required=False)
    complaint_deadline = NorwegianDateField(
        label=_("Siste dag å klage, hvis den står i vedtaket"),
        required=False,
        help_text=_("Datoen i vedtaket gjelder foran det som er regnet ut."),
    )
    try_again_on = NorwegianDateField(label=_("Kan søke igjen fra"), required=False)

    def clean_decided_on(self) -> date | None:
        return not_ahead(self.cleaned_data["decided_on"])

    def clean_told_on(self) -> date | None:
        return not_ahead(self.cleaned_data["told_on"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        decided, told = data.get("decided_on"), data.get("told_on")
        if decided and told and told < decided:
            self.add_error("told_on", _t("Dagen kan ikke være før vedtaket."))
        if data.get("complaint_period") == ComplaintPeriod.PRINTED and not data.get("complaint_deadline"):
            self.add_error("complaint_deadline", _t("Skriv datoen som står i vedtaket"))
        return data

    def columns(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        told, printed = data.pop("told_on"), data["complaint_deadline"]
        if not (data["decided_on"] or told or printed):
            data["complaint_period"] = ""
        if printed:
            data["complaint_period"] = ComplaintPeriod.PRINTED
        data["complaint_deadline"] = last_day(data["complaint_period"], told_on=told, printed=printed)
        if data["complaint_period"] and not data["complaint_deadline"]:
            data["complaint_period"] = ComplaintPeriod.UNKNOWN
        return data


class SlipForm(forms.Form):
    """What stands on a slip that was handed in. The lists are the same whoever it belongs to."""

    code = forms.CharField(
        label=_("Koden på lappen"), max_length=20, help_text=_("For eksempel 4F3A-91C2"),
        error_messages={"required": _("Skriv koden som står på lappen")},
    )  # fmt: skip
    asked = forms.ChoiceField(
        label=_("Hvem er spurt?"), error_messages={"required": _("Velg hvem som er spurt")}
    )
    topic = forms.TypedChoiceField(
        label=_("Hva handler det om?"), coerce=int, error_messages={"required": _("Velg hva det handler om")}
    )
    text = forms.CharField(
        label=_("Ønsket, slik det står"), max_length=500, error_messages={"required": _("Skriv av ønsket")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    own_words = long_text(label=_("Mer som står på lappen"), required=False, rows=3)
    asked_on = NorwegianDateField(label=_("Dato på lappen"))

    def __init__(self, data: Any = None, *, topics: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["asked"].choices = [("", _("Velg")), *kinds()]  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("Velg")), *topics]  # type: ignore[attr-defined]

    def clean_asked_on(self) -> date | None:
        return not_ahead(self.cleaned_data["asked_on"])


def kinds() -> list[tuple[str, str]]:
    return [
        (CORRECTIONAL, _t("Kriminalomsorgen")),
        *((value, capfirst(str(label))) for value, label in AgencyKind.choices),
    ]


class LeaveForm(forms.Form):
    kind = radios(
        LeaveKind.choices, label=_("Permisjon eller frigang?"), error_messages={"required": _("Velg ett")}
    )
    purpose = forms.CharField(
        label=_("Hva skal den brukes til?"), max_length=300,
        error_messages={"required": _("Skriv hva den skal brukes til")},
    )  # fmt: skip


class LeaveStatusForm(forms.Form):
    """How it stands, and the date when the unit releases it (rule C3)."""

    status = radios(label=_("Hvor langt er det kommet?"), error_messages={"required": _("Velg en status")})
    date_from = NorwegianDateField(label=_("Fra"), required=False)
    date_to = NorwegianDateField(label=_("Til"), required=False)
    release = forms.BooleanField(
        label=_("Enheten har frigitt datoen"),
        required=False,
        help_text=_("Datoen blir synlig for personen og for alle som ser temaet, med en gang du lagrer."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["status"].choices = LeaveStatus.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("date_from"), data.get("date_to")
        if (first or last) and not data.get("release"):
            self.add_error("release", _t("Kryss av når datoen er frigitt, eller la datoene stå tomme"))
        if data.get("release") and not first and "date_from" not in self.errors:
            self.add_error("date_from", _t("Skriv datoen som er frigitt"))
        if first and last and last < first:
            self.add_error("date_to", _t("Datoen kan ikke være før den første"))
        return data
