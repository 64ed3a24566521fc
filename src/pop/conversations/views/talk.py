"""One conversation: read, held, moved, taken up again, and what the person wants to share of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.conversations import reading
from pop.conversations.actions import talks as actions
from pop.conversations.forms import BookInterpreterForm, MoveForm, ShareForm, SittingForm
from pop.conversations.models import Confidence, Conversation, ConversationKind, SaidWish
from pop.conversations.views.talks import farewell, held_form, held_page, registered
from pop.people.models import Person
from pop.people.requests import LoggedInRequest
from pop.plans import actions as plans
from pop.plans import areas, grounds, offers
from pop.plans.actions import PROGRESSION
from pop.plans.models import Contact, ProgressionWish
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.remand import on_remand
from pop.plans.views.contesting import disagree
from pop.plans.views.entries import why


def talk_or_404(opened: OpenPlan, key: UUID, *, change: bool = False) -> Conversation:
    """A conversation that the actor sees; with `change` one that they may change, and the row is held."""
    found = Conversation.objects.of(opened.plan).filter(key=key).first()
    if found is None or change and not offers.locked(found):
        raise Http404
    found.plan = opened.plan
    return found


@plan_page("conversation")
def read(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """When, with whom, in which sittings; and beside a behovssamtale the guide with what was answered."""
    found = talk_or_404(opened, talk)
    line = reading.line_of(found, today=timezone.localdate())
    with_guide = (found.about_needs or found.kind == "intake") and not opened.partner
    context = {
        "opened": opened,
        "talk": found,
        "line": line,
        "areas": [row for row in reading.side_by_side(opened.plan) if row.pairs] if with_guide else [],
        "with_guide": with_guide,
        "language": reading.language_needed(opened.plan),
        "wishes": said_wishes(opened, found),
        "contestable": offers.may_contest(opened, found, request.actor),
        "ground": why(found),
        "viewers": None if opened.partner else grounds.viewers(opened.plan, topic=found.topic_id, only_me=found.only_me),
    }  # fmt: skip
    return render(request, "conversations/talk.html", context)


def said_wishes(opened: OpenPlan, talk: Conversation) -> list[ProgressionWish] | None:
    """What the person wished for in an utslusningssamtale (rule B10); None where nobody is led on to the wishes."""
    may_write = not opened.partner and PROGRESSION in areas.writable(opened.plan)
    if talk.kind != ConversationKind.RELEASE_TALK or not may_write or on_remand(opened.plan):
        return None
    said = SaidWish.objects.filter(conversation=talk).values("wish")
    return list(ProgressionWish.objects.of(opened.plan).filter(pk__in=said))


@plan_page("conversation", relations=(CONTACT,))
def hold(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """It was held: what came of it, what cannot wait, and the next one (P1-2, P1-3)."""
    found = talk_or_404(opened, talk, change=True)
    if found.held_on:
        messages.info(request, _("Samtalen er alt registrert som holdt."))
        return redirect("conversation", key=opened.plan.key, talk=found.key)
    if found.kind == ConversationKind.FAREWELL:
        return farewell(opened)
    form = held_form(request, opened, found.kind)
    if form.is_valid():
        actions.hold(found, writer=writer_for(request, opened), held=form.held(), following=form.following())
        return registered(request, opened, found)
    return render(request, "conversations/held.html", held_page(opened, found.kind, form, found))


@plan_page("conversation", relations=(CONTACT,))
def move(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """Another day for what has not been held."""
    found = coming_or_404(opened, talk)
    initial = {"planned_on": found.planned_on, "planned_at": found.planned_at, "place": found.place}
    form = MoveForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.move(found, **form.cleaned_data)
        messages.success(request, _("Samtalen er flyttet."))
        return redirect("conversation", key=opened.plan.key, talk=found.key)
    return render(request, "conversations/move.html", {"opened": opened, "talk": found, "form": form})


@plan_page("conversation", relations=(CONTACT,))
@require_POST
def cancel(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """Nothing comes of it; the log remembers that it was booked."""
    plans.remove(coming_or_404(opened, talk))
    messages.success(request, _("Samtalen er avlyst."))
    return redirect("conversations", key=opened.plan.key)


def coming_or_404(opened: OpenPlan, talk: UUID) -> Conversation:
    found = talk_or_404(opened, talk, change=True)
    if found.held_on:
        raise Http404
    return found


@plan_page("conversation", relations=(CONTACT,))
def sitting(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """One more sitting of a conversation that was begun (P2-5)."""
    found = talk_or_404(opened, talk, change=True)
    if not found.held_on:
        raise Http404
    form = SittingForm(
        request.POST if request.method == "POST" else None, initial={"on": timezone.localdate()}
    )
    if form.is_valid():
        actions.add_sitting(found, **form.cleaned_data)
        messages.success(request, _("Økten er skrevet inn."))
        return redirect("conversation", key=opened.plan.key, talk=found.key)
    return render(request, "conversations/sitting.html", {"opened": opened, "talk": found, "form": form})


@plan_page("conversation", relations=(OWN, CONTACT))
def share(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """What the person wants to share of it, and what not. Only the two of them read it; it shares nothing by itself."""
    found = talk_or_404(opened, talk)
    said = Confidence.objects.filter(conversation=found).first()
    initial = {name: getattr(said, name, "") for name in ("wants_to_share", "wants_not_to_share")}
    form = ShareForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        actions.say_what_to_share(found, **form.cleaned_data)
        messages.success(request, _("Det er lagret. Ingenting er delt med noen."))
        return redirect("conversation", key=opened.plan.key, talk=found.key)
    return render(request, "conversations/share.html", {"opened": opened, "talk": found, "form": form})


def close_ones(opened: OpenPlan) -> list[str]:
    """Names of the person and of those around, and of the others whom the actor follows up; as far as the actor sees them."""
    person = opened.person
    own = [person.given_name, f"{person.given_name} {person.family_name}"] if person else []
    around = Contact.objects.of(opened.plan).values_list("name", flat=True)
    return [*own, *around, *followed_up()]


def followed_up() -> list[str]:
    """The others whose names the actor knows already; the request is about all plans of theirs."""
    return [f"{person.given_name} {person.family_name}" for person in Person.objects.all()]


@plan_page("conversation", relations=(CONTACT,), alone=False)
def interpreter(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """Somebody who interprets in this conversation; never an inmate, a child or the partner (rule B13)."""
    found = coming_or_404(opened, talk)
    needed = reading.language_needed(opened.plan)
    initial = {"language": needed.language if needed else ""}
    form = BookInterpreterForm(
        request.POST if request.method == "POST" else None, close=close_ones(opened), initial=initial
    )
    if form.is_valid():
        actions.book_interpreter(conversation=found, writer=writer_for(request, opened), **form.booking())
        messages.success(request, _("Tolken er skrevet inn."))
        return redirect("conversation", key=opened.plan.key, talk=found.key)
    return render(
        request, "conversations/book_interpreter.html", {"opened": opened, "talk": found, "form": form}
    )


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, talk: UUID) -> HttpResponse:
    """«Jeg er uenig» in what stands about a conversation."""
    found = talk_or_404(opened, talk)
    back = reverse("conversation", args=[opened.plan.key, found.key])
    page = {"heading": str(found), "crumbs": "conversations/parts/crumbs.html"}
    return disagree(request, opened, found, back=back, page=page)
