"""A form on its way from the preview to the store: signed, packed, and bound to the one who read it in.

The preview stores nothing and the file need not be sent again. The key is salted with the user, so that a
form that somebody else read in is no form; after two hours it must be read in anew.
"""

from dataclasses import is_dataclass
from datetime import date, time
from types import UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from django.core import signing

from pop.imports.form import MinPop
from pop.imports.minpop import to_json
from pop.people.models import User

LIFETIME: Final = 2 * 60 * 60
"""Seconds between reading in and storing."""

MAX_CHARACTERS: Final = 1024 * 1024
"""A sealed form is posted back as a field, and all fields of a page may take 2 MB (DATA_UPLOAD_MAX_MEMORY_SIZE)."""


class NotYours(Exception):
    """The form is too old, was changed on the way, or was read in by somebody else."""


def salt(user: User) -> str:
    return f"pop.imports.preview:{user.pk}"


def seal(form: MinPop, *, user: User) -> str:
    """The form as text that only this user can send back."""
    return signing.dumps(to_json(form), salt=salt(user), compress=True)


def unseal(text: str, *, user: User) -> MinPop:
    """The form that this user was shown; raises NotYours."""
    try:
        plain = signing.loads(text, salt=salt(user), max_age=LIFETIME)
    except signing.BadSignature as error:
        raise NotYours from error
    return from_json(plain)


def from_json(plain: dict[str, Any]) -> MinPop:
    """What `to_json` took apart, put together."""
    whole = plain["understood"] | {"doubts": plain["doubtful"], "unplaced": plain["not_placed"]}
    form = rebuilt(MinPop, whole)
    assert isinstance(form, MinPop)  # noqa: S101
    return form


def rebuilt(kind: Any, value: Any) -> Any:
    """A value of JSON as the type that a field has."""
    origin = get_origin(kind)
    if value is None:
        return None
    if origin in (Union, UnionType):
        return rebuilt(next(one for one in get_args(kind) if one is not type(None)), value)
    if origin is tuple:
        return tuple(rebuilt(get_args(kind)[0], one) for one in value)
    if is_dataclass(kind):
        fields = get_type_hints(kind)
        return kind(**{name: rebuilt(fields[name], value[name]) for name in fields})  # type: ignore[operator]
    return kind.fromisoformat(value) if kind in (date, time) else value
