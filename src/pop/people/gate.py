"""Who may knock: pages for somebody who is logged in, and for those with a system role.

Not a filter: what a page can show is decided by the database. These send people to where they can go on.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from pop.access import drafts
from pop.people.middleware import PersonalRequest

View = Callable[..., HttpResponse]


def must_accept_secrecy() -> bool:
    """Whether the actor is external and has not accepted the newest taushetserklæring (rule A9)."""
    with connection.cursor() as cursor:
        cursor.execute("select access.must_accept_secrecy()")
        row = cursor.fetchone()
    return bool(row and row[0])


def logged_in(view: View) -> View:
    """Sends nobody to the start page, and an external user to the taushetserklæring first."""

    @wraps(view)
    def inner(request: PersonalRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is None:
            kept = request.method == "POST" and drafts.keep(request)
            return redirect("logged_out" if kept else "start")
        head = request.head
        if head.must_accept_secrecy if head else must_accept_secrecy():
            return redirect("secrecy")
        return view(request, *args, **kwargs)

    return inner


def for_role(question: str) -> Callable[[View], View]:
    """A page for those for whom a question to the database is true, e.g. `rule.has_role('dpo')`; 404 for others.

    The question is a constant in the code, never input.
    """

    def decorate(view: View) -> View:
        @logged_in
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with connection.cursor() as cursor:
                cursor.execute(f"select {question}")  # noqa: S608
                row = cursor.fetchone()
            if not row or not row[0]:
                raise Http404
            return view(request, *args, **kwargs)

        return inner

    return decorate


ADMINISTRATOR = "rule.has_role('administrator')"
PROTECTION_OFFICER = "rule.has_role('dpo')"
ANALYST = "rule.has_role('analyst')"
EDITOR = "rule.has_role('editor')"
LEADER = "rule.is_leader()"
STAFF = "rule.is_staff()"
"""Questions for `for_role`."""
