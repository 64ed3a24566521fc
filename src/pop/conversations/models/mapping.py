"""The minikartlegging of 2007, and what BRIK found: one set of answers (rule B1)."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.plans.models import Entry, Need, Plan


class RoundKind(models.TextChoices):
    ARRIVAL = "arrival", _("Ved innkomst")
    BEFORE_RELEASE = "before_release", _("Før løslatelse")


class MappingRound(models.Model):
    """The guide gone through once: inside innkomst and behovssamtale, and again before release (requirements (i) 1)."""

    processing = Processing(
        holds="når minikartleggingen ble begynt og ferdig",
        about="den domfelte",
        purpose="å forstå behov, og se hva som har endret seg",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    kind = models.CharField(_("når"), max_length=14, choices=RoundKind)
    begun_on = models.DateField(_("begynt"), default=timezone.localdate)
    finished_on = models.DateField(_("ferdig"), null=True, blank=True)

    class Meta:
        verbose_name = _("minikartlegging")
        verbose_name_plural = _("minikartlegginger")
        ordering = ["begun_on", "pk"]
        constraints = [models.UniqueConstraint("plan", "id", name="mapping_round_in_plan")]


class LifeArea(models.TextChoices):
    """The eight rows of 2007, in their order. «Andre juridiske forhold» is never the charge (rules A17, B6)."""

    PHYSICAL_HEALTH = "physical_health", _("Fysisk helse")
    MENTAL_HEALTH = "mental_health", _("Psykisk helse")
    SUBSTANCES = "substances", _("Alkohol og narkotika")
    HOUSING = "housing", _("Bolig")
    FINANCES = "finances", _("Økonomi")
    FAMILY = "family", _("Familie")
    LEGAL = "legal", _("Andre juridiske forhold")
    WORK = "work", _("Jobb og utdanning")


class Said(models.TextChoices):
    """Nobody has to answer: «ikke sagt» is an answer of its own."""

    YES = "yes", _("Ja")
    NO = "no", _("Nei")
    NOT_SAID = "", _("Ikke sagt")


def question(name: Any) -> "models.CharField[str, str]":
    return models.CharField(name, max_length=3, choices=Said, blank=True, default="")


class MappingAnswer(Entry):
    """What the person answers about one area: the four questions of 2007, and words. Its topic decides who sees it.

    `need` is the need that was made of it, with one click.
    """

    processing = Processing(
        holds="svar på fire spørsmål om ett livsområde, med egne ord",
        about="den domfelte",
        purpose="å forstå behov (requirements (i) 1)",
        health=True,
    )

    round = models.ForeignKey(
        MappingRound, models.CASCADE, related_name="answers", verbose_name=_("minikartlegging")
    )
    area = models.CharField(_("livsområde"), max_length=15, choices=LifeArea)
    earlier = question(_("Har det vært vanskelig før?"))
    now = question(_("Er det vanskelig nå?"))
    helped = question(_("Har du kontakt med noen som hjelper deg?"))
    more_help = question(_("Trenger du mer hjelp?"))
    words = models.CharField(_("med egne ord"), max_length=500, blank=True)
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )

    class Meta(Entry.Meta):
        verbose_name = _("svar i minikartleggingen")
        verbose_name_plural = _("svar i minikartleggingen")
        ordering = ["pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="mapping_answer_is_the_persons", condition=Q(source="person")),
        ]

    def __str__(self) -> str:
        return str(self.get_area_display())

    @property
    def answered(self) -> bool:
        return bool(self.earlier or self.now or self.helped or self.more_help or self.words)

    @property
    def says_something(self) -> bool:
        """Whether there is anything in it that could be a need."""
        return bool(Said.YES in (self.now, self.more_help) or self.words)


class BrikConsent(models.Model):
    """The consent that BRIK itself asks for (BRIK-forskriften § 2). It is no consent here (rule B1)."""

    processing = Processing(
        holds="at personen har samtykket til BRIK, og når det er trukket",
        about="den domfelte",
        purpose="at ingenting fra BRIK hentes inn uten samtykke",
        ground="BRIK-forskriften (2011-09-30 nr. 978) §§ 2 og 5",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    given_on = models.DateField(_("samtykket til BRIK"))
    withdrawn_on = models.DateField(_("trukket"), null=True, blank=True)

    class Meta:
        verbose_name = _("samtykke til BRIK")
        verbose_name_plural = _("samtykker til BRIK")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint("plan", name="brik_consent_once", condition=Q(withdrawn_on=None))
        ]


class BrikResult(Entry):
    """What a BRIK mapping found in one area. Imported only; the person sees it and may contest it (BRIK § 5)."""

    processing = Processing(
        holds="resultat fra BRIK: dato, område, vurdering",
        about="den domfelte",
        purpose="at det som alt er kartlagt, ikke spørres om på nytt",
        ground="BRIK-forskriften (2011-09-30 nr. 978) §§ 2 og 5",
        health=True,
    )

    mapped_on = models.DateField(_("kartlagt"))
    result = models.CharField(_("resultat"), max_length=500)
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )

    class Meta(Entry.Meta):
        verbose_name = _("resultat fra BRIK")
        verbose_name_plural = _("resultater fra BRIK")
        ordering = ["mapped_on", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="brik_is_imported", condition=Q(imported=True, source="correctional")
            ),
        ]

    def __str__(self) -> str:
        return self.result
