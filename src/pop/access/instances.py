"""Objects of models out of rows that a function of the database gives as JSON."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, time
from functools import cache
from typing import Any, TypeVar

from django.db import models

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
