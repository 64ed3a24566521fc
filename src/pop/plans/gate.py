"""The gate: no measure but for acute needs before the first behovssamtale (P2-6, T5, rule B2).

The database holds it (access/conversations.sql); here its refusal gets a name, and words for the page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

CONSTRAINT = "measure_after_needs_talk"

WORDS = _(
    "Ingen tiltak kan velges før den første behovssamtalen er holdt. Det gjelder ikke tiltak for noe som haster, "
    "eller tiltak som er videreført fra før."
)


class TooEarly(Exception):
    """The first behovssamtale has not been held, and the measure neither is urgent nor went on before."""


@contextmanager
def gate() -> Iterator[None]:
    """Whatever chooses a measure happens in here; a refusal undoes it, and is told as `TooEarly`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        if getattr(getattr(refused.__cause__, "diag", None), "constraint_name", "") == CONSTRAINT:
            raise TooEarly from refused
        raise
