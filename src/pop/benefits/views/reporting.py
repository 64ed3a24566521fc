"""Activity 4: what was achieved, goal by goal, against what was planned; and what others counted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.benefits import actions, figures, goals
from pop.benefits.comparing import Row
from pop.benefits.forms import AssessmentForm, OutsideForm
from pop.benefits.models import Aim, AimKind, Assessment, Measurement, OutsideFigure, Step
from pop.benefits.views import KEEPERS, READERS, keeps
from pop.benefits.views.planning import awaited, newest_lines
from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest
from pop.ui.pdf import pdf_to_print


def said() -> dict[int, Assessment]:
    """What holds for each goal."""
    newest = Assessment.objects.order_by("goal_id", "-written_at", "-pk").distinct("goal_id")
    return {one.goal_id: one for one in newest.select_related("measurement")}


def report(request: LoggedInRequest) -> dict[str, Any]:
    """What the page and the paper say: of the whole service, always."""
    view = figures.wanted({"maling": request.GET.get("maling", ""), "sted": ""})
    rows: list[Row] = [row for _group, _name, found in figures.rows(view) for row in found]
    lines, assessments = newest_lines(), said()
    done = list(Step.objects.exclude(done_on=None).select_related("unit"))
    goals_said = [
        {"goal": one, "line": lines.get(one.pk), "awaited": awaited(lines.get(one.pk)), "assessment": assessments.get(one.pk),
         "rows": [row for row in rows if row.indicator.goal == one.code and (row.before or row.now)],
         "steps": [step for step in done if step.goal_id == one.pk]}
        for one in goals.on_map() if one.kind != AimKind.STEP
    ]  # fmt: skip
    outside = {
        (one.year, one.years_followed, one.source): one for one in reversed(OutsideFigure.objects.all())
    }
    return {"view": view, "goals": goals_said, "outside": list(reversed(outside.values())), "here": "report"}


@require_safe
@for_role(READERS)
def report_page(request: LoggedInRequest) -> HttpResponse:
    return render(request, "benefits/report.html", report(request) | {"keeps": keeps()})


@require_safe
@for_role(READERS)
def report_pdf(request: LoggedInRequest) -> HttpResponse:
    return pdf_to_print(
        "benefits/paper_report.html", report(request), css="surveys/paper.css", name="gevinstrapport.pdf"
    )


@for_role(KEEPERS)
def assess(request: LoggedInRequest, goal: str) -> HttpResponse:
    """What was achieved for a goal up to the newest measurement. An earlier one stays behind it."""
    found = get_object_or_404(Aim, code=goal, retired_at=None)
    measurement = Measurement.objects.first()
    if measurement is None:
        raise Http404
    form = AssessmentForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.assess(goal=found, measurement=measurement, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Vurderingen står i rapporten."))
        return redirect("benefits_report")
    context = {
        "form": form,
        "title": _("Vurder målet"),
        "about": found,
        "label": _("Gevinstrapport"),
        "back": "benefits_report",
        "here": "report",
    }
    return render(request, "benefits/write.html", context)


@for_role(KEEPERS)
def outside(request: LoggedInRequest) -> HttpResponse:
    """Return to crime, as somebody else counted it."""
    form = OutsideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.bring_in(by=request.actor, **form.cleaned_data)
        messages.success(request, _("Tallet står i rapporten."))
        return redirect("benefits_report")
    context = {"form": form, "title": _("Tall om tilbakefall"), "label": _("Gevinstrapport"), "back": "benefits_report", "here": "report",
               "about": _("Tilbakefall telles ikke i POP. Her kan du føre inn hva andre har telt, for mange personer samlet.")}  # fmt: skip
    return render(request, "benefits/write.html", context)
