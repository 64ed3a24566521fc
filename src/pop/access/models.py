"""What the door itself needs to remember. No plan is stored here."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import SECURITY, Processing


class Session(models.Model):
    """A logged-in browser. Visible only to the transaction that has shown the key."""

    processing = Processing(
        holds="innlogget økt, uten navn",
        about="alle brukere",
        purpose="innlogging",
        ground=SECURITY,
        kept="12 timer",
    )

    key_hash = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    expires_at = models.DateTimeField(db_index=True)
    # Written by a trigger, never by a login: whose it was when it had run out (drafts.sql).
    user_id = models.BigIntegerField(null=True, editable=False)

    class Meta:
        verbose_name = _("økt")
        verbose_name_plural = _("økter")


class Submission(models.Model):
    """A form that has been received, so that the same form sent again does nothing twice (pitfall 22)."""

    processing = Processing(
        holds="at et skjema er mottatt",
        about="alle brukere",
        purpose="at et skjema ikke virker to ganger",
        ground=SECURITY,
        kept="ett år",
    )

    actor_id = models.BigIntegerField()
    key = models.UUIDField()
    answer = models.CharField(max_length=500)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mottatt skjema")
        verbose_name_plural = _("mottatte skjemaer")
        constraints = [models.UniqueConstraint("actor_id", "key", name="submission_once")]


class Draft(models.Model):
    """What somebody had typed when their session ran out. Seen by that user alone, for a day."""

    processing = Processing(
        holds="det som var skrevet i et skjema som ikke ble mottatt",
        about="alle brukere",
        purpose="at ingen mister det de har skrevet når de blir logget ut",
        ground=SECURITY,
        kept="24 timer",
        health=True,
    )

    key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    user_id = models.BigIntegerField(db_index=True)
    path = models.CharField(max_length=500)
    fields = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("tekst som ikke ble sendt")
        verbose_name_plural = _("tekster som ikke ble sendt")
        ordering = ["-at"]


class Look(models.Model):
    """Someone other than the person has opened something of a plan (forskrift 2013-1099 § 5)."""

    processing = Processing(
        holds="hvem som åpnet hvilken side, når, hvorfor og med hvilken rett",
        about="ansatte og representanter",
        purpose="at personen kan se hvem som har sett (forskrift 2013-1099 § 5)",
        ground=SECURITY,
    )

    # For addresses: row numbers would tell how many looks there are. Found within a plan, so it needs no index.
    key = models.UUIDField(db_default=RandomUUID(), editable=False)
    at = models.DateTimeField(auto_now_add=True)
    user_id = models.BigIntegerField()
    plan_id = models.BigIntegerField(db_index=True)
    page = models.CharField(max_length=60)
    purpose = models.CharField(max_length=60)
    # What the actor was to the plan at that moment: contact_team, assigned, consent:<numbers> or authorship.
    ground = models.CharField(max_length=120, default="")

    class Meta:
        verbose_name = _("oppslag")
        verbose_name_plural = _("oppslag")
        indexes = [
            models.Index("plan_id", "at", name="look_plan_at"),
            models.Index(fields=["-at", "-id"], name="look_newest"),
        ]
