"""Forms about the history of a plan."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pop.plans.models import Agreement, Version


class AnswerForm(forms.Form):
    """The person's answer to a version; `present` only where it is registered by the contact team."""

    answer = forms.ChoiceField(
        label=_("Er du enig i planen?"), choices=Agreement.choices, widget=forms.RadioSelect,
        error_messages={"required": _("Velg et av svarene.")},
    )  # fmt: skip
    own_words = forms.CharField(
        label=_("Med egne ord"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Du trenger ikke skrive noe."),
    )  # fmt: skip
    present = forms.CharField(
        label=_("Hvem var til stede?"), max_length=200, help_text=_("For eksempel: Elias og Marte Nygård."),
        error_messages={"required": _("Skriv hvem som var til stede.")},
    )  # fmt: skip

    def __init__(self, *args: Any, together: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever answers with an own login can answer.
        asked = Agreement if together else (Agreement.AGREES, Agreement.DISAGREES)
        self.fields["answer"].choices = [(one.value, capfirst(str(one.label))) for one in asked]  # type: ignore[attr-defined]
        if not together:
            del self.fields["present"]
            return
        self.fields["answer"].label = _("Hva svarte personen?")
        self.fields["own_words"].help_text = _("Det personen sa, med personens egne ord.")


class CompareForm(forms.Form):
    """Two versions of one plan."""

    fra = forms.TypedChoiceField(label=_("Fra versjon"), coerce=int)
    til = forms.TypedChoiceField(label=_("Til versjon"), coerce=int)

    def __init__(self, *args: Any, versions: list[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.number, version.number) for version in versions]
        for name in ("fra", "til"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class DayForm(forms.Form):
    """A day on which the plan is looked at as it was in the evening."""

    dag = forms.DateField(
        label=_("Dag"), help_text=_("dd.mm.åååå"), input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"],
        error_messages={"invalid": _("Skriv datoen slik: 4.12.2026."), "required": _("Skriv en dato.")},
    )  # fmt: skip
