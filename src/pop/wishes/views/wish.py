"""One wish: read, answered, taken back, applied for, or written on the wrong person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.consents.actions import recipient_of
from pop.people.requests import LoggedInRequest
from pop.plans import actions as plans
from pop.plans import grounds, offers
from pop.plans.actions import PROGRESSION
from pop.plans.opening import CONTACT, OWN, PARTNER, OpenPlan, plan_page, writer_for
from pop.plans.views.changes import who_may_have_read
from pop.plans.views.entries import why
from pop.wishes import actions, reading, waiting
from pop.wishes.forms import AnswerForm, AppliedForm, DecisionForm
from pop.wishes.models import WishWay


def row_or_404(opened: OpenPlan, wish: UUID) -> reading.Row:
    found = reading.Wishes(opened, only=wish).rows()
    if not found:
        raise Http404
    found[0].wish.plan = opened.plan
    return found[0]


@plan_page("wish")
def read(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    """What was asked and answered, why one sees it, and who else does."""
    row = row_or_404(opened, wish)
    progression = row.wish.topic_id == PROGRESSION
    entries = [row.wish, *(given for given, _by in row.answers)]
    context = {
        "opened": opened,
        "row": row,
        "progression": progression,
        "asked_token": token_of(row) if row.state == waiting.UNSEEN else None,
        "may_withdraw": not opened.partner and row.state != waiting.WITHDRAWN,
        "may_tell": progression and not opened.partner and row.state != waiting.WITHDRAWN,
        "may_block": not opened.partner,
        "contestable": {e.key for e in entries if offers.may_contest(opened, e, request.actor)},
        "ground": why(row.wish),
        "viewers": None if opened.partner else reading.who_sees(row.wish),
        "ground_of_answer": grounds.ground_of(row.answer) if row.answer else "",
    }
    return render(request, "wishes/wish.html", context)


def token_of(row: reading.Row) -> UUID | None:
    """The address of the agency under «Hvem ser hva»."""
    agency = recipient_of((row.wish.asked_agency_id or 0) * 2).agency
    return agency.key if agency else None


@plan_page("answer", relations=(CONTACT, PARTNER))
def answer(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    """By the one who was asked, and nobody else. A new answer takes the place of the one before."""
    row = row_or_404(opened, wish)
    if not row.mine or row.state == waiting.WITHDRAWN:
        raise Http404
    kind = DecisionForm if row.wish.topic_id == PROGRESSION else AnswerForm
    form = kind(request.POST if request.method == "POST" else None)
    writer = writer_for(request, opened)
    if form.is_valid():
        actions.answer(wish=row.wish, writer=writer, **form.columns())
        messages.success(request, _("Svaret er sendt."))
        return redirect("wish", key=opened.plan.key, wish=row.wish.key)
    source = (row.wish.asked_agency_id or 0) * 2
    context = {
        "opened": opened,
        "row": row,
        "form": form,
        "viewers": grounds.viewers(opened.plan, topic=row.wish.topic_id, source_key=source),
    }
    return render(request, "wishes/answer.html", context)


@plan_page("change", relations=(OWN, CONTACT))
def withdraw(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    """The person takes the wish back, after asking."""
    row = row_or_404(opened, wish)
    if row.state == waiting.WITHDRAWN:
        messages.info(request, _("Ønsket er alt tatt tilbake."))
        return redirect("wish", key=opened.plan.key, wish=row.wish.key)
    if request.method == "POST":
        actions.withdraw(row.wish, way=WishWay.OWN_LOGIN if opened.own else WishWay.TOGETHER)
        messages.success(request, _("Ønsket er tatt tilbake. Ingen trenger å svare på det."))
        return redirect("wishes", key=opened.plan.key)
    return render(request, "wishes/withdraw.html", {"opened": opened, "row": row})


@plan_page("change", relations=(OWN,))
def open_up(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    """A wish that was *bare for meg* is opened, and asked from today on. Who will see it is said before."""
    row = row_or_404(opened, wish)
    if not row.wish.only_me:
        messages.info(request, _("Ønsket er alt sendt."))
        return redirect("wish", key=opened.plan.key, wish=row.wish.key)
    if request.method == "POST":
        actions.open_up(row.wish)
        messages.success(request, _("Ønsket er sendt."))
        return redirect("wish", key=opened.plan.key, wish=row.wish.key)
    viewers = grounds.viewers(opened.plan, topic=row.wish.topic_id)
    return render(request, "wishes/open.html", {"opened": opened, "row": row, "viewers": viewers})


@plan_page("change", relations=(OWN, CONTACT))
def applied(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    """When a progression wish was applied for, and who decides."""
    row = row_or_404(opened, wish)
    if row.wish.topic_id != PROGRESSION or row.state == waiting.WITHDRAWN:
        raise Http404
    initial = {"applied_on": row.wish.applied_on, "decides": row.wish.decides}
    form = AppliedForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.tell_applied(row.wish, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("wish", key=opened.plan.key, wish=row.wish.key)
    return render(request, "wishes/applied.html", {"opened": opened, "row": row, "form": form})


@plan_page("change", relations=(OWN, CONTACT))
def wrong_person(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    """«Skrevet på feil person»: blocks the wish and its answers everywhere (rule A14)."""
    row = row_or_404(opened, wish)
    if request.method == "POST":
        for given, _by in row.answers:
            plans.written_on_wrong_person(given)
        readers = plans.written_on_wrong_person(row.wish)
        messages.success(request, who_may_have_read(readers))
        return redirect("wishes", key=opened.plan.key)
    return render(request, "wishes/wrong_person.html", {"opened": opened, "row": row})
