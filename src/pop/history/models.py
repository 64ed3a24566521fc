"""How far each user has read in the log of each plan."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import User
from pop.plans.models import Plan


class ReadMark(models.Model):
    """The newest change that a user had before them when they last said «lest» («Nytt siden sist»)."""

    processing = Processing(
        holds="hvor langt en bruker har lest i endringsloggen",
        about="alle brukere med en plan",
        purpose="å vise hva som er nytt siden sist",
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("bruker"))
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    last_change = models.BigIntegerField(_("siste endring"))
    read_at = models.DateTimeField(_("lest"), auto_now=True)

    class Meta:
        verbose_name = _("lesemerke")
        verbose_name_plural = _("lesemerker")
        constraints = [models.UniqueConstraint("user", "plan", name="read_mark_once")]
