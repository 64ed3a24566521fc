"""How long a meeting is and its link to video, changed after it was called; day, hour and place are changed as any entry is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions
from pop.meetings.models import MeetingSet
from pop.meetings.planning import SettingForm
from pop.meetings.views.room import held
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("meeting setting", relations=(OWN, CONTACT))
def setting(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    found = held(opened, meeting)
    row = MeetingSet.objects.filter(meeting=found).first()
    if row is None or found.held is not None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = SettingForm(data, initial={"minutes": row.minutes, "video": row.video})
    if form.is_valid():
        actions.change_setting(found, **form.cleaned_data)
        messages.success(request, _("Lagret."))
        return redirect("meeting", opened.plan.key, found.key)
    return render(request, "meetings/setting.html", {"opened": opened, "meeting": found, "form": form})
