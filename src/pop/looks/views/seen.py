"""«Hvem har sett planen», and what the person asks about it. For the person alone."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.access.models import Look
from pop.looks import actions
from pop.looks.forms import AskForm, WhoseForm
from pop.looks.models import LookQuestion
from pop.looks.seen import Lookers, by_day, folded, one
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import OWN, OpenPlan, plan_page

PAGE = 30


@require_safe
@logged_in
def my_looks(request: LoggedInRequest) -> HttpResponse:
    """Sends the person to the page of the newest own plan."""
    if request.actor.person_id is None:
        raise Http404
    plan = Plan.objects.filter(person=request.actor.person_id).order_by("-created_on", "-pk").first()
    if plan is None:
        return render(request, "plans/none.html")
    return redirect("plan_looks", key=plan.key)


@require_safe
@plan_page("sett", relations=(OWN,))
def plan_looks(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Who has looked, newest first, by day."""
    lookers = Lookers(opened.plan)
    form = WhoseForm(request.GET, choices=lookers.choices())
    chosen = form.cleaned_data["hvem"] if form.is_valid() else ""
    page = Paginator(folded(opened.plan, lookers.chosen(chosen)), PAGE).get_page(request.GET.get("side"))
    context = {
        "opened": opened,
        "form": form,
        "page": page,
        "days": by_day(page, lookers),
        "filtered": bool(chosen),
        "questions": questions(opened.plan, lookers),
    }
    return render(request, "looks/seen.html", context)


def questions(plan: Plan, lookers: Lookers) -> list[tuple[LookQuestion, object]]:
    """What the person has asked, each with the look that it is about."""
    found = list(LookQuestion.objects.filter(plan=plan).prefetch_related("answers"))
    looks = Look.objects.in_bulk([question.look_id for question in found])
    return [(question, one(looks[question.look_id], lookers)) for question in found]


@plan_page("sett", relations=(OWN,))
def plan_look(request: LoggedInRequest, opened: OpenPlan, look: UUID) -> HttpResponse:
    """One look: what is known of it, what the person has asked about it, and a form to ask."""
    found = get_object_or_404(Look, plan_id=opened.plan.pk, key=look)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.ask(look=found, **form.cleaned_data)
        messages.success(request, _("Det er sendt. Svaret kommer på denne siden."))
        return redirect("plan_look", key=opened.plan.key, look=look)
    asked = LookQuestion.objects.filter(plan=opened.plan, look_id=found.pk).prefetch_related("answers")
    row = one(found, Lookers(opened.plan))
    context = {"opened": opened, "row": row, "form": form, "questions": list(asked)}
    return render(request, "looks/look.html", context)
