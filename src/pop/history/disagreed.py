"""«Jeg er uenig» beside a reason, as the log says it. Of an entry, its own line says it (lines.entry)."""

from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.history.values import MODELS, Words
from pop.plans.models import Entry


def said(change: Change, words: Words) -> tuple[str, list[tuple[str, str, str]]] | None:
    """What happened, and the words; nothing when the change is about something else."""
    before, after = change.before or {}, change.after or {}
    if issubclass(MODELS[change.table], Entry) or before.get("contested_at") == after.get("contested_at"):
        return None
    text = _("Uenig i: %(what)s") if after.get("contested_at") else _("Ikke lenger uenig i: %(what)s")
    name = str(MODELS[change.table]._meta.verbose_name)
    label = str(MODELS[change.table]._meta.get_field("contested_words").verbose_name).capitalize()  # type: ignore[union-attr]
    old, new = before.get("contested_words") or "", after.get("contested_words") or ""
    return text % {"what": name}, [(label, old, new)] if old != new else []
