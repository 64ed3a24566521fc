"""Needs, goals, measures and what is said about them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pop.access.register import LINK, Processing
from pop.people.models import Agency, User
from pop.plans.models.entry import Entry
from pop.plans.models.plan import Plan


class Need(Entry):
    """Something the person needs, in whose words (principles P2-4, P2-7)."""

    processing = Processing(
        holds="behov med egne ord",
        about="den domfelte",
        purpose="oppfølging",
        health=True,
    )

    text = models.CharField(_("behov"), max_length=500)
    own_words = models.TextField(_("med egne ord"), blank=True)
    said_by = models.CharField(_("hvem sa det"), max_length=150, blank=True)
    acute = models.BooleanField(_("haster"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("behov")
        verbose_name_plural = _("behov")
        ordering = ["-acute", "written_at"]

    def __str__(self) -> str:
        return self.text


class Goal(Entry):
    """How the person wants it to be when the sentence is over; parked goals wait for later."""

    processing = Processing(
        holds="mål",
        about="den domfelte",
        purpose="oppfølging",
        health=True,
    )

    text = models.CharField(_("mål"), max_length=500)
    parked = models.BooleanField(_("spart til senere"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("mål")
        verbose_name_plural = _("mål")
        ordering = ["written_at"]

    def __str__(self) -> str:
        return self.text


class NeedGoal(models.Model):
    """That a goal answers a need. Both keys carry the plan, so that no thread crosses two plans."""

    processing = LINK

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    need = models.ForeignKey(Need, models.CASCADE, related_name="goal_links", verbose_name=_("behov"))
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="need_links", verbose_name=_("mål"))

    class Meta:
        verbose_name = _("tråd fra behov til mål")
        verbose_name_plural = _("tråder fra behov til mål")
        constraints = [models.UniqueConstraint("plan", "need", "goal", name="need_goal_once")]


class MeasureStatus(models.TextChoices):
    """Rule A18. «Frist snart» and «over fristen» are worked out, not stored."""

    PROPOSED = "proposed", _("Foreslått")
    CHOSEN = "chosen", _("Ikke startet")
    IN_PROGRESS = "in_progress", _("I gang")
    WAITING = "waiting", _("Venter")
    DONE = "done", _("Ferdig")
    STOPPED = "stopped", _("Stoppet")


class ChoiceWay(models.TextChoices):
    OWN_LOGIN = "own_login", _("valgt med egen innlogging")
    TOGETHER = "together", _("valgt sammen med en ansatt")
    IMPORTED = "imported", _("sto i skjemaet")


class Measure(Entry):
    """What is to be done, why, by whom and by when.

    `chosen_at` is when the person chose it: a measure with any other status than foreslått has one, and the
    database holds that (promise 2, principle P5-1).
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
        ]

    def __str__(self) -> str:
        return self.text

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


class Note(Entry):
    """A note that belongs to a topic; also where text of a Word form goes that has no other place."""

    processing = Processing(
        holds="notater til et tema",
        about="den domfelte",
        purpose="oppfølging",
        health=True,
    )

    text = models.TextField(_("notat"), max_length=5000)

    class Meta(Entry.Meta):
        verbose_name = _("notat")
        verbose_name_plural = _("notater")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.text


class StatementKind(models.TextChoices):
    ABOUT_ME = "about_me", _("Kort om meg")
    DO_MYSELF = "do_myself", _("Hva kan jeg gjøre selv?")
    NEED_HELP = "need_help", _("Hva jeg trenger hjelp til, og hvem kan hjelpe meg")


class Statement(Entry):
    """The person's own words under «Om meg» (requirements (a.5))."""

    processing = Processing(
        holds="om meg, med egne ord",
        about="den domfelte",
        purpose="personens egen stemme",
        health=True,
    )

    kind = models.CharField(_("slag"), max_length=10, choices=StatementKind)
    text = models.TextField(_("tekst"), max_length=5000)

    class Meta(Entry.Meta):
        verbose_name = _("om meg")
        verbose_name_plural = _("om meg")
        ordering = ["kind", "written_at"]

    def __str__(self) -> str:
        return self.text


class ProgressionKind(models.TextChoices):
    """The seven of requirements (a.4); § is straffegjennomføringsloven."""

    SECTION_12 = "section_12", _("§ 12")
    SECTION_16 = "section_16", _("§ 16")
    SECTION_16A = "section_16a", _("§ 16 a (EK)")
    LOWER_SECURITY = "lower_security", _("Lavere sikkerhetsnivå")
    HALFWAY_HOUSE = "halfway_house", _("Overgangsbolig")
    LEAVE_PLAN = "leave_plan", _("Plan for permisjoner")
    DAY_RELEASE_PLAN = "day_release_plan", _("Plan for frigang")


class ProgressionWish(Entry):
    """A step towards freedom that the person wishes for."""

    processing = Processing(
        holds="ønsker om progresjon",
        about="den domfelte",
        purpose="planlegging av progresjon",
    )

    kind = models.CharField(_("ønske"), max_length=20, choices=ProgressionKind)
    own_words = models.TextField(_("med egne ord"), blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("ønske om progresjon")
        verbose_name_plural = _("ønsker om progresjon")
        ordering = ["kind"]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Decision(Entry):
    """What others have decided: vilkår, møteplikt, hours, aktivitetsplikt. Never a chosen measure (rule A16)."""

    processing = Processing(
        holds="hva andre har bestemt, klagefrist",
        about="den domfelte",
        purpose="at personen kjenner vilkår og frister",
        health=True,
    )

    text = models.CharField(_("dette er bestemt"), max_length=500)
    decided_by = models.CharField(_("bestemt av"), max_length=150)
    decided_on = models.DateField(_("dato for avgjørelsen"))
    complaint_deadline = models.DateField(_("klagefrist"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("dette er bestemt")
        verbose_name_plural = _("dette er bestemt")
        ordering = ["decided_on"]

    def __str__(self) -> str:
        return self.text
