"""The gaps of a plan with their history, one gap, and how gaps are found."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pop.gaps import catalogue, handed, knots, reading, steps
from pop.gaps.models import Gap, GapAct
from pop.people import labels
from pop.people.gate import logged_in
from pop.people.middleware import PersonalRequest
from pop.people.requests import LoggedInRequest
from pop.plans import around, offers
from pop.plans.opening import OpenPlan, plan_page

ACTS = {
    "main": _("Hovedkontakten"),
    "contact": _("Hovedkontakten i kontaktteamet"),
    "leader": _("Lederen der personen er"),
    "responsible": _("Den som er ansvarlig for tiltaket"),
    "agency": _("Representanten for etaten"),
}
"""Who must act, in words."""
CLOSED = 30
"""How many closed gaps the history shows."""


@logged_in
def catalogue_page(request: PersonalRequest) -> HttpResponse:
    """«Slik finner vi glippsonene», straight from the catalogue."""
    found = catalogue.load()
    rules = [
        {text: rule.say(text) for text in catalogue.TEXTS}
        | {
            "id": rule.id,
            "source": rule.source,
            "act": ACTS[rule.act],
            "icon": reading.ICONS[rule.kind],
            "severity": reading.SEVERITY[rule.severity],
        }
        for rule in sorted(found.rules, key=lambda rule: -rule.severity)
    ]
    return render(request, "gaps/catalogue.html", {"rules": rules})


@plan_page("gaps")
def gaps(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """Open, put off and closed."""
    found = Gap.objects.filter(plan=opened.plan).select_related("subject")
    still = list(found.filter(closed_at=None))
    closed = list(found.exclude(closed_at=None).order_by("-closed_at", "-pk")[:CLOSED])
    rows = {row.gap.pk: row for row in read(opened, [*still, *closed])}
    context = {
        "opened": opened,
        "open": [row for row in rows.values() if row.open],
        "snoozed": [row for row in rows.values() if row.snoozed],
        "closed": [rows[gap.pk] for gap in closed],
    }
    return render(request, "gaps/gaps.html", context)


def read(opened: OpenPlan, gaps: list[Gap]) -> list[reading.Row]:
    rows = reading.read(gaps, [opened.plan], reading.asked, owners(opened, gaps), partner=opened.partner)
    return handed.named(rows, opened)


def owners(opened: OpenPlan, gaps: list[Gap]) -> Callable[[Gap], str]:
    if not opened.own:
        return reading.owners(gaps)
    team = around.places(opened.plan)
    numbers = (*(gap.owner_agency_id for gap in gaps), *(place.agency_id for place in team))
    agencies = labels.agencies(numbers)
    return lambda gap: reading.for_person(
        gap, lambda number: agencies.get(number, str(_("En annen i teamet"))), team
    )


def row_or_404(opened: OpenPlan, gap: UUID) -> reading.Row:
    found = list(Gap.objects.filter(plan=opened.plan, key=gap).select_related("subject"))
    if not found:
        raise Http404
    return read(opened, found)[0]


@plan_page("gap")
def gap(request: LoggedInRequest, opened: OpenPlan, gap: UUID) -> HttpResponse:
    """Why it is a gap, whose it is, how it is closed, and what has been done about it."""
    row = row_or_404(opened, gap)
    acts = list(GapAct.objects.filter(gap_id=row.gap.pk))
    users = labels.users(number for act in acts for number in (act.by_id, act.to_user_id))
    context: dict[str, Any] = {
        "opened": opened,
        "row": row,
        "acts": [
            (
                act,
                users.get(act.by_id, labels.somebody()),
                users.get(act.to_user_id or 0, labels.somebody()),
                bool(act.reason) and offers.may_contest_reason(opened, act, act.by_id, request.actor),
            )
            for act in acts
        ],
        "words": {text: row.rule.say(text) for text in catalogue.TEXTS} if row.rule else None,
        "next": steps.next_step(opened, row),
        "ring": knots.ring(row) if row.gap.rule == "knot" else None,
        "mine": row.gap.taken_by_id == request.actor.pk,
        "may_act": not opened.own and row.gap.closed_at is None,
    }
    return render(request, "gaps/gap.html", context)
