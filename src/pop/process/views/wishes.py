"""The progression wishes that come from an utslusningssamtale, beside the day from which each can be considered (B10)."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.conversations.actions import wishes as actions
from pop.conversations.models import Conversation, ConversationKind
from pop.conversations.origins import of_wishes
from pop.people.requests import LoggedInRequest
from pop.plans import areas, grounds
from pop.plans.actions import PROGRESSION
from pop.plans.models import ProgressionWish
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.remand import on_remand
from pop.plans.restricted import Restricted, way_out
from pop.process.forms import SaidWishForm
from pop.sentences import reading, shown
from pop.sentences.shown import Row


@dataclass(frozen=True)
class Line:
    """A wish, and the expected date that it hangs on, when there is one."""

    wish: ProgressionWish
    row: Row | None


@plan_page("conversation", relations=(OWN, CONTACT))
def talk_wishes(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """Those of this conversation, those of the plan that come from none, and a new one."""
    found = talk_or_404(opened, talk)
    come_from = of_wishes(opened.plan, ProgressionWish.objects.of(opened.plan))
    here = [n for n, origin in come_from.items() if str(found.key) in origin.url]
    lines = {line.wish.pk: line for line in dated(opened)}
    loose = [line for n, line in lines.items() if n not in come_from]
    form = SaidWishForm(request.POST if request.method == "POST" and "tie" not in request.POST else None)
    if request.method == "POST" and "tie" in request.POST:
        return tied(request, opened, found, loose)
    if form.is_valid():
        writer = writer_for(request, opened, for_person=opened.contact)
        try:
            with way_out():
                actions.wish(found, writer=writer, **form.cleaned_data)
            return done(request, opened, found, _("Ønsket står i planen nå."))
        except Restricted as closed:
            form.add_error(None, str(closed))
    context: dict[str, Any] = {
        "opened": opened,
        "talk": found,
        "form": form,
        "lines": [lines[n] for n in here if n in lines],
        "loose": loose,
        "viewers": grounds.viewers(opened.plan, topic=PROGRESSION),
    }
    return render(request, "process/talk_wishes.html", context)


def talk_or_404(opened: OpenPlan, key: UUID) -> Conversation:
    """An utslusningssamtale, for who may write wishes. Varetekt has none (rule B6)."""
    kind = ConversationKind.RELEASE_TALK
    found = Conversation.objects.of(opened.plan).filter(key=key, kind=kind).first()
    if found is None or PROGRESSION not in areas.writable(opened.plan) or on_remand(opened.plan):
        raise Http404
    found.plan = opened.plan
    return found


def dated(opened: OpenPlan) -> list[Line]:
    """Every wish of the plan with its date, in the order of the dates."""
    plan = opened.plan
    dates = shown.of(plan, reading.seen(plan), today=timezone.localdate())
    found: dict[int, Line] = {}
    for row in [*dates.dated, *dates.open]:
        for wished in row.wishes:
            found.setdefault(wished.wish.pk, Line(wished.wish, row))
    for wished in dates.loose:
        found.setdefault(wished.wish.pk, Line(wished.wish, None))
    return list(found.values())


def tied(request: LoggedInRequest, opened: OpenPlan, talk: Conversation, loose: list[Line]) -> HttpResponse:
    wish = next((line.wish for line in loose if str(line.wish.key) == request.POST["tie"]), None)
    if wish is None:
        raise Http404
    actions.tie(talk, wish)
    return done(request, opened, talk, _("Ønsket hører til denne samtalen nå."))


def done(request: LoggedInRequest, opened: OpenPlan, talk: Conversation, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("talk_wishes", key=opened.plan.key, talk=talk.key)
