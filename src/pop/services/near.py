"""The cards that concern one plan: those of the team, and those of the home municipality when that is known."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from pop.people.models import Agency, AgencyKind, Person, Protection
from pop.plans import around
from pop.plans.models import Placement, Plan
from pop.services.models import ServiceCard

MUNICIPAL = (AgencyKind.HOME_MUNICIPALITY, AgencyKind.DISTRICT)


@dataclass(frozen=True)
class Near:
    """`home` is empty for somebody with a protected address, or whose name the actor does not know (rule A10)."""

    team: list[ServiceCard]
    home: list[ServiceCard]


def of(plan: Plan, person: Person | None) -> Near:
    """Starts from the team as the actor may know it: what is hidden there brings no card here."""
    agencies = {place.agency_id for place in around.places(plan) if place.agency_id}
    cards = ServiceCard.objects.in_use().with_owner().order_by("agency__name")
    team = list(cards.filter(agency_id__in=agencies))
    if person is None or person.protection != Protection.NONE:
        return Near(team, [])
    homes = Agency.objects.filter(pk__in=agencies, kind__in=MUNICIPAL)
    wanted = Q(unit_id__in=unit_ids(plan))
    for home in homes:
        wanted |= Q(pk__in=ServiceCard.objects.in_municipality(home).values("pk"))
    # A name that reveals something belongs here only where the team itself says it.
    home_cards = cards.filter(wanted).exclude(agency__sensitive=True).exclude(agency_id__in=agencies)
    return Near(team, list(home_cards))


def unit_ids(plan: Plan) -> list[int]:
    """Where the person is now, as far as the actor may know."""
    today = timezone.localdate()
    now = Placement.objects.of(plan).filter(Q(until=None) | Q(until__gte=today), since__lte=today)
    return list(now.values_list("unit_id", flat=True))
