"""The guide as one form: eight areas, four questions each, and what to arrange before arrival."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.conversations.forms import yes_no
from pop.conversations.guide import GUIDE, QUESTIONS, Row
from pop.conversations.models import MappingAnswer, Preparation, PreparationState, ToArrange
from pop.plans.forms.fields import radios


@dataclass(frozen=True)
class Group:
    """The fields of one area, for the page."""

    row: Row
    fields: list[forms.BoundField]
    words: list[forms.BoundField]


class GuideForm(forms.Form):
    """Everything is voluntary: what is not said is «ikke sagt», and no field is required."""

    def __init__(
        self, data: Any = None, *, topics: dict[int, str], answers: dict[str, MappingAnswer]
    ) -> None:
        super().__init__(data)
        self.rows = [row for row in GUIDE if row.topics[0] in topics]
        self.answers = answers
        for row in self.rows:
            self.area(row, topics)

    def area(self, row: Row, topics: dict[int, str]) -> None:
        before = self.answers.get(row.key)
        for name in QUESTIONS:
            field: Any = MappingAnswer._meta.get_field(name)
            self.fields[f"{row.key}-{name}"] = yes_no(label=field.verbose_name)
            self.fields[f"{row.key}-{name}"].initial = getattr(before, name, "")
        self.fields[f"{row.key}-words"] = forms.CharField(
            label=_t("Med egne ord"), max_length=500, required=False, initial=before.words if before else ""
        )
        choices = [(str(number), topics[number]) for number in row.topics if number in topics]
        if len(choices) > 1:
            self.fields[f"{row.key}-topic"] = forms.ChoiceField(
                label=_t("Hva handler det om? Det bestemmer hvem som kan se svaret."), choices=choices,
                required=False,
                initial=str(before.topic_id) if before else choices[0][0],
            )  # fmt: skip

    def groups(self) -> list[Group]:
        return [
            Group(
                row,
                [self[f"{row.key}-{name}"] for name in QUESTIONS],
                [self[name] for name in (f"{row.key}-words", f"{row.key}-topic") if name in self.fields],
            )
            for row in self.rows
        ]

    def said(self, row: Row) -> dict[str, Any]:
        return {name: self.cleaned_data[f"{row.key}-{name}"] for name in (*QUESTIONS, "words")}

    def topic(self, row: Row) -> int:
        return int(self.cleaned_data.get(f"{row.key}-topic") or row.topics[0])


class PreparationForm(forms.Form):
    """What to arrange before arrival: seven things, each done, open or not for me."""

    def __init__(self, data: Any = None, *, rows: dict[str, Preparation]) -> None:
        super().__init__(data)
        for what, label in ToArrange.choices:
            before = rows.get(what)
            self.fields[f"{what}-state"] = radios(
                PreparationState.choices,
                label=label,
                required=False,
                initial=before.state if before else None,
            )
            self.fields[f"{what}-words"] = forms.CharField(
                label=_("Med egne ord"),
                max_length=300,
                required=False,
                initial=before.words if before else "",
            )

    def clean(self) -> dict[str, Any]:
        """Words alone do not say how it stands, and would be lost."""
        data = super().clean() or {}
        for what in ToArrange.values:
            if data.get(f"{what}-words") and not data.get(f"{what}-state"):
                self.add_error(f"{what}-state", _t("Velg hvordan det står"))
        return data

    def groups(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"{what}-state"], self[f"{what}-words"]) for what in ToArrange.values]

    def said(self) -> list[tuple[str, str, str]]:
        data = self.cleaned_data
        return [(what, data[f"{what}-state"], data[f"{what}-words"]) for what in ToArrange.values]
