"""What exists for one need: offers in its area, of the team and of the home municipality."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pop.people.middleware import PersonalRequest
from pop.plans import areas
from pop.plans.kinds import KINDS
from pop.plans.opening import OpenPlan, plan_page
from pop.plans.views.finding import entry_or_404
from pop.services import near, proposals, ready, shown
from pop.services.models import AREAS

NEED = next(kind for kind in KINDS if kind.slug == "behov")


@require_safe
@plan_page("entry")
def services_for_need(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    need = entry_or_404(opened, NEED, entry)
    if need.topic_id not in AREAS:
        raise Http404
    around = near.of(opened.plan, opened.person)
    proposes = not opened.own and need.topic_id in areas.writable(opened.plan)
    plan = opened.plan if proposes else None
    team, home = (shown.in_area(c, need.topic_id, propose_in=plan) for c in (around.team, around.home))
    fitting = [s for s in ready.schemes() if need.topic_id in s.topics]
    context = {
        "opened": opened,
        "kind": NEED,
        "entry": need,
        "crumb": True,
        "heading": str(getattr(need, "text", "")),
        "area": areas.of(opened.plan).get(need.topic_id),
        "team": team,
        "home": home,
        "schemes": fitting,
        "propose": {s.slug: proposals.of_scheme(s).address(plan.key, need.topic_id) for s in fitting if plan},
    }
    return render(request, "services/need.html", context)
