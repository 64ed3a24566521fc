"""The shared screen asks every two seconds, and mostly nothing has changed: that is answered before the rest of the door.

Nobody is let in here. What answers is `access.meeting_stamp`, which itself asks whether the one who acts is a user who is not
closed, has accepted the taushetserklæring, and may hold the meeting; a mark that is not the one of now goes the whole way.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import Resolver404, resolve

from pop.meetings import room
from pop.people import together


class UnchangedMiddleware:
    """Within the door, which has opened the session and said who acts; before what every page asks about that user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        shown = request.headers.get("If-None-Match")
        if shown and request.method in ("GET", "HEAD") and shown == current(request):
            return HttpResponseNotModified()
        return self.get_response(request)


def current(request: HttpRequest) -> str | None:
    """The mark of the screen that is asked for; None for any other address, and where sammen-modus sends away (rule I5)."""
    try:
        found = resolve(request.path_info)
    except Resolver404:
        return None
    kept = together.state(request)
    away = kept is not None and (kept.over or not together.allowed(request.path, kept))
    if found.url_name != "meeting_live" or away or request.session.get("user") is None:
        return None
    mark = room.stamp(found.kwargs["key"], found.kwargs["meeting"])
    return f'"{mark}"' if mark else None
