"""The door: one transaction per request, and the database told who acts in it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from pop.access import drafts
from pop.access.actor import act_as
from pop.ui.errors import server_error


class DoorMiddleware(SessionMiddleware):
    """Outermost of all that touches the database.

    Outermost, because a template is rendered after the view has returned: with the transaction around the
    view alone, the page would be read as nobody. Middleware sees an exception as a response of 500 or more,
    so that is what rolls back. Rows are never streamed: a stream is read after the commit, as nobody.
    """

    get_response: Callable[[HttpRequest], HttpResponse]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            with transaction.atomic():
                self.process_request(request)
                before = request.session.get("user")
                act_as(before)
                response: HttpResponse = self.get_response(request)
                if response.streaming:
                    raise PermissionDenied("rows are not streamed")
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                else:
                    self.welcome(request, response, before)
                    response = self.process_response(request, response)
        except DatabaseError:
            # A constraint that speaks at commit comes after rendering: the page must not claim success.
            response = server_error(request)
        # The cookie and not the session, which cannot be read when the database is away.
        if request.method == "POST" or settings.SESSION_COOKIE_NAME in request.COOKIES:
            response["Cache-Control"] = "no-store"
        return response

    def welcome(self, request: HttpRequest, response: HttpResponse, before: int | None) -> None:
        """Whoever has just logged in writes their own session, and is shown what was kept for them."""
        user_id = request.session.get("user")
        if user_id is None or user_id == before:
            return
        act_as(user_id)
        if response.status_code == 302 and drafts.waiting():
            response["Location"] = reverse("drafts")
