"""Numbered versions of a plan, and what the person says to them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, Processing
from pop.people.models import User
from pop.plans.models.plan import Plan


class Version(models.Model):
    """A moment of the plan with a number (requirements (a.2) «Versjon»).

    What the version holds is read from the change log: each change up to and including `last_change`. The
    number tells nothing about how much has changed, so that whoever sees less of the plan counts the same.
    """

    processing = NOTHING

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions", verbose_name=_("plan"))
    number = models.PositiveIntegerField(_("nummer"))
    made_at = models.DateTimeField(_("laget"), default=timezone.now)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("laget av"))
    last_change = models.BigIntegerField(_("siste endring"))

    class Meta:
        verbose_name = _("versjon av planen")
        verbose_name_plural = _("versjoner av planen")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("plan", "number", name="version_number_once"),
            models.UniqueConstraint("plan", "id", name="version_in_plan"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Agreement(models.TextChoices):
    """What the person says to a version (requirements (a.2))."""

    AGREES = "agrees", _("enig")
    DISAGREES = "disagrees", _("uenig")
    COULD_NOT_ANSWER = "no_answer", _("kunne ikke svare")


class VersionAnswer(models.Model):
    """The person's answer to a version, in own words; the newest holds.

    Given with own login, or registered by the contact team together with the person: `present` is who was there.
    """

    processing = Processing(
        holds="om personen er enig i planen, med egne ord",
        about="den domfelte",
        purpose="at planen er personens egen",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    version = models.ForeignKey(Version, models.CASCADE, related_name="answers", verbose_name=_("versjon"))
    answer = models.CharField(_("svar"), max_length=10, choices=Agreement)
    own_words = models.TextField(_("med egne ord"), max_length=5000, blank=True)
    together = models.BooleanField(_("sagt sammen med en ansatt"), default=False)
    present = models.CharField(_("hvem var til stede"), max_length=200, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registrert av"))
    answered_at = models.DateTimeField(_("svart"), default=timezone.now)

    class Meta:
        verbose_name = _("svar på en versjon")
        verbose_name_plural = _("svar på versjoner")
        ordering = ["-answered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="version_answer_says_who", condition=models.Q(together=False) | ~models.Q(present="")
            )
        ]
