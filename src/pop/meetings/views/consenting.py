"""What may be talked of where the person is absent, and what was (rule C1)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.meetings import actions, arenas
from pop.meetings.consenting import ConsentForm
from pop.meetings.models import ConsentWay, MeetingConsent, MeetingSet, MinuteLine, Presence
from pop.meetings.views.room import held
from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans.models import Meeting, Need
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


def absent(opened: OpenPlan, meeting: UUID) -> Meeting:
    """A meeting that is held without the person; any other has no such pages."""
    found = held(opened, meeting)
    arena = MeetingSet.objects.filter(meeting=found).values_list("arena", flat=True).first()
    if arena is None or arenas.find(arena).person_is_there:
        raise Http404
    return found


@plan_page("meeting consent", relations=(OWN, CONTACT))
def consent(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """Before the meeting; afterwards it says what was said yes to."""
    found = absent(opened, meeting)
    over = found.held is not None
    form = ConsentForm(request.POST if request.method == "POST" else None, opened=opened, meeting=found)
    if request.method == "POST" and not over and form.is_valid():
        way = ConsentWay.OWN_LOGIN if opened.own else ConsentWay.ORAL
        actions.consent_to_talk(
            meeting=found, by=request.actor, wanted=form.wanted(), way=way,
            present=form.cleaned_data.get("present", ""),
        )  # fmt: skip
        messages.success(request, _("Lagret. Andre behov blir det ikke snakket om på møtet."))
        return redirect("meeting", opened.plan.key, found.key)
    return render(
        request, "meetings/consent.html", {"opened": opened, "meeting": found, "form": form, "over": over}
    )


@require_safe
@plan_page("meeting talked of", relations=(OWN, CONTACT))
def talked_of(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """«Dette ble tatt opp om deg»: what was said, by whom, who was there, and what had been said yes to."""
    found = absent(opened, meeting)
    lines = list(MinuteLine.objects.of(opened.plan).filter(meeting=found))
    there = list(Presence.objects.filter(meeting=found).order_by("arrived_at"))
    agreed = list(MeetingConsent.objects.filter(meeting=found).values_list("user_id", "need_id").distinct())
    users = labels.users(
        {line.written_by_id for line in lines} | {p.user_id for p in there} | {u for u, _n in agreed}
    )
    needs = Need.objects.of(opened.plan).in_bulk({need for _user, need in agreed})
    context = {
        "opened": opened,
        "meeting": found,
        "lines": [(line, users.get(line.written_by_id, labels.somebody())) for line in lines],
        "there": [(p, users.get(p.user_id or 0, p.name or labels.somebody())) for p in there],
        "agreed": [
            (needs[need], users.get(user, labels.somebody())) for user, need in agreed if need in needs
        ],
    }
    return render(request, "meetings/talked_of.html", context)
