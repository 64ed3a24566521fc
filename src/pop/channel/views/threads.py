"""The channel of a plan: its threads, one thread with its box, and sending in two steps."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.channel import actions, reading, warning
from pop.channel.forms import PERSON, MessageForm, SendForm
from pop.channel.models import Message
from pop.channel.reading import Channel
from pop.channel.things import Thread, readers, thread_or_404
from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans import areas
from pop.plans.actions import Writer
from pop.plans.grounds import Viewer
from pop.plans.opening import OpenPlan, plan_page, writer_for

LONGEST = 50
"""Messages of a thread on one page; the newest first come, and older ones behind a link."""


@plan_page("messages")
def channel(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Every thread that one reads something in, and what is new in each; or what was searched for."""
    words = request.GET.get("q", "").strip()[:100]
    rows = [] if words else reading.threads(opened, request.actor)
    context = {
        "opened": opened,
        "words": words,
        "found": [(m, t, t.url(opened.plan)) for m, t in reading.search(opened, words)] if words else [],
        "rows": rows,
        "new": sum(row.new for row in rows),
        "state": reading.channel(opened.plan),
    }
    return render(request, "channel/channel.html", context)


@plan_page("messages")
def general(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """About the plan as a whole."""
    return page(request, opened, thread_or_404(opened, "", None))


@plan_page("messages")
def thread(request: LoggedInRequest, opened: OpenPlan, slug: str, thing: UUID) -> HttpResponse:
    """About one thing in it. What one does not see has no thread."""
    return page(request, opened, thread_or_404(opened, slug, thing))


@dataclass(frozen=True)
class Box:
    """Whether the actor may write in this thread, for whom, and who would read it."""

    state: Channel
    may_write: bool
    for_person: bool
    """Whether the contact team may write the person's words here."""
    why_not: str = ""


def box(opened: OpenPlan, here: Thread) -> Box:
    state = reading.channel(opened.plan)
    why_not = ""
    if state.restricted:
        why_not = _("Det kan ikke skrives her nå.")
    elif here.kept:
        why_not = _("Dette er bare for meg. Da kan det ikke skrives til andre om det.")
    elif here.topic not in areas.writable(opened.plan):
        why_not = _("Du kan lese her, men samtykket dekker ikke at du skriver.")
    may_write = not why_not and state.open_for(opened)
    return Box(state, may_write, opened.contact and state.passes_on, why_not)


def key_of(writer: Writer) -> int:
    agency, user = writer.fields["source_agency"], writer.fields["source_user"]
    return agency.pk * 2 if agency else user.pk * 2 + 1 if user else 0


def page(request: LoggedInRequest, opened: OpenPlan, here: Thread) -> HttpResponse:
    """The messages, and the box. What is posted is first shown with who can read it, and sent after that."""
    where = box(opened, here)
    form = message_form(request, opened, where)
    if request.method == "POST" and where.may_write and "back" not in request.POST and form.is_valid():
        writer = writer_for(request, opened, for_person=form.for_person)
        return second_step(request, opened, here, form, writer)
    every = Message.objects.of(opened.plan).filter(**here.filter).order_by("-written_at", "-pk")
    part = Paginator(every, LONGEST).get_page(request.GET.get("side"))
    rows = reading.shown(opened, list(part.object_list)[::-1], request.actor)
    if request.method == "GET":
        actions.mark_read(user=request.actor, messages=[row.message for row in rows if row.new])
    context = {
        "opened": opened, "thread": here, "url": here.url(opened.plan), "thing_url": here.thing_url(opened.plan),
        "rows": rows, "part": part, "box": where, "state": where.state, "form": form,
        "viewers": list(readers(opened.plan, here, key_of(writer_for(request, opened))).values()) if where.may_write else [],
    }  # fmt: skip
    return render(request, "channel/thread.html", context)


def message_form(request: LoggedInRequest, opened: OpenPlan, where: Box) -> MessageForm:
    name = opened.person.given_name if opened.person else ""
    posted = request.method == "POST"
    if posted and "back" in request.POST:
        first = {"text": request.POST.get("text", ""), "whose": request.POST.get("whose")}
        return MessageForm(name=name, ask_whose=where.for_person, initial=first)
    first = {"whose": PERSON} if opened.together else {}
    return MessageForm(request.POST if posted else None, name=name, ask_whose=where.for_person, initial=first)


@dataclass(frozen=True)
class List:
    """Who can read it, by the key that stands in the form."""

    viewers: dict[str, Viewer]
    numbers: dict[str, int]

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(key, viewer.label.described) for key, viewer in self.viewers.items()]

    @property
    def shown(self) -> str:
        return " ".join(sorted(self.viewers))


def list_of(opened: OpenPlan, here: Thread, writer: Writer, me: User) -> List:
    """Without the writer, who reads it anyway."""
    found = {n: viewer for n, viewer in readers(opened.plan, here, key_of(writer)).items() if n != me.pk}
    keys = {pk: str(key) for pk, key in User.objects.filter(pk__in=found).values_list("pk", "key")}
    by_key = {keys[number]: number for number in found if number in keys}
    return List({key: found[number] for key, number in by_key.items()}, by_key)


def second_step(
    request: LoggedInRequest, opened: OpenPlan, here: Thread, form: MessageForm, writer: Writer
) -> HttpResponse:
    """The words, the list and what to think of once more. Sent when the list is still the one that was shown."""
    now = list_of(opened, here, writer, request.actor)
    sending = "send" in request.POST
    before = set(request.POST.get("shown", "").split())
    changed = sending and before != set(now.viewers)
    send = SendForm(
        request.POST if sending and not changed else None,
        request.FILES if sending and not changed else None,
        readers=now.choices,
        initial={"readers": [k for k in now.viewers if not changed or k in request.POST.getlist("readers")]},
    )
    if send.is_valid():
        return sent(request, opened, here, form, writer, now, send.cleaned_data)
    context = {
        "opened": opened, "thread": here, "url": here.url(opened.plan), "form": form, "send": send, "list": now,
        "text": form.cleaned_data["text"], "whose": form.cleaned_data.get("whose", ""), "changed": changed,
        "came": [str(v.label) for k, v in now.viewers.items() if k not in before] if changed else [],
        "went": changed and bool(before - set(now.viewers)),
        "warnings": warning.find(form.cleaned_data["text"], here.topic), "state": reading.channel(opened.plan),
    }  # fmt: skip
    return render(request, "channel/send.html", context)


def sent(
    request: LoggedInRequest, opened: OpenPlan, here: Thread, form: MessageForm, writer: Writer, now: List,
    data: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    ticked = set(data.get("readers", []))
    only = None if ticked == set(now.viewers) else [now.numbers[key] for key in ticked]
    actions.send(
        plan=opened.plan, writer=writer, thread=here, text=form.cleaned_data["text"], only=only,
        files=[data["file"]] if data["file"] else [],
    )  # fmt: skip
    messages.success(request, _("Meldingen er sendt."))
    return redirect(here.url(opened.plan))
