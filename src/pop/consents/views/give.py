"""Giving consent: need by need, recipient by recipient, then the grunnopplysninger (rules A2 and A3).

Every page saves to a draft; nothing is given before the draft is signed.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pop.consents import actions, offers
from pop.consents.board import Board, text_of
from pop.consents.forms import ticked
from pop.consents.offers import Party, TopicLine
from pop.consents.state import NO, edited
from pop.people.models import Agency, AgencyKind
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page

MANY = 50
"""Agencies in one list; more than that, and one writes more of the name."""


@dataclass(frozen=True)
class Box:
    """One checkbox: `value` says recipient, topic and permission."""

    value: str
    label: str
    checked: bool

    @property
    def id(self) -> str:
        return "ja-" + self.value.replace(":", "-")


@dataclass(frozen=True)
class Choices:
    """The boxes for one recipient and one topic."""

    party: Party
    line: TopicLine
    boxes: list[Box]
    holds_now: bool

    @property
    def shown(self) -> str:
        return f"{self.party.token}:{self.line.number}"


def choices(board: Board, party: Party, line: TopicLine, *, only_see: bool = False) -> Choices:
    """Three boxes, or one for a grunnopplysning. Ticked is what holds or stands in the draft, never a guess."""
    yes = board.wanted.get(party.key, {}).get(line.number, NO)
    shown = f"{party.token}:{line.number}"
    boxes = [Box(f"{shown}:gi", _("Får se"), yes.give)]
    if not only_see:
        boxes.append(Box(f"{shown}:innhente", _("Kan fortelle fengselet"), yes.obtain))
        boxes.append(Box(f"{shown}:dele", _("Kan fortelle resten av teamet"), yes.share))
    else:
        boxes[0] = Box(f"{shown}:gi", line.name, yes.give)
    holds = bool(board.state.get(party.key, {}).get(line.number))
    return Choices(party, line, boxes, holds)


@plan_page("samtykke", relations=(OWN, CONTACT))
def begin(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What sharing means, and the topics that are asked about, one by one."""
    board = Board(opened.plan)
    text = text_of(None, get_language() or "nb")
    return render(request, "consents/begin.html", {"opened": opened, "board": board, "text": text})


@plan_page("samtykke", relations=(OWN, CONTACT))
def topic(request: LoggedInRequest, opened: OpenPlan, topic: int) -> HttpResponse:
    """«Hvem kan hjelpe med bolig?» First those in the team whose kind of agency helps with it (rule A3)."""
    board = Board(opened.plan)
    numbers = [line.number for line in board.areas]
    if topic not in numbers:
        raise Http404
    step = numbers.index(topic)
    if request.method == "POST":
        onwards = numbers[step + 1] if step + 1 < len(numbers) else None
        there = (
            reverse("consent_topic", args=[opened.plan.key, onwards])
            if onwards
            else reverse("consent_basics", args=[opened.plan.key])
        )
        return save(request, opened, board, there)
    line = board.lines[topic]
    first, more = offered(board, line)
    context = {
        "opened": opened,
        "board": board,
        "line": line,
        "first": [choices(board, party, line) for party in first],
        "more": [choices(board, party, line) for party in more],
        "step": step + 1,
        "steps": len(numbers) + 1,
        "before": numbers[step - 1] if step else None,
    }
    return render(request, "consents/topic.html", context)


def offered(board: Board, line: TopicLine) -> tuple[list[Party], list[Party]]:
    """Those asked about first, and the others. Who has something in this topic is always among the first."""
    team = board.register.in_team
    known = [
        p for key, p in board.register.parties.items() if (key in team or key in board.wanted) and p.active
    ]
    first = [p for p in known if p.kind in line.helpers or board.wanted.get(p.key, {}).get(line.number)]
    return first, [party for party in known if party not in first]


@plan_page("samtykke", relations=(OWN, CONTACT))
def basics(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The last step: grunnopplysninger, one by one, for those who are given something (rule A2)."""
    board = Board(opened.plan)
    if request.method == "POST":
        return save(request, opened, board, None)
    named = {item.recipient_key for draft in board.drafts for item in draft.items.all()}
    rows = [
        (
            party,
            party.key in named,
            [choices(board, party, line, only_see=True) for line in offers.basics(board.lines)],
        )
        for key, party in board.register.parties.items()
        if key in board.wanted
    ]
    text = text_of(None, get_language() or "nb")
    steps = len(board.areas) + 1
    context = {"opened": opened, "board": board, "rows": rows, "text": text, "steps": steps}
    return render(request, "consents/basics.html", context)


@plan_page("samtykke", relations=(OWN, CONTACT))
def recipient(request: LoggedInRequest, opened: OpenPlan, who: UUID) -> HttpResponse:
    """All topics for one recipient: what holds is changed from the spot where it is shown."""
    board = Board(opened.plan)
    party = board.register.by_token(who)
    if party is None:
        raise Http404
    if request.method == "POST":
        return save(request, opened, board, None)
    has = [
        board.lines[n]
        for n in board.wanted.get(party.key, {})
        if n in board.lines and not board.lines[n].basic
    ]
    shown = offers.in_order({*board.areas, *has})
    context = {
        "opened": opened,
        "board": board,
        "party": party,
        "card": board.card(party),
        "areas": [choices(board, party, line) for line in shown],
        "basics": [choices(board, party, line, only_see=True) for line in offers.basics(board.lines)],
        "text": text_of(None, get_language() or "nb"),
        "in_force": party.key in board.state,
    }
    return render(request, "consents/recipient.html", context)


def save(request: LoggedInRequest, opened: OpenPlan, board: Board, onwards: str | None) -> HttpResponse:
    """Puts what was ticked into the draft, and goes on: to the next topic, the summary, or back."""
    before = board.draft()
    edit = edited(opened.plan, before, ticked(request.POST, board.register, board.lines))
    draft = before
    if not edit.leaves(before):
        draft = actions.redraft(
            plan=opened.plan,
            drafted_by=request.actor,
            choices=edit.choices,
            earlier=before,
            language=(get_language() or "nb")[:2],
            ends_on=before.ends_on if before else None,
        )
    if edit.emptied:
        return to_withdrawal(request, opened, board.register.parties[edit.emptied[0]])
    if onwards and "ferdig" not in request.POST:
        return HttpResponseRedirect(onwards)
    if draft is None:
        messages.info(request, _("Ingenting er endret."))
        return redirect("consent", key=opened.plan.key)
    return redirect("consent_summary", key=opened.plan.key, sheet=draft.key)


def to_withdrawal(request: LoggedInRequest, opened: OpenPlan, party: Party) -> HttpResponse:
    """Whoever is left with nothing is withdrawn, not signed away: that works at once."""
    messages.info(
        request,
        _(
            "Du tok bort alt for %(name)s. Bekreft her, så virker det med en gang. Det trengs ingen underskrift."
        )
        % {"name": party.name},
    )
    there = reverse("consent_withdraw", args=[opened.plan.key])
    return HttpResponseRedirect(f"{there}?hvem={party.token}")


@plan_page("samtykke", relations=(OWN, CONTACT))
def find(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Any agency in the register, by kind and name; and the individuals of the team."""
    board = Board(opened.plan)
    kind, word = request.GET.get("slag", ""), request.GET.get("navn", "").strip()
    found = Agency.objects.filter(active=True)
    if kind:
        found = found.filter(kind=kind)
    if word:
        found = found.filter(name__icontains=word)
    hits = list(found[: MANY + 1]) if kind or word else []
    context = {
        "opened": opened,
        "kinds": AgencyKind.choices,
        "kind": kind,
        "word": word,
        "asked": bool(kind or word),
        "hits": [offers.of_agency(agency) for agency in hits[:MANY]],
        "too_many": len(hits) > MANY,
        "individuals": individuals(board),
        "for_exclusion": request.GET.get("for") == "unntak",
    }
    return render(request, "consents/find.html", context)


def individuals(board: Board) -> list[Party]:
    """Those who sit in the team, as individuals: also the one who sits there for an agency."""
    keys = {chair.user_id * 2 + 1 for chair in board.register.chairs}
    register = offers.Register(board.plan, keys)
    return [party for key, party in register.parties.items() if key in keys]
