"""The lists: one plan's wishes, and what waits for an answer in all plans."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from pop.people.gate import logged_in
from pop.people.middleware import PersonalRequest
from pop.plans.models import Plan
from pop.plans.opening import OpenPlan, plan_page
from pop.wishes import reading
from pop.wishes.waiting import WORKING_DAYS


@logged_in
def my_wishes(request: PersonalRequest) -> HttpResponse:
    """The person's own, in the newest plan; 404 for everybody else."""
    person_id = request.actor.person_id if request.actor else None
    if person_id is None:
        raise Http404
    plan = Plan.objects.filter(person_id=person_id).order_by("-created_on", "-pk").first()
    return redirect("wishes", key=plan.key) if plan else redirect("my_plan")


@logged_in
def inbox(request: PersonalRequest) -> HttpResponse:
    """«Ønsker og innspill»: what waits for the actor in all plans, due first. A person has their own list."""
    if request.actor and request.actor.person_id:
        return redirect("my_wishes")
    waiting = reading.waiting_for_me(today=timezone.localdate())
    return render(
        request,
        "wishes/inbox.html",
        {
            "waiting": waiting,
            "working_days": WORKING_DAYS,
            "staff": bool(request.head and request.head.staff),
        },
    )


@plan_page("wishes")
def wishes(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """One plan's wishes: for whoever was asked, those that wait for an answer first."""
    rows = reading.Wishes(opened).rows()
    context = {
        "opened": opened,
        "to_answer": [row for row in rows if row.to_answer],
        "waiting": [row for row in rows if row.open and not row.to_answer],
        "closed": [row for row in rows if not row.open],
        "any": bool(rows),
        "leaves": reading.leaves(opened.plan),
        "working_days": WORKING_DAYS,
    }
    return render(request, "wishes/wishes.html", context)
