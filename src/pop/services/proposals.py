"""What an offer says when it is proposed as a measure (rule I2): text and defaults for `?tilbud=<key>`."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.services import ready
from pop.services.models import Offer
from pop.ui.dates import weekday_date


@dataclass(frozen=True)
class Defaults:
    """What a form for a proposal begins with. Nothing here is more than a suggestion.

    `expires_on`: after that day the proposal holds only if whoever offers it says so again. `doubtful`: the card
    has not been confirmed for six months, or it is too late to apply, so it must be asked about first.
    `agency_id` and `unit_id` say who offers it; both are None for an ordning that holds everywhere.
    """

    text: str
    demands: str
    topics: tuple[int, ...]
    agency_id: int | None = None
    unit_id: int | None = None
    expires_on: date | None = None
    doubtful: bool = False
    offered_from: date | None = None

    def address(self, plan: UUID, topic: int) -> str:
        """The form for a proposal in a plan, filled with this (plans.forms.thread.MeasureForm.begin_with)."""
        days = {"fra": self.offered_from, "til": self.expires_on}
        values = {"tema": topic, "text": self.text, "krever": self.demands}
        values |= {name: day.isoformat() for name, day in days.items() if day}
        return f"{reverse('entry_new', args=[plan, 'tiltak'])}?{urlencode(values)}"


def defaults(key: str) -> Defaults | None:
    """For the key of an offer or the slug of an ordning; None where there is none, it has ended, or is hidden."""
    scheme = ready.scheme(key)
    if scheme:
        return of_scheme(scheme)
    try:
        number = UUID(key)
    except ValueError:
        return None
    current = Offer.objects.current(timezone.localdate())
    offer = current.filter(key=number).select_related("card").first()
    return of_offer(offer) if offer else None


def of_scheme(scheme: ready.Scheme) -> Defaults:
    return Defaults(scheme.name, scheme.requirements, tuple(sorted(scheme.topics)))


def of_offer(offer: Offer) -> Defaults:
    return Defaults(
        text=offer.name,
        demands=in_words(offer),
        topics=tuple(offer.topics),
        agency_id=offer.card.agency_id,
        unit_id=offer.card.unit_id,
        expires_on=expires_on(offer),
        doubtful=offer.card.must_be_confirmed or offer.too_late_to_apply,
        offered_from=coming(offer),
    )


def coming(offer: Offer) -> date | None:
    """The day from which it is offered, when that is ahead."""
    return offer.since if offer.since and offer.since > timezone.localdate() else None


def in_words(offer: Offer) -> str:
    """«Kan tilbys fra …, forutsetter …», and what else is known: one sentence a line."""
    start = coming(offer)
    lines = [_("Kan tilbys fra %(day)s.") % {"day": weekday_date(start)} if start else _("Kan tilbys nå.")]
    if offer.requirements:
        lines.append(_("Må være på plass: %(what)s") % {"what": offer.requirements})
    if offer.waiting_time:
        lines.append(_("Ventetid: %(time)s") % {"time": offer.waiting_time})
    if offer.apply_by:
        lines.append(_("Søknadsfrist: %(day)s") % {"day": weekday_date(offer.apply_by)})
    return "\n".join(lines)


def expires_on(offer: Offer) -> date:
    """The first of: the last day to apply, the end of the period, and the day until which the card is trusted."""
    ends = [offer.card.confirmed_until, offer.until, offer.apply_by]
    return min(day for day in ends if day)
