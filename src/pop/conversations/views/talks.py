"""The list of conversations; one booked, or registered as held."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.conversations import reading
from pop.conversations.actions import talks as actions
from pop.conversations.forms import BookForm, HeldForm
from pop.conversations.models import Conversation, ConversationKind
from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans import areas
from pop.plans.actions import CONVERSATIONS
from pop.plans.opening import CONTACT, OpenPlan, plan_page, writer_for


@plan_page("conversations")
def talks(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """What comes, what was not held, and what was held."""
    rows = reading.lines(opened.plan, today=timezone.localdate())
    context = {
        "opened": opened,
        "coming": [row for row in rows if row.state == reading.COMING],
        "missed": [row for row in rows if row.state == reading.MISSED],
        "held": [row for row in rows if row.state == reading.HELD],
        "kinds": ConversationKind.choices,
        "language": reading.language_needed(opened.plan),
    }
    return render(request, "conversations/talks.html", context)


def writable_or_404(opened: OpenPlan) -> None:
    """Somebody from whom the person keeps conversations sees none, and writes none."""
    if CONVERSATIONS not in areas.writable(opened.plan):
        raise Http404


@plan_page("conversation", relations=(CONTACT,))
def book(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """A conversation that is to be."""
    writable_or_404(opened)
    form = BookForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.book(plan=opened.plan, writer=writer_for(request, opened), **form.cleaned_data)
        messages.success(request, _("Samtalen er avtalt."))
        return redirect("conversations", key=opened.plan.key)
    return render(request, "conversations/book.html", {"opened": opened, "form": form})


@plan_page("conversation", relations=(CONTACT,))
def register(request: LoggedInRequest, opened: OpenPlan, kind: str) -> HttpResponse:
    """A conversation that nobody had booked, or that was held elsewhere."""
    writable_or_404(opened)
    if kind not in ConversationKind.values:
        raise Http404
    if kind == ConversationKind.FAREWELL:
        return farewell(opened)
    form = held_form(request, opened, kind)
    if form.is_valid():
        made = actions.register_held(
            plan=opened.plan, writer=writer_for(request, opened), kind=kind, held=form.held(),
            following=form.following(),
        )  # fmt: skip
        return registered(request, opened, made)
    return render(request, "conversations/held.html", held_page(opened, kind, form))


def farewell(opened: OpenPlan) -> HttpResponse:
    """Avskjedssamtale has a page of its own, with what worked and what hindered; it registers the conversation (B12)."""
    return redirect("farewell", key=opened.plan.key)


def held_form(request: LoggedInRequest, opened: OpenPlan, kind: str) -> HeldForm:
    offered = [(str(n), area.name) for n, area in areas.to_write_in(opened.plan).items()]
    booked = Conversation.objects.of(opened.plan).filter(held_on=None, planned_on__gte=timezone.localdate())
    return HeldForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        areas=offered,
        booked=booked.exclude(kind=ConversationKind.INTAKE).exists(),
        initial={"held_on": timezone.localdate(), "with_whom": me(request)},
    )


def me(request: LoggedInRequest) -> str:
    """Whoever registers usually held it; a shielded employee as role (rule A12)."""
    return str(labels.users([request.actor.pk]).get(request.actor.pk, ""))


def held_page(
    opened: OpenPlan, kind: str, form: HeldForm, talk: Conversation | None = None
) -> dict[str, Any]:
    return {
        "opened": opened,
        "form": form,
        "talk": talk,
        "heading": ConversationKind(kind).label,
        "intake": kind == ConversationKind.INTAKE,
        "about_needs": kind in ("needs_1", "needs_2"),
    }


def registered(request: LoggedInRequest, opened: OpenPlan, talk: Conversation) -> HttpResponse:
    messages.success(request, _("Samtalen er registrert som holdt."))
    return redirect("conversation", key=opened.plan.key, talk=talk.key)
