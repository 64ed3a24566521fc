"""«Jeg er uenig» beside why something needs no receiver, and beside where a point of the checklist stands."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from pop.handovers import reading
from pop.handovers.models import Handover
from pop.handovers.views.giving import item_or_404
from pop.handovers.views.leaving import with_own_list
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.contesting import disagree_with_reason

CRUMBS = "handovers/parts/crumbs.html"


@plan_page("disagree", relations=(OWN, CONTACT))
def of_item(request: LoggedInRequest, opened: OpenPlan, item: UUID) -> HttpResponse:
    found = item_or_404(opened, item)
    if not found.ended_reason and not found.reason:
        raise Http404
    of_handover = get_object_or_404(Handover, pk=found.handover_id)
    row = next(row for row in reading.Package(opened, of_handover).rows if row.item.pk == found.pk)
    page = {"heading": f"{row.title}: {found.ended_reason or found.reason}", "crumbs": CRUMBS}
    whole = reverse("handover", args=[opened.plan.key])
    back = whole if opened.own else reverse("handover_item", args=[opened.plan.key, found.key])
    return disagree_with_reason(request, opened, found, by_id=found.reason_by, back=back, page=page)


@plan_page("disagree", relations=(OWN, CONTACT))
def of_mark(request: LoggedInRequest, opened: OpenPlan, code: str) -> HttpResponse:
    checks = reading.checklist(opened.plan, with_own_list(opened))
    check = next((one for one in checks if one.point.code == code and one.mark), None)
    if check is None or check.mark is None:
        raise Http404
    reason = f": {check.mark.reason}" if check.mark.reason else ""
    page = {"heading": f"{check.point}. {check.word}{reason}", "crumbs": CRUMBS}
    back = reverse("checklist", args=[opened.plan.key])
    return disagree_with_reason(request, opened, check.mark, by_id=check.mark.by_id, back=back, page=page)
