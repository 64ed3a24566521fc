"""What remains of a handover, in order, ending with a check two weeks after (ux 6; P7-2, T11, T12; B12)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from pop.conversations.models import Conversation
from pop.handovers import following
from pop.handovers.models import Handover, MarkState
from pop.handovers.pathways import RELEASED_TODAY
from pop.handovers.reading import Check, Package
from pop.plans import deadlines
from pop.plans.models import Meeting
from pop.ui.dates import weekday_date


@dataclass(frozen=True)
class StepLeft:
    """One of the remaining steps, in order."""

    title: str
    text: str
    done: bool = False


def steps(package: Package, checks: Iterable[Check], check: following.Check) -> list[StepLeft]:
    """Each is done by the thing itself; what is booked says when."""
    counts = package.counts()
    confirmed = counts["total"] == counts["confirmed"] and counts["total"] > 0
    left = [one for one in checks if one.state == MarkState.OPEN]
    unasked = counts["unasked"] or counts["consent"] or counts["declined"]
    return [
        StepLeft(_("Spør dem som skal ta over"), asking(package), done=bool(counts["total"]) and not unasked),
        StepLeft(_("Alle har sagt ja"), "", done=confirmed),
        *meeting(package.handover),
        StepLeft(_("Sjekklisten er gått gjennom"),
                 _("%(number)s punkter gjenstår.") % {"number": len(left)} if left else "", done=not left),
        farewell(package.handover),
        StepLeft(_("Sjekk at alle holdt tråden"), check.words, done=check.held),
    ]  # fmt: skip


def asking(package: Package) -> str:
    """How long until the new ones begin, and how many nobody has taken."""
    working = deadlines.working_days(package.handover.overlap_from, today=package.today)
    nobody = package.counts()["nobody"]
    soon = (
        _("%(days)s arbeidsdager igjen til overlappen begynner.") % {"days": working}
        if 0 <= working <= 10  # noqa: PLR2004  (ux, section 4: more than ten is a date only)
        else ""
    )
    told = _("%(number)s mangler mottaker.") % {"number": nobody} if nobody else ""
    return " ".join(filter(None, (soon, told)))


def meeting(handover: Handover) -> list[StepLeft]:
    """Needs and follow-up are gone through by old and new together (P7-2); on the day itself there is no time for it."""
    if handover.kind == RELEASED_TODAY:
        return []
    found = Meeting.objects.of(handover.plan).filter(date__gte=handover.overlap_from).order_by("date")
    title = _("Gå gjennom behov og tiltak med de nye")
    held = next((one for one in found if one.held), None)
    first = held or next(iter(found), None)
    if first is None or first.date is None:
        return [StepLeft(title, _("Møtet er ikke avtalt."))]
    told = _("Møtet ble holdt %(day)s.") if held else _("Møtet er avtalt %(day)s.")
    return [StepLeft(title, told % {"day": weekday_date(first.date)}, done=bool(held))]


def farewell(handover: Handover) -> StepLeft:
    """The talk that is booked, of those that the reader sees."""
    title = _("Avskjedssamtale")
    if following.talked(handover):
        return StepLeft(title, "", done=True)
    planned = booked(following.farewells(handover.plan)).first()
    if planned is None or planned.planned_on is None:
        return StepLeft(title, _("Samtalen er ikke avtalt."))
    return StepLeft(title, _("Samtalen er avtalt %(day)s.") % {"day": weekday_date(planned.planned_on)})


def booked(talks: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return talks.filter(held_on=None, planned_on__isnull=False).order_by("planned_on")
