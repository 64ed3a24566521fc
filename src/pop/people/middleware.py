"""Who is logged in, and in which language they read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from pop.people.models import User, UserName


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


ASKED = {
    "must_accept_secrecy": "access.must_accept_secrecy()",
    "administrator": "rule.has_role('administrator')",
    "dpo": "rule.has_role('dpo')",
    "analyst": "rule.has_role('analyst')",
    "staff": "rule.is_staff()",
    "leader": "rule.is_leader()",
}


def who(user_id: int) -> tuple[User | None, Head | None]:
    """The one who is logged in, and what every page asks about them, in one query."""
    name = UserName.objects.filter(user=OuterRef("pk")).values("name")[:1]
    asked = {f"head_{key}": RawSQL(question, []) for key, question in ASKED.items()}  # noqa: S611
    found = User.objects.select_related("person").filter(pk=user_id, active=True)
    user = found.annotate(head_name=Subquery(name), **asked).first()
    if user is None:
        return None, None
    shown = str(user.person) if user.person else getattr(user, "head_name", None) or ""
    return user, Head(name=shown, **{key: getattr(user, f"head_{key}") for key in ASKED})


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
