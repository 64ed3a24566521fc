"""Trials: something is tried for two weeks, asked about every day, talked about in groups, and decided."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.benefits import actions
from pop.benefits.charts import run_chart
from pop.benefits.forms import DecisionForm, TrialForm, TrialRoundForm
from pop.benefits.models import Trial, TrialRoundKind
from pop.benefits.views import known
from pop.people.gate import STAFF, for_role
from pop.people.models import Unit
from pop.people.requests import LoggedInRequest
from pop.surveys import figures as answers
from pop.surveys.models import Round

FOLLOWERS = f"{STAFF} or rule.keeps_benefits()"
STARTERS = "rule.is_leader() or rule.keeps_benefits()"
GOOD = ("very_large", "large")


def runs(trial: Trial) -> bool:
    """Whether the actor writes in it."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.runs_trial(%s)", [trial.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


def may_begin() -> tuple[bool, list[Unit]]:
    """Whether the actor begins trials, and in which units."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.keeps_benefits(), rule.led_units()")
        row = cursor.fetchone()
    every, led = (bool(row[0]), list(row[1] or ())) if row else (False, [])
    units = Unit.objects.filter(active=True).order_by("name")
    found = list(units if every else units.filter(pk__in=led))
    return every or bool(led), found


@require_safe
@for_role(FOLLOWERS)
def trials(request: LoggedInRequest) -> HttpResponse:
    found = list(Trial.objects.prefetch_related("units__unit"))
    context = {
        "running": [one for one in found if not one.decision], "decided": [one for one in found if one.decision],
        "may": may_begin()[0], "here": "trials",
    }  # fmt: skip
    return render(request, "benefits/trials.html", context)


@for_role(STARTERS)
def new(request: LoggedInRequest) -> HttpResponse:
    _may, units = may_begin()
    form = TrialForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        made = actions.begin_trial(by=request.actor, **form.trial())
        messages.success(request, _("Utprøvingen er satt i gang."))
        return redirect("trial", made.key)
    context = {
        "form": form,
        "title": _("Ny utprøving"),
        "label": _("Utprøvinger"),
        "back": "trials",
        "here": "trials",
    }
    return render(request, "benefits/write.html", context)


def found_or_404(trial: UUID) -> Trial:
    return get_object_or_404(Trial.objects.prefetch_related("units__unit"), key=trial)


@require_safe
@for_role(FOLLOWERS)
def trial(request: LoggedInRequest, trial: UUID) -> HttpResponse:
    """What is tried and why, how the days went, what the groups said, and what was decided."""
    one = found_or_404(trial)
    days: list[Round] = []
    talks: list[Round] = []
    for each in one.rounds.select_related("round__survey", "round__unit"):
        (days if each.kind == TrialRoundKind.DAY else talks).append(each.round)
    told = [day(round_) for round_ in days]
    shares = tuple(each["share"] for each in told)
    labels = tuple(f"{round_.opened_at:%d.%m}" for round_ in days)
    context = {
        "trial": one, "units": [each.unit for each in one.units.all()], "days": told, "talks": [talk(round_) for round_ in talks],
        "chart": run_chart(labels, shares, None, 100.0) if any(share is not None for share in shares) else "",
        "runs": runs(one), "decider": known(one.decided_by_id), "here": "trials", "over": one.ends_on < timezone.localdate(), "fewest": answers.FEWEST,
    }  # fmt: skip
    return render(request, "benefits/trial.html", context)


def day(round_: Round) -> dict[str, Any]:
    """How many of those who took a stand were helped, when five have answered."""
    number = answers.total(round_)
    counts = answers.counts(round_) if answers.shown(round_) else {}
    stand = {
        choice: count or 0
        for (question, choice), count in counts.items()
        if question == "helped" and choice != "dont_know"
    }
    took = sum(stand.values())
    share = round(100 * sum(stand.get(choice, 0) for choice in GOOD) / took, 1) if took else None
    return {"round": round_, "number": number, "share": share}


def talk(round_: Round) -> dict[str, Any]:
    """What each group wrote, of what somebody let through (rule D4)."""
    asked = [(question, answers.groups(round_, question)) for question in round_.survey.asks.questions()]
    said = [(question, [(name, one.texts) for name, one in found if one.texts]) for question, found in asked]
    return {"round": round_, "answers": [(question, found) for question, found in said if found]}


@for_role(FOLLOWERS)
def ask(request: LoggedInRequest, trial: UUID) -> HttpResponse:
    """Opens a round: of the day, or for the groups."""
    one = running_or_404(trial)
    units = [each.unit for each in one.units.all()]
    form = TrialRoundForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_valid():
        kind = form.cleaned_data["kind"]
        name = f"{one.name}, {timezone.localdate():%d.%m}"[:100]
        opened = actions.ask_in_trial(
            trial=one, by=request.actor, kind=kind, unit=form.units[form.cleaned_data["unit"]], name=name
        )
        messages.success(request, _("Undersøkelsen er åpen."))
        return redirect("survey_round", opened.round.key)
    context = {
        "form": form,
        "title": _("Spør i utprøvingen"),
        "about": one,
        "label": _("Utprøvinger"),
        "back": "trials",
        "here": "trials",
    }
    return render(request, "benefits/write.html", context)


def running_or_404(trial: UUID) -> Trial:
    """One that the actor writes in, and that is not decided."""
    one = found_or_404(trial)
    if one.decision or not runs(one):
        raise Http404
    return one


@for_role(FOLLOWERS)
def decide(request: LoggedInRequest, trial: UUID) -> HttpResponse:
    one = running_or_404(trial)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.decide(trial=one, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Beslutningen er skrevet."))
        return redirect("trial", one.key)
    context = {
        "form": form,
        "title": _("Avgjør utprøvingen"),
        "about": _("Målet var: %(goal)s") % {"goal": one.goal},
        "label": _("Utprøvinger"),
        "back": "trials",
        "here": "trials",
    }
    return render(request, "benefits/write.html", context)
