"""The lists: one plan's wishes, and what waits for an answer in all plans."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans import offers
from pop.plans.models import Plan
from pop.plans.opening import OpenPlan, plan_page
from pop.wishes import proposed, reading
from pop.wishes.waiting import KEPT, WORKING_DAYS

WISHES = "wishes"


@logged_in
def my_wishes(request: LoggedInRequest) -> HttpResponse:
    """The person's own, in the newest plan; 404 for everybody else."""
    person_id = request.actor.person_id if request.actor else None
    if person_id is None:
        raise Http404
    plan = Plan.objects.filter(person_id=person_id).order_by("-created_on", "-pk").first()
    return redirect("wishes", key=plan.key) if plan else redirect("my_plan")


@logged_in
def inbox(request: LoggedInRequest) -> HttpResponse:
    """«Forslag og ønsker»: what waits in all plans of the actor. A person has their own list."""
    if request.actor and request.actor.person_id:
        return redirect("my_wishes")
    today = timezone.localdate()
    wishes, proposals = reading.waiting_for_me(today=today), proposed.waiting_for_anybody(today=today)
    counts = {kind: sum(row.kind == kind for row in proposals) for kind in proposed.KINDS}
    counts[WISHES] = len(wishes)
    chosen = request.GET.get("vis", "")
    chosen = chosen if chosen in counts else ""
    context = {
        "chosen": chosen,
        "filters": [
            (kind, label, counts[kind]) for kind, label in labels() if counts[kind] or kind == chosen
        ],
        "total": sum(counts.values()),
        "sections": [
            (kind, label, [row for row in proposals if row.kind == kind])
            for kind, label in labels()
            if kind != WISHES and counts[kind] and chosen in ("", kind)
        ],
        "show_wishes": chosen in ("", WISHES),
        "waiting": wishes,
        "today": today,
        "working_days": WORKING_DAYS,
        "staff": bool(request.head and request.head.staff),
    }
    return render(request, "wishes/inbox.html", context)


def labels() -> list[tuple[str, str]]:
    return [
        (WISHES, _("Ønsker som venter på svar fra dere")),
        (proposed.CHANGE, _("Det er bedt om en endring")),
        (proposed.EXPIRING, _("Tilbud som går ut, eller har gått ut")),
        (proposed.ORAL, _("Muntlige ja som ikke er bekreftet")),
        (proposed.ANSWER, _("Venter på svar fra den det gjelder")),
    ]


@plan_page("wishes")
def wishes(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """One plan's wishes: for whoever was asked, those that wait for an answer first."""
    rows = reading.Wishes(opened).rows()
    leaves = reading.leaves(opened.plan)
    context = {
        "opened": opened,
        "to_answer": [row for row in rows if row.to_answer],
        "kept": [row for row in rows if row.state == KEPT],
        "waiting": [row for row in rows if row.open and not row.to_answer and row.state != KEPT],
        "closed": [row for row in rows if not row.open],
        "any": bool(rows),
        "leaves": leaves,
        "contestable": {e.key for e in leaves if offers.may_contest(opened, e, request.actor)},
        "working_days": WORKING_DAYS,
    }
    return render(request, "wishes/wishes.html", context)
