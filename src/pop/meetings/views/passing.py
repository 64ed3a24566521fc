"""«Send saken til et annet møte»: by the person and the contact team."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, agenda, passing
from pop.meetings.passing import PassForm
from pop.meetings.views.before import held
from pop.people.requests import LoggedInRequest
from pop.plans.models import Meeting
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("meeting before", relations=(OWN, CONTACT))
def send(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """A case is named by its key: what is not on the agenda, or not the reader's to send, is not there."""
    found = held(opened, meeting)
    case = asked(request, opened, found)
    form = PassForm(
        request.POST if request.method == "POST" else None, opened=opened, reader=request.actor, case=case,
        found=passing.targets(opened, found, case),
    )  # fmt: skip
    if form.is_valid():
        to = form.cleaned_data["to"]
        if actions.pass_on(meeting=found, case=case.key, to=to):
            messages.success(
                request,
                _("Saken er sendt til %(meeting)s. Svaret kommer tilbake hit.") % {"meeting": to.subject},
            )
            return redirect("meeting_minutes" if found.held else "meeting", opened.plan.key, found.key)
        form.refuse()
    return render(
        request, "meetings/pass.html", {"opened": opened, "meeting": found, "case": case, "form": form}
    )


def asked(request: LoggedInRequest, opened: OpenPlan, meeting: Meeting) -> agenda.Case:
    may = passing.sendable(opened, meeting, request.actor, agenda.of(meeting))
    case = next((one for one in may if one.key == request.GET.get("sak", "")), None)
    if case is None:
        raise Http404
    return case
