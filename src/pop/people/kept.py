"""Giving back what was typed: to the same user, in the same form (pop.access.drafts)."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from pop.access import drafts
from pop.access.models import Draft
from pop.people.middleware import PersonalRequest
from pop.ui import errors
from pop.ui.refill import fill

ASKED = "ikke-sendt"
"""In an address: which of the kept forms the page is to be filled with."""


def address(draft: Draft) -> str:
    """The page of the form, asked to come filled."""
    return f"{draft.path}{'&' if '?' in draft.path else '?'}{urlencode({ASKED: draft.key})}"


class KeptMiddleware:
    """Fills the form that is asked for, and forgets it when it has been received."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        if request.actor is None:
            return self.get_response(request)
        if request.method == "POST" and drafts.of_another(request, request.actor.pk):
            return errors.page(request, 403, "403_another.html")
        draft = asked_for(request) if ASKED in request.GET else None
        if draft is None:
            return self.get_response(request)
        if request.method == "POST":
            return received(self.get_response(request), draft)
        return filled(request, self.get_response, draft)


def asked_for(request: HttpRequest) -> Draft | None:
    try:
        key = UUID(request.GET[ASKED])
    except ValueError:
        return None
    draft = Draft.objects.filter(key=key).first()
    return draft if draft and urlsplit(draft.path).path == request.path else None


def received(response: HttpResponse, draft: Draft) -> HttpResponse:
    if response.status_code == 302:
        Draft.objects.filter(pk=draft.pk).delete()
    return response


def filled(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponse], draft: Draft
) -> HttpResponse:
    messages.info(request, _("Her er det du skrev. Det er ikke sendt ennå."))
    response = get_response(request)
    if response.status_code == 200 and response.get("Content-Type", "").startswith("text/html"):
        response.content = fill(response.content.decode(), draft.fields).encode()
        return response
    if response.status_code in (302, 404, 405):
        list(messages.get_messages(request))
        messages.warning(request, _("Skjemaet er ikke der lenger. Her er det du skrev."))
        return redirect("drafts")
    return response


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW: the same user has logged in again since the page was made. What was typed is kept.

    Only when the form says itself that it was made for this user, and nothing says that it comes from elsewhere.
    """
    session = getattr(request, "session", None)
    actor_id = session.get("user") if session is not None else None
    if actor_id is None or not reason.startswith("CSRF token from"):
        return errors.too_old(request, reason)
    if drafts.OWNER not in request.POST or drafts.of_another(request, actor_id):
        return errors.too_old(request, reason)
    key = drafts.keep(request)
    if key is None:
        return errors.too_old(request, reason)
    context = {
        "csrf_token": get_token(request),
        "signed_in": True,
        "address": address(Draft.objects.get(key=key)),
        "personal": True,
    }
    return HttpResponse(render_to_string("403_kept.html", context), status=403)
