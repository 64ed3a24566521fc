"""What restrictions close (rule B6): the database refuses, and says why in words that are shown as they are."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

CONSTRAINT = "restrictions_close_the_way"


class Restricted(Exception):
    """Nobody outside is invited or called to a meeting while restrictions last. The message is for the reader."""


@contextmanager
def way_out() -> Iterator[None]:
    """Whatever invites or calls somebody happens in here; a refusal undoes it, and is told as `Restricted`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as refused:
        diag = getattr(refused.__cause__, "diag", None)
        if getattr(diag, "constraint_name", "") == CONSTRAINT:
            raise Restricted(getattr(diag, "message_primary", "")) from refused
        raise
