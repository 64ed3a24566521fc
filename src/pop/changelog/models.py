"""The change log: written by the database, changed by nobody."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, Processing


class Circle(models.TextChoices):
    """Who may see the changes of a row (rule I4); what each means, the policy in access/rules.sql says."""

    ENTRY = "entry", _("den som ser teksten")
    ROW = "row", _("den som ser samtykket")
    INNER = "inner", _("personen og kontaktteamet")
    PLAN = "plan", _("personen og de i kontaktteamet som ser alt")
    OWN = "own", _("bare personen")


class Subject(models.Model):
    """What a change is about, for as long as the same people may see it.

    An entry that moves to another topic, or is kept to oneself, goes on as a new subject, so that no change
    shows words to somebody from whom they were kept when they were written. `now_*` is where the entry is
    today: both must be open to whoever reads (rule I4). `closed_by` is the last change of a closed subject.
    """

    processing = NOTHING

    plan_id = models.BigIntegerField()
    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    circle = models.CharField(max_length=5, choices=Circle)
    topic_id = models.PositiveSmallIntegerField(null=True)
    source_key = models.BigIntegerField(default=0)
    recipient_key = models.BigIntegerField(null=True)
    only_me = models.BooleanField(default=False)
    only_me_contact_id = models.BigIntegerField(null=True)
    now_topic_id = models.PositiveSmallIntegerField(null=True)
    now_only_me = models.BooleanField(default=False)
    now_only_me_contact_id = models.BigIntegerField(null=True)
    blocked_at = models.DateTimeField(null=True)
    closed_by = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("det en endring gjelder")
        verbose_name_plural = _("det endringer gjelder")
        indexes = [models.Index("plan_id", name="subject_plan")]
        constraints = [
            models.UniqueConstraint(
                "table", "row_id", name="subject_open_once", condition=Q(closed_by=None, blocked_at=None)
            )
        ]


class Change(models.Model):
    """One row of one table, before and after. Rows come from a trigger; no login can write or change one.

    A thread is about two subjects: `other` is its far end. `action` is insert, update or delete; leave and
    enter when the row goes from one subject to another; block when its words were taken out (rule A14).
    """

    processing = Processing(
        holds="hver endring, før og etter",
        about="den domfelte og den som endret",
        purpose="sporbarhet (arkivforskrifta § 5 c)",
        health=True,
    )

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    plan_id = models.BigIntegerField(null=True)
    subject = models.ForeignKey(Subject, models.PROTECT, related_name="changes")
    other = models.ForeignKey(Subject, models.PROTECT, null=True, related_name="+")
    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    together = models.BooleanField(_("gjort sammen med personen"), default=False, db_default=False)

    class Meta:
        verbose_name = _("endring")
        verbose_name_plural = _("endringer")
        indexes = [
            models.Index("plan_id", "at", name="change_plan_at"),
            models.Index("table", "row_id", name="change_row"),
        ]
