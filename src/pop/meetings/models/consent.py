"""Møtesamtykke (rule C1)."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import User
from pop.plans.models import Meeting, Need, Plan


class ConsentWay(models.TextChoices):
    OWN_LOGIN = "own_login", _("egen innlogging")
    ORAL = "oral", _("muntlig, skrevet ned av kontaktteamet")


class MeetingConsent(models.Model):
    """That a need may be talked of with a named person at one meeting where the person is absent (rule C1).

    Over when the meeting is; opens nothing in the plan that consent does not open already.
    """

    processing = Processing(
        holds="hvilke behov det er lov å snakke om på ett møte, og med hvem",
        about="den domfelte",
        purpose="at ingen snakker om noe annet enn det personen har sagt ja til",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="consents", verbose_name=_("møte"))
    need = models.ForeignKey(Need, models.CASCADE, related_name="+", verbose_name=_("behov"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("med hvem"))
    way = models.CharField(_("hvordan"), max_length=9, choices=ConsentWay)
    present = models.CharField(_("hvem var til stede"), max_length=150, blank=True)
    given_at = models.DateTimeField(_("gitt"), default=timezone.now)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    ended_at = models.DateTimeField(_("tatt tilbake"), null=True, blank=True)

    class Meta:
        verbose_name = _("møtesamtykke")
        verbose_name_plural = _("møtesamtykker")
        indexes = [models.Index("plan", "meeting", name="meetingconsent_plan_meeting")]
        constraints = [
            models.UniqueConstraint(
                "meeting", "need", "user", condition=Q(ended_at=None), name="meetingconsent_once"
            ),
            models.CheckConstraint(
                name="meetingconsent_oral_before_somebody", condition=Q(way="own_login") | ~Q(present="")
            ),
        ]
