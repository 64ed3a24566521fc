"""«Se planen som Nav ser den»: for the person alone, and nothing can be done there."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pop.looks.seen_as import NOT_READ, sight
from pop.people.requests import LoggedInRequest
from pop.plans.opening import OWN, OpenPlan, plan_page
from pop.teams.around import Somebody, around


@require_safe
@plan_page("som", relations=(OWN,))
def choose(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Those in the support team, to choose among."""
    team = around(opened.plan, tells_state=True).support
    return render(request, "looks/choose.html", {"opened": opened, "team": team})


@require_safe
@plan_page("som", relations=(OWN,))
def plan_seen_as(request: LoggedInRequest, opened: OpenPlan, member: UUID, rest: str = "") -> HttpResponse:
    """A page of the plan as somebody in the support team sees it."""
    found = sight(request, opened.plan, member, rest)
    context = {
        "opened": opened,
        "who": who(opened, member),
        "member": member,
        "sight": found,
        "first": not rest,
        "not_read": found.why_not == NOT_READ,
    }
    return render(request, "looks/seen_as.html", context)


def who(opened: OpenPlan, member: UUID) -> Somebody:
    """The one whose page it is, as the person knows them."""
    for one in around(opened.plan, tells_state=True).support:
        if one.key == member:
            return one
    raise Http404
