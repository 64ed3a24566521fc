"""Tilbudskort (rule I2): the one way in to an agency or a unit, and what it can offer. Nothing about a person."""

import calendar
from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, SECURITY, Processing
from pop.people.models import Agency, AgencyKind, Keyed, Unit, UnitKind, User

AREAS = list(range(1, 15))
"""The fourteen named innsatsområder; what a plan names itself is offered by nobody in particular."""
MONTHS_CONFIRMED = 6
"""For so long a card is trusted without anybody saying that it still holds (rule I2)."""


def months_after(day: date, months: int) -> date:
    """The same number of the month, or the last day of a month that lacks it (domstolloven § 148)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


class CardQuerySet(models.QuerySet["ServiceCard"]):
    def in_use(self) -> Self:
        return self.filter(Q(agency__active=True) | Q(unit__active=True))

    def with_owner(self) -> Self:
        """Joins the names. Whoever sees a card sees its agency: the two policies are the same."""
        return self.select_related("agency", "unit")

    def named(self, words: str) -> Self:
        return self.filter(Q(agency__name__icontains=words) | Q(unit__name__icontains=words))

    def of_kind(self, kind: str) -> Self:
        return self.filter(Q(agency__kind=kind) | Q(unit__kind=kind))

    def in_municipality(self, place: Agency) -> Self:
        """The municipality's own card, those of its parts, and of others with its number."""
        near = Q(agency=place) | Q(agency__parent=place)
        if place.municipality_number:
            near |= Q(agency__municipality_number=place.municipality_number)
        return self.filter(near)

    def offering(self, topic: int, today: date) -> Self:
        offers = Offer.objects.current(today).filter(topics__contains=[topic])
        return self.filter(pk__in=offers.values("card_id"))

    def unconfirmed(self, today: date) -> Self:
        """Nobody has said for over six months that they still hold: a gap."""
        return self.filter(confirmed_on__lt=months_after(today, -MONTHS_CONFIRMED))


class ServiceCard(Keyed):
    """What an agency or a unit tells all who plan a release: whom to call, what it needs and when, agreements.

    Phone and e-mail are those of an office, never of a person. Not part of any plan, so not in a plan's change log.
    """

    processing = Processing(
        holds="hvem som sist endret og bekreftet kortet",
        about="ansatte",
        purpose="å vite om opplysningene fortsatt stemmer",
        ground=SECURITY,
        kept="til noen andre endrer eller bekrefter kortet",
    )

    agency = models.OneToOneField(
        Agency, models.PROTECT, null=True, blank=True, related_name="service_card", verbose_name=_("etat")
    )
    unit = models.OneToOneField(
        Unit, models.PROTECT, null=True, blank=True, related_name="service_card", verbose_name=_("enhet")
    )
    way_in = models.CharField(_("veien inn"), max_length=200)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    needs = models.TextField(_("dette trenger de"), blank=True)
    needs_when = models.CharField(_("når de trenger det"), max_length=200, blank=True)
    agreements = models.TextField(_("avtaler"), blank=True)
    confirmed_on = models.DateField(_("sist bekreftet"), default=timezone.localdate)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("bekreftet av"))
    changed_at = models.DateTimeField(_("endret"), default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("endret av"))

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilbudskort")
        verbose_name_plural = _("tilbudskort")
        constraints = [
            models.CheckConstraint(
                name="card_of_one",
                condition=Q(agency__isnull=False, unit__isnull=True)
                | Q(agency__isnull=True, unit__isnull=False),
            ),
            models.CheckConstraint(name="card_can_be_reached", condition=~Q(phone="", email="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> Agency | Unit:
        found = self.agency or self.unit
        assert found is not None  # noqa: S101  (card_of_one)
        return found

    @property
    def name(self) -> str:
        return self.owner.name

    @property
    def kind(self) -> AgencyKind | UnitKind:
        return AgencyKind(self.agency.kind) if self.agency else UnitKind(self.owner.kind)

    @property
    def confirmed_until(self) -> date:
        """The last day on which the card is trusted as it stands."""
        return months_after(self.confirmed_on, MONTHS_CONFIRMED)

    @property
    def must_be_confirmed(self) -> bool:
        return self.confirmed_on < months_after(timezone.localdate(), -MONTHS_CONFIRMED)


class OfferQuerySet(models.QuerySet["Offer"]):
    def current(self, today: date) -> Self:
        """Neither ended nor over."""
        return self.filter(Q(ended_on=None) & (Q(until=None) | Q(until__gte=today)))


class Offer(Keyed):
    """Something that can be offered: for which areas, on which conditions, and when."""

    processing = NOTHING

    card = models.ForeignKey(
        ServiceCard, models.CASCADE, related_name="offers", verbose_name=_("tilbudskort")
    )
    name = models.CharField(_("navn"), max_length=100)
    topics: "ArrayField[list[int], list[int]]" = ArrayField(
        models.PositiveSmallIntegerField(), verbose_name=_("områder")
    )
    requirements = models.TextField(_("krav"), blank=True)
    waiting_time = models.CharField(_("ventetid"), max_length=100, blank=True)
    apply_by = models.DateField(_("søknadsfrist"), null=True, blank=True)
    since = models.DateField(_("fra"), null=True, blank=True)
    until = models.DateField(_("til"), null=True, blank=True)
    ended_on = models.DateField(_("tilbys ikke lenger fra"), null=True, blank=True)
    changed_at = models.DateTimeField(_("endret"), default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("endret av"))

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("tilbud")
        verbose_name_plural = _("tilbud")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="offer_in_named_areas",
                condition=Q(topics__contained_by=AREAS) & Q(topics__len__gt=0),
            ),
            models.CheckConstraint(
                name="offer_period_forward",
                condition=Q(since=None) | Q(until=None) | Q(until__gte=models.F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def too_late_to_apply(self) -> bool:
        return self.apply_by is not None and self.apply_by < timezone.localdate()
