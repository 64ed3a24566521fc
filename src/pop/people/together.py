"""Sammen-modus: the officer at one screen with the person whom a plan is about (rule I5).

While it lasts, no other person's name, list, notice or count is on the screen: every page outside that one plan
sends back to a page that asks whether to end the mode, and the head of the page has no menu. It is kept in the
session, on the server; it ends with the session, and by itself after an hour.

It opens nothing: the database decides who sees what, as always. It only closes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from pop.access import drafts
from pop.people.middleware import PersonalRequest

LASTS = 60 * 60
"""Seconds after which it ends by itself."""
KEY = "together"
OPEN = {
    "language",
    "logout",
    "privacy",
    "accessibility",
    "glossary",
    "help",
    "abbreviation",
    "healthz",
    "readyz",
}
"""Pages outside the plan on which nobody is named."""
CLOSED = {"same_person", "merge", "merge_undo"}
"""Pages of the plan on which somebody else's plan may be named."""


@dataclass(frozen=True)
class Together:
    """The plan that is seen together, by its key, and with whom: the given name."""

    plan: str
    name: str
    until: float

    @property
    def over(self) -> bool:
        return time.time() > self.until


def state(request: HttpRequest) -> Together | None:
    """The mode of this session, also when its hour is over."""
    kept = request.session.get(KEY) if hasattr(request, "session") else None
    return Together(**kept) if kept else None


def is_together(request: HttpRequest) -> bool:
    """Whether the actor sits with the person now: what is written is marked so, and rule I3 says how one chooses."""
    return getattr(request, "together", None) is not None


def start(request: HttpRequest, *, plan: str, name: str) -> None:
    request.session[KEY] = {"plan": plan, "name": name, "until": time.time() + LASTS}


def end(request: HttpRequest) -> None:
    request.session.pop(KEY, None)


class TogetherMiddleware:
    """Keeps what is not of the plan off the screen, whatever address is asked for, known or unknown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        kept = state(request) if request.actor else None
        request.together = kept
        if kept is None:
            return self.get_response(request)
        if kept.over and request.method == "GET":
            # A form that was opened in time is still taken as said together; the page after it says that it is over.
            end(request)
            # The menu comes with the next click, not on the screen that both may still look at.
            return render(request, "people/together_over.html", {"address": ask(kept), "together": None})
        if request.path == ask(kept) or allowed(request.path, kept):
            return self.get_response(request)
        if keep(request):
            messages.info(request, _("Det du skrev, er tatt vare på. Du finner det når dere har avsluttet."))
        return redirect(ask(kept))


def keep(request: PersonalRequest) -> bool:
    """Keeps what was typed to a page outside the plan, as when a session runs out. Only the own form of whoever acts:
    it says itself whose it is.
    """
    if request.method != "POST" or request.actor is None or drafts.OWNER not in request.POST:
        return False
    return not drafts.of_another(request, request.actor.pk) and drafts.keep(request) is not None


def ask(kept: Together) -> str:
    """Where one is sent from everywhere else."""
    return reverse("together", args=[kept.plan])


def allowed(path: str, kept: Together) -> bool:
    try:
        found = resolve(path)
    except Resolver404:
        return False
    if str(found.kwargs.get("key", "")) == kept.plan and path.startswith("/planer/"):
        return found.url_name not in CLOSED
    return found.url_name in OPEN
