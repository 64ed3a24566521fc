"""Who is logged in, and in which language they read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pop.people.models import User


class PersonalRequest(HttpRequest):
    """A request of someone who may be logged in."""

    actor: User | None


class CurrentUserMiddleware:
    """Sets `request.actor`. A user who is closed is nobody from the next click (`access.me()` decides)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        user_id = request.session.get("user")
        request.actor = (
            User.objects.select_related("person").filter(pk=user_id, active=True).first() if user_id else None
        )
        chosen = request.actor.language if request.actor else ""
        if chosen and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)
