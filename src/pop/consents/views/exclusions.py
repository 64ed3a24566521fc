"""Exceptions: that an agency or an individual is not to know about something, whatever else holds."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.consents import actions, offers
from pop.consents.board import Board
from pop.consents.forms import ExclusionForm, party_of
from pop.consents.models import Exclusion
from pop.consents.offers import Party, Register, TopicLine
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("unntak", relations=(OWN, CONTACT))
def add(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """One recipient and one topic. Works at once and needs no signature."""
    board = Board(opened.plan)
    register = around(board)
    asked = party_of(request.POST.get("who") or request.GET.get("hvem", ""), register)
    form = ExclusionForm(
        request.POST or None,
        parties=grouped_parties(register, asked),
        lines=lines(board),
        initial={"who": asked.token if asked else "", "topic": request.GET.get("tema", "")},
    )
    if request.method == "POST" and form.is_valid() and asked:
        exclude(board, request, asked, form.cleaned_data)
        return redirect("consent", key=opened.plan.key)
    return render(request, "consents/exclusion.html", {"opened": opened, "form": form})


def exclude(board: Board, request: LoggedInRequest, party: Party, data: dict[str, object]) -> None:
    """Once is enough: the same exception is not written twice."""
    topic = int(str(data["topic"]))
    if any(e.recipient_key == party.key and e.topic_id == topic for e in board.excluded):
        messages.info(request, _("Dette unntaket står der alt."))
        return
    actions.exclude(
        plan=board.plan,
        made_by=request.actor,
        recipient=actions.recipient_of(party.key),
        topic=topic,
        own_words=str(data["own_words"]),
    )
    messages.success(
        request,
        _("%(name)s får ikke vite om %(topic)s. Det gjelder fra nå.")
        % {"name": party.name, "topic": board.topic_name(topic)},
    )


def around(board: Board) -> Register:
    """Everybody who could be excepted: recipients, those who sit in the team, and those in kriminalomsorgen."""
    keys = set(board.register.parties)
    keys |= {chair.user_id * 2 + 1 for chair in board.register.chairs}
    team = board.plan.contact_team.filter(until=None)
    return Register(
        board.plan, keys | {user_id * 2 + 1 for user_id in team.values_list("user_id", flat=True)}
    )


def grouped_parties(register: Register, asked: Party | None) -> list[tuple[str, str]]:
    """Agencies first, then individuals; what was looked up in the register stands first."""
    shown = sorted(register.parties.values(), key=lambda party: (party.individual, party.name.casefold()))
    if asked and asked.key not in register.parties:
        shown.insert(0, asked)
    return [(str(party.token), party.name) for party in shown]


def lines(board: Board) -> list[TopicLine]:
    """Areas of the plan first, then all others, then the grunnopplysninger."""
    first = [line.number for line in board.areas]
    rest = offers.in_order(n for n in board.lines.values() if n.number not in first and not n.basic)
    return [*board.areas, *rest, *(line for line in board.lines.values() if line.basic)]


@require_POST
@plan_page("unntak", relations=(OWN,))
def lift(request: LoggedInRequest, opened: OpenPlan, exclusion: UUID) -> HttpResponse:
    """Opens again: for the person alone."""
    found = get_object_or_404(Exclusion, plan=opened.plan, key=exclusion)
    actions.lift(found)
    messages.success(request, _("Unntaket er tatt bort. Det du har samtykket til, gjelder."))
    return redirect("consent", key=opened.plan.key)
