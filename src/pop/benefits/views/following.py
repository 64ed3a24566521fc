"""Activity 3: the figures beside the baseline, one figure over time, the baseline, and what is done to reach a goal."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.benefits import actions, figures, goals
from pop.benefits.charts import run_chart
from pop.benefits.comparing import DAYS, SHARE, shown
from pop.benefits.forms import DoneForm, FreezeForm, StepForm
from pop.benefits.indicators import Indicator, indicators, references
from pop.benefits.models import Aim, Baseline, Figure, Measurement, Step
from pop.benefits.views import READERS, keeps, known
from pop.people.gate import ANALYST, for_role
from pop.people.models import Unit
from pop.people.requests import LoggedInRequest
from pop.ui.csv_file import csv_file

MOST_STEPS = 100


@require_safe
@for_role(READERS)
def following(request: LoggedInRequest) -> HttpResponse:
    """The baseline and now, group by group; the same in a table; and what is done."""
    view = figures.wanted(request.GET)
    groups = figures.rows(view)
    steps = list(Step.objects.select_related("goal", "unit")[:MOST_STEPS])
    context = {
        "view": view, "groups": groups, "parts": figures.PARTS, "asked": request.GET.urlencode(), "here": "following",
        "open": [one for one in steps if not one.done_on], "done": [one for one in steps if one.done_on],
        "references": references(),
    }  # fmt: skip
    return render(request, "benefits/following.html", context)


@require_safe
@for_role(READERS)
def as_csv(request: LoggedInRequest) -> HttpResponse:
    """What the page shows, in the same hiding."""
    view = figures.wanted(request.GET)
    header = [_("Indikator"), _("Sted"), _("Del"), _("Måling"), _("Enhet for tallet"), _("Nullpunkt"), _("Nå"), _("Laveste"), _("Høyeste"),
              _("Antall personer"), _("Ord")]  # fmt: skip
    lines = [
        [str(row.indicator), view.place.name, view.part_name, str(view.measurement or ""), unit_of(row.indicator),
         number(row.before, row.indicator), number(row.now, row.indicator), *ends(row.now, row.indicator),
         row.now.persons if row.now else _("skjult"), row.word]
        for _group, _name, rows in figures.rows(view) for row in rows
    ]  # fmt: skip
    return csv_file("gevinster.csv", header, lines)


def unit_of(one: Indicator) -> str:
    return {SHARE: _("prosent"), DAYS: _("dager")}.get(one.kind, _("antall"))


def number(figure: Figure | None, one: Indicator) -> float | str:
    if figure is None:
        return _("skjult")
    return round(100 * figure.value, 1) if one.kind == SHARE else round(figure.value, 2)


def ends(figure: Figure | None, one: Indicator) -> list[float | str]:
    """The ends of the interval, as the figure itself."""
    factor = 100 if one.kind == SHARE else 1
    return [
        "" if end is None else round(factor * end, 1)
        for end in ((figure.low, figure.high) if figure else (None, None))
    ]


@require_safe
@for_role(READERS)
def indicator(request: LoggedInRequest, code: str) -> HttpResponse:
    """One figure: what it counts and why, over time, and at each place."""
    one = indicators().get(code)
    if one is None:
        raise Http404
    view = figures.wanted(request.GET)
    series = figures.over_time(one, view.place, view.part)
    centre = figures.middle(series)
    factor = 100 if one.kind == SHARE else 1
    values = tuple(round(factor * each.value, 2) if each else None for _m, each in series)
    top = 100.0 if one.kind == SHARE else max([value for value in values if value], default=1.0) * 1.2
    labels = tuple(f"{each.from_day:%m.%y}" for each, _f in series)
    beside = figures.beside(one, view.measurement, view.places, view.part) if view.measurement else []
    context = {
        "one": one, "view": view, "parts": figures.PARTS, "here": "following", "centre": None if centre is None else shown(centre, one.kind),
        "series": [(each, figure, shown(figure.value, one.kind) if figure else "", span(figure, one)) for each, figure in series],
        "chart": run_chart(labels, values, None if centre is None else round(factor * centre, 2), top) if any(f for _m, f in series) else "",
        "long_run": figures.long_run(series), "run": figures.LONG_RUN, "reference": references().get(one.reference), "goal": Aim.objects.filter(code=one.goal).first() if one.goal else None,
        "beside": [(place, figure, shown(figure.value, one.kind) if figure else "", span(figure, one)) for place, figure in beside],
    }  # fmt: skip
    return render(request, "benefits/indicator.html", context)


def span(figure: Figure | None, one: Indicator) -> str:
    """The 95 % interval of a figure in words."""
    if figure is None or figure.low is None or figure.high is None:
        return ""
    return _("%(low)s til %(high)s") % {
        "low": shown(figure.low, one.kind),
        "high": shown(figure.high, one.kind),
    }


@for_role(READERS)
def baseline(request: LoggedInRequest) -> HttpResponse:
    """The measurement that was frozen, by whom; or freezing one, for an analyst."""
    there = Baseline.objects.select_related("measurement").first()
    whole = set(indicators())
    done = [one for one in Measurement.objects.all() if whole <= set(one.counted)]
    found = {str(one.key): one for one in done}
    choices = [(str(one.key), str(one)) for one in reversed(done)]
    form = FreezeForm(request.POST if request.method == "POST" else None, measurements=choices)
    may = analyst() and not there and bool(done)
    if request.method == "POST" and not may and not there:
        raise Http404
    if request.method == "POST" and not there and form.is_valid():
        frozen = actions.freeze(
            measurement=found[form.cleaned_data["measurement"]],
            by=request.actor,
            why=form.cleaned_data["why"],
        )
        if frozen:
            messages.success(request, _("Nullpunktet er frosset."))
        return redirect("benefits_baseline")
    context = {
        "baseline": there,
        "signer": known(there.signed_by_id) if there else None,
        "form": form,
        "may": may,
        "measured": bool(done),
        "number": len(whole),
        "here": "following",
    }
    return render(request, "benefits/baseline.html", context)


def analyst() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"select {ANALYST}")  # noqa: S608  (a constant)
        row = cursor.fetchone()
    return bool(row and row[0])


@for_role(READERS)
def step(request: LoggedInRequest) -> HttpResponse:
    """Something new to be done: keepers for the whole or any unit, leaders for theirs."""
    every = keeps()
    units = [place for place in figures.places() if place.unit_id]
    form = StepForm(
        request.POST if request.method == "POST" else None, goals=goals.on_map(), everywhere=every,
        units=list(Unit.objects.filter(pk__in=[place.unit_id for place in units])),
    )  # fmt: skip
    if form.is_valid():
        actions.begin_step(by=request.actor, **form.step())
        messages.success(request, _("Tiltaket står i oppfølgingen."))
        return redirect("benefits")
    return render(
        request,
        "benefits/write.html",
        {
            "form": form,
            "title": _("Nytt tiltak"),
            "label": _("Oppfølging"),
            "back": "benefits",
            "here": "following",
        },
    )


@for_role(READERS)
def step_done(request: LoggedInRequest, step: UUID) -> HttpResponse:
    """It is done, and what it led to."""
    one = get_object_or_404(Step.objects.select_related("goal"), key=step, done_on=None)
    form = DoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.finish_step(step=one, came_of_it=form.cleaned_data["came_of_it"])
        messages.success(request, _("Tiltaket er gjort."))
        return redirect("benefits")
    context = {
        "form": form,
        "title": _("Tiltaket er gjort"),
        "about": one.what,
        "label": _("Oppfølging"),
        "back": "benefits",
        "here": "following",
    }
    return render(request, "benefits/write.html", context)
