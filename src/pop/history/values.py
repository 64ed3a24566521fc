"""The values of logged rows in words. Names are asked for once for a page, as the reader may see them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.people import labels
from pop.people.models import Agency, Unit, User, Ward
from pop.plans import areas
from pop.plans.models import Entry, Plan, Topic
from pop.ui import dates

MODELS: dict[str, type[Model]] = {model._meta.db_table: model for model in apps.get_models()}
"""The model of each table."""

UNSAID = {
    "id", "key", "plan_id", "source", "source_agency_id", "source_user_id", "source_key", "written_by_id",
    "written_at", "imported", "blocked_at", "removed_at", "recipient_key", "contested_at", "contested_together",
    "chosen_at", "chosen_confirmed_at", "change_asked_at", "answered_at", "drafted_by_id", "registered_by_id",
    "made_by_id", "invited_by_id", "last_change", "answered_by_id", "rewritten_at", "position",
}  # fmt: skip
"""Columns that say nothing to a reader, or that the sentence about the change says already."""


class Words:
    """What the values of some changes are called."""

    def __init__(self, plan: Plan, changes: Iterable[Change]) -> None:
        rows = [(MODELS[c.table], row) for c in changes for row in (c.before, c.after) if row]
        wanted: dict[type[Model], set[int]] = {User: set(), Agency: set(), Unit: set(), Ward: set()}
        for model, row in rows:
            for field in model._meta.concrete_fields:
                kind = field.related_model
                if kind in wanted and row.get(field.attname):
                    wanted[kind].add(row[field.attname])
        self.users = labels.users([*wanted[User], *(c.actor_id for c in changes)])
        self.agencies = labels.agencies(wanted[Agency])
        self.places = {Unit: names(Unit, wanted[Unit]), Ward: names(Ward, wanted[Ward])}
        self.areas = {number: area.name for number, area in areas.of(plan).items()}

    def user(self, number: int | None) -> str:
        label = self.users.get(number or 0)
        return str(label) if label else labels.somebody()

    def agency(self, number: int | None) -> str:
        return self.agencies.get(number or 0) or _("en annen i teamet")

    def area(self, number: int | None) -> str:
        return self.areas.get(number or 0, "")

    def recipient(self, row: dict[str, Any]) -> str:
        """Whom a row of a consent, an exclusion or an invitation is about."""
        if row.get("agency_id"):
            return self.agency(row["agency_id"])
        return self.user(row.get("user_id"))

    def say(self, field: "Field[Any, Any]", raw: Any) -> str:
        """One value as a reader says it; empty for nothing."""
        if raw in (None, ""):
            return ""
        if isinstance(raw, bool):
            return _("Ja") if raw else _("Nei")
        if isinstance(field, ForeignKey):
            return self.related(field.related_model, raw)
        if field.choices:
            return str(capfirst(str(dict(field.flatchoices).get(raw, raw))))
        return moment(field, raw)

    def related(self, model: Any, number: int) -> str:
        if model is User:
            return self.user(number)
        if model is Agency:
            return self.agency(number)
        if model is Topic:
            return self.area(number)
        return self.places.get(model, {}).get(number, "")

    def fields(
        self, table: str, before: dict[str, Any] | None, after: dict[str, Any]
    ) -> list[tuple[str, str, str]]:
        """Label, old and new of each field that differs and says something."""
        found = []
        for field in MODELS[table]._meta.concrete_fields:
            name = field.attname
            if name in UNSAID or (before or {}).get(name) == after.get(name):
                continue
            old, new = self.say(field, (before or {}).get(name)), self.say(field, after.get(name))
            # What a new row leaves empty or says no to is no news.
            if old != new and not (before is None and after.get(name) is False):
                found.append((str(capfirst(str(field.verbose_name))), old, new))
        return found


def names(model: type[Any], ids: set[int]) -> dict[int, str]:
    return dict(model.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def moment(field: "Field[Any, Any]", raw: Any) -> str:
    kind = field.get_internal_type()
    if kind == "DateField":
        return dates.weekday_date(date.fromisoformat(raw))
    if kind == "DateTimeField":
        return dates.weekday_date(datetime.fromisoformat(raw))
    if kind == "TimeField":
        return str(raw)[:5].replace(":", ".")
    return str(raw)


def title(table: str, row: dict[str, Any], words: Words) -> str:
    """What a row is called in a sentence: its text, its name, or its kind."""
    model = MODELS[table]
    if not issubclass(model, Entry):
        return ""
    for name in ("text", "name", "subject", "relation"):
        if row.get(name):
            return str(row[name])
    for name in ("kind", "form", "unit_id", "on", "outcome", "what"):
        if row.get(name):
            field = next(f for f in model._meta.concrete_fields if f.attname == name)
            return words.say(field, row[name])
    return ""


def kind(table: str, code: str | None) -> str:
    """Which of its sort something is that has no text of its own: which talk, what is to be prepared."""
    fields = (f for f in MODELS[table]._meta.concrete_fields if f.attname in ("kind", "what"))
    return next((str(dict(f.flatchoices).get(code, "")) for f in fields), "") if code else ""
