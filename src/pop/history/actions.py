"""What people do with the history of a plan. With the actions of plans the only writers here."""

from typing import Any

from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from pop.changelog.models import Change
from pop.history.models import ReadMark
from pop.history.values import MODELS
from pop.people.models import User
from pop.plans.models import Entry, FocusArea, MeasureNeed, NeedGoal, Plan, Version, VersionAnswer

TIED: tuple[type[Model], ...] = (NeedGoal, MeasureNeed, FocusArea)
"""Rows that are there or not there, and are undone by taking them away or putting them back."""
FIXED = {"id", "key", "plan_id", "source_key", "written_by_id", "written_at", "blocked_at"}


def make_version(plan: Plan) -> int:
    """Numbers the plan as it is now; the newest number again when nothing has changed since."""
    with connection.cursor() as cursor:
        cursor.execute("select access.make_version(%s)", [plan.pk])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101  (a function answers one row)
    return int(row[0])


def answer_version(
    *,
    version: Version,
    answer: str,
    own_words: str,
    answered_by: User,
    together: bool = False,
    present: str = "",
) -> VersionAnswer:
    """The person's agree, disagree or could not answer; the contact team registers it with who was there."""
    return VersionAnswer.objects.create(
        plan_id=version.plan_id, version=version, answer=answer, own_words=own_words, answered_by=answered_by,
        together=together, present=present,
    )  # fmt: skip


def mark_read(*, plan: Plan, user: User, last_change: int) -> None:
    """What the user has had before them is no longer new."""
    ReadMark.objects.update_or_create(user=user, plan=plan, defaults={"last_change": last_change})


class CannotUndo(Exception):
    """The change cannot be undone: `later` when something has happened to the same since, else it is not the actor's."""

    def __init__(self, *, later: bool = False) -> None:
        self.later = later


def undo(change: Change) -> None:
    """Puts back what stood before, as a change of its own. Raises CannotUndo."""
    model = MODELS[change.table]
    try:
        with transaction.atomic():
            done = undo_tie(change, model) if issubclass(model, TIED) else undo_entry(change, model)
    except (ProgrammingError, IntegrityError) as refused:
        raise CannotUndo from refused
    if not done:
        raise CannotUndo


def undo_tie(change: Change, model: type[Model]) -> bool:
    rows = model._default_manager
    if change.action == "insert":
        deleted, _ = rows.filter(pk=change.row_id).delete()
        return bool(deleted)
    columns = {name: value for name, value in (change.before or {}).items() if name != "id"}
    rows.create(**columns)
    return True


def undo_entry(change: Change, model: type[Model]) -> bool:
    if not issubclass(model, Entry):
        return False
    rows: list[Any] = list(model.objects.filter(pk=change.row_id).values())
    columns = put_back(change)
    if not rows or not columns:
        return False
    now = {name: as_logged(model, name, rows[0][name]) for name in columns}
    if now != {name: (change.after or {}).get(name) for name in columns}:
        raise CannotUndo(later=True)
    if change.before is None:
        columns = {"removed_at": timezone.now()}
    return bool(model.objects.filter(pk=change.row_id).update(**columns))


def put_back(change: Change) -> dict[str, Any]:
    """The columns that the change touched, with what they held before. A new entry is taken out."""
    if change.before is None:
        return {"removed_at": None}
    after = change.after or {}
    return {
        name: value for name, value in change.before.items() if name not in FIXED and value != after.get(name)
    }


def as_logged(model: type[Model], column: str, value: Any) -> Any:
    """A value as the log writes it, so that the two compare."""
    field = next(f for f in model._meta.concrete_fields if f.attname == column)
    kind = field.get_internal_type()
    if value is None or kind not in ("DateField", "DateTimeField", "TimeField"):
        return value
    if kind == "DateTimeField":
        with connection.cursor() as cursor:
            cursor.execute("select to_jsonb(%s::timestamptz)::text", [value])
            row = cursor.fetchone()
        return row[0].strip('"') if row else None
    return value.isoformat()
