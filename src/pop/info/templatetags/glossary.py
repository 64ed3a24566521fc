"""A word explained where it stands: `{% load glossary %}{% explain "nav" %}`."""

from django import template

from pop.info import words

register = template.Library()


@register.inclusion_tag("info/explain.html")
def explain(key: str) -> dict[str, words.Word]:
    return {"word": words.find(key)}
