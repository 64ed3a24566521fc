"""Finding what exists: the list, one card, one ordning. What is there is for the database to say."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pop.people.gate import logged_in
from pop.people.models import Agency, AgencyKind, User
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan, Topic
from pop.services import keeping, near, ready, shown
from pop.services.forms import CardSearchForm
from pop.services.models import CardQuerySet, ServiceCard

PAGE = 30


@require_safe
@logged_in
def services(request: LoggedInRequest) -> HttpResponse:
    """Cards by name, municipality, kind and area; one's own, and those around a person, come first."""
    form = CardSearchForm(request.GET or None)
    wanted = form.wanted()
    around = None if wanted else around_person(request.actor)
    cards = matching(wanted).order_by(Coalesce("unit__name", "agency__name"))
    if around:
        cards = cards.exclude(pk__in=[card.pk for card in (*around.team, *around.home)])
    context = {
        "form": form,
        "page": Paginator(cards, PAGE).get_page(request.GET.get("side")),
        "wanted": wanted,
        "schemes": fitting_schemes(wanted),
        "near": around,
        "own_cards": [] if wanted else keeping.own_cards(),
        "may_make": not wanted and bool(keeping.without_card(limit=1)),
    }
    return render(request, "services/services.html", context)


def matching(wanted: dict[str, Any]) -> CardQuerySet:
    cards = ServiceCard.objects.in_use().with_owner()
    if "q" in wanted:
        cards = cards.named(wanted["q"].strip())
    if "kommune" in wanted:
        cards = cards.in_municipality(wanted["kommune"])
    if "slag" in wanted:
        cards = cards.of_kind(wanted["slag"])
    if "omrade" in wanted:
        cards = cards.offering(int(wanted["omrade"]), timezone.localdate())
    return cards


def fitting_schemes(wanted: dict[str, Any]) -> list[ready.Scheme]:
    """Those that hold everywhere, and so in every municipality."""
    area, kind, words = wanted.get("omrade"), wanted.get("slag"), wanted.get("q", "").strip().lower()
    return [
        s
        for s in ready.schemes()
        if (not area or int(area) in s.topics) and (not kind or kind in s.kinds) and words in s.name.lower()
    ]


def around_person(actor: User) -> near.Near | None:
    """For the person: the cards of those around the newest plan."""
    if actor.person is None:
        return None
    plan = Plan.objects.filter(person=actor.person).order_by("-created_on", "-pk").first()
    found = near.of(plan, actor.person) if plan else None
    return found if found and (found.team or found.home) else None


@require_safe
@logged_in
def card(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """The one way in, what they need and when, agreements, and what they offer."""
    found = get_object_or_404(ServiceCard.objects.in_use().with_owner(), key=key)
    keeps = keeping.may_keep(found)
    context = {
        "card": found,
        "keeps": keeps,
        "offers": shown.of_card(found, keeps=keeps),
        "schemes": ready.of_kind(found.kind),
        "confirmed_by": shown.confirmed_by(found),
        "may_propose": has_plans(),
    }
    return render(request, "services/card.html", context)


@require_safe
@logged_in
def scheme(request: LoggedInRequest, slug: str) -> HttpResponse:
    """A ready card, and which agencies have it."""
    found = ready.scheme(slug)
    if found is None:
        raise Http404
    context = {
        "scheme": found,
        "areas": Topic.objects.filter(number__in=found.topics),
        "kinds": [AgencyKind(kind).label for kind in AgencyKind.values if kind in found.kinds],
        "cards": ServiceCard.objects.in_use()
        .with_owner()
        .filter(agency__in=bodies(found))
        .order_by("agency__name")[:PAGE],
        "may_propose": has_plans(),
    }
    return render(request, "services/scheme.html", context)


def has_plans() -> bool:
    """Whether the actor has any plan to propose something in; the arrays of the policies say."""
    with connection.cursor() as cursor:
        cursor.execute("select cardinality(rule.contact()) + cardinality(rule.open_plans()) > 0")
        row = cursor.fetchone()
    return bool(row and row[0])


def bodies(found: ready.Scheme) -> Any:
    """Agencies that have the ordning. One whose name reveals something is not counted up here."""
    return Agency.objects.filter(kind__in=found.kinds, sensitive=False)
