"""The leader's overview: who has nobody, who has much, what is missing, who is released when. No content of a plan."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people.gate import LEADER, for_role
from pop.people.requests import LoggedInRequest
from pop.services import keeping
from pop.worklists import actions, board


@require_safe
@for_role(LEADER)
def overview(request: LoggedInRequest) -> HttpResponse:
    """What a leader looks at on a Monday morning."""
    cards = keeping.unconfirmed_units(timezone.localdate())
    return render(request, "worklists/overview.html", {"board": board.of_leader(), "cards": cards})


@require_POST
@for_role(LEADER)
def ask(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Asks the main contact how it goes with somebody."""
    if not actions.ask_contact(plan_key=key):
        raise Http404
    messages.success(request, _("Hovedkontakten har fått spørsmålet."))
    return redirect("unit_overview")
