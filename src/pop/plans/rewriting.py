"""What the person said yes to, when somebody else has changed the words since (principle P5-1).

The database says that it was so (`Measure.rewritten_at`); the change log has the words. Only what the reader may see
of the log is shown (rule I4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.plans.models import Measure

WORDS = ("text", "demands", "due", "due_text", "recurring")
"""What is done, what it demands, and when; access.rewritten_since compares the same."""
LABELS = {field.name: field.verbose_name for field in Measure._meta.concrete_fields}


@dataclass(frozen=True)
class Agreed:
    """What the person said yes to: the text, and label and value of what else is different now."""

    text: str
    changed: list[tuple[str, Any]]


def agreed(measures: Iterable[Measure]) -> dict[int, Agreed]:
    """By measure, for those that were rewritten. One query, and none when there is nothing to ask about."""
    asked = {measure.pk: measure for measure in measures if measure.asks_again}
    if not asked:
        return {}
    table = Measure._meta.db_table
    first = (
        Change.objects.filter(subject__table=table, row_id=OuterRef("pk"), at__gte=OuterRef("rewritten_at"))
        .order_by("pk")
        .values("before")[:1]
    )
    rows = Measure.objects.filter(pk__in=asked).annotate(was=Subquery(first)).values_list("pk", F("was"))
    return {pk: in_words(asked[pk], was) for pk, was in rows if was}


def in_words(measure: Measure, was: dict[str, Any]) -> Agreed:
    found = []
    for name in WORDS[1:]:
        value = date.fromisoformat(was[name]) if name == "due" and was[name] else was[name]
        if value != getattr(measure, name):
            label = capfirst(str(LABELS[name]))
            found.append((label, said(value)))
    return Agreed(was["text"], found)


def said(value: Any) -> Any:
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    return value or _("Ikke sagt")
