"""What every entry of a plan has: where it belongs, where it comes from, and whom it is kept from."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.people.models import Agency, Keyed, User
from pop.plans.models.plan import Plan, Topic


class Source(models.TextChoices):
    """Whose entry it is: consent to give, obtain and share is about these (rule A1)."""

    PERSON = "person", _("personen selv")
    CORRECTIONAL = "correctional", _("kriminalomsorgen")
    AGENCY = "agency", _("en etat")
    INDIVIDUAL = "individual", _("en enkeltperson")


AnyEntry = TypeVar("AnyEntry", bound="Entry", covariant=True)


class EntryQuerySet(models.QuerySet[AnyEntry]):
    """Questions about entries. None of them is about who may see: the database answers that."""

    def current(self) -> Self:
        return self.filter(removed_at=None)

    def of(self, plan: Plan) -> Self:
        return self.current().filter(plan=plan)


class Contested(models.Model):
    """Something written about the person, with «jeg er uenig» in the person's own words.

    It stands on the row itself, so that whoever sees the one sees the other. Entries have it, and each row with a reason
    that somebody gave (access/disagreeing.sql).
    """

    contested_at = models.DateTimeField(_("uenig siden"), null=True, blank=True, editable=False)
    contested_words = models.TextField(
        _("hvorfor jeg er uenig"), max_length=5000, blank=True, default="", db_default=""
    )
    contested_together = models.BooleanField(_("sagt sammen med en ansatt"), default=False, db_default=False)

    class Meta:
        abstract = True


def contested_whole(name: str) -> models.CheckConstraint:
    """Words and who wrote them down stand there only while the person disagrees."""
    return models.CheckConstraint(
        name=name, condition=Q(contested_at__isnull=False) | Q(contested_words="", contested_together=False)
    )


class Entry(Keyed, Contested):
    """One thing written in a plan, about one topic, from one source.

    `source_key` is 0 for the person and kriminalomsorgen, 2·id for an agency, 2·id+1 for an individual: the
    same numbering as recipients of consent, so that the rules of access compare integers.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, verbose_name=_("plan"), related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("tema"), related_name="+")
    source = models.CharField(_("kilde"), max_length=12, choices=Source)
    source_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("etat")
    )
    source_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enkeltperson")
    )
    source_key = models.GeneratedField(
        expression=Case(
            When(source_agency__isnull=False, then=F("source_agency_id") * 2),
            When(source_user__isnull=False, then=F("source_user_id") * 2 + 1),
            default=Value(0),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )
    only_me = models.BooleanField(
        _("bare for meg"),
        default=False,
        help_text=_("Ingen andre ser det, uansett hva du har samtykket til."),
    )
    only_me_contact = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("og for")
    )
    # Rule A14: written on the wrong person. Blocked for all, the person included: it is about someone else.
    blocked_at = models.DateTimeField(_("sperret"), null=True, blank=True, editable=False)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)
    together = models.BooleanField(_("skrevet sammen med personen"), default=False)
    imported = models.BooleanField(_("hentet fra skjema"), default=False)
    removed_at = models.DateTimeField(_("fjernet"), null=True, blank=True, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index("plan", "topic", name="%(class)s_plan_topic")]
        constraints = [
            # Composite foreign keys point here, because plain ones ignore row security (pitfall 6).
            models.UniqueConstraint("plan", "id", name="%(class)s_in_plan"),
            models.CheckConstraint(
                name="%(class)s_source",
                condition=(
                    Q(source__in=("person", "correctional"), source_agency=None, source_user=None)
                    | Q(source="agency", source_agency__isnull=False, source_user=None)
                    | Q(source="individual", source_agency=None, source_user__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="%(class)s_only_me", condition=Q(only_me=True) | Q(only_me_contact=None)
            ),
            contested_whole("%(class)s_contested"),
        ]
