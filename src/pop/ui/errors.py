"""Pages for what went wrong. They ask the database nothing, and tell nothing about what is there.

They are rendered without the context processors, because those ask who is logged in, and the transaction may be
broken. What is known already is enough to keep «Logg ut» on the page.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string


def page(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    actor = getattr(request, "actor", None)
    context = {
        "csrf_token": get_token(request),
        "demo_mode": settings.DEMO,
        "signed_in": actor is not None,
        "together": getattr(request, "together", None),
        "personal": actor is None or actor.person_id is not None,
    }
    return HttpResponse(render_to_string(template or f"{status}.html", context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 403)


def too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """For CSRF_FAILURE_VIEW; the reason is for the log, not for the reader."""
    return page(request, 403, "403_csrf.html")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return page(request, 500)
