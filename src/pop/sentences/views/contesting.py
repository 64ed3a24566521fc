"""«Jeg er uenig» beside what is written about the sentence, and beside each date that is computed from it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pop.people.requests import LoggedInRequest
from pop.plans import grounds
from pop.plans.actions import EXPECTED_RELEASE
from pop.plans.forms.contesting import ContestForm
from pop.plans.models import Entry
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.contesting import disagree
from pop.sentences import actions, explaining, reading
from pop.sentences.catalogue import rules
from pop.sentences.models import Interruption, SentenceFacts, SentenceTerm

CRUMBS = "sentences/crumbs.html"


def page_of(opened: OpenPlan) -> str:
    return reverse("sentence", args=[opened.plan.key])


def of_entry(
    request: LoggedInRequest, opened: OpenPlan, model: type[Entry], key: UUID, say: Any
) -> HttpResponse:
    found = model.objects.of(opened.plan).filter(key=key).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    page = {"heading": say(found), "crumbs": CRUMBS}
    return disagree(request, opened, found, back=page_of(opened), page=page)


@plan_page("disagree", relations=(OWN, CONTACT))
def of_facts(request: LoggedInRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    return of_entry(request, opened, SentenceFacts, entry, lambda facts: _("Opplysninger om straffen"))


@plan_page("disagree", relations=(OWN, CONTACT))
def of_term(request: LoggedInRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    return of_entry(
        request, opened, SentenceTerm, entry,
        lambda term: _("Lengde på straffen: %(length)s") % {"length": explaining.length(term.term().length)},
    )  # fmt: skip


@plan_page("disagree", relations=(OWN, CONTACT))
def of_interruption(request: LoggedInRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    return of_entry(
        request, opened, Interruption, entry,
        lambda pause: dated(_("Avbrudd i gjennomføringen"), pause.since),
    )  # fmt: skip


@plan_page("disagree", relations=(OWN, CONTACT))
def of_date(request: LoggedInRequest, opened: OpenPlan, kind: str) -> HttpResponse:
    """A date is no entry: it follows from them. Who reads the date, reads that the person disagrees with it."""
    kept = reading.kept(opened.plan).get(kind)
    rule = next((rule for rule in rules() if rule.kind == kind), None)
    if kept is None or rule is None or not may_contest(opened, kept):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ContestForm(data, opened=opened, initial={"words": kept.contested_words})
    if data is not None and "agree" in data:
        actions.agree_with_date(plan=opened.plan, kind=kind)
        messages.success(
            request, _("Det står ikke lenger at du er uenig.") if opened.own else _("Det er fjernet.")
        )
        return redirect(page_of(opened))
    if form.is_valid():
        actions.contest_date(plan=opened.plan, kind=kind, words=form.cleaned_data["words"])
        messages.success(request, _("Det står ved siden av datoen nå."))
        return redirect(page_of(opened))
    context = {"opened": opened, "entry": kept, "form": form, "back": page_of(opened), "heading": dated(str(rule), kept.on), "crumbs": CRUMBS,
               "viewers": grounds.viewers(opened.plan, topic=EXPECTED_RELEASE)}  # fmt: skip
    return render(request, "plans/contest.html", context)


def dated(what: str, day: date | None) -> str:
    """Which date it is about, and what it was computed to be."""
    return f"{what}, {explaining.full_date(day)}" if day else what


def may_contest(opened: OpenPlan, kept: reading.Kept) -> bool:
    """Never over what the person wrote alone."""
    return opened.own or kept.contested_at is None or kept.contested_together
