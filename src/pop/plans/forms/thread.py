"""Needs, goals, measures and notes: what hangs on the thread."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.plans import areas, around
from pop.plans.forms.base import EntryForm
from pop.plans.forms.fields import boxes, long_text, radios
from pop.plans.models import Entry, Goal, Measure, MeasureNeed, Need, NeedGoal
from pop.plans.opening import OpenPlan
from pop.ui.forms import NorwegianDateField

OWN_WORDS = ""
OFFER = ("offered_from", "presupposes", "offer_ends_on", "continued_from")
"""What only whoever offers something knows."""


class NeedForm(EntryForm):
    text = forms.CharField(
        label=_("Behov"), max_length=500, error_messages={"required": _("Skriv hva det er behov for")}
    )
    own_words = long_text(label=_("Med egne ord"), required=False, rows=3)
    said_by = forms.CharField(label=_("Hvem sa det?"), max_length=150, required=False)
    acute = forms.BooleanField(label=_("Det haster"), required=False)

    personal = {"text": _("Hva trenger du?"), "own_words": _("Fortell mer, med dine egne ord")}

    def prepare(self) -> None:
        if self.opened.own:
            del self.fields["said_by"]


class NoteForm(EntryForm):
    text = long_text(label=_("Notat"), error_messages={"required": _("Skriv notatet")})


class GoalForm(EntryForm):
    """A goal in I-form: one of the ready sentences, or own words."""

    starter = radios(label=_("Velg en setning, eller skriv din egen"), required=False)
    text = forms.CharField(label=_("Med egne ord"), max_length=500, required=False)
    needs = boxes(label=_("Hvilke behov svarer målet på?"), required=False)
    parked = forms.BooleanField(label=_("Spar målet til senere"), required=False)

    ties_fields = ("starter", "needs")
    personal = {"needs": _("Hva av det du trenger, handler målet om?")}

    def prepare(self) -> None:
        self.need_rows = of_plan(Need, self)
        starters = areas.of(self.opened.plan)[self.topic].starters
        if self.entry or not starters:
            del self.fields["starter"]
            self.fields["text"].label = _("Mål")
        else:
            self.fields["starter"].choices = [*((s, s) for s in starters), (OWN_WORDS, _t("Mine egne ord"))]  # type: ignore[attr-defined]
        tie_choices(self, "needs", self.need_rows)

    def from_entry(self, entry: Entry) -> dict[str, Any]:
        tied = NeedGoal.objects.filter(goal_id=entry.pk).values_list("need__key", flat=True)
        return super().from_entry(entry) | {"needs": sorted(str(key) for key in tied)}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        data["text"] = data.get("text") or data.get("starter") or ""
        if not data["text"] and "text" not in self.errors:
            self.add_error("text", _("Velg en setning, eller skriv målet med egne ord"))
        return data

    def ties(self) -> dict[str, Any]:
        return {"needs": chosen(self.need_rows, self.cleaned_data.get("needs", []))}


class MeasureForm(EntryForm):
    """What is to be done, why, by whom and by when (principle P5-4: a measure answers something)."""

    text = forms.CharField(
        label=_("Hva skal gjøres?"),
        max_length=500,
        error_messages={"required": _("Skriv hva som skal gjøres")},
    )
    whys = boxes(
        label=_("Hvilke behov og mål svarer det på?"),
        error_messages={"required": _("Velg minst ett behov eller mål")},
    )
    demands = long_text(label=_("Hva krever det?"), required=False, rows=2)
    responsible = forms.ChoiceField(label=_("Hvem skal gjøre det?"), required=False)
    responsible_name = forms.CharField(label=_("Navnet på en annen"), max_length=150, required=False)
    due = NorwegianDateField(label=_("Innen når?"), required=False)
    due_text = forms.CharField(
        label=_("Frist med ord"),
        max_length=100,
        required=False,
        help_text=_("For eksempel «før løslatelsen»"),
    )
    recurring = forms.BooleanField(label=_("Det gjentas"), required=False)
    offered_from = NorwegianDateField(label=_("Kan tilbys fra"), required=False)
    presupposes = forms.CharField(label=_("Hva må være på plass først?"), max_length=500, required=False)
    offer_ends_on = NorwegianDateField(
        label=_("Tilbudet gjelder til"),
        required=False,
        help_text=_("Etter denne dagen kan det ikke velges før dere har sagt at det fortsatt gjelder."),
    )
    continued_from = forms.CharField(
        label=_("Videreført fra"),
        max_length=200,
        required=False,
        help_text=_(
            "Er det i gang fra før? Skriv hvor og siden når, for eksempel «Havnes fengsel, 3.2.2026»."
        ),
    )

    ties_fields = ("whys", "responsible", "responsible_name")
    personal = {
        "whys": _("Hva av det du trenger eller vil, handler det om?"),
        "demands": _("Hva krever det av deg?"),
    }

    def prepare(self) -> None:
        self.need_rows, self.goal_rows = of_plan(Need, self), of_plan(Goal, self)
        tie_choices(self, "whys", self.need_rows | self.goal_rows)
        if self.entry and self.opened.partner:
            del self.fields["whys"]
        if self.opened.own:
            for name in OFFER:
                del self.fields[name]
        self.people = people(self)
        self.fields["responsible"].choices = [(key, text) for key, (text, _row) in self.people.items()]  # type: ignore[attr-defined]

    def at_first(self) -> dict[str, Any]:
        return {"responsible": "nobody"}

    def begin_with(self, given: Mapping[str, str]) -> None:
        """What a link from an offer suggests; nothing more than the first words in the fields."""
        dates = {"offered_from": given.get("fra", ""), "offer_ends_on": given.get("til", "")}
        self.initial.update({name: day for name, text in dates.items() if (day := iso_date(text))})
        words = {
            name: given[key][: self.fields[name].max_length]  # type: ignore[attr-defined]
            for name, key in (("text", "text"), ("demands", "krever"), ("presupposes", "forutsetter"))
            if given.get(key) and name in self.fields
        }
        self.initial.update(words)

    def from_entry(self, entry: Entry) -> dict[str, Any]:
        assert isinstance(entry, Measure)  # noqa: S101
        tied = MeasureNeed.objects.filter(measure=entry).values_list("need__key", "goal__key")
        return super().from_entry(entry) | {
            "whys": sorted(str(need or goal) for need, goal in tied),
            "responsible": responsible_now(entry, self.opened),
        }

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("responsible") == "name" and not data.get("responsible_name"):
            self.add_error("responsible_name", _("Skriv navnet"))
        if self.is_proposal and not data.get("due") and not data.get("due_text") and "due" not in self.errors:
            self.add_error("due", _("Skriv når det skal skje: en dato, eller frist med ord"))
        first, last = data.get("offered_from"), data.get("offer_ends_on")
        if first and last and last < first:
            self.add_error("offer_ends_on", _("Tilbudet kan ikke ende før det begynner"))
        return data

    @property
    def is_proposal(self) -> bool:
        """Something that a service offers the person: it says when (principle P4-4)."""
        return not self.opened.own and self.entry is None and not self.said_by_person

    def columns(self) -> dict[str, Any]:
        picked = self.cleaned_data["responsible"] or "nobody"
        nobody = {
            "person_responsible": False,
            "responsible_user_id": None,
            "responsible_agency_id": None,
            "responsible_name": "",
        }
        row = dict(self.people[picked][1])
        if picked == "name":
            row["responsible_name"] = self.cleaned_data["responsible_name"]
        return super().columns() | nobody | row

    def ties(self) -> dict[str, Any]:
        if "whys" not in self.fields:
            return {}
        keys = self.cleaned_data["whys"]
        return {"needs": chosen(self.need_rows, keys), "goals": chosen(self.goal_rows, keys)}


def iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def of_plan(model: type[Entry], form: EntryForm) -> dict[str, Any]:
    """Needs or goals of the plan by key, those of the same area first."""
    rows = sorted(
        model.objects.of(form.opened.plan),
        key=lambda row: (row.topic_id != form.topic, row.written_at),
    )
    return {str(row.key): row for row in rows}


def tie_choices(form: EntryForm, name: str, rows: dict[str, Any]) -> None:
    """Offers what is of the same area first; without anything to offer, the field goes unless it is required."""
    label = {Need: _t("Behov"), Goal: _t("Mål")}
    here = [(key, f"{label[type(r)]}: {r}") for key, r in rows.items() if r.topic_id == form.topic]
    there = [(key, f"{label[type(r)]}: {r}") for key, r in rows.items() if r.topic_id != form.topic]
    groups = [(_t("I dette området"), here), (_t("I andre områder"), there)]
    if rows:
        form.fields[name].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]
    elif not form.fields[name].required:
        del form.fields[name]


def chosen(rows: dict[str, Any], keys: list[str]) -> tuple[Any, ...]:
    return tuple(rows[key] for key in keys if key in rows)


def people(form: EntryForm) -> dict[str, tuple[str, dict[str, Any]]]:
    """Who can answer for a measure: key → words, columns."""
    opened = form.opened
    name = opened.person.given_name if opened.person else _t("Den planen handler om")
    team = around.members(opened.plan)
    users = around.user_keys(member.user_id for member in team)
    agencies = around.agency_keys(member.agency_id for member in team)
    found: dict[str, tuple[str, dict[str, Any]]] = {
        "person": (_t("Jeg gjør det selv") if opened.own else name, {"person_responsible": True})
    }
    for m in team:
        row = {"responsible_user_id": m.user_id, "responsible_agency_id": m.agency_id}
        found[f"user:{users[m.user_id]}"] = (str(m), row)
    for m in team:
        if m.agency_id in agencies and m.body:
            found[f"agency:{agencies[m.agency_id]}"] = (m.body, {"responsible_agency_id": m.agency_id})
    found["name"] = (_t("En annen, med navnet under"), {})
    found["nobody"] = (_t("Ingen ennå"), {})
    return keep_present(found, form.entry)


def keep_present(
    found: dict[str, tuple[str, dict[str, Any]]], entry: Entry | None
) -> dict[str, tuple[str, dict[str, Any]]]:
    """Whoever answers for it now but is not among the choices stays, without being named here."""
    if isinstance(entry, Measure) and (entry.responsible_user_id or entry.responsible_agency_id):
        row = {
            "responsible_user_id": entry.responsible_user_id,
            "responsible_agency_id": entry.responsible_agency_id,
        }
        if all({**dict.fromkeys(row), **columns} != row for _text, columns in found.values()):
            return {"same": (_t("Den samme som nå"), row), **found}
    return found


def responsible_now(measure: Measure, opened: OpenPlan) -> str:
    """The key in `people` of whoever answers for it now."""
    if measure.person_responsible:
        return "person"
    if measure.responsible_name:
        return "name"
    if not measure.has_responsible:
        return "nobody"
    for member in around.members(opened.plan):
        agency = member.agency_id
        if agency and measure.responsible_user_id is None and agency == measure.responsible_agency_id:
            return f"agency:{around.agency_keys([agency])[agency]}"
        same = (member.user_id, member.agency_id)
        if same == (measure.responsible_user_id, measure.responsible_agency_id):
            return f"user:{around.user_keys([member.user_id])[member.user_id]}"
    return "same"
