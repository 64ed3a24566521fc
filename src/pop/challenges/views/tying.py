"""Tying a need or a gap of a plan to threads of the map. Between the person and the contact team."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pop.challenges import actions, reading
from pop.challenges.forms import TieForm
from pop.challenges.models import Thread
from pop.gaps.models import Gap
from pop.gaps.views.listing import row_or_404
from pop.people.requests import LoggedInRequest
from pop.plans.models import Need
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page

THEIRS = (OWN, CONTACT)


@plan_page("threads", relations=THEIRS)
def need(request: LoggedInRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """What on the map this need is an instance of."""
    found = Need.objects.of(opened.plan).filter(key=entry).select_related("topic").first()
    if found is None:
        raise Http404
    back = reverse("entry", args=[opened.plan.key, "behov", found.key])
    return tied(request, opened, found, found.text, back, found.topic.tangle)


@plan_page("threads", relations=THEIRS)
def gap(request: LoggedInRequest, opened: OpenPlan, gap: UUID) -> HttpResponse:
    """What on the map this gap is an instance of."""
    row = row_or_404(opened, gap)
    back = reverse("gap", args=[opened.plan.key, row.gap.key])
    return tied(request, opened, row.gap, str(row.plain if opened.own else row.title), back, "")


def tied(
    request: LoggedInRequest, opened: OpenPlan, about: Need | Gap, heading: str, back: str, first: str
) -> HttpResponse:
    now = [one.thread.key for one in reading.tied_to(opened.plan, about)]
    form = TieForm(request.POST if request.method == "POST" else None, initial={"threads": now}, first=first)
    if form.is_valid():
        actions.tie(
            plan=opened.plan, about=about, by=request.actor,
            threads=Thread.objects.filter(key__in=form.cleaned_data["threads"]),
        )  # fmt: skip
        messages.success(request, _("Koblingen til kartet er lagret."))
        return redirect(back)
    context = {"opened": opened, "form": form, "heading": heading, "back": back}
    return render(request, "challenges/tie.html", context)
