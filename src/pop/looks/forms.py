"""What the person asks, what is answered, and whose looks are shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pop.looks.models import QuestionKind

LONGEST = 2000


class AskForm(forms.Form):
    """A question or a complaint, in the person's own words."""

    kind = forms.ChoiceField(
        label=_("Hva er det?"),
        choices=[
            (QuestionKind.QUESTION, _("Et spørsmål: Jeg vil vite hvorfor")),
            (QuestionKind.COMPLAINT, _("En klage: Jeg mener det ikke skulle ha skjedd")),
        ],
        initial=QuestionKind.QUESTION,
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om det er et spørsmål eller en klage.")},
    )
    words = forms.CharField(
        label=_("Hva vil du spørre om eller si?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Skriv bare det de trenger å vite. De ser ikke planen din."),
        error_messages={
            "required": _("Skriv hva du vil spørre om eller si."),
            "max_length": _("Teksten er for lang. Kort den ned til %(limit_value)d tegn."),
        },
    )


class AnswerForm(forms.Form):
    """What the person reads."""

    text = forms.CharField(
        label=_("Svar til personen"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Personen leser dette. Skriv hva du har funnet ut, og hva som skjer nå."),
        error_messages={
            "required": _("Skriv et svar."),
            "max_length": _("Teksten er for lang. Kort den ned til %(limit_value)d tegn."),
        },
    )


class WhoseForm(forms.Form):
    """Whose looks are shown. The name is Norwegian because it stands in the address."""

    hvem = forms.ChoiceField(label=_("Vis oppslag fra"), required=False)

    def __init__(self, data: Any, *, choices: list[tuple[str, Any]]) -> None:
        super().__init__(data)
        self.fields["hvem"].choices = choices  # type: ignore[attr-defined]
