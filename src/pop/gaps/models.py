"""Gaps («glippsoner») as the database finds them, what was done about each, and what waits for what.

Only functions of the owner write here (access/gaps.sql): a gap is closed by the thing itself, and never deleted. No
row holds text of the plan; the title of what a gap is about is read through that entry's own rule (rule B9).
"""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import LINK, Processing
from pop.people.models import Agency, Keyed, User
from pop.plans.models import Measure, Plan
from pop.plans.models.entry import Contested, contested_whole


class Gap(Keyed):
    """That something may fall between two chairs: which rule, since when, due when, and whose it is.

    Outside the contact team these columns are all there is to see. What the gap is about stands in `GapSubject`;
    the same, and its topic and source, in columns of this table that no login may read, for the policies.
    """

    processing = Processing(
        holds="at noe mangler, siden når, hvem som skal gjøre noe",
        about="den domfelte og den som eier glippsonen",
        purpose="at ingen faller mellom to stoler",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="gaps", verbose_name=_("plan"))
    rule = models.CharField(_("regel"), max_length=40)
    since = models.DateField(_("siden"))
    due = models.DateField(_("frist"), null=True, blank=True)
    opened_at = models.DateTimeField(_("funnet"), default=timezone.now)
    owner_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem som eier den")
    )
    owner_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("etaten som eier den")
    )
    handed_to = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gitt videre til")
    )
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem som har tatt den")
    )
    taken_at = models.DateTimeField(_("tatt"), null=True, blank=True)
    snoozed_until = models.DateField(_("utsatt til"), null=True, blank=True)
    closed_at = models.DateTimeField(_("lukket"), null=True, blank=True)

    class Meta:
        verbose_name = _("glippsone")
        verbose_name_plural = _("glippsoner")
        ordering = ["due", "since", "pk"]
        indexes = [
            models.Index("plan", name="gap_open_in_plan", condition=Q(closed_at=None)),
            models.Index("owner_user", name="gap_open_of_user", condition=Q(closed_at=None)),
            models.Index("owner_agency", name="gap_open_of_agency", condition=Q(closed_at=None)),
            models.Index("handed_to", name="gap_open_handed_to", condition=Q(closed_at=None)),
            models.Index("plan", "opened_at", name="gap_of_plan"),
        ]
        constraints = [
            models.UniqueConstraint("plan", "id", name="gap_in_plan"),
            models.CheckConstraint(
                name="gap_taken_by_somebody",
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.rule


class GapSubject(models.Model):
    """What a gap is about: a table and a row. Seen where the topic is; nothing of it is shown but by the row's rule."""

    processing = LINK

    gap = models.OneToOneField(
        Gap, models.CASCADE, primary_key=True, related_name="subject", verbose_name=_("glippsone")
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    table = models.CharField(_("tabell"), max_length=60)
    row_id = models.BigIntegerField(_("rad"))
    topic_id = models.SmallIntegerField(_("tema"), null=True, blank=True)
    source_key = models.BigIntegerField(_("kilde"), default=0)

    class Meta:
        verbose_name = _("hva en glippsone gjelder")
        verbose_name_plural = _("hva glippsoner gjelder")


class Act(models.TextChoices):
    TAKEN = "taken", _("tok den")
    HANDED = "handed", _("ga den videre")
    SNOOZED = "snoozed", _("utsatte den")
    AWAKE = "awake", _("tok den opp igjen")


class GapAct(Contested):
    """Somebody took a gap, handed it on, or put it off with a reason. Nothing of this closes it."""

    processing = Processing(
        holds="hvem som tok, ga videre eller utsatte en glippsone, og hvorfor",
        about="ansatte og representanter",
        purpose="at det er klart hvem som har den",
        health=True,
    )

    # Rows are written by the database alone (access/gaps.sql).
    key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    gap = models.ForeignKey(Gap, models.CASCADE, related_name="acts", verbose_name=_("glippsone"))
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    act = models.CharField(_("hva"), max_length=8, choices=Act)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("hvem"))
    at = models.DateTimeField(_("når"), default=timezone.now)
    to_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gitt videre til")
    )
    until = models.DateField(_("utsatt til"), null=True, blank=True)
    reason = models.CharField(_("hvorfor"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("noe som er gjort med en glippsone")
        verbose_name_plural = _("hva som er gjort med glippsoner")
        ordering = ["at", "pk"]
        indexes = [models.Index("gap", name="gapact_gap")]
        constraints = [
            models.CheckConstraint(
                name="gapact_says_why",
                condition=~Q(act="snoozed") | Q(until__isnull=False) & ~Q(reason__regex=r"^\s*$"),
            ),
            models.CheckConstraint(
                name="gapact_handed_to_somebody", condition=Q(to_user__isnull=False) | ~Q(act="handed")
            ),
            contested_whole("gapact_contested"),
        ]


class Dependency(models.Model):
    """«Kan ikke gjøres ennå fordi …»: a measure waits for another of the same plan. Seen where both are seen."""

    processing = LINK

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    measure = models.ForeignKey(
        Measure, models.CASCADE, related_name="waits_for_links", verbose_name=_("tiltak som venter")
    )
    waits_for = models.ForeignKey(
        Measure, models.CASCADE, related_name="awaited_links", verbose_name=_("venter på")
    )
    since = models.DateField(_("siden"), default=timezone.localdate)

    class Meta:
        verbose_name = _("tiltak som venter på et annet")
        verbose_name_plural = _("tiltak som venter på andre")
        constraints = [
            models.UniqueConstraint("plan", "measure", "waits_for", name="dependency_once"),
            models.CheckConstraint(name="dependency_on_another", condition=~Q(measure=F("waits_for"))),
        ]
