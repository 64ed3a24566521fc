"""What the head of every page shows: who one is, and where one can go."""

from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from pop.people.models import User, UserName


@dataclass(frozen=True)
class Actor:
    """Name and role of the one who is logged in, for the head of the page."""

    name: str
    title: str


@dataclass(frozen=True)
class Roles:
    """What the actor is, asked of the database once per page (the same functions as the policies)."""

    administrator: bool
    dpo: bool
    analyst: bool
    staff: bool
    leader: bool


def roles() -> Roles:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rule.has_role('administrator'), rule.has_role('dpo'), rule.has_role('analyst'),"
            " rule.is_staff(), rule.is_leader()"
        )
        row = cursor.fetchone()
    return Roles(*(row or (False,) * 5))


def display_name(user: User) -> str:
    """The name of the actor: a person's own, otherwise what stands in the register."""
    if user.person:
        return str(user.person)
    name = UserName.objects.filter(user=user).first()
    return name.name if name else ""


def pages(user: User) -> list[tuple[str, str]]:
    """Label and URL name of the pages that the actor has."""
    if user.person_id:
        return [(_("Planen"), "my_plan"), (_("Hvem ser hva"), "my_consent"), (_("Teamet mitt"), "my_team")]
    have = roles()
    found = []
    if have.administrator:
        found += [(_("Brukere"), "users"), (_("Enheter"), "units"), (_("Etater"), "agencies")]
    if have.dpo:
        found += [(_("Oppslag"), "looks")]
    if have.analyst:
        found += [(_("Oversikt"), "overview")]
    if have.leader:
        found += [(_("Enheten"), "unit")]
    if not (have.administrator or have.dpo or have.analyst):
        found += [(_("Mine planer"), "plans")]
    if have.staff:
        found += [(_("Les inn skjema"), "import_form"), (_("Noen trekker samtykket"), "told_withdrawal")]
    return found


def for_page(request: HttpRequest) -> dict[str, object]:
    """Context for base.html. Empty when nobody is logged in, or when a page fails."""
    user = getattr(request, "actor", None)
    context: dict[str, object] = {"demo_mode": settings.DEMO, "actor": None, "navigation": []}
    if user is None:
        return context
    here = request.resolver_match.url_name if request.resolver_match else ""
    return context | {
        "actor": Actor(display_name(user), user.title),
        "personal": user.person_id is not None,
        "navigation": [
            {"label": label, "url": reverse(name), "current": name == here} for label, name in pages(user)
        ],
    }
