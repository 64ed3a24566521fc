"""The checklist and the talk at the end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.conversations.asked import earlier
from pop.handovers import actions, asked, contesting, following, reading
from pop.handovers.forms import FarewellForm, MarkForm
from pop.handovers.models import FarewellTalk, Handover, HandoverState
from pop.handovers.pathways import RELEASE, points
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.remand import on_remand
from pop.ui.pdf import pdf_to_print


def with_own_list(opened: OpenPlan) -> Handover | None:
    """The handover whose list it is; without one, or two weeks after one that is done, the release list of the plan."""
    found = reading.current(opened.plan)
    over = found is not None and found.state == HandoverState.DONE
    return None if over and found and reading.two_weeks_after(found) < timezone.localdate() else found


@plan_page("checklist", relations=(OWN, CONTACT))
def checklist(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What must be in place, each point with where it stands."""
    handover = with_own_list(opened)
    checks = reading.checklist(opened.plan, handover)
    left = sum(check.state == "open" for check in checks)
    context: dict[str, Any] = {"opened": opened, "handover": handover, "checks": checks, "left": left}
    if "pdf" in request.GET:
        return pdf_to_print(
            "handovers/checklist_sheet.html", context, css="ui/slip.css", name="sjekkliste.pdf"
        )
    known = earlier(opened)
    context["rows"] = [(check, asked.of_point(known, check.point.code)) for check in checks]
    context["contestable"] = contesting.marks(opened, checks, request.actor)
    context["near"] = reading.is_near(opened.plan, handover)
    other = handover is not None and not handover.pathway.before_release
    remand = opened.contact and not other and on_remand(opened.plan)
    return render(request, "handovers/checklist.html", context | {"today": remand})


@plan_page("checklist", relations=(OWN, CONTACT))
def mark(request: LoggedInRequest, opened: OpenPlan, code: str) -> HttpResponse:
    """Where one point stands."""
    handover = with_own_list(opened)
    of_list = handover.pathway_list if handover else RELEASE
    if code not in {point.code for point in points(of_list)}:
        raise Http404
    check = next((one for one in reading.checklist(opened.plan, handover) if one.point.code == code), None)
    if check is None:
        raise Http404
    known = earlier(opened)
    at_first = {
        "state": check.state if check.mark else asked.begins_as(known, check.point),
        "reason": check.mark.reason if check.mark else "",
    }
    form = MarkForm(request.POST if request.method == "POST" else None, initial=at_first)
    if form.is_valid():
        actions.mark(plan=opened.plan, by=request.actor, code=code, handover=handover, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("checklist", key=opened.plan.key)
    return render(
        request,
        "handovers/mark.html",
        {"opened": opened, "check": check, "form": form, "before": asked.of_point(known, code)},
    )


@plan_page("farewell", relations=(OWN, CONTACT))
def farewell(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Avskjedssamtale: what worked and what hindered (rule B12)."""
    form = FarewellForm(
        request.POST if request.method == "POST" else None,
        wordless=following.keeps_something(opened.plan),
        needs_words=opened.own,
        initial={"held_on": timezone.localdate()},
    )
    if form.is_valid():
        actions.tell_of_farewell(
            plan=opened.plan, by=request.actor, handover=reading.current(opened.plan),
            together=opened.together, **form.words(),
        )  # fmt: skip
        messages.success(request, _("Avskjedssamtalen er lagret."))
        return redirect("farewell", key=opened.plan.key)
    context = {
        "opened": opened,
        "form": form,
        "talks": FarewellTalk.objects.filter(plan=opened.plan),
        "farewells": following.farewells(opened.plan),
    }
    return render(request, "handovers/farewell.html", context)
