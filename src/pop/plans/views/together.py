"""Sammen-modus: beginning it, being asked about it, and ending it (rule I5)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.access import drafts
from pop.people import together as mode
from pop.people.gate import logged_in
from pop.people.middleware import PersonalRequest
from pop.plans.opening import CONTACT, OpenPlan, plan_page


@logged_in
def together(request: PersonalRequest, key: UUID) -> HttpResponse:
    """Asks before it begins and, whoever wants out of the plan meanwhile, whether it is to end."""
    if request.method == "POST" and request.POST.get("do") == "end":
        # Without asking for the plan: whoever is no longer let in must be let out.
        mode.end(request)
        messages.success(request, _("Sammen-modus er slutt."))
        # What was typed meanwhile to another page may be about another: it is shown on the next click.
        return redirect("together" if drafts.waiting() else "plan", key=key)
    return begin(request, key=key)


@plan_page("together", relations=(CONTACT,))
def begin(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    if opened.person is None:
        raise Http404
    if request.method == "POST":
        # What other plans have left to say must not come on the shared screen.
        list(messages.get_messages(request))
        mode.start(request, plan=str(opened.plan.key), name=opened.person.given_name)
        return redirect("plan", key=opened.plan.key)
    return render(request, "plans/together.html", {"opened": opened, "kept": drafts.waiting()})
