"""What the change log says about letters, in sentences. Who reads a row of it, the letter's own policy says."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.history.lines import SAID, Line, entry
from pop.history.values import Words
from pop.letters.models import Letter, Reply, SentWay
from pop.plans.models import Source
from pop.ui.dates import weekday_date


def letter(change: Change, words: Words) -> Line | None:
    """Written, sent, answered. None of it is undone from the log: what was sent was sent."""
    row, before = change.after or {}, change.before or {}
    about = row.get("subject", "")
    if change.before is None:
        return Line(_("%(what)s lagt til") % {"what": _("Brev")}, about, to(row))
    if row.get("sent_on") and not before.get("sent_on"):
        return Line(sent(row), about, [*to(row), *going_out(row)])
    if row.get("reply") and (row["reply"], row["answered_on"]) != (
        before.get("reply"),
        before.get("answered_on"),
    ):
        return Line(_("Svar på et brev"), about, answer(row))
    return entry(change, change.before, words)


def sent(row: dict[str, Any]) -> str:
    """From the unit it is a disclosure (forskrift 2013-1099 § 5)."""
    if row.get("source") == Source.PERSON:
        return _("Brev sendt")
    return _("Brev sendt fra enheten: en utlevering")


def to(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(_("Til"), "", row["to_name"])] if row.get("to_name") else []


def going_out(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = [
        (_("Formål"), "", row["purpose"]),
        (_("Sendt"), "", f"{on(row['sent_on'])}, {SentWay(row['sent_way']).label}"),
    ]
    if row.get("answer_due"):
        found.append((_("Svar ventes innen"), "", on(row["answer_due"])))
    return found


def answer(row: dict[str, Any]) -> list[tuple[str, str, str]]:
    found = [(_("Svar"), "", f"{Reply(row['reply']).label}, {on(row['answered_on'])}")]
    if row["reply"] in (Reply.NO, Reply.PARTLY):
        last = row.get("complaint_deadline")
        found.append((_("Siste dag å klage"), "", on(last) if last else _("Se vedtaket")))
    return found


def on(day: str) -> str:
    return weekday_date(date.fromisoformat(day))


def add() -> None:
    SAID[Letter._meta.db_table] = letter
