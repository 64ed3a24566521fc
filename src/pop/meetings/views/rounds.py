"""A samarbeidsmøte or teammøte through many persons: called once, held one person after another, kept in the plan of each."""

from collections import defaultdict
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.meetings import actions, arenas, rounds
from pop.meetings.models import Turn
from pop.meetings.rounds import HereForm, RoundForm, Row
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.plans.restricted import Restricted, way_out


def staff(request: LoggedInRequest) -> None:
    """Only those who follow somebody up call others to talk of them."""
    if request.head is None or not request.head.staff:
        raise Http404


@require_safe
@logged_in
def every(request: LoggedInRequest) -> HttpResponse:
    """The rounds that the actor holds, the next first, and what has been."""
    staff(request)
    found: dict[UUID, list[Turn]] = defaultdict(list)
    turns = Turn.objects.filter(meeting__removed_at=None).select_related("meeting")
    for turn in turns.order_by("meeting__date", "place", "pk"):
        found[turn.round].append(turn)
    today = timezone.localdate()
    many = {number: len({turn.plan_id for turn in of_round}) for number, of_round in found.items()}
    listed = [(number, of_round[0], many[number]) for number, of_round in found.items() if many[number] > 1]
    ahead = [one for one in listed if one[1].meeting.date and one[1].meeting.date >= today]
    past = [one for one in reversed(listed) if one not in ahead]
    return render(request, "meetings/rounds.html", {"ahead": ahead, "past": past, "arenas": absent()})


def absent() -> list[arenas.Arena]:
    return [one for one in arenas.every() if not one.person_is_there]


@logged_in
def new(request: LoggedInRequest) -> HttpResponse:
    staff(request)
    arena = next((one for one in absent() if one.key == request.GET.get("slag")), None)
    if arena is None:
        return render(request, "meetings/round_choose.html", {"arenas": absent()})
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, arena=arena, actor=request.actor.pk)
    if form.is_valid():
        try:
            with way_out():
                return redirect("meeting_round", call(request, form))
        except Restricted as closed:
            form.add_error("plans", str(closed))
    return render(request, "meetings/round_new.html", {"arena": arena, "form": form})


@transaction.atomic
def call(request: LoggedInRequest, form: RoundForm) -> UUID:
    """A meeting in each plan, one after another; all of them or none."""
    given, begins, made = form.cleaned_data, form.cleaned_data["time"], []
    for plan, _person in form.chosen():
        made.append(
            actions.call(
                plan=plan, writer=Writer(request.actor, Source.CORRECTIONAL), subject=form.arena.name, date=given["date"],
                time=begins, place=given["room"], invite=form.called_for(plan),
                setting={"arena": form.arena.key, "minutes": given["minutes"]},
            )
        )  # fmt: skip
        begins = actions.later(begins, given["minutes"])
    messages.success(request, _("Møtet står i planen til hver av dem nå. De som er kalt inn, får beskjed."))
    return actions.in_a_row(made)[0].round


def of(request: LoggedInRequest, round_: UUID) -> list[Row]:
    """The person holds the parts of a meeting, and no meeting that they are absent from."""
    found = rounds.rows(round_)
    if not found or request.actor.person_id and not parts(found):
        raise Http404
    return found


@logged_in
def one(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002  (the name of what the address holds)
    """For whoever holds it, on a screen of their own: whom it goes through, who has said yes, and the time."""
    found = of(request, round)
    waits = [row for row in found if row.waits]
    form = HereForm(request.POST if "here" in request.POST else None, found=found, actor=request.actor.pk)
    if request.method == "POST":
        answer = begin(request, waits, form) if "here" in request.POST else end(request, found)
        if answer:
            return answer
    context = {"found": found, "waits": waits, "form": form, "round": round, "parts": parts(found),
               "now": next((row for row in found if row.turn.opened_at), None)}  # fmt: skip
    return render(request, "meetings/round.html", context)


def parts(found: list[Row]) -> bool:
    """Whether it is one meeting in parts, and no meeting about many."""
    return len(found) > 1 and len({row.plan.pk for row in found}) == 1


def begin(request: LoggedInRequest, waits: list[Row], form: HereForm) -> HttpResponse | None:
    """Who is here: for the one that is open; otherwise for the first whose name all of them may hear."""
    if not waits or not form.is_valid():
        return None
    for row in [row for row in waits if row.turn.opened_at] or waits:
        if actions.open_turn(row.turn, came=form.users()):
            return redirect("meeting_room", row.plan.key, row.meeting.key)
    form.add_error("who", _("Ingen på sakslista har nevnt alle som er her. Begynn med færre."))
    return None


def end(request: LoggedInRequest, found: list[Row]) -> HttpResponse:
    """Those whose turn it has been are over; the others are as they were."""
    ended = [row for row in found if row.opened and row.meeting.held is None and actions.end(row.meeting)]
    if not ended:
        raise Http404
    messages.success(request, _("Møtet er gjennomført. Les gjennom referatene."))
    return redirect(request.path)


@logged_in
def screen(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """On the shared screen: to the next or the one before, or the one sentence that says that it cannot be shown."""
    found = [row for row in of(request, round) if row.waits]
    asked = request.POST.get("nr") or request.GET.get("nr") or "1"
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 0  # noqa: PLR2004
    if not 1 <= number <= len(found):
        raise Http404
    if request.method == "POST":
        row = found[number - 1]
        opened = actions.open_turn(row.turn)
        if opened is None:
            raise Http404
        if opened:
            return redirect("meeting_room", row.plan.key, row.meeting.key)
        return redirect(f"{reverse('meeting_round_screen', args=[round])}?{urlencode({'nr': number})}")
    place: dict[str, Any] = {"number": number, "total": len(found), "before": number - 1,
                             "after": number + 1 if number < len(found) else 0}  # fmt: skip
    return render(request, "meetings/round_waits.html", {"bar": place, "round": round})
