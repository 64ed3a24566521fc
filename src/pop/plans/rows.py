"""All rows of a plan that its page shows, in one query (`access.plan_rows`)."""

from datetime import date
from typing import Any

import orjson
from django.db import connection
from django.utils.translation import get_language

from pop.access.instances import M, instance
from pop.people.labels import Label
from pop.plans.areas import Area
from pop.plans.around import Place
from pop.plans.models import FormOfServing, Plan


class Rows:
    """What the actor may see of a plan, read once for a page."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._found: dict[str, list[Any]] = {}
        self._made: dict[type[Any], list[Any]] = {}
        with connection.cursor() as cursor:
            language = (get_language() or "nb")[:2]
            cursor.execute("select kind, fields::text from access.plan_rows(%s, %s)", [plan.pk, language])
            for kind, fields in cursor.fetchall():
                self._found.setdefault(kind, []).append(orjson.loads(fields))

    @property
    def kinds(self) -> set[str]:
        return set(self._found)

    def raw(self, kind: str) -> list[Any]:
        return self._found.get(kind, [])

    def of(self, model: type[M]) -> list[M]:
        """The rows of a model, in the order in which the page shows them; the same objects for whoever asks."""
        if model not in self._made:
            self._made[model] = [instance(model, fields) for fields in self.raw(model._meta.db_table)]
        return self._made[model]

    def areas(self) -> dict[int, Area]:
        return {
            row["number"]: Area(row["number"], row["name"], row["tangle"], row["kind"], row["ticked"])
            for row in self.raw("topic")
        }

    def team(self) -> list[Place]:
        """The main contact, the contact team, then the support team."""
        team = [
            Place(
                row["user_id"], row.get("agency_id"), contact=row["contact"], main=row["main"],
                chosen=date.fromisoformat(row["chosen"]) if row["chosen"] else None,
            )
            for row in self.raw("team")
        ]  # fmt: skip
        return sorted(team, key=lambda place: not place.main)

    def users(self) -> dict[int, Label | None]:
        """Those around the plan by id; None is somebody whom the actor may not know."""
        return {
            row["id"]: None if row["name"] is None else Label(row["name"].strip(), row["title"])
            for row in self.raw("user")
        }

    def agencies(self) -> dict[int, str]:
        return {row["id"]: row["name"] for row in self.raw("agency")}

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
            "on_remand": form.get("value") == FormOfServing.REMAND,
            "form": dict(FormOfServing.choices).get(form.get("value", ""), ""),
            "release_key": release.get("key"),
            "release": date.fromisoformat(release["value"]) if release else None,
        }
