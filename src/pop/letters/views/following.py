"""After the letter is made: that it was sent, what came back, and that it was not needed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pop.letters import actions
from pop.letters.forms import ReplyForm, SentForm
from pop.letters.models import Letter
from pop.letters.standard import by_code
from pop.letters.views.listing import letter_or_404
from pop.people.requests import LoggedInRequest
from pop.plans.actions import written_on_wrong_person
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.changes import who_may_have_read
from pop.plans.views.contesting import disagree


def mine_or_404(opened: OpenPlan, key: UUID) -> Letter:
    """The person follows up their own letters; the contact team both the person's, with them, and the unit's."""
    found = letter_or_404(opened, key)
    if opened.own and not found.own_voice:
        raise Http404
    return found


@plan_page("letter", relations=(OWN, CONTACT))
def sent(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """How it went out and when; from then on the answer is watched."""
    found = mine_or_404(opened, letter)
    if found.sent_on:
        messages.info(request, _("Det står alt at brevet er sendt."))
        return redirect("letter", key=opened.plan.key, letter=found.key)
    standard = by_code().get(found.code)
    form = SentForm(request.POST if request.method == "POST" else None, days=standard.days if standard else 0)
    if form.is_valid():
        actions.tell_sent(found, **form.cleaned_data)
        messages.success(request, _("Det er lagret at brevet er sendt."))
        return redirect("letter", key=opened.plan.key, letter=found.key)
    return render(request, "letters/sent.html", {"opened": opened, "letter": found, "form": form})


@plan_page("letter", relations=(OWN, CONTACT))
def answered(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """What came back; after a no the complaint is ready, with its deadline (rule C6)."""
    found = mine_or_404(opened, letter)
    if not found.sent_on:
        raise Http404
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.tell_answered(found, **form.columns())
        messages.success(request, _("Svaret er lagret."))
        return redirect("letter", key=opened.plan.key, letter=found.key)
    return render(request, "letters/answered.html", {"opened": opened, "letter": found, "form": form})


@plan_page("letter", relations=(OWN, CONTACT))
def take_out(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """A letter that was never sent is taken out, after asking."""
    found = mine_or_404(opened, letter)
    if found.sent_on:
        raise Http404
    if request.method == "POST":
        actions.take_out(found)
        messages.success(request, _("Brevet er tatt ut."))
        return redirect("letters", key=opened.plan.key)
    return render(request, "letters/take_out.html", {"opened": opened, "letter": found})


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """«Jeg er uenig» in what kriminalomsorgen wrote."""
    found = letter_or_404(opened, letter)
    back = reverse("letter", args=[opened.plan.key, found.key])
    page = {"heading": found.subject, "crumbs": "letters/parts/crumbs.html"}
    return disagree(request, opened, found, back=back, page=page)


@plan_page("change", relations=(OWN, CONTACT))
def wrong_person(request: LoggedInRequest, opened: OpenPlan, letter: UUID) -> HttpResponse:
    """«Skrevet på feil person»: blocked everywhere, the log included (rule A14)."""
    found = letter_or_404(opened, letter)
    if request.method == "POST":
        messages.success(request, who_may_have_read(written_on_wrong_person(found)))
        return redirect("letters", key=opened.plan.key)
    return render(request, "letters/wrong_person.html", {"opened": opened, "letter": found})
