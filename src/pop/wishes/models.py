"""A wish, its answer, a printed slip, and a planned leave (rule I1).

A wish is the person's; an answer is by the one who was asked. Both follow the one rule for entries in
access/rules.sql: an agency that has not been given the topic sees neither.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pop.access.register import Processing
from pop.people.models import Agency, AgencyKind, Keyed, User
from pop.plans.actions import PROGRESSION
from pop.plans.models import Entry, Need, Plan, ProgressionWish
from pop.wishes.complaints import ComplaintPeriod


class WishWay(models.TextChoices):
    """How a wish came in, and how one was taken back."""

    OWN_LOGIN = "own_login", _("med egen innlogging")
    TOGETHER = "together", _("sammen med en ansatt")
    SLIP = "slip", _("på lapp")


class DecidingLevel(models.TextChoices):
    """Straffegjennomføringsloven §§ 5 and 6."""

    LOCAL = "local", _("lokalt")
    REGIONAL = "regional", _("regionalt")


class Wish(Entry):
    """Something the person asks an agency or kriminalomsorgen for; `asked_agency` is null for the latter.

    `asked_kind` is the kind of agency that a slip names when the plan has none or several of it: kriminalomsorgen,
    which is asked then, finds out who is meant.
    """

    processing = Processing(
        holds="hva personen ber om, hvem som er spurt, når, når det er søkt",
        about="den domfelte",
        purpose="at den som er spurt, svarer",
        health=True,
    )

    need = models.ForeignKey(
        Need, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )
    progression_wish = models.ForeignKey(
        ProgressionWish,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ønske om progresjon"),
    )
    asked_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("hvem som er spurt")
    )
    asked_kind = models.CharField(
        _("slag etat, slik det står på lappen"), max_length=20, choices=AgencyKind, blank=True
    )
    text = models.CharField(_("ønske"), max_length=500)
    own_words = models.TextField(_("med egne ord"), blank=True)
    asked_on = models.DateField(_("spurt"), default=timezone.localdate)
    way = models.CharField(_("måte"), max_length=10, choices=WishWay)
    applied_on = models.DateField(_("søkt"), null=True, blank=True)
    decides = models.CharField(_("hvem bestemmer"), max_length=8, choices=DecidingLevel, blank=True)
    withdrawn_on = models.DateField(_("tatt tilbake"), null=True, blank=True)
    withdrawn_way = models.CharField(
        _("måten det ble tatt tilbake på"), max_length=10, choices=WishWay, blank=True
    )

    class Meta(Entry.Meta):
        verbose_name = _("ønske")
        verbose_name_plural = _("ønsker")
        ordering = ["-asked_on", "-pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="wish_is_the_persons", condition=Q(source="person")),
            models.CheckConstraint(
                name="wish_from_one_thing", condition=Q(need=None) | Q(progression_wish=None)
            ),
            models.CheckConstraint(
                name="wish_applied_for_progression",
                condition=Q(topic=PROGRESSION) | Q(applied_on=None, decides="", progression_wish=None),
            ),
            models.CheckConstraint(name="wish_asks_one", condition=Q(asked_agency=None) | Q(asked_kind="")),
            models.CheckConstraint(
                name="wish_withdrawn_in_some_way",
                condition=Q(withdrawn_on=None, withdrawn_way="")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_way=""),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Answer(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nei")
    OTHER = "other", _("Annet forslag")


class WishAnswer(Entry):
    """Ja, nei or annet forslag, by the one who was asked; the newest holds. No and another proposal say why.

    For a progression wish also the decision: who decided, when, until when one may complain, when to try again.
    The deadline printed on the decision wins over the one worked out (rule C6); unknown says «se vedtaket».
    """

    processing = Processing(
        holds="svar og begrunnelse, avgjørelse, klagefrist",
        about="den domfelte",
        purpose="at personen får svar og kjenner fristene",
        health=True,
    )

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="answers", verbose_name=_("ønske"))
    answer = models.CharField(_("svar"), max_length=5, choices=Answer)
    reason = models.TextField(_("begrunnelse"), max_length=5000, blank=True)
    answered_on = models.DateField(_("dato for svaret"), default=timezone.localdate)
    decided_by = models.CharField(_("bestemt"), max_length=8, choices=DecidingLevel, blank=True)
    decided_on = models.DateField(_("dato for vedtaket"), null=True, blank=True)
    complaint_period = models.CharField(_("klagefrist"), max_length=16, choices=ComplaintPeriod, blank=True)
    complaint_deadline = models.DateField(_("siste dag å klage"), null=True, blank=True)
    try_again_on = models.DateField(_("kan søke igjen"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("svar på ønske")
        verbose_name_plural = _("svar på ønsker")
        ordering = ["-answered_on", "-pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="wish_answer_says_why", condition=Q(answer="yes") | ~Q(reason__regex=r"^\s*$")
            ),
            models.CheckConstraint(
                name="wish_answer_by_another", condition=Q(source__in=("correctional", "agency"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_answer_display())


class WishSlip(Keyed):
    """A printed «lapp»: its code leads an officer who does not see the plan to the right one, once."""

    processing = Processing(
        holds="koden på en lapp, når den er skrevet ut og registrert, og av hvem",
        about="den domfelte og ansatte",
        purpose="at den som ikke har en skjerm, også kan spørre",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    code = models.CharField(_("kode"), max_length=9)
    printed_at = models.DateTimeField(_("skrevet ut"), default=timezone.now)
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet ut av"))
    registered_at = models.DateTimeField(_("registrert"), null=True, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("registrert av")
    )
    receipt = models.CharField(_("kvitteringsnummer"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("lapp")
        verbose_name_plural = _("lapper")
        ordering = ["-printed_at"]
        indexes = [
            models.Index("plan", name="wishslip_plan"),
            models.Index("code", name="wishslip_code"),
        ]
        constraints = [
            models.CheckConstraint(
                name="wishslip_registered_by_somebody",
                condition=Q(registered_at=None, registered_by=None, receipt="")
                | Q(registered_at__isnull=False, registered_by__isnull=False) & ~Q(receipt=""),
            ),
        ]


class LeaveKind(models.TextChoices):
    """Straffegjennomføringsloven §§ 33 and 20."""

    LEAVE = "leave", _("Permisjon")
    DAY_RELEASE = "day_release", _("Frigang")


class LeaveStatus(models.TextChoices):
    WISHED = "wished", pgettext_lazy("status", "Ønsket")
    PLANNED = "planned", _("Planlagt")
    GRANTED = "granted", _("Innvilget")
    DONE = "done", _("Gjennomført")
    CANCELLED = "cancelled", _("Avlyst")


class PlannedLeave(Entry):
    """One planned permisjon or one period of frigang.

    Its dates are not there before the unit releases them (rule C3): they are written in the same moment, so that
    nobody, no page and no query gets them earlier. Until then everybody reads «dato kommer».
    """

    processing = Processing(
        holds="planlagte permisjoner og frigang: hva de skal brukes til, status, dato når den er frigitt",
        about="den domfelte",
        purpose="planlegging av progresjon",
    )

    kind = models.CharField(_("slag"), max_length=11, choices=LeaveKind)
    purpose = models.CharField(_("hva den skal brukes til"), max_length=300)
    status = models.CharField(_("status"), max_length=9, choices=LeaveStatus)
    date_from = models.DateField(_("fra"), null=True, blank=True)
    date_to = models.DateField(_("til"), null=True, blank=True)
    released_at = models.DateTimeField(_("dato frigitt"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("planlagt permisjon eller frigang")
        verbose_name_plural = _("planlagte permisjoner og frigang")
        ordering = ["date_from", "written_at"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="leave_dates_released",
                condition=Q(released_at=None, date_from=None, date_to=None)
                | Q(released_at__isnull=False, date_from__isnull=False),
            ),
            models.CheckConstraint(
                name="leave_ends_after_it_begins",
                condition=Q(date_to=None) | Q(date_to__gte=models.F("date_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


ENTRIES: tuple[type[Entry], ...] = (Wish, WishAnswer, PlannedLeave)
"""The kinds of entry of this package; the one rule in access/rules.sql holds for them too."""
