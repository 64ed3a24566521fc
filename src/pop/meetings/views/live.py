"""What others have written since, on the shared screen: asked for every two seconds, answered only when there is something."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pop.meetings import attending, room
from pop.meetings.views.room import held, shown
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@require_safe
@logged_in
def live(request: LoggedInRequest, key: UUID, meeting: UUID) -> HttpResponse:
    """The stamp is taken before the page is read: what is written in between is fetched the next time.

    Where nothing has changed, `pop.meetings.middleware` has answered already.
    """
    mark = room.stamp(key, meeting)
    if mark is None:
        raise Http404
    answer = part(request, key=key, meeting=meeting)
    answer["ETag"] = f'"{mark}"'
    return answer


@plan_page("meeting room", relations=(OWN, CONTACT))
def part(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """The screen without its forms, read in the room. Of a meeting that is over, or that nobody is at, nothing."""
    found = held(opened, meeting)
    if found.held or not attending.anybody(found):
        return HttpResponse("")
    with room.entered(found) as may:
        if not may:
            raise Http404
        return render(request, "meetings/room_part.html", shown(request, opened, found, None))
