"""Into the team without a list: by a code that the other gives out, or by the name that the person knows."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.people import labels
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.restricted import Restricted, closed_until, way_out
from pop.teams import actions
from pop.teams.forms import CodeForm, KnownForm


@logged_in
def by_name(request: LoggedInRequest) -> HttpResponse:
    """The person asks in somebody whose name and place of work they know. The person chooses among all agencies."""
    plan = Plan.objects.filter(person=request.actor.person_id).first() if request.actor.person_id else None
    if plan is None:
        raise Http404
    form = KnownForm(request.POST if request.method == "POST" else None)
    context = {"plan": plan, "form": form, "closed": closed_until(plan)}
    if request.method == "POST" and form.is_valid():
        try:
            with way_out():
                invited = actions.invite_by_name(plan=plan, **form.cleaned_data)
        except Restricted as closed:
            form.add_error(None, str(closed))
            return render(request, "teams/invite_known.html", context)
        if invited:
            told = _("%(who)s er invitert. De ser ingenting før du har sagt ja til det.")
            messages.success(request, told % {"who": form.cleaned_data["name"]})
            return redirect("my_team")
        # The same for a name that nobody has, a shielded employee, and somebody who is there already (rule A12).
        form.add_error(
            "name",
            _("Vi fant ingen du kan invitere med det navnet der. Skriv hele navnet, eller be om en kode."),
        )
    return render(request, "teams/invite_known.html", context)


@plan_page("teamet: inviter med kode", relations=(OWN, CONTACT))
def by_code(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Asks in whoever has given out the code. A code that does not work never says why."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context = {"opened": opened, "form": form, "closed": closed_until(opened.plan)}
    if request.method == "POST" and form.is_valid():
        try:
            with way_out():
                invited = actions.invite_by_code(plan=opened.plan, **form.cleaned_data)
        except Restricted as closed:
            form.add_error(None, str(closed))
            return render(request, "teams/invite_code.html", context)
        if invited:
            messages.success(request, _("Invitasjonen er sendt. De ser ingenting før det er gitt samtykke."))
            return redirect("my_team") if opened.own else redirect("team", key=opened.plan.key)
        form.add_error("code", _("Koden virker ikke her. Kontroller den, eller be om en ny."))
    return render(request, "teams/invite_code.html", context)


@require_safe
@logged_in
def my_code(request: LoggedInRequest) -> HttpResponse:
    """The codes of somebody outside kriminalomsorgen: one as an individual, one for each place of work."""
    codes = actions.my_codes()
    if not codes:
        raise Http404
    names = labels.agencies(code.agency_id for code in codes)
    told = [(names.get(code.agency_id or 0, ""), code) for code in codes]
    return render(request, "teams/my_code.html", {"codes": sorted(told, key=lambda one: one[0])})
