"""Activity 1: the map of benefits, from what is done to what it is good for."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.benefits import actions, goals
from pop.benefits.forms import AimForm
from pop.benefits.indicators import Indicator, indicators
from pop.benefits.models import Aim, AimKind
from pop.benefits.views import KEEPERS, READERS, keeps
from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest


def measured_by(goal: Aim) -> list[Indicator]:
    return [one for one in indicators().values() if one.goal == goal.code]


@require_safe
@for_role(READERS)
def map_page(request: LoggedInRequest) -> HttpResponse:
    """Four columns; each link says what it leads to, whom it is for, and what tells of it."""
    shown = goals.on_map()
    arrows = goals.arrows(shown)
    names = {
        AimKind.STEP: _("Tiltak"),
        AimKind.RESULT: _("Resultatmål"),
        AimKind.EFFECT: _("Effektmål"),
        AimKind.BENEFIT: _("Gevinster"),
    }
    columns: list[tuple[str, list[dict[str, Any]]]] = [
        (
            names[kind],
            [
                {"goal": one, "leads_to": arrows[one.pk], "measured_by": measured_by(one)}
                for one in shown
                if one.kind == kind
            ],
        )
        for kind in AimKind
    ]
    return render(request, "benefits/map.html", {"columns": columns, "keeps": keeps(), "here": "map"})


@for_role(KEEPERS)
def new(request: LoggedInRequest) -> HttpResponse:
    form = AimForm(request.POST if request.method == "POST" else None, goals=goals.on_map())
    if form.is_valid():
        actions.write_goal(by=request.actor, kind=form.cleaned_data["kind"], **form.said())
        messages.success(request, _("Det står på gevinstkartet."))
        return redirect("benefits_map")
    return render(request, "benefits/goal.html", {"form": form, "goal": None, "here": "map"})


@for_role(KEEPERS)
def edit(request: LoggedInRequest, goal: str) -> HttpResponse:
    found = get_object_or_404(Aim, code=goal, retired_at=None)
    form = AimForm(request.POST if request.method == "POST" else None, goals=goals.on_map(), now=found)
    if form.is_valid():
        actions.change_goal(goal=found, **form.said())
        messages.success(request, _("Gevinstkartet er endret."))
        return redirect("benefits_map")
    return render(request, "benefits/goal.html", {"form": form, "goal": found, "here": "map"})


@require_POST
@for_role(KEEPERS)
def retire(request: LoggedInRequest, goal: str) -> HttpResponse:
    found = get_object_or_404(Aim, code=goal, retired_at=None)
    actions.retire_goal(goal=found)
    messages.success(request, _("Det er tatt av gevinstkartet."))
    return redirect("benefits_map")
