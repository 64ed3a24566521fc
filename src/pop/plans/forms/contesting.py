"""The person's words when they disagree."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t

from pop.plans.forms.fields import long_text
from pop.plans.opening import OpenPlan


class ContestForm(forms.Form):
    """One may disagree without saying why."""

    words = long_text(required=False, rows=5)

    def __init__(self, data: Any = None, *, opened: OpenPlan, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["words"]
        if opened.own:
            field.label = _t("Hva er du uenig i?")
            field.help_text = _t("Skriv med dine egne ord, eller la det stå tomt.")
        else:
            name = opened.person.given_name if opened.person else _t("personen")
            field.label = _t("Hva er %(name)s uenig i?") % {"name": name}
            field.help_text = _t("Skriv det %(name)s sier, med %(name)s sine egne ord.") % {"name": name}
