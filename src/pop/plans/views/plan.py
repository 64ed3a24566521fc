"""One address for a plan; the page depends on what the actor is to it."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pop.people.gate import logged_in
from pop.people.middleware import PersonalRequest
from pop.plans import around, blocks, coming, progress
from pop.plans.blocks import PlanPage
from pop.plans.models import (
    Contact,
    Decision,
    Note,
    Plan,
    ProgressionWish,
    Refusal,
    Statement,
)
from pop.plans.opening import OpenPlan, plan_page
from pop.plans.rows import Rows
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
    page = PlanPage(opened, context["threads"].rows, context["threads"].names)
    context["blocks"], context["top_blocks"] = blocks.of(page), blocks.of(page, place="top")
    if opened.own:
        context["middle_blocks"] = blocks.of(page, place="middle")
        context["next_blocks"] = blocks.of(page, place="next")
    return render(request, TEMPLATES[opened.relation], context | more(opened, context))


def shared(opened: OpenPlan, *, today: date) -> dict[str, Any]:
    """What all three pages show, of what the actor sees."""
    rows = Rows(opened.plan)
    notes = rows.of(Note)
    threads = Threads(opened, today=today, rows=rows, others=notes)
    return {
        "opened": opened,
        "today": today,
        "threads": threads,
        "strands": threads.strands(),
        "steps": list(threads.steps.values()),
        "meetings": coming.of(opened.plan, today=today, rows=rows),
        "team": around.named(rows.team(), threads.names.users, threads.names.agencies),
        "facts": rows.facts(),
        "statements": rows.of(Statement),
        "wishes": rows.of(ProgressionWish),
        "decisions": rows.of(Decision),
        "contacts": rows.of(Contact),
        "refusals": rows.of(Refusal),
        "notes": [(n, threads.names.writer(n), threads.areas.get(n.topic_id)) for n in notes],
    }


def own(opened: OpenPlan, context: dict[str, Any]) -> dict[str, Any]:
    steps: list[Step] = context["steps"]
    release, today = context["facts"]["release"], context["today"]
    left = (release - today).days if release else None
    return {
        "next": progress.next_event(context["meetings"], steps, today=today),
        "proposals": [step for step in steps if step.measure.waits_for_answer],
        "spoken": [step for step in steps if step.measure.unconfirmed],
        "again": [step for step in steps if step.measure.asks_again],
        "goals": progress.goals(context["threads"], parked=False),
        "parked": progress.goals(context["threads"], parked=True),
        "i_do": [s for s in steps if s.running and s.who.person],
        "others_do": [s for s in steps if s.running and not s.who.person],
        "done": [s for s in steps if s.done],
        "days_left": left if left is not None and 0 <= left < COUNTDOWN else None,
        "unshared": not shared_with_somebody(opened.plan),
        "main": next((m for m in context["team"] if m.main), None),
    }


def contact(opened: OpenPlan, context: dict[str, Any]) -> dict[str, Any]:
    # Rule A19: whoever does not want a plan has no gaps of need.
    return {"quiet": any(refusal.kind == "no_plan" for refusal in context["refusals"])}


def partner(opened: OpenPlan, context: dict[str, Any]) -> dict[str, Any]:
    """The own measures first: what the actor or the own agency answers for."""
    mine = set(context["threads"].rows.raw("mine"))
    return {"mine": [s for s in context["steps"] if s.measure.pk in mine and not s.stopped]}


def shared_with_somebody(plan: Plan) -> bool:
    """Whether any signed consent is not ended, as far as the actor sees. Says too often yes, never too often no."""
    return bool(plan.consents.filter(signed_at__isnull=False, items__ended_at=None).exists())
