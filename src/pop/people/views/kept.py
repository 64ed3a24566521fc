"""What was typed and not received: that it is kept, what it was, and discarding it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.access.drafts import words
from pop.access.models import Draft
from pop.people import actions
from pop.people.gate import logged_in
from pop.people.kept import address
from pop.people.requests import LoggedInRequest


@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """Says that it is kept, and to nobody what it was."""
    return render(request, "people/logged_out.html")


@require_safe
@logged_in
def drafts(request: LoggedInRequest) -> HttpResponse:
    """What the actor has typed and not sent, newest first."""
    found = [
        {"draft": draft, "words": words(draft), "address": address(draft)} for draft in Draft.objects.all()
    ]
    return render(request, "people/drafts.html", {"found": found})


@require_POST
@logged_in
def discard(request: LoggedInRequest, key: UUID) -> HttpResponse:
    if not actions.discard_draft(key):
        raise Http404
    messages.success(request, _("Det er slettet."))
    return redirect("drafts" if Draft.objects.exists() else "home")
