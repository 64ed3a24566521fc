"""«Jeg er uenig» beside why a gap was put off."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from pop.gaps.models import GapAct
from pop.gaps.views.listing import row_or_404
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.contesting import disagree_with_reason


@plan_page("disagree", relations=(OWN, CONTACT))
def of_act(request: LoggedInRequest, opened: OpenPlan, gap: UUID, act: UUID) -> HttpResponse:
    row = row_or_404(opened, gap)
    found = GapAct.objects.filter(gap_id=row.gap.pk, key=act).exclude(reason="").first()
    if found is None:
        raise Http404
    title = row.plain if opened.own else row.title
    page = {"heading": f"{title}: «{found.reason}»", "crumbs": "gaps/parts/crumbs.html"}
    back = reverse("gap", args=[opened.plan.key, row.gap.key])
    return disagree_with_reason(request, opened, found, by_id=found.by_id, back=back, page=page)
