"""«Hvem ser hva»: what applies now, for the person, the contact team and a partner; and what applied before."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from pop.consents import named, offers, sheets
from pop.consents.board import Board, in_words, signed_by, successors, text_of
from pop.consents.models import Consent, ConsentItem, ConsentScan, WithdrawalReceipt
from pop.consents.state import at_place, grouped, has_lapsed, lapses_on, read_from_form, said
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@logged_in
def my_consent(request: LoggedInRequest) -> HttpResponse:
    """Sends the person to the page of the newest own plan."""
    if request.actor.person_id is None:
        raise Http404
    plan = Plan.objects.filter(person=request.actor.person_id).order_by("-created_on", "-pk").first()
    if plan is None:
        raise Http404
    return redirect("consent", key=plan.key)


@plan_page("samtykke")
def consent(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What applies now."""
    board = Board(opened.plan)
    if opened.partner:
        return render(request, "consents/partner.html", {"opened": opened, "board": board})
    context = {
        "opened": opened,
        "board": board,
        "text": text_of(board.consents[0] if board.consents else None, get_language() or "nb"),
        "from_form": read_from_form(opened.plan, reader=request.actor.pk, own=opened.own),
        "drafts": [(draft, sheets.code_of(draft)) for draft in board.drafts],
        "successors": successors(board),
        "release_is_near": offers.release_is_near(opened.plan),
        "release": offers.expected_release(opened.plan),
        "earlier_plan": earlier_plan(opened),
        "may_name_agency": named.may_name_agency(opened.plan),
    }
    if opened.own:
        return render(request, "consents/own.html", context)
    return render(request, "consents/contact.html", context | {"matrix": matrix(board)})


def earlier_plan(opened: OpenPlan) -> Plan | None:
    """A plan of the same person from before, whose consent only the person may copy (rule A8)."""
    if not opened.own:
        return None
    before = Plan.objects.filter(person=opened.plan.person_id, pk__lt=opened.plan.pk)
    return before.order_by("-pk").first()


@dataclass(frozen=True)
class Cell:
    """One topic and one recipient in the matrix: words now, words in the draft, whether there is an exception."""

    party: offers.Party
    sees: bool
    tells_prison: bool
    tells_team: bool
    is_new: bool
    goes: bool
    excluded: int


def matrix(board: Board) -> dict[str, object]:
    """Topics of the plan by recipients, grouped by floke; every cell says in words what holds."""
    team = board.register.in_team
    shown = [p for key, p in board.register.parties.items() if key in team or key in board.wanted]
    groups: list[tuple[str, str, list[tuple[offers.TopicLine, list[Cell]]]]] = []
    for line in board.areas:
        if not groups or groups[-1][0] != line.tangle:
            groups.append((line.tangle, line.tangle_name, []))
        groups[-1][2].append((line, [cell(board, party, line.number) for party in shown]))
    return {"parties": shown, "groups": groups, "columns": len(shown) + 1}


def cell(board: Board, party: offers.Party, topic: int) -> Cell:
    now = board.state.get(party.key, {}).get(topic)
    later = board.wanted.get(party.key, {}).get(topic)
    people = board.people_of(party)
    return Cell(
        party,
        bool(now and now.give),
        bool(now and now.obtain),
        bool(now and now.share),
        bool(later and (not now or later.beyond(now))),
        bool(now and board.draft() and (not later or now.beyond(later))),
        sum(1 for e in board.excluded if e.topic_id == topic and e.recipient_key in people),
    )


@plan_page("samtykke", relations=(OWN, CONTACT))
def history(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Every consent by number, and every withdrawal."""
    signed = list(Consent.objects.filter(plan=opened.plan, signed_at__isnull=False))
    holding = {item.consent_id for item in Board(opened.plan).items}
    rows = [(one, one.pk in holding, has_lapsed(one)) for one in signed]
    receipts = WithdrawalReceipt.objects.filter(plan=opened.plan)
    return render(request, "consents/history.html", {"opened": opened, "rows": rows, "receipts": receipts})


@dataclass(frozen=True)
class Point:
    """A point of a consent as it was given, and when and why it ended."""

    topic: str
    words: str
    item: ConsentItem


@plan_page("samtykke", relations=(OWN, CONTACT))
def one(request: HttpRequest, opened: OpenPlan, number: int) -> HttpResponse:
    """One consent: what it gave, to whom, how it was signed, and what has ended since."""
    found = at_place(opened.plan, number, signed_at__isnull=False)
    items = list(found.items.all())
    if not items:
        raise Http404
    board = Board(opened.plan)
    register = offers.Register(opened.plan, {item.recipient_key for item in items})
    by_recipient = [
        (
            register.name(key),
            [point for item in items if item.recipient_key == key for point in points(board, item)],
        )
        for key in grouped(items)
    ]
    context = {
        "opened": opened,
        "consent": found,
        "recipients": sorted(by_recipient, key=lambda pair: pair[0]),
        "text": text_of(found),
        "signed": signed_by(found),
        "lapses_on": lapses_on(found),
        "has_lapsed": has_lapsed(found),
        # The sheet names every recipient: it is for those who may know them all.
        "has_sheet": ConsentScan.objects.filter(consent=found).exists(),
    }
    return render(request, "consents/one.html", context)


def points(board: Board, item: ConsentItem) -> list[Point]:
    """The words of a point; name and own meetings, which follow from any yes, have words of their own."""
    topics = grouped([item])[item.recipient_key]
    if said(topics):
        return [Point(name, words, item) for name, words in in_words(board, topics)]
    name = board.lines[item.topic_id].name
    return [Point(name, "", item)] if item.give else []
