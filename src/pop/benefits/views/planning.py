"""Activity 2: who answers for each goal, how it is measured, and what is expected."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.benefits import actions, goals
from pop.benefits.comparing import expected
from pop.benefits.forms import PlanLineForm
from pop.benefits.indicators import indicators
from pop.benefits.models import Aim, AimKind, PlanLine
from pop.benefits.views import KEEPERS, READERS, keeps
from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest

ASKED = ("owner", "indicator", "points", "expected", "by_day", "money", "reckoned")


def newest_lines() -> dict[int, PlanLine]:
    """What holds for each goal."""
    lines = PlanLine.objects.order_by("goal_id", "-written_at", "-pk").distinct("goal_id")
    return {line.goal_id: line for line in lines}


def awaited(line: PlanLine | None) -> str:
    """The change that a line expects, with its unit."""
    if line is None or line.expected is None:
        return ""
    measured = indicators().get(line.indicator)
    return expected(float(line.expected), measured.kind if measured else "")


@require_safe
@for_role(READERS)
def plan_page(request: LoggedInRequest) -> HttpResponse:
    """Every goal and benefit, with what is planned for it, and what others have reckoned in money."""
    lines = newest_lines()
    rows: list[dict[str, Any]] = [
        {"goal": one, "line": line, "indicator": indicators().get(line.indicator) if line else None, "awaited": awaited(line)}
        for one in goals.on_map() if one.kind != AimKind.STEP
        for line in [lines.get(one.pk)]
    ]  # fmt: skip
    return render(
        request,
        "benefits/plan.html",
        {"rows": rows, "keeps": keeps(), "money": goals.money(), "here": "plan"},
    )


@for_role(KEEPERS)
def line(request: LoggedInRequest, goal: str) -> HttpResponse:
    """A new line of the plan. The one before stays behind it."""
    found = get_object_or_404(Aim, code=goal, retired_at=None)
    before = found.lines.first()
    initial = {name: getattr(before, name) for name in ASKED} if before else {}
    form = PlanLineForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.plan(goal=found, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Gevinstplanen er endret."))
        return redirect("benefits_plan")
    context = {
        "form": form,
        "title": _("Endre planen"),
        "about": found,
        "label": _("Gevinstplan"),
        "back": "benefits_plan",
        "here": "plan",
    }
    return render(request, "benefits/write.html", context)
