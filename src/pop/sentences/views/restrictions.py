"""Restrictions in varetekt, with the day on which they end (rule B6)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people.requests import LoggedInRequest
from pop.plans import areas, grounds, offers
from pop.plans.actions import DECIDED
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.remand import on_remand
from pop.plans.restricted import meetings_to_move
from pop.plans.views.contesting import disagree
from pop.sentences import actions
from pop.sentences.explaining import full_date
from pop.sentences.forms import RestrictionForm
from pop.sentences.models import Restriction


@plan_page("restrictions", relations=(OWN, CONTACT))
def restrictions(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Those that hold and those that are over; what they close, and until when. On remand the contact writes new ones."""
    rows, remand = list(Restriction.objects.of(opened.plan)), on_remand(opened.plan)
    if not rows and not remand:
        raise Http404
    may_write = opened.contact and remand and DECIDED in areas.writable(opened.plan)
    form = RestrictionForm(request.POST if request.method == "POST" else None) if may_write else None
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_valid():
        actions.restrict(plan=opened.plan, writer=writer_for(request, opened), **form.cleaned_data)
        return done(request, opened, _("Restriksjonene er skrevet inn."))
    today = timezone.localdate()
    context = {
        "opened": opened,
        "form": form,
        "holding": [row for row in rows if row.until >= today],
        "to_move": meetings_to_move(opened.plan) if opened.contact else [],
        "over": [row for row in rows if row.until < today],
        "contestable": {row.key for row in rows if offers.may_contest(opened, row, request.actor)},
        "may_change": opened.contact and DECIDED in areas.writable(opened.plan),
        "viewers": grounds.viewers(opened.plan, topic=DECIDED),
    }
    return render(request, "sentences/restrictions.html", context)


@plan_page("change", relations=(CONTACT,))
def restriction(request: LoggedInRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """Another end, or one that was written by mistake."""
    found = of_plan(opened, entry)
    if not offers.locked(found):
        raise Http404
    if request.method == "POST" and "take_out" in request.POST:
        actions.take_out(found)
        return done(request, opened, _("Det er tatt ut."))
    there = {"since": found.since, "until": found.until, "decided_by": found.decided_by}
    form = RestrictionForm(request.POST if request.method == "POST" else None, initial=there)
    if form.is_valid():
        actions.change(found, **form.cleaned_data)
        return done(request, opened, _("Endringen er lagret."))
    context: dict[str, Any] = {"opened": opened, "form": form, "found": found}
    return render(request, "sentences/restriction.html", context)


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """«Jeg er uenig» in what stands about restrictions. It changes nothing of them."""
    found = of_plan(opened, entry)
    days = {"first": full_date(found.since), "last": full_date(found.until)}
    heading = ". ".join((_("Restriksjoner"), _("Fra %(first)s til og med %(last)s") % days))
    page = {"heading": heading, "crumbs": "sentences/restriction_crumbs.html"}
    return disagree(request, opened, found, back=page_of(opened), page=page)


def of_plan(opened: OpenPlan, key: UUID) -> Restriction:
    found = Restriction.objects.of(opened.plan).filter(key=key).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    return found


def page_of(opened: OpenPlan) -> str:
    return reverse("restrictions", args=[opened.plan.key])


def done(request: LoggedInRequest, opened: OpenPlan, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(page_of(opened))
