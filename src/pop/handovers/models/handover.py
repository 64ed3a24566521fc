"""A handover: what goes on when the person moves on, and who takes it over."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.handovers.pathways import Pathway, pathways
from pop.people.models import Keyed, Unit, User
from pop.plans.models import Plan


class HandoverState(models.TextChoices):
    """`open` until all have said yes. A postponed one has no day, and begins again when there is one."""

    OPEN = "open", _("i gang")
    DONE = "done", _("alle har sagt ja")
    POSTPONED = "postponed", _("utsatt")
    CANCELLED = "cancelled", _("avbrutt")


class Handover(Keyed):
    """One passage of one plan: other ward or prison, out in society, release, one representative for another.

    `kind` is one of pathways.toml. `own_words` is what the person wants passed on; everybody who is asked reads it.
    Requirements (c) 7, (i) 7–8; principles P7-1 to P7-3; time rules T9, T11 and T12.
    """

    processing = Processing(
        holds="hva slags overføring, hvilken dag, hva personen vil si videre",
        about="den domfelte",
        purpose="at det som fortsetter, har noen som tar over",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="handovers", verbose_name=_("plan"))
    kind = models.CharField(_("slag"), max_length=20)
    on_day = models.DateField(_("dag"))
    state = models.CharField(_("tilstand"), max_length=9, choices=HandoverState, default=HandoverState.OPEN)
    to_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("til enhet")
    )
    own_words = models.TextField(_("dette vil jeg at de skal vite"), max_length=3000, blank=True)
    overlap_from = models.DateField(_("overlapp fra"))
    overlap_until = models.DateField(_("overlapp til"))
    begun_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("startet av"))
    begun_at = models.DateTimeField(_("startet"), default=timezone.now)
    ended_at = models.DateTimeField(_("avsluttet"), null=True, blank=True)
    why = models.CharField(_("hvorfor"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("overføring")
        verbose_name_plural = _("overføringer")
        ordering = ["-begun_at", "-pk"]
        indexes = [models.Index("plan", name="handover_plan")]
        constraints = [
            models.UniqueConstraint("plan", "id", name="handover_in_plan"),
            # P7-1: there is always an overlap, if only of one day.
            models.CheckConstraint(
                name="handover_overlaps", condition=Q(overlap_from__lte=F("overlap_until"))
            ),
            models.CheckConstraint(
                name="handover_says_why",
                condition=~Q(state__in=("postponed", "cancelled")) | ~Q(why=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pathway)

    @property
    def pathway(self) -> Pathway:
        return pathways()[self.kind]

    @property
    def pathway_list(self) -> str:
        """The checklist of this kind of handover."""
        return self.pathway.checklist

    @property
    def goes_on(self) -> bool:
        return self.state == HandoverState.OPEN
