"""A meeting in parts, each with people of its own: every part is a meeting, held after the one before."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, arenas, rounds
from pop.meetings.models import MeetingSet
from pop.meetings.planning import PartForm
from pop.meetings.views.room import held, over
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for


@plan_page("meeting parts", relations=(OWN, CONTACT))
def parts(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    found = held(opened, meeting)
    setting = MeetingSet.objects.filter(meeting=found).first()
    # One person's turn of a meeting about many is not divided further.
    divided = rounds.parts(opened, found)
    if setting is None or over(found) or not divided and rounds.in_one(found):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = PartForm(data, opened=opened, arena=arenas.find(setting.arena))
    if form.is_valid():
        actions.add_part(
            found, writer=writer_for(request, opened), subject=form.cleaned_data["subject"],
            minutes=form.cleaned_data["minutes"], invite=form.called(),
        )  # fmt: skip
        messages.success(request, _("Delen står i planen nå. De som er kalt inn, får beskjed."))
        return redirect("meeting_parts", opened.plan.key, found.key)
    context = {"opened": opened, "meeting": found, "parts": divided, "form": form}
    return render(request, "meetings/parts.html", context)
