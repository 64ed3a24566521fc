"""How a meeting is set up, in a series or alone, and what those who are called answer."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import Keyed, User
from pop.plans.models import Meeting, Plan


class Series(Keyed):
    """Meetings of one plan at fixed intervals; the dates themselves are meetings of their own."""

    processing = Processing(
        holds="hvor ofte det er møte, ukedag og klokkeslett",
        about="den domfelte",
        purpose="at møtene kommer jevnlig",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    weeks = models.PositiveSmallIntegerField(_("uker mellom møtene"))
    weekday = models.PositiveSmallIntegerField(_("ukedag"))
    time = models.TimeField(_("tid"), null=True, blank=True)
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)

    class Meta:
        verbose_name = _("møteserie")
        verbose_name_plural = _("møteserier")
        constraints = [
            models.UniqueConstraint("plan", "id", name="series_in_plan"),
            models.CheckConstraint(name="series_interval", condition=Q(weeks__range=(1, 26))),
            models.CheckConstraint(name="series_weekday", condition=Q(weekday__lte=4)),
        ]


class MeetingSet(models.Model):
    """How one meeting is set up: its arena, its length, its link, and whether its minutes are approved."""

    processing = Processing(
        holds="hva slags møte, lengde, lenke til video, hvem som kalte inn, hvor referatet står",
        about="den domfelte og innkalte",
        purpose="at møtet kan holdes etter planen",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="set", verbose_name=_("møte"))
    arena = models.CharField(_("slags møte"), max_length=30)
    minutes = models.PositiveSmallIntegerField(_("lengde i minutter"))
    video = models.URLField(_("lenke til video"), max_length=300, blank=True)
    called_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("kalt inn av"))
    series = models.ForeignKey(
        Series, models.SET_NULL, null=True, blank=True, related_name="meetings", verbose_name=_("møteserie")
    )
    approved_at = models.DateTimeField(_("referat godkjent"), null=True, blank=True)
    approved_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("godkjent av")
    )

    class Meta:
        verbose_name = _("oppsett av møte")
        verbose_name_plural = _("oppsett av møter")
        constraints = [
            models.CheckConstraint(name="meetingset_length", condition=Q(minutes__range=(5, 480))),
            models.CheckConstraint(
                name="meetingset_approved_by_somebody",
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]


class Coming(models.TextChoices):
    YES = "yes", _("Kommer")
    DIGITAL = "digital", _("Kommer digitalt")
    NO = "no", _("Kan ikke")
    DEPUTY = "deputy", _("Kan ikke, sender vara")


class Answer(models.Model):
    """What one who is called answers; the newest holds. A deputy is of the same agency."""

    processing = Processing(
        holds="om den innkalte kommer, og hvem som kommer i stedet",
        about="innkalte",
        purpose="at møtet kan planlegges",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answers", verbose_name=_("møte"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("innkalt"))
    answer = models.CharField(_("svar"), max_length=7, choices=Coming)
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vara")
    )
    answered_at = models.DateTimeField(_("svart"), default=timezone.now)

    class Meta:
        verbose_name = _("svar på innkalling")
        verbose_name_plural = _("svar på innkallinger")
        ordering = ["-answered_at", "-pk"]
        indexes = [models.Index("plan", "meeting", name="answer_plan_meeting")]
        constraints = [
            models.CheckConstraint(
                name="answer_names_a_deputy",
                condition=Q(answer="deputy", deputy__isnull=False) | ~Q(answer="deputy") & Q(deputy=None),
            ),
        ]
