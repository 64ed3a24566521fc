"""Taking back: as easy as giving, at once, without a signature or a reason (rules A4 and A5)."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pop.consents import actions, offers
from pop.consents.board import Board
from pop.consents.forms import ToldForm, party_of
from pop.consents.models import WithdrawalReceipt
from pop.consents.offers import Register, TopicLine
from pop.people import labels
from pop.people.gate import STAFF, for_role
from pop.people.models import AgencyKind
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("samtykke", relations=(OWN, CONTACT))
def choose(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The second click takes back: all, one recipient, one topic, or one topic from one recipient."""
    board = Board(opened.plan)
    if request.method == "POST":
        return take_back(request, opened, board)
    one = party_of(request.GET.get("hvem", ""), board.register) if request.GET.get("hvem") else None
    given = {topic for topics in board.state.values() for topic in topics}
    context = {
        "opened": opened,
        "board": board,
        "one": board.card(one) if one and one.key in board.state else None,
        "everything": "alt" in request.GET,
        "topics": [board.lines[n] for n in sorted(given) if n in board.lines],
    }
    return render(request, "consents/withdraw.html", context)


def take_back(request: LoggedInRequest, opened: OpenPlan, board: Board) -> HttpResponse:
    """Reads one of `alt`, `hvem`, `tema`, or both of the latter."""
    whom, what = request.POST.get("hvem", ""), request.POST.get("tema", "")
    party = party_of(whom, board.register) if whom else None
    topic = int(what) if what.isdecimal() and int(what) in board.lines else None
    if (whom and party is None) or (what and topic is None) or not (whom or what or "alt" in request.POST):
        messages.error(request, _("Velg hva som skal trekkes tilbake."))
        return redirect("consent_withdraw", key=opened.plan.key)
    recipient = actions.recipient_of(party.key) if party else None
    key = actions.withdraw(plan=opened.plan, recipient=recipient, topic=topic)
    messages.success(request, _("Det er trukket tilbake, og gjelder fra nå."))
    return redirect("consent_receipt", key=opened.plan.key, receipt=key)


@plan_page("kvittering", relations=(OWN, CONTACT))
def receipt(request: LoggedInRequest, opened: OpenPlan, receipt: UUID) -> HttpResponse:
    """Proof of what was taken back, when, and how; for print."""
    found = get_object_or_404(WithdrawalReceipt, plan=opened.plan, key=receipt)
    return render(request, "consents/receipt.html", {"opened": opened} | described(found, opened))


def described(receipt: WithdrawalReceipt, opened: OpenPlan | None) -> dict[str, object]:
    """A receipt in words. The officer who was told sees no plan and no recipient."""
    plan = opened.plan if opened else None
    parts = dict(part.partition(":")[::2] for part in receipt.scope.split())
    names = labels.users([receipt.registered_by_id])
    # The database shows no receipt about a recipient that the reader may not know of.
    register = Register(plan, keys(parts)) if plan else None
    return {
        "receipt": receipt,
        "what": in_words(parts, offers.topics(plan), register),
        "way": way_in_words(receipt),
        "registered_by": str(names.get(receipt.registered_by_id, labels.somebody())),
    }


def keys(parts: Mapping[str, str]) -> list[int]:
    return [int(parts["recipient"])] if parts.get("recipient", "").isdecimal() else []


def in_words(parts: Mapping[str, str], lines: Mapping[int, TopicLine], register: Register | None) -> str:
    """The scope of a withdrawal: all, kind:<kind>, recipient:<key> topic:<number>."""
    number = int(parts.get("topic") or 0)
    topic = lines[number].lower if number in lines else _("et tema")
    if "recipient" in parts:
        name = register.name(int(parts["recipient"])) if register else _("en mottaker")
        if number:
            return _("%(topic)s for %(name)s") % {"topic": topic, "name": name}
        return _("alt for %(name)s") % {"name": name}
    if "kind" in parts:
        return _("alt for %(kind)s") % {"kind": dict(AgencyKind.choices).get(parts["kind"], _("en etat"))}
    return topic if number else _("alt")


def way_in_words(receipt: WithdrawalReceipt) -> str:
    return {
        "own_login": _("Med egen innlogging"),
        "together": _("Sammen med en i kontaktteamet"),
        "told": _("Muntlig, registrert av en ansatt"),
    }.get(receipt.way, "")


@for_role(STAFF)
def told(request: LoggedInRequest) -> HttpResponse:
    """Somebody has told an officer, at any hour, that they take back. The officer sees neither plan nor recipients."""
    form = ToldForm(request.POST or None, lines=all_lines())
    if request.method == "POST" and form.is_valid():
        key = actions.withdraw_told(who=form.cleaned_data["who"], scope=form.scope)
        if key:
            messages.success(request, _("Registrert. Det virker fra nå."))
            return redirect("told_receipt", receipt=key)
        form.add_error(
            "who",
            _(
                "Dette ble ikke registrert. Skriv hele navnet slik det står i arkivet, eller bruk Doculivenummeret."
            ),
        )
    return render(request, "consents/told.html", {"form": form})


def all_lines() -> list[TopicLine]:
    """Every topic there is: the same list whoever is meant."""
    lines = offers.topics(None)
    return [*offers.in_order(line for line in lines.values() if not line.basic), *offers.basics(lines)]


@for_role(STAFF)
def told_receipt(request: LoggedInRequest, receipt: UUID) -> HttpResponse:
    """For the officer who registered it, and nobody else who is not in the contact team."""
    found = WithdrawalReceipt.objects.filter(key=receipt, registered_by=request.actor, way="told").first()
    if found is None:
        raise Http404
    return render(request, "consents/receipt.html", {"opened": None} | described(found, None))
