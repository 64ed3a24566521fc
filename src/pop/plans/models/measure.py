"""Measures: proposed, chosen by the person, carried out."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import LINK, Processing
from pop.people.models import Agency, User
from pop.plans.models.content import Goal, Need
from pop.plans.models.entry import Entry
from pop.plans.models.plan import Plan


class MeasureStatus(models.TextChoices):
    """Rule A18. «Frist snart» and «over fristen» are worked out, not stored."""

    PROPOSED = "proposed", _("Foreslått")
    CHOSEN = "chosen", _("Ikke startet")
    IN_PROGRESS = "in_progress", _("I gang")
    WAITING = "waiting", _("Venter")
    DONE = "done", _("Ferdig")
    STOPPED = "stopped", _("Stoppet")


RUNNING = (MeasureStatus.CHOSEN, MeasureStatus.IN_PROGRESS, MeasureStatus.WAITING)
"""Chosen, and not over."""


class ChoiceWay(models.TextChoices):
    """How the person chose, and how a muntlig ja was confirmed (rule I3)."""

    OWN_LOGIN = "own_login", _("egen innlogging")
    SIGNED = "signed", _("underskrevet ark")
    ORAL = "oral", _("muntlig ja")
    IMPORTED = "imported", _("sto i skjemaet")


ORAL_DAYS = 14
"""Days in which a muntlig ja is confirmed (rule I3)."""
OFFER_DAYS = 30
"""Days for which an offer holds when whoever gave it says that it still does; `access.offer_until` counts the same."""


class Measure(Entry):
    """What is to be done, why, by whom and by when.

    `chosen_at` is when the person chose it: a measure with any other status than foreslått has one, and the
    database holds that (promise 2, principle P5-1). Until then it is a proposal, by the one who wrote it (P4-3,
    P4-4): it may expire, and the person may have asked for a change. Why the person said no is never here.
    """

    processing = Processing(
        holds="tiltak, ansvarlig, frist, status",
        about="den domfelte og ansvarlige",
        purpose="å avtale hvem som gjør hva når",
        health=True,
    )

    text = models.CharField(_("tiltak"), max_length=500)
    demands = models.TextField(_("hva det krever av meg"), blank=True)
    person_responsible = models.BooleanField(_("jeg gjør det selv"), default=False)
    responsible_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig")
    )
    responsible_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ansvarlig etat")
    )
    responsible_name = models.CharField(_("ansvarlig, slik det er skrevet"), max_length=150, blank=True)
    due = models.DateField(_("frist"), null=True, blank=True)
    due_text = models.CharField(_("frist med ord"), max_length=100, blank=True)
    recurring = models.BooleanField(_("gjentas"), default=False)
    status = models.CharField(
        _("status"), max_length=11, choices=MeasureStatus, default=MeasureStatus.PROPOSED
    )
    status_reason = models.CharField(_("hva det venter på, eller hvorfor"), max_length=300, blank=True)
    chosen_at = models.DateTimeField(_("valgt"), null=True, blank=True)
    chosen_way = models.CharField(_("måten det ble valgt på"), max_length=10, choices=ChoiceWay, blank=True)
    chosen_present = models.CharField(
        _("hvem var til stede"), max_length=200, blank=True, default="", db_default=""
    )
    chosen_confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True)
    confirmed_way = models.CharField(
        _("måten det ble bekreftet på"),
        max_length=10,
        choices=ChoiceWay,
        blank=True,
        default="",
        db_default="",
    )
    offered_from = models.DateField(_("kan tilbys fra"), null=True, blank=True)
    presupposes = models.CharField(
        _("må være på plass"), max_length=500, blank=True, default="", db_default=""
    )
    offer_ends_on = models.DateField(_("tilbudet gjelder til"), null=True, blank=True)
    offer_confirmed_on = models.DateField(_("tilbudet sist bekreftet"), null=True, blank=True)
    change_asked_at = models.DateTimeField(_("bedt om endring"), null=True, blank=True)
    continued_from = models.CharField(
        _("videreført fra"), max_length=200, blank=True, default="", db_default=""
    )
    # Others have changed the words since the person said yes to them; the database alone writes it.
    rewritten_at = models.DateTimeField(_("endret etter valget"), null=True, blank=True, editable=False)

    class Meta(Entry.Meta):
        verbose_name = _("tiltak")
        verbose_name_plural = _("tiltak")
        ordering = ["due", "written_at"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="measure_chosen_by_person",
                condition=Q(status__in=("proposed", "stopped")) | Q(chosen_at__isnull=False),
            ),
            models.CheckConstraint(
                name="measure_says_why",
                condition=~Q(status__in=("waiting", "stopped")) | ~Q(status_reason=""),
            ),
            models.CheckConstraint(
                name="measure_chosen_in_some_way",
                condition=Q(chosen_at=None, chosen_way="") | Q(chosen_at__isnull=False) & ~Q(chosen_way=""),
            ),
            models.CheckConstraint(
                name="measure_oral_says_who",
                condition=Q(chosen_way="oral") & ~Q(chosen_present__regex=r"^\s*$")
                | ~Q(chosen_way="oral") & Q(chosen_present=""),
            ),
            models.CheckConstraint(
                name="measure_confirmed_in_some_way",
                condition=Q(chosen_confirmed_at=None, confirmed_way="")
                | Q(chosen_confirmed_at__isnull=False, chosen_way="oral")
                & Q(confirmed_way__in=("own_login", "signed")),
            ),
            models.CheckConstraint(
                name="measure_rewritten_was_chosen",
                condition=Q(rewritten_at=None) | Q(chosen_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        """A proposal without an answer."""
        return self.status == MeasureStatus.PROPOSED

    @property
    def offer_until(self) -> date | None:
        """The last day on which it can be chosen; None when it has none."""
        if self.offer_ends_on is None:
            return None
        confirmed = self.offer_confirmed_on and self.offer_confirmed_on + timedelta(days=OFFER_DAYS)
        return max(self.offer_ends_on, confirmed or self.offer_ends_on)

    @property
    def expired(self) -> bool:
        """Not offered any more, unless whoever offers it says that it still holds (rule I2)."""
        return self.offer_until is not None and self.offer_until < timezone.localdate()

    @property
    def waits_for_answer(self) -> bool:
        return self.is_open and self.change_asked_at is None and not self.expired

    @property
    def asks_again(self) -> bool:
        """Rewritten by another since the person said yes, and not over: does the yes still hold?"""
        return self.rewritten_at is not None and self.status in RUNNING

    @property
    def unconfirmed(self) -> bool:
        """A muntlig ja that neither the own login nor a signed sheet has confirmed (rule I3)."""
        return (
            self.chosen_way == ChoiceWay.ORAL
            and self.chosen_confirmed_at is None
            and self.rewritten_at is None
        )

    @property
    def long_unconfirmed(self) -> bool:
        limit = timezone.now() - timedelta(days=ORAL_DAYS)
        return self.unconfirmed and self.chosen_at is not None and self.chosen_at < limit

    @property
    def has_responsible(self) -> bool:
        return bool(
            self.person_responsible
            or self.responsible_user_id
            or self.responsible_agency_id
            or self.responsible_name
        )


class MeasureNeed(models.Model):
    """Why a measure is there: the need or goal it answers (principle P5-4). One is required."""

    processing = LINK

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    measure = models.ForeignKey(Measure, models.CASCADE, related_name="whys", verbose_name=_("tiltak"))
    need = models.ForeignKey(
        Need, models.CASCADE, null=True, blank=True, related_name="measure_links", verbose_name=_("behov")
    )
    goal = models.ForeignKey(
        Goal, models.CASCADE, null=True, blank=True, related_name="measure_links", verbose_name=_("mål")
    )

    class Meta:
        verbose_name = _("tråd til tiltak")
        verbose_name_plural = _("tråder til tiltak")
        constraints = [
            models.CheckConstraint(
                name="measure_need_one_end",
                condition=Q(need__isnull=True, goal__isnull=False) | Q(need__isnull=False, goal__isnull=True),
            ),
            models.UniqueConstraint(
                "plan", "measure", "need", name="measure_need_once", condition=Q(need__isnull=False)
            ),
            models.UniqueConstraint(
                "plan", "measure", "goal", name="measure_goal_once", condition=Q(goal__isnull=False)
            ),
        ]


class MeasureNote(Entry):
    """What was done, written by the one who delivers the measure (principle P6-1)."""

    processing = Processing(
        holds="hva som er gjort",
        about="den domfelte",
        purpose="å dokumentere tiltaket (P6-1)",
        health=True,
    )

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="notes", verbose_name=_("tiltak"))
    text = models.TextField(_("hva som er gjort"), max_length=5000)

    class Meta(Entry.Meta):
        verbose_name = _("notat til tiltak")
        verbose_name_plural = _("notater til tiltak")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.text
