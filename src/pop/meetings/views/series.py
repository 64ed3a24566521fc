"""A series as a whole: more meetings at the same intervals, or an end to those that are to come."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, planning
from pop.meetings.models import MeetingSet, Series
from pop.meetings.views.room import held
from pop.people.requests import LoggedInRequest
from pop.plans.models import Meeting
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for


def series_of(meeting: Meeting) -> Series:
    setting = (
        MeetingSet.objects.filter(meeting=meeting, series__isnull=False).select_related("series").first()
    )
    if setting is None or setting.series is None:
        raise Http404
    return setting.series


@plan_page("meeting series", relations=(OWN, CONTACT))
def series(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """The page says which meetings go before anybody says that they are to go."""
    found = held(opened, meeting)
    row = series_of(found)
    if request.method == "POST" and row.ended_at is None:
        if "end" in request.POST:
            if actions.end_series(row):
                messages.success(request, _("Serien er avsluttet. De som var kalt inn, får beskjed."))
            else:
                messages.error(request, _("Den som kalte inn til møtene, må avslutte serien."))
        elif actions.continue_series(row, writer=writer_for(request, opened), times=planning.TIMES):
            messages.success(request, _("Møtene står i planen nå. De som er kalt inn, får beskjed."))
        return redirect("meetings", opened.plan.key)
    context = {"opened": opened, "meeting": found, "series": row, "ahead": actions.ahead(row)}
    return render(request, "meetings/series.html", context)
