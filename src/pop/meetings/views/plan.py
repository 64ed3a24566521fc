"""All meetings of a plan, and planning a new one from an arena."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.meetings import actions, arenas, planning
from pop.meetings.models import MeetingSet
from pop.meetings.planning import ArenaMeetingForm
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans import actions as plans
from pop.plans import grounds
from pop.plans.models import Meeting
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.restricted import Restricted, way_out
from pop.plans.views.entries import source_key


@require_safe
@plan_page("meetings")
def every(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What is ahead, soonest first, and what has been, newest first; as the reader sees them."""
    found = list(Meeting.objects.of(opened.plan))
    kinds = dict(MeetingSet.objects.filter(meeting__in=found).values_list("meeting_id", "arena"))
    rows = [(m, arenas.find(kinds[m.pk]).name if m.pk in kinds else "") for m in found]
    today = timezone.localdate()
    ahead = [(m, kind) for m, kind in rows if m.held is None and (m.date is None or m.date >= today)]
    past = [row for row in rows if row not in ahead]
    past.reverse()
    return render(request, "meetings/every.html", {"opened": opened, "ahead": ahead, "past": past})


@require_safe
@logged_in
def arenas_page(request: LoggedInRequest) -> HttpResponse:
    """«Slik er møtene»: the same file that the program reads, as text. Says nothing of anybody."""
    return render(request, "meetings/arenas.html", {"arenas": arenas.every(), "ready": arenas.setups()})


@plan_page("meeting new", relations=(OWN, CONTACT))
def new(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The kind of meeting is chosen first: it says who is there, how long it is, and which rules hold."""
    kinds = planning.offered(opened)
    if "slag" not in request.GET:
        return render(
            request,
            "meetings/choose.html",
            {"opened": opened, "arenas": kinds, "ready": planning.ready(kinds)},
        )
    arena = next((one for one in kinds if one.key == request.GET["slag"]), None)
    if arena is None:
        raise Http404
    setup = next((one for one in planning.ready([arena]) if one.key == request.GET.get("oppsett")), None)
    data = request.POST if request.method == "POST" else None
    form = ArenaMeetingForm(data, opened=opened, topic=plans.MEETINGS, arena=arena, ready=setup)
    if form.is_valid():
        try:
            with way_out():
                return called(request, opened, form)
        except Restricted as closed:
            form.add_error(None, str(closed))
    viewers = grounds.viewers(
        opened.plan, topic=plans.MEETINGS, source_key=source_key(writer_for(request, opened)),
        only_me=False, only_me_contact=None,
    )  # fmt: skip
    return render(
        request, "meetings/new.html", {"opened": opened, "arena": arena, "form": form, "viewers": viewers}
    )


def called(request: LoggedInRequest, opened: OpenPlan, form: ArenaMeetingForm) -> HttpResponse:
    given = {
        "plan": opened.plan, "writer": writer_for(request, opened), "setting": form.setting(), "cases": form.cases(),
        **form.columns(), **form.ties(), **form.kept(),
    }  # fmt: skip
    if form.weeks:
        actions.call_series(weeks=form.weeks, times=planning.TIMES, **given)
        messages.success(request, _("Møtene står i planen nå. De som er kalt inn, får beskjed."))
        return redirect("meetings", opened.plan.key)
    meeting = actions.call(**given)
    messages.success(request, _("Møtet står i planen nå. De som er kalt inn, får beskjed."))
    return redirect("meeting", opened.plan.key, meeting.key)
