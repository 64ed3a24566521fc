"""One address for a plan; the page depends on what the actor is to it."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pop.people.gate import logged_in
from pop.people.middleware import PersonalRequest
from pop.plans import around, offers, progress
from pop.plans.models import (
    Contact,
    Decision,
    ExpectedRelease,
    FormOfServing,
    Meeting,
    Note,
    Placement,
    Plan,
    ProgressionWish,
    Refusal,
    ServingForm,
    Statement,
)
from pop.plans.opening import OpenPlan, plan_page
from pop.plans.threads import Step, Threads

COUNTDOWN = 180
"""Days to release from which the person is told how many are left (ux, section 4)."""
TEMPLATES = {"own": "plans/own.html", "contact": "plans/contact.html", "partner": "plans/partner.html"}


@logged_in
def my_plan(request: PersonalRequest) -> HttpResponse:
    """The person's own plan, the newest first; 404 for everybody else."""
    person_id = request.actor.person_id if request.actor else None
    if person_id is None:
        raise Http404
    plan = Plan.objects.filter(person_id=person_id).order_by("-created_on", "-pk").first()
    return redirect("plan", key=plan.key) if plan else render(request, "plans/none.html")


@plan_page("plan")
def plan(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    context = shared(opened, today=timezone.localdate())
    more = {"own": own, "contact": contact, "partner": partner}[opened.relation]
    return render(request, TEMPLATES[opened.relation], context | more(opened, context))


def shared(opened: OpenPlan, *, today: date) -> dict[str, Any]:
    """What all three pages show, of what the actor sees."""
    plan = opened.plan
    notes, team = list(Note.objects.of(plan)), around.places(plan)
    threads = Threads(opened, today=today, others=notes, team=team)
    meetings = [m for m in Meeting.objects.of(plan) if m.held is None and (m.date is None or m.date >= today)]
    return {
        "opened": opened,
        "today": today,
        "threads": threads,
        "strands": threads.strands(),
        "steps": list(threads.steps.values()),
        "meetings": sorted(meetings, key=lambda m: (m.date or date.max, m.time is None, str(m.time))),
        "team": around.named(team, threads.names.users, threads.names.agencies),
        "facts": facts(plan),
        "statements": Statement.objects.of(plan),
        "wishes": ProgressionWish.objects.of(plan),
        "decisions": Decision.objects.of(plan),
        "contacts": Contact.objects.of(plan),
        "notes": [(n, threads.names.writer(n), threads.areas.get(n.topic_id)) for n in notes],
    }


def facts(plan: Plan) -> dict[str, Any]:
    """Where, how and until when, as far as the actor may know; one query."""

    def newest(model: Any, column: str, **filters: Any) -> Subquery:
        rows = model.objects.current().filter(plan=OuterRef("pk"), **filters)
        return Subquery(rows.values(column)[:1])

    row = (
        Plan.objects.filter(pk=plan.pk)
        .values(
            unit_key=newest(Placement, "key", until=None),
            form_key=newest(ServingForm, "key"),
            release_key=newest(ExpectedRelease, "key"),
            unit=newest(Placement, "unit__name", until=None),
            ward=newest(Placement, "ward__name", until=None),
            form=newest(ServingForm, "form"),
            release=newest(ExpectedRelease, "on"),
        )
        .get()
    )
    return dict(row) | {"form": dict(FormOfServing.choices).get(row["form"], "")}


def own(opened: OpenPlan, context: dict[str, Any]) -> dict[str, Any]:
    steps: list[Step] = context["steps"]
    release, today = context["facts"]["release"], context["today"]
    left = (release - today).days if release else None
    return {
        "next": progress.next_event(context["meetings"], steps, today=today),
        "proposals": [step for step in steps if step.proposed],
        "goals": progress.goals(context["threads"], parked=False),
        "parked": progress.goals(context["threads"], parked=True),
        "i_do": [s for s in steps if s.running and s.who.person],
        "others_do": [s for s in steps if s.running and not s.who.person],
        "done": [s for s in steps if s.done],
        "days_left": left if left is not None and 0 <= left < COUNTDOWN else None,
        "unshared": not shared_with_somebody(opened.plan),
        "main": next((m for m in context["team"] if m.main), None),
        "refusals": Refusal.objects.filter(plan=opened.plan, ended_on=None),
    }


def contact(opened: OpenPlan, context: dict[str, Any]) -> dict[str, Any]:
    refusals = list(Refusal.objects.filter(plan=opened.plan, ended_on=None))
    return {
        "refusals": refusals,
        # Rule A19: whoever does not want a plan has no gaps of need.
        "quiet": any(refusal.kind == "no_plan" for refusal in refusals),
    }


def partner(opened: OpenPlan, context: dict[str, Any]) -> dict[str, Any]:
    """The own measures first: what the actor or the own agency answers for."""
    mine = offers.answered_for()
    return {"mine": [s for s in context["steps"] if s.measure.pk in mine and not s.stopped]}


def shared_with_somebody(plan: Plan) -> bool:
    """Whether any signed consent is not ended, as far as the actor sees. Says too often yes, never too often no."""
    return bool(plan.consents.filter(signed_at__isnull=False, items__ended_at=None).exists())
