"""What the change log says about handing over, in sentences. Who reads a row of it, the row's own policy says."""

from datetime import date

from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.handovers.models import HandoverState, MarkState, ReceiverAnswer
from pop.handovers.pathways import pathways, points
from pop.history.lines import SAID, Line
from pop.history.values import Words
from pop.ui.dates import weekday_date


def handover(change: Change, words: Words) -> Line | None:
    row, before = change.after or {}, change.before or {}
    pathway = pathways().get(row.get("kind", ""))
    about = f"{pathway}, {weekday_date(date.fromisoformat(row['on_day']))}"
    if change.before is None:
        return Line(_("Overføring startet"), about)
    if row.get("state") != before.get("state"):
        told = {
            HandoverState.DONE: _("Overføring: alle har sagt ja"),
            HandoverState.POSTPONED: _("Overføring utsatt"),
            HandoverState.CANCELLED: _("Overføring avbrutt"),
            HandoverState.OPEN: _("Overføring tatt opp igjen"),
        }
        return Line(told[HandoverState(row["state"])], row.get("why") or about)
    if row.get("on_day") != before.get("on_day"):
        return Line(_("Ny dag for overføringen"), about)
    if row.get("own_words") != before.get("own_words"):
        return Line(_("Det de neste skal vite, er skrevet"))
    return None


def item(change: Change, words: Words) -> Line | None:
    row, before = change.after or {}, change.before or {}
    name = receiver(row, words)
    if change.before is None:
        return Line(_("Mottaker valgt"), name) if name else None
    if row.get("answer") and row["answer"] != before.get("answer"):
        told = {
            ReceiverAnswer.CONFIRMED: _("Mottaker har sagt ja"),
            ReceiverAnswer.QUESTION: _("Mottaker lurer på noe"),
            ReceiverAnswer.DECLINED: _("Mottaker kan ikke"),
        }
        return Line(told[ReceiverAnswer(row["answer"])], name)
    for column, text in (
        ("asked_at", _("Mottaker spurt")),
        ("reminded_at", _("Mottaker purret")),
        ("agreed_at", _("Ja til å spørre mottaker")),
        ("ended_at", _("Trenger ingen mottaker")),
    ):
        if row.get(column) and row.get(column) != before.get(column):
            return Line(text, name)
    return None


def receiver(row: dict[str, object], words: Words) -> str:
    user, agency = row.get("receiver_user_id"), row.get("receiver_agency_id")
    if isinstance(user, int):
        return words.user(user)
    return words.agency(agency) if isinstance(agency, int) else str(row.get("receiver_name") or "")


def mark(change: Change, words: Words) -> Line:
    row = change.after or change.before or {}
    every = [point for pathway in pathways().values() for point in points(pathway.checklist)]
    name = next((str(point) for point in every if point.code == row.get("code")), "")
    return Line(_("Sjekklisten"), f"{name}: {MarkState(row['state']).label}")


def farewell(change: Change, words: Words) -> Line:
    return Line(_("Avskjedssamtale skrevet"))


def add() -> None:
    """Tells the log what these tables say."""
    SAID["handovers_handover"] = handover
    SAID["handovers_handoveritem"] = item
    SAID["handovers_checklistmark"] = mark
    SAID["handovers_farewelltalk"] = farewell
