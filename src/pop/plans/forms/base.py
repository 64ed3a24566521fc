"""What all forms for entries have in common: for whom it is written, whom it is kept from, and its stamp."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.plans import around
from pop.plans.forms.fields import radios
from pop.plans.models import Entry
from pop.plans.opening import OpenPlan

PERSON, SERVICE = "person", "service"
ALL, ALONE = "all", "alone"


class EntryForm(forms.Form):
    """One kind of entry. `columns` are the fields of the row; `ties` what hangs on it."""

    ties_fields: ClassVar[tuple[str, ...]] = ()
    free_text: ClassVar[bool] = True
    """Whether there is room for words that staff may have to pass on (rule A17)."""
    personal: ClassVar[dict[str, Any]] = {}
    """Labels for the person, where they differ from those for staff."""

    def __init__(
        self,
        data: Any = None,
        *,
        opened: OpenPlan,
        topic: int,
        entry: Entry | None = None,
        ask_whose: bool = False,
    ) -> None:
        self.opened, self.topic, self.entry = opened, topic, entry
        super().__init__(data, initial=self.from_entry(entry) if entry else self.at_first())
        self.prepare()
        if opened.own:
            for name, label in self.personal.items():
                if name in self.fields:
                    self.fields[name].label = label
        if entry is None and ask_whose:
            self.fields["whose"] = self.whose_field()
        if entry is None and opened.own:
            self.fields["kept"] = kept_field(opened)

    def prepare(self) -> None:
        """Fills choices that depend on the plan."""

    def at_first(self) -> dict[str, Any]:
        return {}

    def from_entry(self, entry: Entry) -> dict[str, Any]:
        return {name: getattr(entry, name) for name in self.declared_fields if hasattr(entry, name)}

    def whose_field(self) -> forms.ChoiceField:
        name = self.opened.person.given_name if self.opened.person else _t("personen")
        return radios(
            label=_("Hvem sier dette?"),
            initial=PERSON if self.opened.together else None,
            choices=[
                (PERSON, _t("Dette sier %(name)s selv") % {"name": name}),
                (SERVICE, _t("Dette skriver vi i kriminalomsorgen")),
            ],
            error_messages={"required": _("Velg hvem som sier dette")},
        )

    @property
    def said_by_person(self) -> bool:
        return self.cleaned_data.get("whose") == PERSON

    def columns(self) -> dict[str, Any]:
        """The fields of the row, as the actions take them."""
        skip = {"whose", "kept", *self.ties_fields}
        return {name: value for name, value in self.cleaned_data.items() if name not in skip}

    def ties(self) -> dict[str, Any]:
        return {}

    def begin_with(self, given: Mapping[str, str]) -> None:
        """What a link to the form suggests, for a kind that takes suggestions."""

    def kept(self) -> dict[str, Any]:
        """Whom a new entry is kept from, in the same moment as it is written (rule A7)."""
        return kept_columns(self.opened, self.cleaned_data.get("kept", ALL))

    def stamp(self) -> str:
        """A short print of what stood in the fields when the form was opened; another print is a conflict."""
        text = json.dumps([str(self.initial.get(name) or "") for name in self.fields])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept_field(opened: OpenPlan) -> forms.ChoiceField:
    """*Bare for meg*: alone, or with one named contact (rule A7)."""
    team = around.members(opened.plan)
    keys = around.user_keys(member.user_id for member in team)
    return forms.ChoiceField(
        label=_("Hvem kan se det?"),
        initial=ALL,
        choices=[
            (ALL, _t("De som får se dette temaet")),
            (ALONE, _t("Bare jeg")),
            *((keys[m.user_id], _t("Bare jeg og %(name)s") % {"name": m}) for m in team if m.user_id in keys),
        ],
    )


def kept_columns(opened: OpenPlan, chosen: str) -> dict[str, Any]:
    if chosen == ALL:
        return {}
    team = around.user_keys(member.user_id for member in around.members(opened.plan))
    contact = next((pk for pk, key in team.items() if key == chosen), None)
    return {"only_me": True, "only_me_contact_id": contact}
