"""What is handed over, one by one: to whom, asked when, and what they said."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import SECURITY, Processing
from pop.handovers.models.handover import Handover
from pop.people.models import Agency, Keyed, User
from pop.plans.models import Measure, Plan
from pop.plans.models.entry import Contested, contested_whole
from pop.teams.models import ContactTeamMember, SupportTeamMember


class ReceiverAnswer(models.TextChoices):
    CONFIRMED = "confirmed", _("ja, jeg tar over")
    QUESTION = "question", _("jeg lurer på noe først")
    DECLINED = "declined", _("nei, jeg kan ikke ta over")


class AnswerWay(models.TextChoices):
    OWN_LOGIN = "own_login", _("egen innlogging")
    CODE = "code", _("lenke og kode")
    PAPER = "paper", _("svarslipp på papir")


class AgreedWay(models.TextChoices):
    OWN_LOGIN = "own_login", _("egen innlogging")
    TOGETHER = "together", _("sammen med en ansatt")


class HandoverItem(Keyed, Contested):
    """A measure or a role, and the receiver who is to have it after.

    The receiver is a user, an agency of the register, or somebody outside the system by name. A new receiver is a
    new row: `replaced_at` closes the one before, so that what somebody answered stays as it was. To somebody
    outside the register nothing goes out before the person has said yes to just that (`agreed_at`).
    """

    processing = Processing(
        holds="hvem som er spurt om å ta over hva, når, og hva de svarte",
        about="den domfelte og dem som tar over",
        purpose="bekreftet mottak av hvert tiltak og hver rolle",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    handover = models.ForeignKey(Handover, models.CASCADE, related_name="items", verbose_name=_("overføring"))
    measure = models.ForeignKey(
        Measure, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("tiltak")
    )
    contact_member = models.ForeignKey(
        ContactTeamMember, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("rolle i kontaktteamet"),
    )  # fmt: skip
    support_member = models.ForeignKey(
        SupportTeamMember, models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("rolle i ansvarsgruppa"),
    )  # fmt: skip
    new_role = models.CharField(_("ny rolle"), max_length=100, blank=True)
    receiver_user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mottaker")
    )
    receiver_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("mottaker, etat")
    )
    receiver_name = models.CharField(_("mottaker utenfor systemet"), max_length=150, blank=True)
    agreed_at = models.DateTimeField(_("personen sa ja til å spørre"), null=True, blank=True)
    agreed_way = models.CharField(_("måten det ble sagt på"), max_length=10, choices=AgreedWay, blank=True)
    chosen_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("valgt av"))
    asked_at = models.DateTimeField(_("spurt"), null=True, blank=True)
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("spurt av")
    )
    remind_on = models.DateField(_("purres fra"), null=True, blank=True)
    escalate_on = models.DateField(_("løftes fra"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("purret"), null=True, blank=True)
    answered_at = models.DateTimeField(_("svart"), null=True, blank=True)
    answer = models.CharField(_("svar"), max_length=9, choices=ReceiverAnswer, blank=True)
    reason = models.CharField(_("spørsmål eller grunn"), max_length=1000, blank=True)
    way = models.CharField(_("måten det ble svart på"), max_length=9, choices=AnswerWay, blank=True)
    answered_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("svaret gitt eller ført av"),
    )
    answered_name = models.CharField(_("navn på den som svarte"), max_length=150, blank=True)
    replaced_at = models.DateTimeField(_("erstattet"), null=True, blank=True)
    ended_at = models.DateTimeField(_("trenger ikke lenger noen"), null=True, blank=True)
    ended_reason = models.CharField(_("hvorfor ikke"), max_length=300, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sagt av")
    )
    # What a yes set going, so that an undone handover can take it back.
    new_member = models.ForeignKey(
        ContactTeamMember, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("ny i kontaktteamet"),
    )  # fmt: skip
    member_until = models.DateField(_("den som slipper, er med til"), null=True, blank=True)
    role_before = models.CharField(_("rollen mottakeren hadde fra før"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("det som overføres")
        verbose_name_plural = _("det som overføres")
        ordering = ["pk"]
        indexes = [
            models.Index("plan", name="handover_item_plan"),
            models.Index("receiver_user", name="handover_item_user"),
            models.Index("receiver_agency", name="handover_item_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="handover_item_one_subject",
                condition=Q(measure__isnull=False, contact_member=None, support_member=None, new_role="")
                | Q(measure=None, contact_member__isnull=False, support_member=None, new_role="")
                | Q(measure=None, contact_member=None, support_member__isnull=False, new_role="")
                | Q(measure=None, contact_member=None, support_member=None) & ~Q(new_role=""),
            ),
            models.CheckConstraint(
                name="handover_item_name_is_outside",
                condition=Q(receiver_name="") | Q(receiver_user=None, receiver_agency=None),
            ),
            models.CheckConstraint(
                name="handover_item_answer_whole",
                condition=Q(answer="", answered_at=None, way="")
                | ~Q(answer="") & ~Q(way="") & Q(answered_at__isnull=False, asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="handover_item_no_says_why",
                condition=~Q(answer__in=("question", "declined")) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="handover_item_ended_says_why", condition=Q(ended_at=None) | ~Q(ended_reason="")
            ),
            models.CheckConstraint(
                name="handover_item_agreed_way",
                condition=Q(agreed_at=None, agreed_way="") | Q(agreed_at__isnull=False) & ~Q(agreed_way=""),
            ),
            contested_whole("handover_item_contested"),
            *(
                models.UniqueConstraint(
                    "handover", field, name=f"handover_{field}_once", condition=Q(replaced_at=None)
                )
                for field in ("measure", "contact_member", "support_member")
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def has_receiver(self) -> bool:
        return bool(self.receiver_user_id or self.receiver_agency_id or self.receiver_name)

    @property
    def reason_by(self) -> int | None:
        """Who gave the reason that stands: why nobody has to take over, or the receiver's own."""
        return self.ended_by_id if self.ended_at else self.answered_by_id

    @property
    def confirmed(self) -> bool:
        return self.answer == ReceiverAnswer.CONFIRMED


class CodeWay(models.TextChoices):
    LINK = "link", _("lenke")
    PAPER = "paper", _("svarslipp")


class HandoverCode(Keyed):
    """The one-time link (`key`) or the slip by which somebody without an account answers. Only a hash of the code.

    Has no plan of its own, so that neither the change log nor anything else keeps what it holds. No login reads it:
    the functions of access/handovers.sql are the only door.
    """

    processing = Processing(
        holds="avtrykk av en engangskode, forsøk, når den går ut",
        about="den som er bedt om å ta over",
        purpose="at en uten innlogging kan svare",
        ground=SECURITY,
        kept="til koden er brukt eller gått ut, og ett år",
    )

    item = models.ForeignKey(
        HandoverItem, models.CASCADE, related_name="codes", verbose_name=_("det som overføres")
    )
    way = models.CharField(_("slag"), max_length=5, choices=CodeWay)
    code_hash = models.CharField(_("avtrykk av koden"), max_length=64)
    tries = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    expires_at = models.DateTimeField(_("går ut"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("laget av"))
    made_at = models.DateTimeField(_("laget"), default=timezone.now)
    used_at = models.DateTimeField(_("brukt"), null=True, blank=True)

    class Meta:
        verbose_name = _("engangskode")
        verbose_name_plural = _("engangskoder")
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                name="handover_code_expires_later", condition=Q(expires_at__gt=F("made_at"))
            )
        ]
