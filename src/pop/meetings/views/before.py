"""«Før møtet»: each is asked for what is theirs, sees what is new since last time, and puts cases on the agenda."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.meetings import actions, before, raising
from pop.meetings.models import AgendaItem
from pop.people.models import Protection
from pop.people.requests import LoggedInRequest
from pop.plans import grounds
from pop.plans.actions import Writer
from pop.plans.models import Meeting
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.ui.pdf import pdf_to_print

PRINTED = "utskrift: før møtet"
"""What the record of looks says; in words in `pop.people.looked`."""


@plan_page("meeting before")
def page(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    found = held(opened, meeting)
    if request.method == "POST":
        return reorder(request, opened, found)
    agenda = before.of(opened, found, request.actor)
    waits = found.held is None
    context = {
        "opened": opened,
        "meeting": found,
        "agenda": agenda,
        "waits": waits,
        "may_order": waits and not opened.partner,
    }
    return render(request, "meetings/before.html", context)


def held(opened: OpenPlan, key: UUID) -> Meeting:
    found = before.find(opened, key)
    if found is None:
        raise Http404
    return found


def reorder(request: LoggedInRequest, opened: OpenPlan, meeting: Meeting) -> HttpResponse:
    """One case up or down among those that the reader sees. Partners do not order what others read."""
    if opened.partner or meeting.held is not None:
        raise Http404
    keys = [str(item.key) for item in AgendaItem.objects.of(opened.plan).filter(meeting=meeting)]
    up, down = request.POST.get("up", ""), request.POST.get("down", "")
    here = keys.index(up or down) if (up or down) in keys else None
    if here is None:
        raise Http404
    there = here - 1 if up else here + 1
    if 0 <= there < len(keys):
        keys[here], keys[there] = keys[there], keys[here]
        actions.order_agenda(meeting, keys)
        messages.success(request, _("Rekkefølgen er endret."))
    return redirect("meeting_before", opened.plan.key, meeting.key)


@plan_page("meeting before")
def new(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """A case for the agenda. Who will read it stands beside, before it is saved (rule A3)."""
    found = held(opened, meeting)
    if found.held is not None:
        raise Http404
    subject = raising.find(opened, found, request.actor, request.GET.get("om", ""))
    if subject is None:
        return choose(request, opened, found)
    form = raising.RaiseForm(
        request.POST if request.method == "POST" else None, opened=opened, subject=subject,
        initial={"text": subject.heading if subject.measure else ""},
    )  # fmt: skip
    if form.is_valid():
        raise_it(request, opened, found, subject, form.cleaned_data)
        messages.success(request, _("Det står på sakslista nå."))
        return redirect("meeting_before", opened.plan.key, found.key)
    writer = writer_for(request, opened)
    return render(
        request,
        "meetings/raise.html",
        {
            "opened": opened,
            "meeting": found,
            "subject": subject,
            "form": form,
            "viewers": viewers(opened, subject, writer),
        },
    )


def choose(request: LoggedInRequest, opened: OpenPlan, meeting: Meeting) -> HttpResponse:
    """First what it is about: that decides who reads it."""
    told = raising.choices(opened, meeting, request.actor)
    form = raising.AboutForm(told, request.GET if "om" in request.GET else None)
    context = {"opened": opened, "meeting": meeting, "form": form if told else None}
    return render(request, "meetings/about.html", context)


def viewers(opened: OpenPlan, subject: raising.Subject, writer: Writer) -> list[grounds.Viewer]:
    agency, single = writer.fields["source_agency"], writer.fields["source_user"]
    source = agency.pk * 2 if agency else single.pk * 2 + 1 if single else 0
    kept = subject.kept
    return grounds.viewers(
        opened.plan, topic=subject.topic, source_key=source, only_me=bool(kept),
        only_me_contact=kept.get("only_me_contact_id"),
    )  # fmt: skip


def raise_it(
    request: LoggedInRequest,
    opened: OpenPlan,
    meeting: Meeting,
    subject: raising.Subject,
    given: dict[str, Any],
) -> None:
    kept = subject.kept or ({"only_me": True} if given.get("only_me") else {})
    actions.raise_item(
        meeting=meeting,
        writer=writer_for(request, opened, for_person=bool(given.get("persons"))),
        topic=subject.topic,
        text=given["text"],
        need=subject.need,
        measure=subject.measure,
        **kept,
    )


@require_safe
@plan_page(PRINTED, relations=(OWN, CONTACT), purpose="utskrift")
def paper(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """The same on paper for the person. The person's own print is counted; that of another is a look with its purpose."""
    found = held(opened, meeting)
    agenda = before.of(opened, found, request.actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.record_print(%s, %s)",
            [opened.plan.pk, PRINTED],
        )
    context = {
        "opened": opened,
        "meeting": found,
        "agenda": agenda,
        "printed_at": timezone.localtime(),
        # Rule A10: on paper nothing tells where a protected person is.
        "protected": opened.person is None or opened.person.protection != Protection.NONE,
    }
    return pdf_to_print("meetings/before_paper.html", context, css="ui/slip.css", name="for-motet.pdf")
