"""A plan is made, and opened for the first time."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.people.actions import NewPerson, PerhapsSamePerson, SamePerson, create_plan
from pop.people.gate import STAFF, for_role, logged_in
from pop.people.models import Person, Unit, UnitRole
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import ANSWER_FIRST, OWN, record_look, relation_to
from pop.teams import actions
from pop.teams.around import current
from pop.teams.forms import NewPlanForm, SureForm, TieForm


@for_role(STAFF)
def plan_new(request: LoggedInRequest) -> HttpResponse:
    """Registers a person and starts a plan; stops when the person may be here already (rule A14)."""
    mine = UnitRole.objects.filter(current(), user=request.actor).values("unit_id")
    units = list(Unit.objects.filter(pk__in=mine, active=True))
    form = NewPlanForm(request.POST if request.method == "POST" else None, units=units)
    sure = SureForm(request.POST if request.method == "POST" else None)
    doubt = False
    if request.method == "POST" and form.is_valid() and sure.is_valid():
        try:
            key = create_plan(NewPerson(**form.cleaned_data), sure=sure.cleaned_data["sure"])
        except SamePerson:
            form.add_error(None, same_person())
        except PerhapsSamePerson:
            doubt = True
        else:
            messages.success(request, _("Planen er laget. Du er hovedkontakt."))
            return redirect("tie", key=key)
    doubt = doubt or bool(request.method == "POST" and request.POST.get("sure"))
    return render(request, "teams/plan_new.html", {"form": form, "sure": sure, "doubt": doubt})


def same_person() -> forms.ValidationError:
    """What is said of the other person: that there is one, and whom to ask."""
    return forms.ValidationError(
        _(
            "Doculivenummeret eller fødselsnummeret er i bruk. Personen har trolig en plan fra før. "
            "Spør lederen i enheten hvem som følger opp, eller kontroller nummeret."
        )
    )


@logged_in
def tie(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Asks about private ties before the plan is opened; the answer can be changed to «jeg kjenner» later."""
    relation = relation_to(key)
    if relation is None:
        raise Http404
    if relation == OWN:
        return redirect("my_plan")
    plan = Plan.objects.get(key=key)
    first = relation in ANSWER_FIRST
    form = TieForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return answered(request, plan, form.cleaned_data["answer"], first=first)
    record_look(plan, "habilitet", "oppfølging")
    person = Person.objects.filter(pk=plan.person_id).first()
    context: dict[str, Any] = {"form": form, "plan": plan, "person": person, "first": first}
    return render(request, "teams/tie.html", context)


def answered(request: LoggedInRequest, plan: Plan, answer: str, *, first: bool) -> HttpResponse:
    """What the answer does: opens the plan, or closes it at once."""
    if answer == "knows":
        actions.i_know_the_person(plan=plan)
        return redirect("tie_closed")
    if first:
        actions.no_private_tie(plan=plan, user=request.actor)
    return redirect("plan", key=plan.key)


@require_safe
@logged_in
def tie_closed(request: LoggedInRequest) -> HttpResponse:
    """Says that the plan is closed and what happens now. Names no plan."""
    return render(request, "teams/tie_closed.html")
