"""Dates that may lie years away are written with the year."""

from datetime import date

from django import template

from pop.sentences import explaining

register = template.Library()


@register.filter
def full_date(value: date | None) -> str:
    return explaining.full_date(value) if value else ""
