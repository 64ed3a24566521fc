"""One message: its file, that somebody disagrees with it, and that it was written on the wrong person."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from pop.channel.models import Attachment, Message
from pop.channel.things import Thread, things_of, thread_of
from pop.people.requests import LoggedInRequest
from pop.plans.actions import written_on_wrong_person
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.changes import who_may_have_read
from pop.plans.views.contesting import disagree

FILE_NAMES = {"application/pdf": "vedlegg.pdf", "image/jpeg": "vedlegg.jpg", "image/png": "vedlegg.png"}
"""Neutral: a file name tells nobody who it is about."""


def message_or_404(opened: OpenPlan, key: UUID) -> tuple[Message, Thread]:
    found = Message.objects.of(opened.plan).filter(key=key).first()
    here = thread_of(found, things_of(opened.plan, [found])) if found else None
    if found is None or here is None:
        raise Http404
    found.plan = opened.plan
    return found, here


@plan_page("message")
def file(request: LoggedInRequest, opened: OpenPlan, attachment: UUID) -> HttpResponse:
    """As a file to save: never shown in the page, never under a name that tells anything."""
    found = get_object_or_404(Attachment, plan=opened.plan, key=attachment)
    headers = {
        "Content-Disposition": f'attachment; filename="{FILE_NAMES[found.content_type]}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HttpResponse(bytes(found.content), content_type=found.content_type, headers=headers)


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, message: UUID) -> HttpResponse:
    """«Jeg er uenig» in what somebody wrote."""
    found, here = message_or_404(opened, message)
    page = {
        "heading": found.text[:120],
        "crumbs": "channel/parts/crumbs.html",
        "thread": here,
        "url": here.url(opened.plan),
    }
    return disagree(request, opened, found, back=here.url(opened.plan), page=page)


@plan_page("change")
def wrong_person(request: LoggedInRequest, opened: OpenPlan, message: UUID) -> HttpResponse:
    """«Skrevet på feil person»: blocked everywhere, the log included (rule A14). A partner says so of their own."""
    found, here = message_or_404(opened, message)
    if opened.partner and found.written_by_id != request.actor.pk:
        raise Http404
    if request.method == "POST":
        messages.success(request, who_may_have_read(written_on_wrong_person(found)))
        return redirect(here.url(opened.plan))
    context = {"opened": opened, "message": found, "thread": here, "url": here.url(opened.plan)}
    return render(request, "channel/wrong_person.html", context)
