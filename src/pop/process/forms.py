"""What one fills in about the process."""

from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.plans.forms.fields import capital, long_text, radios
from pop.plans.models import ProgressionKind
from pop.plans.models.content import in_plain_words
from pop.process.data import Process, Setting
from pop.process.models import Guardianship, Home


class WaiveForm(forms.Form):
    reason = forms.CharField(
        label=_("Hvorfor trengs det ikke?"),
        max_length=300,
        help_text=_("Personen og kontaktteamet leser dette."),
        error_messages={"required": _("Skriv hvorfor steget ikke trengs")},
    )


class PathwayForm(forms.Form):
    """The forløp. Another than the suggested one asks why; which is suggested hangs on where the person will live."""

    home = radios(
        capital(Home.choices),
        label=_("Hvor skal personen bo etter straffen?"),
        help_text=_("Dette vises aldri for andre enn personen og kontaktteamet."),
        error_messages={"required": _("Velg hvor personen skal bo")},
    )
    pathway = radios(label=_("Forløp"), error_messages={"required": _("Velg et forløp")})
    reason = forms.CharField(
        label=_("Hvorfor et annet forløp enn det som er foreslått?"), max_length=300, required=False
    )

    def __init__(self, data: Any = None, *, process: Process, suggest: Any, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.suggest = suggest
        self.fields["pathway"].choices = [(p.code, str(p.name)) for p in process.pathways]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not data.get("home") or not data.get("pathway"):
            return data
        suggested = self.suggest(data["home"])
        data["suggested"] = suggested.code
        if data["pathway"] != suggested.code and not (data.get("reason") or "").strip():
            self.add_error(
                "reason",
                _t("Foreslått er «%(name)s». Skriv hvorfor dere velger et annet.") % {"name": suggested.name},
            )
        return data


class SaidWishForm(forms.Form):
    """What the person wishes for, said in an utslusningssamtale (rule B10)."""

    kind = radios(
        [(kind, lazy(in_plain_words, str)(kind)) for kind in ProgressionKind.values],
        label=_("Hvilket ønske?"),
        error_messages={"required": _("Velg et ønske")},
    )
    own_words = long_text(label=_("Med egne ord"), required=False, rows=3)


class GuardianshipForm(forms.Form):
    scope = radios(
        [("", _("Har ikke verge")), *capital(Guardianship.Scope.choices)],
        label=_("Gjelder vergemålet økonomi, personlige forhold eller begge deler?"),
        required=False,
    )


class UnitRulesForm(forms.Form):
    """One number for each word that a unit decides. Empty is what the file says."""

    def __init__(self, data: Any = None, *, settings: tuple[Setting, ...], initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        for setting in settings:
            self.fields[setting.code] = field(setting)

    def days(self) -> dict[str, int | None]:
        return dict(self.cleaned_data)


def field(setting: Setting) -> forms.IntegerField:
    numbers = {"low": setting.lowest, "high": setting.highest, "default": setting.default}
    bounds = _t("Skriv et helt tall fra %(low)s til %(high)s") % numbers
    return forms.IntegerField(
        label=str(setting.name),
        help_text=f"{setting.what} "
        + _t("Fra %(low)s til %(high)s. Står feltet tomt, gjelder %(default)s.") % numbers,
        required=False,
        min_value=setting.lowest,
        max_value=setting.highest,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": bounds, "min_value": bounds, "max_value": bounds},
    )
