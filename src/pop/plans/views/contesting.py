"""«Jeg er uenig»: the person's own words beside what is written about them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people.requests import LoggedInRequest
from pop.plans import actions, offers, reading
from pop.plans.forms.contesting import ContestForm
from pop.plans.kinds import Kind
from pop.plans.models import Entry
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.entries import address, who_sees
from pop.plans.views.finding import entry_or_404


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """The person says it; the contact team writes it down when the person says it aloud."""
    found = entry_or_404(opened, kind, entry)
    page = {"kind": kind, "heading": reading.heading(found), "crumbs": "plans/parts/crumbs.html"}
    return disagree(request, opened, found, back=address(opened, kind, found), page=page)


def disagree(
    request: LoggedInRequest, opened: OpenPlan, entry: Entry, *, back: str, page: dict[str, Any]
) -> HttpResponse:
    """The form for an entry of any kind, also of other packages. `page`: heading, crumbs and what these need."""
    if not offers.may_contest(opened, entry, request.actor):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ContestForm(data, opened=opened, initial={"words": entry.contested_words})
    if data is not None and "agree" in data:
        actions.agree_again(entry, together=opened.contact)
        messages.success(
            request, _("Det står ikke lenger at du er uenig.") if opened.own else _("Det er fjernet.")
        )
        return redirect(back)
    if form.is_valid():
        actions.contest(entry, words=form.cleaned_data["words"], together=opened.contact)
        messages.success(request, _("Det står ved siden av teksten nå."))
        return redirect(back)
    context = {"opened": opened, "entry": entry, "form": form, "back": back, "viewers": who_sees(entry)}
    return render(request, "plans/contest.html", context | page)
