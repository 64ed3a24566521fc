"""What is written, to whom, and how the person may write."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.channel.models import Mode
from pop.consents.forms import ScanField
from pop.plans.forms.fields import boxes, long_text, radios
from pop.ui.forms import NorwegianDateField

PERSON, SERVICE = "person", "service"


class FileField(ScanField):
    messages = {
        "too_large": _("Filen er for stor. Den kan være 10 MB."),
        "unknown": _("Filen er ikke en PDF, JPEG eller PNG. Velg en annen."),
        "active": _("PDF-en inneholder mer enn sider. Lagre den som vanlig PDF, og velg den på nytt."),
    }


class MessageForm(forms.Form):
    """The first step: the words, and whose they are."""

    text = long_text(
        label=_("Meldingen"), rows=5, error_messages={"required": _("Skriv meldingen")},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, name: str = "", ask_whose: bool = False, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if ask_whose:
            words = _t("%(name)s. Vi skriver det sammen.") % {"name": name or _t("Personen")}
            self.fields["whose"] = radios(
                [(SERVICE, _t("Kontaktteamet")), (PERSON, words)],
                label=_t("Hvem sine ord er dette?"), initial=SERVICE,
                error_messages={"required": _t("Velg hvem sine ord det er")},
            )  # fmt: skip

    @property
    def for_person(self) -> bool:
        return self.cleaned_data.get("whose") == PERSON


class SendForm(forms.Form):
    """The second step: to whom, of those who may read it, and a file along with it."""

    needed_sometimes = ("readers",)

    readers = boxes(
        label=_("Disse kan lese meldingen"), required=False,
        help_text=_("Ta bort haken hvis en av dem ikke skal lese den. Du kan ikke legge til flere."),
    )  # fmt: skip
    file = FileField(label=_("Vedlegg"))

    def __init__(
        self, data: Any = None, files: Any = None, *, readers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(data, files, **kwargs)
        if readers:
            self.fields["readers"].choices = readers  # type: ignore[attr-defined]
        else:
            del self.fields["readers"]


class ModeForm(forms.Form):
    """How the person writes, why and until when. All but direct have a reason and a last day (rule C4)."""

    needed_sometimes = ("reason", "until")

    mode = radios(
        [
            (Mode.DIRECT, _("Direkte: personen skriver selv")),
            (Mode.VIA_OFFICER, _("Gjennom en ansatt: dere skriver det sammen")),
            (Mode.CLOSED, _("Stengt: personen skriver ikke her, men leser alt")),
        ],
        label=_("Hvordan skriver personen?"), error_messages={"required": _("Velg en måte")},
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Begrunnelse"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Personen leser den."),
    )  # fmt: skip
    until = NorwegianDateField(label=_("Til og med"), required=False)

    def clean_until(self) -> date | None:
        day: date | None = self.cleaned_data["until"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_t("Datoen er passert"))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("mode") in (Mode.VIA_OFFICER, Mode.CLOSED):
            if not (data.get("reason") or "").strip() and "reason" not in self.errors:
                self.add_error("reason", _t("Skriv hvorfor"))
            if not data.get("until") and "until" not in self.errors:
                self.add_error("until", _t("Skriv siste dag"))
        elif data.get("mode") == Mode.DIRECT:
            data |= {"reason": "", "until": None}
        return data


class UnitForm(ModeForm):
    """The same for all who are in the unit, and whom they call."""

    acute = forms.CharField(
        label=_("Når det haster"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For eksempel hvem en ringer på i avdelingen, og nummeret ut. Det står ved siden av der en skriver."),
    )  # fmt: skip

    field_order = ["acute", "mode", "reason", "until"]
