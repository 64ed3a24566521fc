"""What the person answers to a proposal, and the sheet that confirms a muntlig ja (rule I3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import Keyed, User
from pop.plans.models.entry import Entry
from pop.plans.models.measure import ChoiceWay, Measure
from pop.plans.models.plan import Plan


class ProposalAnswerKind(models.TextChoices):
    CHOSEN = "chosen", _("Ja, ta det med")
    CHANGE = "change", _("Ber om en endring")
    DECLINED = "declined", _("Nei takk")


class ProposalAnswer(Entry):
    """The person's answer to a proposal, with the words for it; one that is taken back is removed.

    It is the person's own entry, and not a column of the measure, so that a reason can be kept from the one who
    proposed: it is then *bare for meg*. The outcome itself is the measure's status.
    """

    processing = Processing(
        holds="svar på forslag, med egne ord",
        about="den domfelte",
        purpose="at personen velger tiltakene (P5-1)",
        health=True,
    )

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="answers", verbose_name=_("forslag"))
    kind = models.CharField(_("svar"), max_length=8, choices=ProposalAnswerKind)
    words = models.TextField(_("med egne ord"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("svart"), default=timezone.now)
    way = models.CharField(_("måte"), max_length=10, choices=ChoiceWay)
    present = models.CharField(_("hvem var til stede"), max_length=200, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("svar på forslag")
        verbose_name_plural = _("svar på forslag")
        ordering = ["-answered_at", "-pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="proposal_answer_is_the_persons", condition=Q(source="person")),
            models.CheckConstraint(
                name="proposal_answer_says_what_to_change",
                condition=~Q(kind="change") | ~Q(words__regex=r"^\s*$"),
            ),
            models.CheckConstraint(
                name="proposal_answer_says_who",
                condition=Q(way="oral") & ~Q(present__regex=r"^\s*$") | Q(way__in=("own_login", "signed")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class ChoiceSheet(Keyed):
    """A printed sheet: what the person said yes to aloud, to be signed; and proposals with a box for yes.

    `spoken` and `offered` are the numbers of the measures on it. `access.register_choices` reads them.
    """

    processing = Processing(
        holds="koden på et ark med valg, hvilke tiltak som står på det, når det er underskrevet og registrert",
        about="den domfelte og ansatte",
        purpose="å bekrefte et muntlig ja",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    code = models.CharField(_("kode"), max_length=9)
    spoken = ArrayField(models.BigIntegerField(), verbose_name=_("muntlige ja"))
    offered = ArrayField(models.BigIntegerField(), verbose_name=_("forslag"))
    printed_at = models.DateTimeField(_("skrevet ut"), default=timezone.now)
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet ut av"))
    signed_on = models.DateField(_("underskrevet"), null=True, blank=True)
    registered_at = models.DateTimeField(_("registrert"), null=True, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("registrert av")
    )

    class Meta:
        verbose_name = _("ark med valg")
        verbose_name_plural = _("ark med valg")
        ordering = ["-printed_at"]
        indexes = [models.Index("plan", name="choicesheet_plan")]
        constraints = [
            models.CheckConstraint(
                name="choicesheet_registered_by_somebody",
                condition=Q(registered_at=None, registered_by=None, signed_on=None)
                | Q(registered_at__isnull=False, registered_by__isnull=False, signed_on__isnull=False),
            )
        ]
