"""«Kan ikke gjøres ennå fordi …»: what a measure waits for."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.gaps import actions
from pop.gaps.forms import WaitForm
from pop.gaps.models import Dependency
from pop.people.middleware import PersonalRequest
from pop.plans.models import Measure
from pop.plans.opening import OpenPlan, plan_page

OVER = ("done", "stopped")


def measure_or_404(opened: OpenPlan, entry: UUID) -> Measure:
    found = Measure.objects.of(opened.plan).filter(key=entry).first()
    if found is None:
        raise Http404
    return found


@plan_page("waits")
def waits(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """What it waits for, what waits for it, and a form for one more."""
    measure = measure_or_404(opened, entry)
    ties = list(Dependency.objects.filter(plan=opened.plan).values_list("measure_id", "waits_for_id"))
    every = {m.pk: m for m in Measure.objects.of(opened.plan)}
    first = [every[on] for one, on in ties if one == measure.pk and on in every]
    after = [every[one] for one, on in ties if on == measure.pk and one in every]
    choices = [
        (str(m.key), m.text)
        for m in every.values()
        if m.pk != measure.pk and m not in first and m.status not in OVER
    ]
    held = actions.holds(measure)
    form = WaitForm(request.POST if request.method == "POST" and held else None, measures=choices)
    if request.method == "POST" and not held:
        raise Http404
    if form.is_valid():
        other = measure_or_404(opened, UUID(form.cleaned_data["other"]))
        if not actions.wait_for(measure=measure, other=other):
            raise Http404
        messages.success(request, _("Det er skrevet hva dette venter på."))
        return redirect("measure_waits", key=opened.plan.key, entry=measure.key)
    context = {
        "opened": opened,
        "measure": measure,
        "first": first,
        "after": after,
        "form": form,
        "choices": choices,
        "held": held,
    }
    return render(request, "gaps/waits.html", context)


@require_POST
@plan_page("waits: no more")
def no_more(request: PersonalRequest, opened: OpenPlan, entry: UUID, other: UUID) -> HttpResponse:
    """It no longer waits."""
    measure = measure_or_404(opened, entry)
    if not actions.wait_no_more(measure=measure, other=other):
        raise Http404
    messages.success(request, _("Det venter ikke lenger på dette."))
    return redirect("measure_waits", key=opened.plan.key, entry=measure.key)
