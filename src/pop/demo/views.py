"""The cast as cards: choose who you are. Never present outside demo mode.

Two locks besides the missing address: the database answers `access.demo_login` only when its owner has marked
it as a demo, and only for the keys of the cast.
"""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from pop.demo.cast import BY_SLUG, CAST, GROUPS, PERSONS


def start(request: HttpRequest) -> HttpResponse:
    """The cards, by group."""
    groups = [(title, [member for member in CAST if member.group == group]) for group, title in GROUPS]
    return render(request, "demo/start.html", {"groups": groups})


@require_POST
def log_in(request: HttpRequest) -> HttpResponse:
    """Becomes one of the cast; everything of the one before is left behind."""
    member = BY_SLUG.get(request.POST.get("who", ""))
    with connection.cursor() as cursor:
        cursor.execute("select access.demo_login(%s)", [member.key if member else None])
        row = cursor.fetchone()
    if member is None or not row or row[0] is None:
        raise Http404
    request.session.flush()
    request.session["user"] = row[0]
    return redirect("my_plan" if member.group == PERSONS else "home")
