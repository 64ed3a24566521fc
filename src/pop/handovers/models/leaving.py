"""The checklist of what must be in place, and the talk at the end."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.handovers.models.handover import Handover
from pop.people.models import Keyed, User
from pop.plans.models import Plan, Topic
from pop.plans.models.entry import Contested, contested_whole


class MarkState(models.TextChoices):
    OPEN = "open", _("ikke på plass")
    DONE = "done", _("på plass")
    NOT_NEEDED = "not_needed", _("trengs ikke")


class ChecklistMark(Keyed, Contested):
    """Where one point of checklist.toml stands. Without a mark it is open.

    The points of the release list belong to the plan (`handover` is null): they are there before a handover begins,
    and stay when it is put off. Those of a handover's own list belong to it.
    """

    processing = Processing(
        holds="hva som er på plass før en overgang, og hvorfor noe ikke trengs",
        about="den domfelte",
        purpose="at ingen løslates uten bolig, inntekt, medisin og noen å møte",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    handover = models.ForeignKey(
        Handover, models.CASCADE, null=True, blank=True, related_name="marks", verbose_name=_("overføring")
    )
    code = models.CharField(_("punkt"), max_length=40)
    topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tema")
    )
    state = models.CharField(_("tilstand"), max_length=10, choices=MarkState, default=MarkState.OPEN)
    reason = models.CharField(_("hvorfor, eller hvordan"), max_length=300, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("satt av"))
    at = models.DateTimeField(_("satt"), default=timezone.now)

    class Meta:
        verbose_name = _("punkt på sjekklisten")
        verbose_name_plural = _("punkter på sjekklisten")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("plan", "code", name="mark_once_in_plan", condition=Q(handover=None)),
            models.UniqueConstraint("handover", "code", name="mark_once_in_handover"),
            models.CheckConstraint(name="mark_says_why", condition=~Q(state="not_needed") | ~Q(reason="")),
            contested_whole("mark_contested"),
        ]

    def __str__(self) -> str:
        return self.code


class FarewellTalk(Keyed):
    """Avskjedssamtale: what worked and what hindered, three lines each (step 8; rule B12)."""

    processing = Processing(
        holds="hva som virket og hva som hindret, med noen få ord",
        about="den domfelte",
        purpose="å avslutte godt, og å lære av det",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    handover = models.ForeignKey(
        Handover, models.CASCADE, null=True, blank=True, related_name="talks", verbose_name=_("overføring")
    )
    held_on = models.DateField(_("holdt"))
    worked = models.CharField(_("hva som virket"), max_length=600, blank=True)
    hindered = models.CharField(_("hva som hindret"), max_length=600, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)

    class Meta:
        verbose_name = _("avskjedssamtale")
        verbose_name_plural = _("avskjedssamtaler")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="farewell_three_lines",
                condition=~Q(worked__regex=r"\n.*\n.*\n") & ~Q(hindered__regex=r"\n.*\n.*\n"),
            )
        ]

    def __str__(self) -> str:
        return self.held_on.isoformat()
