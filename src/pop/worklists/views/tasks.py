"""«Mine oppgaver», and taking what is there to take."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.notices import actions as notices
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.teams import actions as teams
from pop.teams.models import Task
from pop.worklists import actions, desk, listing, words, work
from pop.worklists import done as finished
from pop.worklists.desk import Desk, Filter

PAGE = 30
ALL = 1000


@require_safe
@logged_in
def tasks(request: LoggedInRequest) -> HttpResponse:
    """What is about to slip first. A person with a plan has their own page."""
    if request.actor.person_id:
        return redirect("my_plan")
    today = timezone.localdate()
    mine = desk.of_actor(today)
    chosen = chosen_filter(request, mine)
    found = listing.build(
        work.waiting(team=bool(chosen.whose)),
        request.actor.pk,
        mine,
        chosen,
        today,
        limit=ALL if "alle" in request.GET else PAGE,
    )
    notices.read_of(user=request.actor, what="work_new")
    # The menu says how many.
    request.waiting_work = found.mine  # type: ignore[attr-defined]
    context = {
        "found": found,
        "desk": mine,
        "chosen": chosen,
        "whose": [(str(team.key), team.name, found.teams[team.id]) for team in mine.teams],
        "kinds": [(kind, label, found.kinds[kind]) for kind, label in words.KINDS.items() if found.kinds[kind] or kind == chosen.kind],
        "plans": [
            (key, name or _("Navnet er ikke delt med deg"))
            for name, key in sorted((label.name, str(label.key)) for label in found.labels.values())
        ],
        "filtered": chosen != Filter(),
        "staff": bool(request.head and request.head.staff),
        "over": _("Over fristen"),
        "more": found.total - found.shown,
        "snoozed": "utsatt" in request.GET,
        "done": finished.of_actor() if "gjort" in request.GET else None,
    }  # fmt: skip
    return render(request, "worklists/tasks.html", context)


def chosen_filter(request: LoggedInRequest, mine: Desk) -> Filter:
    """The filter of the address, which is remembered; without one, the filter as it was left."""
    if not {"vis", "type", "plan"} & set(request.GET):
        return mine.kept
    asked = Filter(
        whose=one_of(request.GET.get("vis", ""), {str(team.key) for team in mine.teams}),
        kind=one_of(request.GET.get("type", ""), set(words.KINDS)),
        plan=as_key(request.GET.get("plan", "")),
    )
    if asked != mine.kept:
        actions.keep_filter(user=request.actor, whose=asked.whose, kind=asked.kind, plan=asked.plan)
    return asked


def one_of(value: str, allowed: set[str]) -> str:
    return value if value in allowed else ""


def as_key(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return ""


@require_POST
@logged_in
def take(request: LoggedInRequest, kind: str, key: UUID) -> HttpResponse:
    """«Jeg tar den», by one click."""
    if kind not in words.GIVEABLE or not actions.take(kind=kind, subject=key):
        raise Http404
    messages.success(request, _("Du har den nå."))
    return redirect("work")


@require_POST
@logged_in
def done(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Takes a message off the list, or puts it back."""
    if "angre" in request.POST:
        teams.take_up_again(get_object_or_404(Task, key=key, done_at__isnull=False))
        messages.success(request, _("Beskjeden står på lista igjen."))
        return redirect("work")
    teams.finish(get_object_or_404(Task, key=key, done_at=None))
    messages.success(request, _("Oppgaven er merket som gjort."))
    return redirect("work")
