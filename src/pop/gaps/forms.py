"""Putting a gap off, handing it on, and saying what a measure waits for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.gaps.actions import LONGEST
from pop.plans.forms.fields import long_text, radios
from pop.ui.forms import NorwegianDateField


class SnoozeForm(forms.Form):
    """Until when, and why. The reason is for the contact team and the person."""

    until = NorwegianDateField(label=_("Til hvilken dag?"), help_text=_("Høyst 30 dager fram."))
    reason = long_text(label=_("Hvorfor kan det vente?"), max_length=300)

    def clean_until(self) -> date:
        day: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if day <= today:
            raise forms.ValidationError(_t("Velg en dag etter i dag."))
        if day > today + timedelta(days=LONGEST):
            raise forms.ValidationError(
                _t("Du kan utsette høyst %(days)s dager om gangen.") % {"days": LONGEST}
            )
        return day


class HandForm(forms.Form):
    """Who is to have it instead."""

    to = radios(label=_("Hvem skal ha den?"), error_messages={"required": _("Velg hvem som skal ha den")})

    def __init__(self, data: Any = None, *, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["to"].choices = people  # type: ignore[attr-defined]


class WaitForm(forms.Form):
    """What must happen first."""

    other = radios(label=_("Hva må skje først?"), error_messages={"required": _("Velg hva det venter på")})

    def __init__(self, data: Any = None, *, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["other"].choices = measures  # type: ignore[attr-defined]
