"""The agenda, who was there, and the minutes. Agenda items and lines are entries, each with the topic of what it is about, so that
consent, exclusions and blocking hold for every line by itself."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import Agency, Keyed, User
from pop.plans.models import Entry, Measure, Meeting, Need, Plan


class AgendaItem(Entry):
    """What somebody wants to raise. What the plan itself gives is worked out when the page is read."""

    processing = Processing(
        holds="hva noen vil ta opp på et møte",
        about="den domfelte",
        purpose="at det som er viktig, blir tatt opp",
        health=True,
    )

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda", verbose_name=_("møte"))
    text = models.CharField(_("hva som skal tas opp"), max_length=500)
    position = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    need = models.ForeignKey(
        Need, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )
    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tiltak eller forslag"),
    )
    passed_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("sendt videre fra"),
    )

    class Meta(Entry.Meta):
        verbose_name = _("sak til møtet")
        verbose_name_plural = _("saker til møtet")
        ordering = ["position", "written_at", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="agendaitem_one_thing", condition=Q(need=None) | Q(measure=None)),
        ]

    def __str__(self) -> str:
        return self.text


class LineKind(models.TextChoices):
    SAID = "said", _("Sagt")
    DECIDED = "decided", _("Bestemt")


class MinuteLine(Entry):
    """One line of the minutes. After approval it is corrected by a new line, never by an edit."""

    processing = Processing(
        holds="hva som ble sagt og bestemt på et møte",
        about="den domfelte",
        purpose="at alle vet hva som er avtalt",
        health=True,
    )

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="lines", verbose_name=_("møte"))
    kind = models.CharField(_("slag"), max_length=7, choices=LineKind)
    text = models.TextField(_("tekst"), max_length=5000)
    item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sak")
    )
    measure = models.ForeignKey(
        Measure, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ble til tiltaket")
    )
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ble til behovet")
    )
    became_meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("ble til møtet")
    )
    corrects = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="corrections", verbose_name=_("retter")
    )

    class Meta(Entry.Meta):
        verbose_name = _("linje i referatet")
        verbose_name_plural = _("linjer i referatet")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return self.text


class Presence(Keyed):
    """That somebody was there. A companion narrows nothing (rule C2); somebody outside the system is their agency."""

    processing = Processing(
        holds="hvem som var til stede på et møte, fra når til når, og i hvilken rolle",
        about="innkalte, følgepersoner og ansatte",
        purpose="at bare det alle til stede kan se, vises",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="presences", verbose_name=_("møte"))
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bruker")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("etat")
    )
    name = models.CharField(_("navn"), max_length=150, blank=True)
    role = models.CharField(_("rolle"), max_length=100, blank=True)
    companion = models.BooleanField(_("følger med"), default=False)
    arrived_at = models.DateTimeField(_("kom"), default=timezone.now)
    left_at = models.DateTimeField(_("gikk"), null=True, blank=True)
    gone_yes_at = models.DateTimeField(_("personen sa ja til å gå videre uten"), null=True, blank=True)

    class Meta:
        verbose_name = _("til stede på møte")
        verbose_name_plural = _("til stede på møter")
        ordering = ["arrived_at", "pk"]
        indexes = [models.Index("plan", "meeting", name="presence_plan_meeting")]
        constraints = [
            models.CheckConstraint(
                name="presence_is_somebody", condition=Q(user__isnull=False) | ~Q(name="")
            ),
            models.CheckConstraint(
                name="presence_left_after_coming", condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at"))
            ),
            models.CheckConstraint(
                name="presence_yes_after_leaving", condition=Q(gone_yes_at=None) | Q(left_at__isnull=False)
            ),
        ]
