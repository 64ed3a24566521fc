"""Two people change the same entry: the second sees both versions and chooses field by field.

Nothing is overwritten unseen: what is chosen from was read under the lock, and is read again when the choice
comes; whoever is overtaken once more chooses once more (ux, screen 11).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pop.access.drafts import OWNER
from pop.changelog.models import Change
from pop.people import labels
from pop.people.models import User
from pop.plans.forms.base import EntryForm
from pop.plans.models import Entry

THEIRS, MINE = "theirs", "mine"
PICK = "pick-"
OF_THE_PAGE = ("csrfmiddlewaretoken", "once", OWNER, "stamp", "resolve", "all")
"""What the page itself sends along; everything else was typed."""


@dataclass(frozen=True)
class Difference:
    """One field where what stands now is not what was typed."""

    name: str
    label: str
    now: str
    typed: str
    missing: bool = False

    @property
    def pick(self) -> str:
        return PICK + self.name


@dataclass(frozen=True)
class Overtaker:
    """Who made the newest change of an entry, as the one who was overtaken may know them."""

    name: str
    at: datetime | None
    oneself: bool = False


def overtaker(entry: Entry, actor: User) -> Overtaker:
    """From the change log; whoever it is, only what the reader may see of it counts (rule I4)."""
    change = (
        Change.objects.filter(subject__table=entry._meta.db_table, subject__row_id=entry.pk)
        .order_by("-pk")
        .first()
    )
    if change is None:
        return Overtaker("", None)
    label = labels.users([change.actor_id]).get(change.actor_id or 0)
    return Overtaker(str(label or labels.somebody()), change.at, change.actor_id == actor.pk)


def differences(form: EntryForm, picked: QueryDict | None = None) -> list[Difference]:
    """Field by field where what stands now is not what was typed. `picked` are choices that must be there."""
    rows = []
    for name, field in form.fields.items():
        now = shown(field, form.initial.get(name))
        typed = shown(field, form.cleaned_data.get(name))
        if now != typed:
            missing = picked is not None and choice(picked, name) is None
            rows.append(Difference(name, str(field.label), now, typed, missing))
    return rows


def choice(data: QueryDict, name: str) -> str | None:
    """Whose version of a field is chosen; one answer may hold for all fields."""
    picked = data.get("all") or data.get(PICK + name)
    return picked if picked in (THEIRS, MINE) else None


def merged(form: EntryForm, data: QueryDict, rows: list[Difference]) -> QueryDict:
    """What was typed, with what stands now in the fields where that was chosen."""
    found = data.copy()
    for row in rows:
        if choice(data, row.name) == THEIRS:
            found.setlist(row.name, standing(form, row.name))
    return found


def standing(form: EntryForm, name: str) -> list[str]:
    """What stands now, as a browser would send it."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field.widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    formatted = field.widget.format_value(value)
    rows = formatted if isinstance(formatted, list | tuple) else [formatted]
    return [str(one) for one in rows if one not in (None, "")]


def typed(data: QueryDict) -> list[tuple[str, str]]:
    """What was typed, to be sent along with the choice."""
    kept = (name for name in data if name not in OF_THE_PAGE and not name.startswith(PICK))
    return [(name, value) for name in kept for value in data.getlist(name)]


def shown(field: forms.Field, value: Any) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nei")
    if isinstance(field, forms.ChoiceField):
        words = {str(key): str(text) for key, text in flat(field.choices)}
        picked = value if isinstance(value, list) else [value]
        return ", ".join(sorted(words.get(str(v), "") for v in picked if v not in (None, ""))) or "–"
    if hasattr(value, "weekday"):
        return date_format(value, "j. F Y")
    # A browser sends each line end as two characters.
    return str(value).replace("\r\n", "\n").strip() if value not in (None, "") else "–"


def flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    rows = [words if isinstance(words, list) else [(key, words)] for key, words in choices]
    return [choice for row in rows for choice in row]
