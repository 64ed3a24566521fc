"""Who is logged in, and in which language they read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pop.access.instances import instance
from pop.people.models import Person, User


@dataclass(frozen=True)
class Head:
    """What every page asks about the one who is logged in; answered by the same functions as the policies."""

    name: str
    must_accept_secrecy: bool
    administrator: bool
    dpo: bool
    analyst: bool
    staff: bool
    leader: bool


def who(user_id: int) -> tuple[User | None, Head | None]:
    """The one who is logged in, and what every page asks about them, in one question."""
    with connection.cursor() as cursor:
        cursor.execute("select found::text from access.head() found")
        row = cursor.fetchone()
    found = orjson.loads(row[0]) if row and row[0] else None
    if found is None or found["user"]["id"] != user_id:
        return None, None
    user = instance(User, found["user"])
    person = instance(Person, found["person"]) if found["person"] else None
    User._meta.get_field("person").set_cached_value(user, person)
    return user, Head(name=str(person) if person else found["name"], **found["asked"])


class PersonalRequest(HttpRequest):
    """A request of someone who may be logged in."""

    actor: User | None
    head: Head | None
    together: Any
    """The plan that the officer sees together with the person, or None (pop.people.together)."""


class CurrentUserMiddleware:
    """Sets `request.actor`. A user who is closed is nobody from the next click (`access.me()` decides)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: PersonalRequest) -> HttpResponse:
        user_id = request.session.get("user")
        request.actor, request.head = who(user_id) if user_id else (None, None)
        chosen = request.actor.language if request.actor else ""
        if chosen and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return self.get_response(request)
