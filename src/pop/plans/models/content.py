"""Needs, goals, notes, and what the person says and others have decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import LINK, Processing
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
    STRENGTH = "strength", _("Det jeg er god til")
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


PLAIN = {
    ProgressionKind.SECTION_12: _("på institusjon i stedet for i fengsel"),
    ProgressionKind.SECTION_16: _("den siste delen hjemme eller på institusjon"),
    ProgressionKind.SECTION_16A: _("hjemme med fotlenke"),
}
"""What a paragraph means, in plain words beside it; the form on paper has the paragraph alone."""


def in_plain_words(kind: str) -> str:
    """«§ 16 a (EK): hjemme med fotlenke»."""
    said = ProgressionKind(kind)
    return f"{said.label}: {PLAIN[said]}" if said in PLAIN else str(said.label)


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
        return in_plain_words(self.kind)


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
