"""Addresses by name, quicker than Django finds them: a page of links has two hundred.

Whatever is not the common case is handed to Django, whose answer this must equal (ui/tests/test_quick.py).
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.urls import get_resolver, get_script_prefix
from django.urls import reverse as django_reverse

NEEDS_NO_QUOTING = r"(?=[A-Za-z0-9_-]+\Z)"


class Shape(NamedTuple):
    """An address with `%s` for each argument; what makes it text, and what that text must look like."""

    path: str
    parts: tuple[tuple[Callable[[Any], str], re.Pattern[str]], ...]


@cache
def shape(name: str, count: int) -> Shape | None:
    """None where the name is unknown or more than one pattern could be meant."""
    found = [
        (path, names, converters)
        for patterns, _regex, defaults, converters in get_resolver().reverse_dict.getlist(name)
        for path, names in patterns
        if len(names) == count and not defaults
    ]
    if len(found) != 1 or any(one not in found[0][2] for one in found[0][1]):
        return None
    path, names, converters = found[0]
    parts = tuple(
        (converters[one].to_url, re.compile(f"{NEEDS_NO_QUOTING}(?:{converters[one].regex})\\Z"))
        for one in names
    )
    return Shape(path % dict.fromkeys(names, "%s"), parts)


def address(name: str, args: Sequence[Any]) -> str | None:
    """The address, or None when Django must find it, or find that there is none."""
    found = shape(name, len(args))
    if found is None:
        return None
    values = []
    for (convert, looks), arg in zip(found.parts, args, strict=True):
        value = str(convert(arg))
        if not looks.match(value):
            return None
        values.append(value)
    return get_script_prefix() + (found.path % tuple(values) if values else found.path)


def reverse(name: str, args: Sequence[Any] = ()) -> str:
    """As Django's, for names with arguments by position. Raises NoReverseMatch."""
    return address(name, args) or django_reverse(name, args=list(args))
