"""The change log: written by the database, changed by nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing


class Change(models.Model):
    """One row of one table, before and after. Rows come from a trigger; no login can write or change one."""

    processing = Processing(
        holds="hver endring, før og etter",
        about="den domfelte og den som endret",
        purpose="sporbarhet (arkivforskrifta § 5 c)",
        health=True,
    )

    at = models.DateTimeField(auto_now_add=True)
    actor_id = models.BigIntegerField(null=True)
    plan_id = models.BigIntegerField(null=True)
    table = models.CharField(max_length=60)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=6)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        verbose_name = _("endring")
        verbose_name_plural = _("endringer")
        indexes = [models.Index("plan_id", "at", name="change_plan_at")]
