"""Where one is reached, and how one wants to be told of each kind."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.notices.models import AcuteReason, ContactPoint, NoticeChannel, NoticeKind, ToldHow
from pop.plans.forms.fields import boxes, radios

PHONE = re.compile(r"^(\+\d{6,14}|\d{8})$")
CHOSEN = [kind for kind in NoticeKind if kind != NoticeKind.ACUTE]


def default(kind: str, channel: str) -> str:
    """Held by access.plan_deliveries too."""
    return ToldHow.NOW if channel == NoticeChannel.EMAIL or kind == NoticeKind.ACUTE else ToldHow.OFF


class ChoicesForm(forms.Form):
    email = forms.EmailField(
        label=_("E-postadresse"), required=False, max_length=254,
        help_text=_("La feltet stå tomt hvis du ikke vil ha e-post."),
        error_messages={"invalid": _("Skriv adressen slik: navn@eksempel.no")},
    )  # fmt: skip
    phone = forms.CharField(
        label=_("Mobilnummer"), required=False, max_length=20,
        help_text=_("La feltet stå tomt hvis du ikke vil ha SMS. Utenlandske nummer begynner med +."),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, point: ContactPoint | None, chosen: Mapping[tuple[str, str], str]
    ) -> None:
        super().__init__(data, initial={"email": point.email, "phone": point.phone} if point else None)
        for channel in NoticeChannel:
            for kind in CHOSEN:
                self.fields[f"{channel.value}_{kind.value}"] = forms.ChoiceField(
                    label=_t("%(channel)s: %(kind)s")
                    % {"channel": channel.label, "kind": str(kind.label).lower()},
                    choices=ToldHow.choices,
                    initial=chosen.get((kind.value, channel.value), default(kind, channel)),
                )

    def clean_phone(self) -> str:
        number = re.sub(r"[\s-]", "", str(self.cleaned_data["phone"]))
        if number and not PHONE.match(number):
            raise forms.ValidationError(_("Skriv nummeret med åtte siffer, eller med + og landkode"))
        return f"+47{number}" if len(number) == 8 and number.isdecimal() else number

    @property
    def how(self) -> dict[tuple[str, str], str]:
        return {
            (kind.value, channel.value): self.cleaned_data[f"{channel.value}_{kind.value}"]
            for channel in NoticeChannel
            for kind in CHOSEN
        }


class CodeForm(forms.Form):
    """The code that was sent to one's own address."""

    code = forms.CharField(
        label=_("Koden"), max_length=20,
        help_text=_("Seks sifre."),
        error_messages={"required": _("Skriv koden du har fått")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )  # fmt: skip


class AcuteForm(forms.Form):
    """What is acute, of a closed list (rule C7), and who is to know."""

    reason = radios(
        AcuteReason.choices,
        label=_("Hva gjelder det?"),
        error_messages={"required": _("Velg hva det gjelder")},
    )
    users = boxes(label=_("Hvem skal få beskjed?"), error_messages={"required": _("Velg minst én")})

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["users"].choices = people  # type: ignore[attr-defined]
