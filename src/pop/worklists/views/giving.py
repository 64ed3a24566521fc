"""Giving tasks to the team, and what must be handed on by whoever moves to another unit."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from pop.people.gate import STAFF, for_role
from pop.people.requests import LoggedInRequest
from pop.teams.around import current
from pop.teams.models import ContactRole, ContactTeamMember
from pop.worklists import actions, desk, listing, words, work
from pop.worklists.desk import Desk, Filter
from pop.worklists.forms import GiveForm


@for_role(STAFF)
def give(request: LoggedInRequest) -> HttpResponse:
    """Some or all of one's own, to a team that one is in."""
    today = timezone.localdate()
    mine = desk.of_actor(today)
    rows = giveable(request, mine)
    if not mine.teams:
        raise Http404
    form = GiveForm(
        request.POST if request.method == "POST" else None,
        teams=[(str(team.key), team.name) for team in mine.teams],
        tasks=[(f"{row.waiting.kind}:{row.waiting.key}", describe(row)) for row in rows],
        initial={
            "team": str(mine.teams[0].key),
            "tasks": [
                f"{row.waiting.kind}:{row.waiting.key}"
                for row in rows
                if mine.stretch and work.group(row.due, today, mine) == work.OFF
            ],
        },
    )
    if request.method == "POST" and form.is_valid():
        given = sum(hand_on(task, form.cleaned_data["team"]) for task in form.cleaned_data["tasks"])
        text = ngettext(
            "%(number)s oppgave er gitt til teamet.", "%(number)s oppgaver er gitt til teamet.", given
        )
        messages.success(request, text % {"number": given})
        return redirect("work")
    return render(request, "worklists/give.html", {"form": form, "rows": rows, "desk": mine})


def giveable(request: LoggedInRequest, mine: Desk) -> list[listing.Row]:
    """One's own tasks in plans that one follows up."""
    found = listing.build(work.waiting(), request.actor.pk, mine, Filter(), timezone.localdate(), limit=200)
    return [
        row
        for _name, _label, _number, rows in found.groups
        for row in rows
        if row.turn == work.Turn.MINE and row.waiting.kind in words.GIVEABLE and row.open
    ]


def describe(row: listing.Row) -> str:
    about = (
        row.waiting.text
        if row.waiting.kind == words.GAP and row.waiting.subject not in (None, "talk")
        else ""
    )
    return ". ".join(filter(None, (row.said.title, about, row.plan.name if row.plan else "", row.left)))


def hand_on(task: str, team: str) -> bool:
    kind, _colon, key = task.partition(":")
    return actions.give(kind=kind, subject=UUID(key), team=UUID(team))


@require_safe
@for_role(STAFF)
def moving(request: LoggedInRequest) -> HttpResponse:
    """What whoever moves or leaves must hand on: each plan, one's place in it, and who else is there."""
    mine = desk.of_actor(timezone.localdate())
    found = work.waiting()
    places = list(ContactTeamMember.objects.filter(current(), user=request.actor))
    around = ContactTeamMember.objects.filter(current(), plan__in=[place.plan_id for place in places])
    others: dict[int, int] = {}
    for member in around:
        others[member.plan_id] = others.get(member.plan_id, 0) + (member.user_id != request.actor.pk)
    turns = work.mine_first(found.rows, request.actor.pk, mine)
    own: dict[int, int] = {}
    for number, of in turns.items():
        plan_id = found.rows[number].plan_id
        if of == work.Turn.MINE and plan_id:
            own[plan_id] = own.get(plan_id, 0) + 1
    context = {
        "places": [
            {
                "plan": found.plans[place.plan_id],
                "role": ContactRole(place.role).label,
                "main": place.role == ContactRole.MAIN,
                "others": others.get(place.plan_id, 0),
                "tasks": own.get(place.plan_id, 0),
            }
            for place in sorted(places, key=lambda one: one.role != ContactRole.MAIN)
            if place.plan_id in found.plans
        ],
        "teams": mine.teams,
    }
    return render(request, "worklists/moving.html", context)
