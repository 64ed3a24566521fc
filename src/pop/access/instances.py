"""Objects of models out of rows that a function of the database gives as JSON."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

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
    """The same object as a query for it would have made, without Django's signals: nobody listens for them.

    The columns are set at once: a page makes sixty of these, and `Model.__init__` sets one field after the other.
    """
    made = model.__new__(model)
    made._state = ModelState()
    made._state.adding = False
    made._state.db = DEFAULT_DB_ALIAS
    values = made.__dict__
    for name, reader in columns(model):
        value = fields[name]
        values[name] = reader(value) if reader and value is not None else value
    return made
