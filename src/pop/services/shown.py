"""Cards and offers as pages show them: with the names of areas, and with who confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from pop.people import labels
from pop.plans.models import Plan, Topic
from pop.services.models import Offer, ServiceCard
from pop.services.proposals import of_offer


@dataclass(frozen=True)
class ShownOffer:
    """`address`: the form in which it is proposed in the plan that the page is about, for those who may."""

    offer: Offer
    areas: tuple[str, ...]
    address: str = ""

    @property
    def over(self) -> bool:
        return self.offer.until is not None and self.offer.until < timezone.localdate()


@dataclass(frozen=True)
class ShownCard:
    card: ServiceCard
    offers: list[ShownOffer]


def offers(found: Iterable[Offer]) -> list[ShownOffer]:
    names = {topic.number: str(topic) for topic in Topic.objects.filter(number__lte=14)}
    return [ShownOffer(o, tuple(names[n] for n in o.topics if n in names)) for o in found]


def of_card(card: ServiceCard, *, keeps: bool) -> list[ShownOffer]:
    """What is offered now; whoever keeps the card sees also what is over, to prolong it."""
    if keeps:
        return offers(card.offers.filter(ended_on=None))
    return offers(Offer.objects.current(timezone.localdate()).filter(card=card))


def in_area(cards: list[ServiceCard], topic: int, *, propose_in: Plan | None = None) -> list[ShownCard]:
    """Those of the cards that offer something in an area, with what they offer there; `propose_in` is the plan in
    which the reader may propose it.
    """
    of_them = Q(card_id__in=[card.pk for card in cards]) & Q(topics__contains=[topic])
    found = offers(Offer.objects.current(timezone.localdate()).filter(of_them).select_related("card"))
    if propose_in:
        found = [replace(o, address=of_offer(o.offer).address(propose_in.key, topic)) for o in found]
    every = [ShownCard(card, [o for o in found if o.offer.card_id == card.pk]) for card in cards]
    return [shown for shown in every if shown.offers]


def confirmed_by(card: ServiceCard) -> str:
    """Who confirmed, as far as the actor may know; empty otherwise."""
    label = labels.users([card.confirmed_by_id]).get(card.confirmed_by_id)
    return str(label) if label else ""
