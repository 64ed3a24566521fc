"""The Endringslogg of one plan."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.history import actions
from pop.history import log as reading
from pop.people.requests import LoggedInRequest
from pop.plans import areas
from pop.plans.history import form_logs
from pop.plans.opening import OpenPlan, plan_page


@plan_page("log")
def log(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What has been changed, by whom and when, old and new; newest first."""
    names = areas.of(opened.plan)
    topic = number_in(request, "tema")
    page = reading.page(opened, request.actor, before=number_in(request, "for"), topic=topic)
    context = {
        "opened": opened,
        "page": page,
        "areas": [area for area in names.values() if area.kind != "basic"],
        "topic": topic,
        "newest": page.rows[0].group.last if page.rows else None,
        "first": "for" not in request.GET,
        "form_logs": form_logs(opened.plan),
    }
    return render(request, "history/log.html", context)


def number_in(request: LoggedInRequest, name: str) -> int | None:
    """A number of the address; what is none is as if it were not there."""
    raw = request.GET.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 16 else None


@require_POST
@plan_page("log")
def read(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What is new has been read."""
    raw = request.POST.get("last", "")
    if not (raw.isascii() and raw.isdigit() and len(raw) < 16):
        raise Http404
    actions.mark_read(plan=opened.plan, user=request.actor, last_change=int(raw))
    messages.success(request, _("Det som var nytt, er merket som lest."))
    return redirect("plan", key=opened.plan.key)
