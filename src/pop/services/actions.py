"""Writing tilbudskort. Who may is for the database to say; who and when is stamped by it (`access.stamp_card`)."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from pop.people.models import Agency, Unit, User
from pop.services.models import Offer, ServiceCard

STAMP = ("changed_at", "changed_by")


def make_card(*, owner: Agency | Unit, by: User, **fields: Any) -> ServiceCard:
    """The card of an agency or a unit. Whoever writes it says by that that it holds."""
    whose = {"agency": owner} if isinstance(owner, Agency) else {"unit": owner}
    card = ServiceCard(**whose, **fields, changed_by=by, confirmed_by=by)
    card.save(force_insert=True)
    return card


def change_card(card: ServiceCard, *, by: User, **fields: Any) -> None:
    """What has changed. That the rest still holds is said with `confirm_card`."""
    write(card, by=by, **fields)


def confirm_card(card: ServiceCard, *, by: User) -> None:
    """«Stemmer fortsatt»: card and offers hold as they stand, for six months."""
    write(card, by=by, confirmed_on=timezone.localdate(), confirmed_by=by)


def add_offer(*, card: ServiceCard, by: User, **fields: Any) -> Offer:
    offer = Offer(card=card, changed_by=by, **fields)
    offer.save(force_insert=True)
    return offer


def change_offer(offer: Offer, *, by: User, **fields: Any) -> None:
    write(offer, by=by, **fields)


def end_offer(offer: Offer, *, by: User) -> None:
    """No longer offered. The row stays, because a proposal may have come from it."""
    write(offer, by=by, ended_on=timezone.localdate())


@transaction.atomic
def write(row: ServiceCard | Offer, *, by: User, **fields: Any) -> None:
    """The named fields and the stamp. `update_fields`: a row that one may not write is never inserted instead."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.changed_by, row.changed_at = by, timezone.now()
    row.save(update_fields=[*fields, *STAMP])
