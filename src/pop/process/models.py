"""What a plan and a unit say about the process: a step that is not needed, a forløp, and what «jevnlig» means here.

The process itself is data (`process.toml`). That a step is done is not stored at all: access.step_dates reads the
thing that was done.
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, Processing
from pop.people.models import Keyed, Unit, User
from pop.plans.models import Plan
from pop.plans.models.entry import Contested, contested_whole


class StepWaived(Keyed, Contested):
    """That a step is not needed in this plan, why, and who says so. Taken back by giving it an end."""

    processing = Processing(
        holds="at et trinn ikke trengs, hvorfor, og hvem som har sagt det",
        about="den domfelte og ansatte",
        purpose="at ingen leter etter noe som ikke skal gjøres",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    step = models.CharField(_("trinn"), max_length=8)
    reason = models.CharField(_("hvorfor"), max_length=300)
    waived_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sagt av"))
    waived_at = models.DateTimeField(_("sagt"), default=timezone.now)
    ended_at = models.DateTimeField(_("tatt tilbake"), null=True, blank=True)

    class Meta:
        verbose_name = _("trinn som ikke trengs")
        verbose_name_plural = _("trinn som ikke trengs")
        ordering = ["step"]
        constraints = [
            models.UniqueConstraint("plan", "step", condition=Q(ended_at=None), name="step_waived_once"),
            models.CheckConstraint(name="step_waived_says_why", condition=~Q(reason__regex=r"^\s*$")),
            contested_whole("step_waived_contested"),
        ]

    def __str__(self) -> str:
        return self.step


class Home(models.TextChoices):
    """Where the person will live after the sentence (rule B7). Never shown to a partner."""

    NORWAY = "norway", _("i Norge")
    ABROAD = "abroad", _("i et annet land")
    UNCLEAR = "unclear", _("uavklart")


class PlanPathway(Keyed, Contested):
    """The forløp of a plan (rules B4, B7): suggested by the file, chosen by the contact; the current one has no end."""

    processing = Processing(
        holds="hvilket forløp planen følger, om personen skal bo i Norge etter straffen, hvorfor et annet ble valgt",
        about="den domfelte",
        purpose="at trinnene passer til tiden og behovene",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    pathway = models.CharField(_("forløp"), max_length=20)
    home = models.CharField(_("skal bo"), max_length=7, choices=Home, default=Home.NORWAY)
    suggested = models.CharField(_("foreslått forløp"), max_length=20)
    reason = models.CharField(_("hvorfor et annet"), max_length=300, blank=True)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("valgt av"))
    chosen_at = models.DateTimeField(_("valgt"), default=timezone.now)
    ended_at = models.DateTimeField(_("gjelder ikke lenger"), null=True, blank=True)

    class Meta:
        verbose_name = _("forløp")
        verbose_name_plural = _("forløp")
        ordering = ["-chosen_at", "-pk"]
        constraints = [
            models.UniqueConstraint("plan", condition=Q(ended_at=None), name="one_pathway_at_a_time"),
            models.CheckConstraint(
                name="another_pathway_says_why",
                condition=Q(pathway=F("suggested")) | ~Q(reason__regex=r"^\s*$"),
            ),
            contested_whole("pathway_contested"),
        ]

    def __str__(self) -> str:
        return self.pathway


class Guardianship(Keyed):
    """That an adult has a verge, and for what (rule B8). Who the verge is stands among the contacts."""

    processing = Processing(
        holds="at personen har verge, og hva vergemålet gjelder",
        about="den domfelte",
        purpose="at riktig person blir spurt om samtykke",
    )

    class Scope(models.TextChoices):
        ECONOMY = "economy", _("økonomi")
        PERSONAL = "personal", _("personlige forhold")
        BOTH = "both", _("økonomi og personlige forhold")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    scope = models.CharField(_("gjelder"), max_length=8, choices=Scope)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registrert av"))
    registered_at = models.DateTimeField(_("registrert"), default=timezone.now)
    ended_at = models.DateTimeField(_("opphørt"), null=True, blank=True)

    class Meta:
        verbose_name = _("vergemål")
        verbose_name_plural = _("vergemål")
        ordering = ["-registered_at"]
        constraints = [
            models.UniqueConstraint("plan", condition=Q(ended_at=None), name="guardianship_once"),
        ]

    def __str__(self) -> str:
        return str(self.get_scope_display())


class UnitRule(models.Model):
    """What «nærmeste uke», «jevnlig» and the like mean in one unit; the file says what they mean elsewhere."""

    processing = NOTHING

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("enhet"))
    rule = models.CharField(_("regel"), max_length=30)
    days = models.PositiveSmallIntegerField(_("dager"))
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("satt av"))
    set_at = models.DateTimeField(_("satt"), default=timezone.now)

    class Meta:
        verbose_name = _("regel for en enhet")
        verbose_name_plural = _("regler for enheter")
        ordering = ["rule"]
        constraints = [
            models.UniqueConstraint("unit", "rule", name="unit_rule_once"),
            models.CheckConstraint(name="unit_rule_days", condition=Q(days__gte=0, days__lte=400)),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.days}"
