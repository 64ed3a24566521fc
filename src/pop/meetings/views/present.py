"""Who is at the meeting: said on the shared screen, or by the person and the contact team on a screen of their own."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, attending, room
from pop.meetings.forms import PresentForm
from pop.meetings.models import Presence
from pop.meetings.views.room import held
from pop.people.models import Agency, User
from pop.people.requests import LoggedInRequest
from pop.plans.models import Meeting
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("meeting present", relations=(OWN, CONTACT))
def shared(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """On the shared screen one ticks those whom everybody there may know of."""
    found = going_on(opened, meeting)
    form: PresentForm | None = None
    if found.held:
        return redirect("meeting_minutes", opened.plan.key, found.key)
    if request.method == "POST":
        if "do" in request.POST:
            return act(request, opened, found)
        with room.entered(found):
            form = attending.form(opened, found, request.POST, shared=True)
            valid = form.is_valid()
        if valid and comes(opened, found, form):
            return redirect("meeting_room", opened.plan.key, found.key)
    with room.entered(found) as may:
        if not may:
            raise Http404
        return render(request, "meetings/present.html", attending.page(opened, found, form, shared=True))


@plan_page("meeting aside", relations=(OWN, CONTACT))
def aside(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """For the reader alone: how much is hidden, and everybody who may be ticked."""
    found = going_on(opened, meeting)
    if found.held:
        return redirect("meeting_minutes", opened.plan.key, found.key)
    form: PresentForm | None = None
    if request.method == "POST":
        form = attending.form(opened, found, request.POST)
        if form.is_valid() and comes(opened, found, form):
            messages.success(
                request, _("Den delte skjermen viser nå bare det alle som er der, har lov til å se.")
            )
            return redirect(request.path)
    page = attending.page(opened, found, form) | {
        "aside": True, "hidden": room.hidden(found) if attending.anybody(found) else None,
    }  # fmt: skip
    return render(request, "meetings/present.html", page)


def going_on(opened: OpenPlan, key: UUID) -> Meeting:
    found = held(opened, key)
    if found.removed_at is not None:
        raise Http404
    return found


def act(request: LoggedInRequest, opened: OpenPlan, meeting: Meeting) -> HttpResponse:
    """Somebody left; the person says yes to going on without them; the meeting is over."""
    what, key = request.POST["do"], request.POST.get("who", "")
    if what == "end":
        if actions.end(meeting):
            messages.success(request, _("Møtet er gjennomført. Les gjennom referatet."))
            return redirect("meeting_minutes", opened.plan.key, meeting.key)
        raise Http404
    one = next((a.row for a in attending.present(opened, meeting) if str(a.row.key) == key), None)
    if one is None:
        raise Http404
    if what == "leave":
        actions.leave(one)
    elif what == "yes":
        if not attending.person_there(opened, meeting):
            raise Http404
        actions.go_on_without(one)
    return redirect("meeting_room", opened.plan.key, meeting.key)


@transaction.atomic
def comes(opened: OpenPlan, meeting: Meeting, form: PresentForm) -> bool:
    """Those of the form are there; False, with the message at its field, when there is nobody to say yes to a companion."""
    given = form.cleaned_data
    chosen = given.get("who", [])
    if given["companion"] and attending.PERSON not in chosen and not attending.person_there(opened, meeting):
        form.add_error("yes", _("Kryss først av for at personen er her: det er personen som sier ja"))
        return False
    for user in arriving(opened, chosen):
        actions.arrive(meeting=meeting, user=user)
    if attending.PERSON in chosen and not attending.persons(opened):
        actions.arrive(meeting=meeting, name=attending.called(opened), role=attending.PERSON, companion=True)
    if given["name"]:
        agency = Agency.objects.filter(key=given["agency"]).first() if given["agency"] else None
        actions.arrive(meeting=meeting, name=given["name"], agency=agency)
    if given["companion"]:
        actions.arrive(meeting=meeting, name=given["companion"], role=given["role"], companion=True)
    return bool(Presence.objects.filter(meeting=meeting).exists())


def arriving(opened: OpenPlan, chosen: list[str]) -> list[User]:
    keys = [key for key in chosen if key != attending.PERSON]
    own = attending.persons(opened)[:1] if attending.PERSON in chosen else []
    return [*User.objects.filter(pk__in=own), *User.objects.filter(key__in=keys)]
