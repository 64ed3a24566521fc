"""Who keeps which card: asked of the same arrays and policies that decide."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL
from django.http import Http404

from pop.people.models import Agency, Unit
from pop.services.models import ServiceCard


def may_keep(card: ServiceCard) -> bool:
    """Whether the actor may change the card: a lock asks the same policy as an update."""
    return bool(ServiceCard.objects.select_for_update().filter(pk=card.pk).values_list("pk", flat=True))


def own_bodies() -> tuple[set[int], set[int]]:
    """The agencies that the actor works for and the units that the actor leads."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.kept_agencies(), rule.led_units()")
        row = cursor.fetchone()
    return (set(row[0]), set(row[1])) if row else (set(), set())


def is_administrator() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select rule.has_role('administrator')")
        row = cursor.fetchone()
    return bool(row and row[0])


def without_card(words: str = "", limit: int = 50) -> list[Agency | Unit]:
    """Those for whom the actor may make a card: the own ones, and for the administrator all."""
    agencies = Agency.objects.filter(active=True, service_card=None, name__icontains=words)
    units = Unit.objects.filter(active=True, service_card=None, name__icontains=words)
    if not is_administrator():
        of_agency, of_unit = own_bodies()
        agencies, units = agencies.filter(pk__in=of_agency), units.filter(pk__in=of_unit)
    found: list[Agency | Unit] = [*units[:limit], *agencies[:limit]]
    return found[:limit]


def own_cards() -> list[ServiceCard]:
    """The cards that the actor keeps by working or leading somewhere."""
    of_agency, of_unit = own_bodies()
    cards = ServiceCard.objects.in_use().with_owner()
    return [*cards.filter(unit_id__in=of_unit), *cards.filter(agency_id__in=of_agency)]


def unconfirmed_units(today: date) -> list[ServiceCard]:
    """The cards of units that the actor leads that nobody has confirmed for over six months."""
    led = RawSQL("select unnest(rule.led_units())", [])  # noqa: S611  (no words from outside)
    cards = ServiceCard.objects.in_use().unconfirmed(today).with_owner()
    return list(cards.filter(unit_id__in=led).order_by("unit__name"))


def owner_or_404(key: UUID) -> Agency | Unit:
    """An agency or a unit without a card, for which the actor may make one."""
    found: Agency | Unit | None = (
        Agency.objects.filter(key=key, active=True, service_card=None).first()
        or Unit.objects.filter(key=key, active=True, service_card=None).first()
    )
    if found is None:
        raise Http404
    if not is_administrator():
        of_agency, of_unit = own_bodies()
        if found.pk not in (of_agency if isinstance(found, Agency) else of_unit):
            raise Http404
    return found
