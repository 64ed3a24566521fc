"""«Jeg er uenig»: the person's own words beside what is written about them."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people.middleware import PersonalRequest
from pop.plans import actions, offers, reading
from pop.plans.forms.contesting import ContestForm
from pop.plans.kinds import Kind
from pop.plans.models import Entry
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.entries import address, who_sees
from pop.plans.views.finding import entry_or_404


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: PersonalRequest, opened: OpenPlan, kind: Kind, entry: UUID) -> HttpResponse:
    """The person says it; the contact team writes it down when the person says it aloud."""
    found = entry_or_404(opened, kind, entry)
    assert request.actor is not None  # noqa: S101
    if not offers.may_contest(opened, found, request.actor):
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = ContestForm(data, opened=opened, initial={"words": found.contested_words})
    if data is not None and "agree" in data:
        actions.agree_again(found)
        messages.success(
            request, _("Det står ikke lenger at du er uenig.") if opened.own else _("Det er fjernet.")
        )
        return redirect(address(opened, kind, found))
    if form.is_valid():
        actions.contest(found, words=form.cleaned_data["words"], together=opened.contact)
        messages.success(request, _("Det står ved siden av teksten nå."))
        return redirect(address(opened, kind, found))
    return render(request, "plans/contest.html", page(opened, kind, found, form))


def page(opened: OpenPlan, kind: Kind, entry: Entry, form: ContestForm) -> dict[str, object]:
    return {
        "opened": opened,
        "kind": kind,
        "entry": entry,
        "heading": reading.heading(entry),
        "form": form,
        "viewers": who_sees(entry),
    }
