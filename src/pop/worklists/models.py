"""Who shares the work in a unit, who is away, and what waits for somebody to take it.

Nothing here opens a plan. A list shows a row to those whom the row's own rule shows it to: a team, a deputy and a
task that is given on say whose turn it is, never who may see (work order 4, section 5).
"""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import SECURITY, Processing
from pop.people.models import Dated, Keyed, Unit, User
from pop.plans.models import Plan

WORK = "at det alltid er noen som har det, og at ingenting blir liggende"


class OfficerTeam(Keyed):
    """Two to five officers of a unit who share five to ten persons."""

    processing = Processing(
        holds="navn på en gruppe ansatte", about="ansatte i kriminalomsorgen", purpose=WORK, ground=SECURITY
    )

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="officer_teams", verbose_name=_("enhet"))
    name = models.CharField(_("navn"), max_length=60)
    ended_on = models.DateField(_("lagt ned"), null=True, blank=True)

    class Meta:
        verbose_name = _("betjentteam")
        verbose_name_plural = _("betjentteam")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("unit", "name", name="officer_team_once", condition=Q(ended_on=None))
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(Keyed, Dated):
    """That somebody is one of a team, from a day and to a day."""

    processing = Processing(
        holds="hvem som deler arbeidet", about="ansatte i kriminalomsorgen", purpose=WORK, ground=SECURITY
    )

    team = models.ForeignKey(OfficerTeam, models.CASCADE, related_name="members", verbose_name=_("team"))
    user = models.ForeignKey(User, models.PROTECT, related_name="officer_teams", verbose_name=_("ansatt"))

    class Meta:
        verbose_name = _("plass i et betjentteam")
        verbose_name_plural = _("plasser i betjentteam")
        ordering = ["since", "pk"]
        indexes = [models.Index("user", name="team_membership_user")]
        constraints = [
            models.UniqueConstraint("team", "user", name="team_member_once", condition=Q(until=None))
        ]


class RosterDay(models.Model):
    """Whether somebody is on duty on a day, as they typed it in. A day that is not here is not known."""

    processing = Processing(
        holds="vakt eller fri, dag for dag",
        about="ansatte i kriminalomsorgen",
        purpose="å vise hva som må gjøres før noen går på fri",
        ground=SECURITY,
        kept="tre måneder",
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="roster", verbose_name=_("ansatt"))
    day = models.DateField(_("dag"))
    off = models.BooleanField(_("fri"))

    class Meta:
        verbose_name = _("dag i turnusen")
        verbose_name_plural = _("dager i turnusen")
        ordering = ["day"]
        constraints = [models.UniqueConstraint("user", "day", name="roster_day_once")]


class Absence(Keyed):
    """That somebody is away, and who has their tasks meanwhile. Why is never asked, and has no place here."""

    processing = Processing(
        holds="fra og til, stedfortreder; aldri hvorfor",
        about="ansatte i kriminalomsorgen",
        purpose=WORK,
        ground=SECURITY,
        kept="ett år",
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="absences", verbose_name=_("ansatt"))
    since = models.DateField(_("fra"), default=timezone.localdate)
    until = models.DateField(_("til"), null=True, blank=True)
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("stedfortreder")
    )
    team = models.ForeignKey(
        OfficerTeam, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("gitt til team")
    )
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registrert av"))
    registered_at = models.DateTimeField(_("registrert"), default=timezone.now)

    class Meta:
        verbose_name = _("fravær")
        verbose_name_plural = _("fravær")
        ordering = ["since", "pk"]
        indexes = [models.Index("user", name="absence_user"), models.Index("deputy", name="absence_deputy")]
        constraints = [
            models.CheckConstraint(
                name="absence_ends_after", condition=Q(until=None) | Q(until__gte=F("since") - 1)
            ),
            models.CheckConstraint(
                name="absence_deputy_is_another", condition=Q(deputy=None) | ~Q(deputy=F("user"))
            ),
        ]


class TaskOf(models.TextChoices):
    """What can be given to the team; `subject` of a given task is the key of such a row."""

    GAP = "gap", _("glippsone")
    MEASURE = "measure", _("tiltak med frist")
    TALK = "talk", _("avtalt samtale")
    WISH = "wish", _("ønske som venter på svar")


class GivenTask(Keyed):
    """«Gitt til Team B, venter på at noen tar den.» Seen by those of the team who follow the plan up."""

    processing = Processing(
        holds="at en oppgave er gitt videre, og hvem som tok den",
        about="ansatte i kriminalomsorgen",
        purpose=WORK,
        ground=SECURITY,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    kind = models.CharField(_("slag"), max_length=7, choices=TaskOf)
    subject = models.UUIDField(_("hva det gjelder"))
    # None when a deputy took it who is in no team of the absent one's.
    team = models.ForeignKey(
        OfficerTeam, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team")
    )
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("gitt av"))
    given_at = models.DateTimeField(_("gitt"), default=timezone.now)
    taken_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tatt av")
    )
    taken_at = models.DateTimeField(_("tatt"), null=True, blank=True)
    ended_at = models.DateTimeField(_("tatt tilbake"), null=True, blank=True)

    class Meta:
        verbose_name = _("oppgave gitt til et team")
        verbose_name_plural = _("oppgaver gitt til team")
        ordering = ["given_at", "pk"]
        indexes = [
            models.Index("plan", name="given_task_plan", condition=Q(ended_at=None)),
            models.Index("given_by", name="given_task_giver", condition=Q(ended_at=None)),
            models.Index("taken_by", name="given_task_taker", condition=Q(ended_at=None)),
            models.Index("team", name="given_task_team", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="given_task_taken_whole",
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
            )
        ]


class KeptFilter(models.Model):
    """The filter of «Mine oppgaver» as its user left it."""

    processing = Processing(
        holds="hvilke oppgaver noen vil se", about="ansatte og representanter",
        purpose="at lista er som sist", ground=SECURITY,
    )  # fmt: skip

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    whose = models.CharField(_("hvem sine"), max_length=40, blank=True)
    kind = models.CharField(_("slag"), max_length=12, blank=True)
    plan_key = models.UUIDField(_("plan"), null=True, blank=True)

    class Meta:
        verbose_name = _("filter på oppgaver")
        verbose_name_plural = _("filtre på oppgaver")
