"""What was typed is kept when it cannot be received: the session had run out, or the page was too old.

Kept on the server for a day, and given back to the same user and to nobody else, also on a machine that many
share. Files and what looks like a password are never kept.
"""

import json
import re
from typing import Any
from uuid import UUID

from django.db import connection
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from pop.access.models import Draft
from pop.ui.refill import OURS, nothing_typed

OWNER = "skjemaeier"
"""The field that says, in a form, whose form it is. No form may have a field of its own by that name."""
SECRET = re.compile(r"pass|secret|token|\bpin\b|national_id|identity_number", re.IGNORECASE)
PLAIN = re.compile(r"[\w:.,@-]{0,40}")
"""What a choice looks like; anything else somebody has written."""


def keep(request: HttpRequest) -> UUID | None:
    """Keeps the form that was sent, for whoever acts or whose session ran out. None when nothing was kept."""
    fields = {name: request.POST.getlist(name) for name in request.POST if not SECRET.search(name)}
    fields = {name: values for name, values in fields.items() if name not in {*OURS, OWNER}}
    if nothing_typed(fields):
        return None
    with connection.cursor() as cursor:
        cursor.execute("select access.keep_draft(%s, %s)", [request.get_full_path(), json.dumps(fields)])
        row = cursor.fetchone()
    return row[0] if row else None


def waiting() -> bool:
    """Whether the actor has something that was kept."""
    return Draft.objects.exists()


def words(draft: Draft) -> list[str]:
    """What somebody has written, without what they only chose."""
    values = [value for values in draft.fields.values() for value in values]
    return [value for value in values if not PLAIN.fullmatch(value)]


def mark(user_id: Any) -> str:
    """What stands in each form of a user. Tells two users apart, and nothing else."""
    return salted_hmac("pop.form", str(user_id)).hexdigest()[:20]


def of_another(request: HttpRequest, user_id: Any) -> bool:
    """Whether the form that was sent was made for another user, who used this browser before."""
    said = request.POST.get(OWNER, "")
    return bool(said) and not constant_time_compare(said, mark(user_id))
