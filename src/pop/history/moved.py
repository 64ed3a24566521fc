"""Expected dates that moved, in words: the database logs them together, each with the day before and after."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pop.history.values import MODELS
from pop.ui import dates

TABLE = "sentences_milestone"
FIRST = ("two_thirds", "end")
"""What is told of several that moved, when it is among them."""


@dataclass(frozen=True)
class Moved:
    """One date; `old` is empty for a new one, `new` for one that holds no more."""

    kind: str
    name: str
    old: str
    new: str

    def __str__(self) -> str:
        names = {"what": self.name, "old": self.old, "new": self.new}
        if not self.new:
            return _("Forventet dato for «%(what)s» gjelder ikke lenger. Den var %(old)s") % names
        if not self.old:
            return _("Ny forventet dato for «%(what)s»: %(new)s") % names
        return _("Forventet dato for «%(what)s» er endret fra %(old)s til %(new)s") % names


def of(before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Moved]:
    """In the order of the file; nothing when the words were taken out (rule A14)."""
    was, becomes = before or {}, after or {}
    names: dict[str, str] = MODELS[TABLE].names()  # type: ignore[attr-defined]
    kinds = [kind for kind in names if was.get(kind) or becomes.get(kind)]
    return [Moved(kind, names[kind], day(was.get(kind)), day(becomes.get(kind))) for kind in kinds]


def day(text: str | None) -> str:
    return dates.weekday_date(date.fromisoformat(text)) if text else ""


def in_short(moved: list[Moved]) -> str:
    """One sentence, and how many more there are."""
    told = next((one for kind in FIRST for one in moved if one.kind == kind), moved[0])
    more = len(moved) - 1
    if not more:
        return str(told)
    return ngettext(
        "%(what)s. %(count)s annen dato er også endret",
        "%(what)s. %(count)s andre datoer er også endret",
        more,
    ) % {"what": told, "count": more}
