"""Planned permisjon and frigang: dated rows, whose dates come when the unit releases them (rule C3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people.middleware import PersonalRequest
from pop.plans import areas, grounds, offers
from pop.plans.actions import PROGRESSION
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.restricted import Restricted, way_out
from pop.wishes import actions, reading
from pop.wishes.forms import LeaveForm, LeaveStatusForm
from pop.wishes.models import LeaveStatus, PlannedLeave


@plan_page("write", relations=(OWN, CONTACT))
def new(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """The person wishes for a leave; the contact team plans one."""
    if PROGRESSION not in areas.writable(opened.plan):
        raise Http404
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with way_out():
                actions.plan_leave(
                    plan=opened.plan,
                    writer=writer_for(request, opened),
                    status=LeaveStatus.WISHED if opened.own else LeaveStatus.PLANNED,
                    **form.cleaned_data,
                )
            messages.success(request, _("Det står i planen nå. Dato kommer når enheten har frigitt den."))
            return redirect("wishes", key=opened.plan.key)
        except Restricted as closed:
            form.add_error(None, str(closed))
    viewers = grounds.viewers(opened.plan, topic=PROGRESSION)
    return render(request, "wishes/leave_new.html", {"opened": opened, "form": form, "viewers": viewers})


def leave_or_404(opened: OpenPlan, key: UUID) -> PlannedLeave:
    """A leave that the actor sees and may change."""
    found = PlannedLeave.objects.of(opened.plan).filter(key=key).first()
    if found is None or not offers.locked(found):
        raise Http404
    found.plan = opened.plan
    return found


@plan_page("change", relations=(OWN, CONTACT))
def change(request: PersonalRequest, opened: OpenPlan, leave: UUID) -> HttpResponse:
    """The contact team says how it stands and releases the date; the person may say no to it."""
    found = leave_or_404(opened, leave)
    if opened.own:
        return say_no(request, opened, found)
    initial = {
        "status": found.status,
        "date_from": found.date_from,
        "date_to": found.date_to,
        "release": bool(found.released_at),
    }
    form = LeaveStatusForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        save(found, form.cleaned_data)
        messages.success(request, _("Endringen er lagret."))
        return redirect("wishes", key=opened.plan.key)
    context = {"opened": opened, "leave": found, "form": form, "viewers": reading.who_sees(found)}
    return render(request, "wishes/leave.html", context)


def save(leave: PlannedLeave, data: dict[str, Any]) -> None:
    actions.set_leave_status(leave, status=data["status"])
    if data["release"]:
        actions.release_dates(leave, date_from=data["date_from"], date_to=data["date_to"])
    elif leave.released_at:
        actions.take_dates_back(leave)


def say_no(request: PersonalRequest, opened: OpenPlan, leave: PlannedLeave) -> HttpResponse:
    if leave.status == LeaveStatus.CANCELLED:
        messages.info(request, _("Den er alt avlyst."))
        return redirect("wishes", key=opened.plan.key)
    if request.method == "POST":
        actions.cancel_leave(leave)
        messages.success(request, _("Du har sagt nei til den."))
        return redirect("wishes", key=opened.plan.key)
    return render(request, "wishes/leave_no.html", {"opened": opened, "leave": leave})
