"""`{% url %}` and `{% translate %}` as Django has them, but quicker: a plan page has two hundred of them.

Whatever is not the common case is handed to Django, whose answer theirs must equal (ui/tests/test_quick.py).
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from django import template
from django.template.base import Parser, Token, Variable
from django.template.context import Context
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.urls import get_resolver, get_script_prefix
from django.utils.translation import get_language

register = template.Library()

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


def address(name: str, args: list[Any]) -> str | None:
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


class QuickUrl(URLNode):
    def render(self, context: Context) -> str:
        if not self.kwargs and not self.asvar:
            found = address(self.view_name.resolve(context), [arg.resolve(context) for arg in self.args])
            if found is not None:
                return found
        return str(super().render(context))


class FixedText(TranslateNode):
    """A text that stands in the template: worked out once for each language."""

    def __init__(self, node: TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, None, node.message_context)
        self.name = node.asvar
        self.known: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        text = self.known.get(language)
        if text is None:
            text = self.known[language] = super().render(context)
        if self.name:
            context[self.name] = text
            return ""
        return text


@register.tag
def url(parser: Parser, token: Token) -> URLNode:
    node = django_url(parser, token)
    return QuickUrl(node.view_name, node.args, node.kwargs, node.asvar)


@register.tag
def translate(parser: Parser, token: Token) -> TranslateNode:
    node = do_translate(parser, token)
    said = node.filter_expression
    fixed = isinstance(said.var, Variable) and said.var.literal is not None and not said.filters
    return FixedText(node) if fixed else node
