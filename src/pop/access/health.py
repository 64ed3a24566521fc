"""/healthz: the process lives. /readyz: database, migrations and rules are in place."""

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from pop.access.rules import fingerprint


def ready() -> str:
    """An empty string when everything is in place, otherwise what is missing (never a person's data)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select access.rules_fingerprint()")
            row = cursor.fetchone()
    except DatabaseError:
        return "database"
    return "" if row and row[0] == fingerprint() else "rules"


class HealthMiddleware:
    """Answers before any session or transaction is opened."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":
            return HttpResponse("ok", content_type="text/plain")
        if request.path == "/readyz":
            missing = ready()
            return HttpResponse(missing or "ok", status=503 if missing else 200, content_type="text/plain")
        return self.get_response(request)
