"""All rows of a plan that its page shows, in one query (`access.plan_rows`)."""

import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.utils.translation import get_language

from pop.plans.areas import Area
from pop.plans.around import Place
from pop.plans.models import FormOfServing, Plan

M = TypeVar("M", bound=models.Model)

READERS: dict[str, Callable[[str], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "TimeField": time.fromisoformat,
    "UUIDField": uuid.UUID,
}


@cache
def columns(model: type[models.Model]) -> list[tuple[str, Callable[[str], Any] | None]]:
    """Name of each column of a model, and what makes a value of its JSON, where that is needed."""
    return [(f.attname, READERS.get(f.get_internal_type())) for f in model._meta.concrete_fields]


def instance(model: type[M], fields: dict[str, Any]) -> M:
    """The same object as a query for it would have made."""
    pairs = [(name, reader, fields[name]) for name, reader in columns(model)]
    values = [reader(value) if reader and value is not None else value for _, reader, value in pairs]
    return model.from_db(None, [name for name, _, _ in pairs], values)


class Rows:
    """What the actor may see of a plan, read once for a page."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._found: dict[str, list[dict[str, Any]]] = {}
        with connection.cursor() as cursor:
            language = (get_language() or "nb")[:2]
            cursor.execute("select kind, fields::text from access.plan_rows(%s, %s)", [plan.pk, language])
            for kind, fields in cursor.fetchall():
                self._found.setdefault(kind, []).append(json.loads(fields))

    @property
    def kinds(self) -> set[str]:
        return set(self._found)

    def raw(self, kind: str) -> list[dict[str, Any]]:
        return self._found.get(kind, [])

    def of(self, model: type[M]) -> list[M]:
        """The rows of a model, in the order in which the page shows them."""
        return [instance(model, fields) for fields in self.raw(model._meta.db_table)]

    def areas(self) -> dict[int, Area]:
        return {
            row["number"]: Area(row["number"], row["name"], row["tangle"], row["kind"], row["ticked"])
            for row in self.raw("topic")
        }

    def team(self) -> list[Place]:
        """The contact team, main contact first, then the support team."""
        return [
            Place(row["user_id"], row.get("agency_id"), contact=row["contact"], main=row["main"])
            for row in self.raw("team")
        ]

    def facts(self) -> dict[str, Any]:
        """Where, how and until when, as far as the actor may know."""
        found = {row["name"]: row for row in self.raw("fact")}
        unit, form, release = (found.get(name, {}) for name in ("unit", "form", "release"))
        return {
            "contested": {n: row for n, row in found.items() if row.get("contested_at")},
            "unit_key": unit.get("key"),
            "unit": unit.get("value"),
            "ward": unit.get("ward"),
            "form_key": form.get("key"),
            "form": dict(FormOfServing.choices).get(form.get("value", ""), ""),
            "release_key": release.get("key"),
            "release": date.fromisoformat(release["value"]) if release else None,
        }
