"""Meetings that are held one after another in one room: of many persons, or the parts of one meeting."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.plans.models import Meeting, Plan


class Turn(models.Model):
    """A meeting's place among those that are held after one another, and how long it has taken.

    Each of them is a meeting of one person's own plan, with its own agenda, minutes and consent: there is no row for all of
    them, so that nothing about anybody is kept in a common list. `opened_at` is set while it is this one's turn.
    """

    processing = Processing(
        holds="hvilken plass et møte har i en møterunde eller blant delene av et møte, og hvor lang tid det tok",
        about="den domfelte",
        purpose="at ett møte kan holdes for flere, eller i deler, uten at noe om den ene står hos den andre",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="turn", verbose_name=_("møte"))
    round = models.UUIDField(_("møterunde"))
    place = models.PositiveSmallIntegerField(_("plass"))
    opened_at = models.DateTimeField(_("åpnet"), null=True, blank=True)
    seconds = models.PositiveIntegerField(_("brukt tid i sekunder"), default=0)

    class Meta:
        verbose_name = _("plass i en møterunde")
        verbose_name_plural = _("plasser i møterunder")
        ordering = ["place", "pk"]
        indexes = [models.Index("plan", name="turn_plan"), models.Index("round", name="turn_round")]
        constraints = [
            models.UniqueConstraint("round", condition=Q(opened_at__isnull=False), name="turn_one_open")
        ]
