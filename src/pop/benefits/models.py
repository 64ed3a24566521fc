"""Figures of a period, and the one that the others are held against. What points to somebody is not here: it was never stored."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, Processing
from pop.benefits.words import said
from pop.people.models import Keyed, Region, Unit, User
from pop.surveys.models import Round


class Measurement(Keyed):
    """One period, counted once (access.measure). `counted` names the indicators that are done; what is counted never changes."""

    processing = NOTHING

    from_day = models.DateField(_("fra og med"), unique=True)
    to_day = models.DateField(_("til"))
    made_at = models.DateTimeField(_("talt"), default=timezone.now)
    counted = ArrayField(
        models.CharField(max_length=40), default=list, verbose_name=_("indikatorer som er talt")
    )

    class Meta:
        verbose_name = _("måling")
        verbose_name_plural = _("målinger")
        ordering = ["-from_day"]

    def __str__(self) -> str:
        return date_format(self.from_day, "F Y")


class Baseline(Keyed):
    """The measurement that was frozen as nullpunkt, by whom and when. There is one; it is never moved."""

    processing = Processing(
        holds="hvem som frøs nullpunktet, og når",
        about="ansatte",
        purpose="å måle om planen gjør det den skal",
    )

    measurement = models.OneToOneField(Measurement, models.PROTECT, verbose_name=_("måling"))
    only = models.BooleanField(_("den eneste"), default=True, unique=True, editable=False)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("signert av"))
    signed_at = models.DateTimeField(_("signert"), default=timezone.now)
    why = models.CharField(_("merknad"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("nullpunkt")
        verbose_name_plural = _("nullpunkter")


class Figure(models.Model):
    """A figure that may be shown: of a place and a part of those who are there. Whole service where region and unit are empty.

    `persons` are how many it is worked out from; `value` is a share (0–1), days or a number; `low` and `high` are its 95 % interval.
    """

    processing = NOTHING

    measurement = models.ForeignKey(
        Measurement, models.CASCADE, related_name="figures", verbose_name=_("måling")
    )
    indicator = models.CharField(_("indikator"), max_length=40)
    region = models.ForeignKey(Region, models.CASCADE, null=True, related_name="+", verbose_name=_("region"))
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="+", verbose_name=_("enhet"))
    part = models.CharField(_("del"), max_length=20, blank=True)
    persons = models.PositiveIntegerField(_("personer"))
    value = models.FloatField(_("verdi"))
    low = models.FloatField(_("laveste"), null=True)
    high = models.FloatField(_("høyeste"), null=True)

    class Meta:
        verbose_name = _("tall")
        verbose_name_plural = _("tall")
        constraints = [
            models.UniqueConstraint(
                "measurement", "indicator", "region", "unit", "part", name="figure_once", nulls_distinct=False
            )
        ]


class AimKind(models.TextChoices):
    """A link of the chain from what is done to what it is good for."""

    STEP = "step", _("tiltak")
    RESULT = "result", _("resultatmål")
    EFFECT = "effect", _("effektmål")
    BENEFIT = "benefit", _("gevinst")


class Gain(models.TextChoices):
    """What kind of benefit it is (DFØ 2023)."""

    QUALITY = "quality", _("kvalitet")
    EFFICIENCY = "efficiency", _("effektivitet")


class Aim(Keyed):
    """A link of the map of benefits: a measure, a goal or a benefit. `code` names those of goals.toml, as indicators do."""

    processing = Processing(
        holds="hvem som skrev et mål for tjenesten, og når", about="ansatte", purpose="gevinstarbeid"
    )

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    kind = models.CharField(_("art"), max_length=10, choices=AimKind.choices)
    name = models.JSONField(_("navn"))
    gain = models.CharField(_("hva slags gevinst"), max_length=10, choices=Gain.choices, blank=True)
    stakeholders = models.JSONField(_("interessenter"), default=dict)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("skrevet av")
    )
    made_at = models.DateTimeField(_("skrevet"), default=timezone.now)
    retired_at = models.DateTimeField(_("tatt ut"), null=True, blank=True)

    class Meta:
        verbose_name = _("ledd i gevinstkartet")
        verbose_name_plural = _("ledd i gevinstkartet")
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return said(self.name)

    @property
    def whom(self) -> str:
        """Those it is good for, or who must do something."""
        return said(self.stakeholders)


class Leads(models.Model):
    """That one link of the map leads to another."""

    processing = NOTHING

    cause = models.ForeignKey(Aim, models.CASCADE, related_name="effects", verbose_name=_("årsak"))
    effect = models.ForeignKey(Aim, models.CASCADE, related_name="causes", verbose_name=_("virkning"))

    class Meta:
        verbose_name = _("pil i gevinstkartet")
        verbose_name_plural = _("piler i gevinstkartet")
        constraints = [
            models.UniqueConstraint("cause", "effect", name="leads_once"),
            models.CheckConstraint(condition=~models.Q(cause=models.F("effect")), name="leads_elsewhere"),
        ]


class PlanLine(Keyed):
    """What is planned for a goal or a benefit; the newest holds. `expected` is a change in percentage points, days or number.

    Owners are functions, never persons (rule D1).
    """

    processing = Processing(
        holds="hvem som skrev en linje i gevinstplanen, og når", about="ansatte", purpose="gevinstarbeid"
    )

    goal = models.ForeignKey(Aim, models.CASCADE, related_name="lines", verbose_name=_("mål"))
    owner = models.CharField(_("eier"), max_length=120)
    indicator = models.CharField(_("indikator"), max_length=40, blank=True)
    points = models.CharField(_("målepunkter"), max_length=200, blank=True)
    expected = models.DecimalField(
        _("forventet endring"), max_digits=7, decimal_places=1, null=True, blank=True
    )
    by_day = models.DateField(_("innen"), null=True, blank=True)
    money = models.PositiveBigIntegerField(_("kroner i året"), null=True, blank=True)
    reckoned = models.CharField(_("slik er kronene regnet ut"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)

    class Meta:
        verbose_name = _("linje i gevinstplanen")
        verbose_name_plural = _("linjer i gevinstplanen")
        ordering = ["-written_at", "-pk"]


class Step(Keyed):
    """Something that is done to reach a goal, in the whole service or in one unit."""

    processing = Processing(
        holds="hva en enhet gjør for å nå et mål, hvem som skrev det, og når",
        about="ansatte",
        purpose="gevinstarbeid",
    )

    goal = models.ForeignKey(Aim, models.CASCADE, related_name="steps", verbose_name=_("mål"))
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    what = models.CharField(_("hva"), max_length=200)
    owner = models.CharField(_("ansvar"), max_length=120)
    due = models.DateField(_("frist"))
    done_on = models.DateField(_("gjort"), null=True, blank=True)
    came_of_it = models.CharField(_("hva det førte til"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)

    class Meta:
        verbose_name = _("tiltak for et mål")
        verbose_name_plural = _("tiltak for mål")
        ordering = ["due", "pk"]


class Assessment(Keyed):
    """What was achieved up to a measurement, in words; the newest holds, and none is changed."""

    processing = Processing(
        holds="hvem som skrev en vurdering av en gevinst, og når", about="ansatte", purpose="gevinstarbeid"
    )

    goal = models.ForeignKey(Aim, models.CASCADE, related_name="assessments", verbose_name=_("mål"))
    measurement = models.ForeignKey(Measurement, models.PROTECT, related_name="+", verbose_name=_("måling"))
    text = models.TextField(_("vurdering"))
    worth = models.CharField(_("verdi"), max_length=300, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)

    class Meta:
        verbose_name = _("vurdering av et mål")
        verbose_name_plural = _("vurderinger av mål")
        ordering = ["-written_at", "-pk"]


class OutsideFigure(Keyed):
    """Return to crime as somebody else counted it: how many of how many, in a year. Never counted here (rule D2)."""

    processing = Processing(
        holds="hvem som førte inn et tall fra en kilde utenfor, og når",
        about="ansatte",
        purpose="gevinstarbeid",
    )

    year = models.PositiveIntegerField(_("løslatt i år"))
    years_followed = models.PositiveSmallIntegerField(_("fulgt i antall år"))
    source = models.CharField(_("kilde"), max_length=200)
    persons = models.PositiveIntegerField(_("personer"))
    returned = models.PositiveIntegerField(_("ny dom"))
    brought_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("ført inn av"))
    brought_at = models.DateTimeField(_("ført inn"), default=timezone.now)

    class Meta:
        verbose_name = _("tall utenfra")
        verbose_name_plural = _("tall utenfra")
        ordering = ["-year", "years_followed", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(returned__gte=5, persons__gte=models.F("returned") + 5),
                name="outside_points_to_nobody",
            )
        ]


class Tried(models.TextChoices):
    """What a trial tries: one of the prototypes A–D, or something of one's own (requirements (d))."""

    A = "a", _("prototype A")
    B = "b", _("prototype B")
    C = "c", _("prototype C")
    D = "d", _("prototype D")
    OWN = "own", _("noe eget")


class Decision(models.TextChoices):
    """How a trial ended."""

    STOP = "stop", _("stopp")
    CHANGE = "change", _("endre og prøv igjen")
    SPREAD = "spread", _("spre til flere")


class Trial(Keyed):
    """Something that is tried for a short while, by units and partners together, before it is for all."""

    processing = Processing(
        holds="hva som prøves ut, hvem som satte det i gang og hvem som avgjorde, og når", about="ansatte",
        purpose="gevinstarbeid",
    )  # fmt: skip

    name = models.CharField(_("navn"), max_length=100)
    tried = models.CharField(_("hva som prøves"), max_length=5, choices=Tried.choices)
    what = models.CharField(_("beskrivelse"), max_length=300, blank=True)
    partners = models.CharField(_("partnere"), max_length=300)
    goal = models.CharField(_("målet med det"), max_length=300)
    begins_on = models.DateField(_("fra"))
    ends_on = models.DateField(_("til"))
    decision = models.CharField(_("beslutning"), max_length=10, choices=Decision.choices, blank=True)
    decision_why = models.CharField(_("grunn"), max_length=600, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avgjort av")
    )
    decided_at = models.DateTimeField(_("avgjort"), null=True, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("satt i gang av"))
    made_at = models.DateTimeField(_("satt i gang"), default=timezone.now)

    class Meta:
        verbose_name = _("utprøving")
        verbose_name_plural = _("utprøvinger")
        ordering = ["-begins_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("begins_on")), name="trial_ends_after"
            )
        ]

    def __str__(self) -> str:
        return self.name


class TrialUnit(models.Model):
    """That a unit takes part."""

    processing = NOTHING

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="units", verbose_name=_("utprøving"))
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+", verbose_name=_("enhet"))

    class Meta:
        verbose_name = _("enhet i en utprøving")
        verbose_name_plural = _("enheter i en utprøving")
        constraints = [models.UniqueConstraint("trial", "unit", name="trial_unit_once")]


class TrialRoundKind(models.TextChoices):
    """What a survey round is for in a trial."""

    DAY = "day", _("hvordan dagen gikk")
    TALK = "talk", _("spørsmål til gruppene")


class TrialRound(models.Model):
    """A survey round of a trial: the feedback of a day, in a minute, or questions that groups discuss."""

    processing = NOTHING

    trial = models.ForeignKey(Trial, models.CASCADE, related_name="rounds", verbose_name=_("utprøving"))
    round = models.OneToOneField(Round, models.CASCADE, related_name="+", verbose_name=_("runde"))
    kind = models.CharField(_("art"), max_length=5, choices=TrialRoundKind.choices)

    class Meta:
        verbose_name = _("runde i en utprøving")
        verbose_name_plural = _("runder i en utprøving")
        ordering = ["pk"]
