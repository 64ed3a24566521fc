"""The time of day as Norwegians write it, and short names for fields that many forms have."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class ClockField(forms.TimeField):
    """«13.00» or «13:00»."""

    default_error_messages = {"invalid": _("Skriv klokkeslettet som time.minutt, for eksempel 13.00")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For eksempel 13.00"))
        kwargs.setdefault(
            "widget",
            forms.TimeInput(format="%H.%M", attrs={"inputmode": "numeric", "size": 6, "autocomplete": "off"}),
        )
        super().__init__(input_formats=["%H.%M", "%H:%M"], **kwargs)


def radios(choices: Any = (), **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **kwargs)


def boxes(choices: Any = (), **kwargs: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **kwargs)


def capital(choices: Iterable[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """Choices whose words stand in the middle of sentences elsewhere; translated when they are shown."""
    return [(key, capfirst(words)) for key, words in choices]


def long_text(*, rows: int = 4, **kwargs: Any) -> forms.CharField:
    kwargs.setdefault("max_length", 5000)
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)
