"""The contact team registers and changes the facts of a sentence."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.people.middleware import PersonalRequest
from pop.plans import areas, grounds, offers
from pop.plans.actions import EXPECTED_RELEASE
from pop.plans.models import Entry
from pop.plans.opening import CONTACT, OpenPlan, plan_page, writer_for
from pop.plans.restricted import Restricted, way_out
from pop.sentences import actions, reading
from pop.sentences.forms import FactsForm, InterruptionForm, TermForm
from pop.sentences.models import Interruption, SentenceFacts, SentenceTerm
from pop.sentences.values import PREVENTIVE

TERM = ("years", "months", "days", "deduction_days", "undivided")


def written(opened: OpenPlan) -> reading.Seen:
    """What is there, for who may write it; on remand there is nothing to write (rule B6)."""
    seen = reading.seen(opened.plan)
    if seen.on_remand or EXPECTED_RELEASE not in areas.writable(opened.plan):
        raise Http404
    return seen


def page(request: PersonalRequest, opened: OpenPlan, template: str, **context: Any) -> HttpResponse:
    viewers = grounds.viewers(opened.plan, topic=EXPECTED_RELEASE)
    return render(request, f"sentences/{template}.html", {"opened": opened, "viewers": viewers, **context})


def done(request: PersonalRequest, opened: OpenPlan, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("sentence", key=opened.plan.key)


@plan_page("write", relations=(CONTACT,))
def facts(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """The first time with the length of one judgment; forvaring has a frame instead."""
    seen = written(opened)
    data = request.POST if request.method == "POST" else None
    preventive = seen.form == PREVENTIVE
    form = FactsForm(data, preventive=preventive, initial=initial(seen.facts))
    term = TermForm(data) if not preventive and not seen.terms else None
    good = form.is_valid() & (term is None or term.is_valid())
    if data is not None and good:
        try:
            with way_out():
                save(request, opened, seen.facts, form.cleaned_data, term.cleaned_data if term else None)
            return done(request, opened, _("Opplysningene er lagret, og datoene er regnet ut på nytt."))
        except Restricted as closed:
            form.add_error(None, str(closed))
    return page(request, opened, "facts", form=form, term=term, new=seen.facts is None)


def save(
    request: PersonalRequest, opened: OpenPlan, there: SentenceFacts | None, fields: dict[str, Any], term: Any
) -> None:
    writer = writer_for(request, opened)
    if there is None:
        actions.register(plan=opened.plan, writer=writer, facts=fields, term=term)
        return
    if term:
        actions.add_term(plan=opened.plan, writer=writer, **term)
    there.plan = opened.plan
    actions.change(there, **fields)


def initial(there: SentenceFacts | None) -> dict[str, Any]:
    if there is None:
        return {}
    duty = {True: "yes", False: "no", None: "open"}[there.reporting_duty]
    return {**forms.model_to_dict(there), "reporting_duty": duty}


@plan_page("write", relations=(CONTACT,))
def new_term(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    written(opened)
    form = TermForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with way_out():
                actions.add_term(plan=opened.plan, writer=writer_for(request, opened), **form.cleaned_data)
            return done(request, opened, _("Lengden er lagt til, og datoene er regnet ut på nytt."))
        except Restricted as closed:
            form.add_error(None, str(closed))
    return page(request, opened, "term", form=form)


@plan_page("change", relations=(CONTACT,))
def term(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    written(opened)
    found = of_plan(opened, SentenceTerm, entry)
    form = TermForm(posted(request), initial={name: getattr(found, name) for name in TERM})
    return changed(request, opened, found, form, "term")


@plan_page("write", relations=(CONTACT,))
def new_interruption(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    seen = written(opened)
    if seen.facts is None:
        return redirect("sentence_facts", key=opened.plan.key)
    form = InterruptionForm(
        request.POST if request.method == "POST" else None, starts_on=seen.facts.starts_on
    )
    if form.is_valid():
        try:
            with way_out():
                actions.interrupt(plan=opened.plan, writer=writer_for(request, opened), **form.cleaned_data)
            return done(request, opened, _("Avbruddet er lagt til, og datoene er regnet ut på nytt."))
        except Restricted as closed:
            form.add_error(None, str(closed))
    return page(request, opened, "interruption", form=form)


@plan_page("change", relations=(CONTACT,))
def interruption(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    seen = written(opened)
    found = of_plan(opened, Interruption, entry)
    start = seen.facts.starts_on if seen.facts else found.since
    there = {"since": found.since, "until": found.until, "in_custody": found.in_custody}
    form = InterruptionForm(posted(request), starts_on=start, initial=there)
    return changed(request, opened, found, form, "interruption")


def posted(request: PersonalRequest) -> Any:
    """What was typed; taking out needs no form."""
    return request.POST if request.method == "POST" and "take_out" not in request.POST else None


def changed(
    request: PersonalRequest, opened: OpenPlan, found: Entry, form: forms.Form, template: str
) -> HttpResponse:
    if request.method == "POST" and "take_out" in request.POST:
        actions.take_out(found)
        return done(request, opened, _("Det er tatt ut, og datoene er regnet ut på nytt."))
    if form.is_valid():
        actions.change(found, **form.cleaned_data)
        return done(request, opened, _("Endringen er lagret, og datoene er regnet ut på nytt."))
    return page(request, opened, template, form=form, found=found)


def of_plan(opened: OpenPlan, model: type[Any], key: UUID) -> Any:
    """An entry that the actor sees and may change."""
    found = model.objects.of(opened.plan).filter(key=key).first()
    if found is None or not offers.locked(found):
        raise Http404
    found.plan = opened.plan
    return found


@plan_page("change", relations=(CONTACT,))
@require_POST
def use_computed(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """The contact was asked, and chose the computed day (it never takes the place of a written one by itself)."""
    written(opened)
    if actions.use_computed(plan=opened.plan, writer=writer_for(request, opened)) is None:
        messages.info(request, _("Det er ingen dato å bruke: løslatelsen kan ikke regnes ut."))
        return redirect("sentence", key=opened.plan.key)
    return done(request, opened, _("Forventet løslatelse i planen er den utregnede datoen."))
