"""«Mine planer»: the list, answers to invitations, and tasks that are done."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.teams import actions
from pop.teams.models import SupportTeamMember, Task
from pop.teams.worklist import named, worklist


@require_safe
@logged_in
def plans(request: LoggedInRequest) -> HttpResponse:
    """Plans, invitations and tasks. A person with a plan has one, and goes to it."""
    if request.actor.person_id:
        return redirect("my_plan")
    found = worklist(request.actor)
    q = " ".join(request.GET.get("q", "").split())[:100]
    searchable = len(found.following) + len(found.partner)
    if q:
        found.following = named(found.following, q, following=True)
        found.partner = named(found.partner, q, following=False)
    roles = request.head
    assert roles is not None  # noqa: S101  (logged_in lets nobody else through)
    external = not (roles.staff or roles.administrator or roles.dpo or roles.analyst)
    context = {"found": found, "q": q, "searchable": searchable, "staff": roles.staff, "external": external,
               "at_agency": external and works_for_an_agency()}  # fmt: skip
    return render(request, "teams/plans.html", context)


def works_for_an_agency() -> bool:
    """Whether somebody who is coming may have been named to the actor (rule B3)."""
    with connection.cursor() as cursor:
        cursor.execute("select cardinality(rule.kept_agencies()) > 0")
        row = cursor.fetchone()
    return bool(row and row[0])


@require_POST
@logged_in
def invitation(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Yes or no to an invitation into a team."""
    chair = get_object_or_404(SupportTeamMember, key=key, user=request.actor, until=None)
    if request.POST.get("answer") == "yes":
        actions.accept_invitation(chair)
        messages.success(request, _("Du er med. Du ser planen når personen har sagt ja til det."))
    else:
        actions.decline_invitation(chair)
        messages.success(request, _("Du har takket nei."))
    return redirect("plans")


@require_POST
@logged_in
def task_done(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Takes a task off the list."""
    actions.finish(get_object_or_404(Task, key=key, done_at=None))
    messages.success(request, _("Oppgaven er merket som gjort."))
    return redirect("plans")
