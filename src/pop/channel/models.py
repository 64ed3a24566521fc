"""The group's channel (issue 5, section 2; rule C4): messages, whom they are narrowed to, who has read them.

A message is an entry like any other: its topic is that of what it hangs on, and the one rule of access/rules.sql says who
reads it. It can be narrowed to some of those, never widened (rule.shut_messages); the person reads every one.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.handovers.models import Handover
from pop.people.models import Keyed, Unit, User
from pop.plans.actions import MEETINGS
from pop.plans.models import Entry, Measure, Meeting, Need, Plan

GENERAL = 51
"""The topic of what hangs on nothing but the plan. Of its own: a consent to something else must not grow into this."""


class Message(Entry):
    """What somebody wrote to the group, at one thing of the plan or at the plan. The words never change after that."""

    processing = Processing(
        holds="meldinger i gruppa rundt planen",
        about="den domfelte",
        purpose="at de som hjelper personen, snakker sammen på ett sted",
        health=True,
    )

    text = models.TextField(_("melding"), max_length=5000)
    need = models.ForeignKey(
        Need, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )
    measure = models.ForeignKey(
        Measure,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tiltak eller forslag"),
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("møte")
    )
    handover = models.ForeignKey(
        Handover, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("overføring")
    )
    # Read by the writer, the person and those of `Reader` alone: none, before access.narrow has been asked.
    narrowed = models.BooleanField(_("bare for noen"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("melding")
        verbose_name_plural = _("meldinger")
        ordering = ["written_at", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="message_at_one_thing",
                condition=Q(need=None, measure=None, meeting=None)
                | Q(need=None, measure=None, handover=None)
                | Q(need=None, meeting=None, handover=None)
                | Q(measure=None, meeting=None, handover=None),
            ),
            models.CheckConstraint(
                name="message_topic_of_its_thing",
                condition=Q(need=None, measure=None, meeting=None, topic=GENERAL)
                | Q(meeting__isnull=False, topic=MEETINGS)
                | Q(need__isnull=False)
                | Q(measure__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Reader(models.Model):
    """One of those whom a message was narrowed to, chosen when it was sent. The writer is one of them."""

    processing = Processing(
        holds="hvem en melding er ment for",
        about="brukere rundt planen",
        purpose="at en melding bare når dem den er ment for",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    message = models.ForeignKey(Message, models.CASCADE, related_name="readers", verbose_name=_("melding"))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("leser"))

    class Meta:
        verbose_name = _("leser av melding")
        verbose_name_plural = _("lesere av meldinger")
        constraints = [models.UniqueConstraint("message", "user", name="reader_once")]


class MessageRead(models.Model):
    """That somebody has read a message, and when: «lest av»."""

    processing = Processing(
        holds="hvem som har lest en melding, og når",
        about="brukere rundt planen",
        purpose="at den som skriver, vet at det er lest",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    message = models.ForeignKey(Message, models.CASCADE, related_name="marks", verbose_name=_("melding"))
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("lest av"))
    at = models.DateTimeField(_("når"), default=timezone.now)

    class Meta:
        verbose_name = _("lest melding")
        verbose_name_plural = _("leste meldinger")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint("message", "user", name="messageread_once")]


class Attachment(Keyed):
    """A file along with a message: PDF, JPEG or PNG, at most 10 MB, decided by content. It has no name: a name may tell."""

    processing = Processing(
        holds="vedlegg til en melding",
        about="den domfelte",
        purpose="at gruppa har det samme å gå ut fra",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    message = models.ForeignKey(
        Message, models.CASCADE, related_name="attachments", verbose_name=_("melding")
    )
    content_type = models.CharField(_("filtype"), max_length=20)
    content = models.BinaryField(_("innhold"))
    added_at = models.DateTimeField(_("lagt til"), default=timezone.now)

    class Meta:
        verbose_name = _("vedlegg")
        verbose_name_plural = _("vedlegg")
        ordering = ["pk"]


class Mode(models.TextChoices):
    """How the person writes in the channel (rule C4)."""

    DIRECT = "direct", _("Direkte")
    VIA_OFFICER = "via_officer", _("Gjennom en ansatt")
    CLOSED = "closed", _("Stengt")


def mode_has_reason_and_end(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(mode=Mode.DIRECT) | Q(until__isnull=False) & ~Q(reason__regex=r"^\s*$"),
    )


class ChannelMode(Keyed):
    """How one person writes while they are in one unit; the newest holds, until its last day."""

    processing = Processing(
        holds="om personen skriver selv, gjennom en ansatt eller ikke, hvorfor og til når",
        about="den domfelte",
        purpose="at personen vet hvordan gruppa kan nås",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("enhet"))
    mode = models.CharField(_("måte"), max_length=11, choices=Mode)
    reason = models.CharField(_("begrunnelse"), max_length=500, blank=True)
    until = models.DateField(_("til og med"), null=True, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("bestemt av"))
    set_at = models.DateTimeField(_("bestemt"), default=timezone.now)

    class Meta:
        verbose_name = _("måte å skrive på")
        verbose_name_plural = _("måter å skrive på")
        ordering = ["-set_at", "-pk"]
        indexes = [models.Index("plan", "unit", name="channelmode_plan_unit")]
        constraints = [mode_has_reason_and_end("channelmode_reason_and_end")]


class UnitChannel(models.Model):
    """What a unit says for all who are there: how they write, and whom they call when it is acute."""

    processing = Processing(
        holds="hvordan de som er i enheten skriver, og hvem de ringer når det haster",
        about="enheter",
        purpose="at ingen venter på svar her når det haster",
    )

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+", verbose_name=_("enhet"))
    mode = models.CharField(_("måte"), max_length=11, choices=Mode, default=Mode.DIRECT)
    reason = models.CharField(_("begrunnelse"), max_length=500, blank=True)
    until = models.DateField(_("til og med"), null=True, blank=True)
    acute = models.TextField(_("når det haster"), max_length=500, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("endret av"))
    changed_at = models.DateTimeField(_("endret"), default=timezone.now)

    class Meta:
        verbose_name = _("kanalen i en enhet")
        verbose_name_plural = _("kanalen i enhetene")
        constraints = [mode_has_reason_and_end("unitchannel_reason_and_end")]


ENTRIES: tuple[type[Entry], ...] = (Message,)
"""The kinds of entry of this package; the one rule in access/rules.sql holds for them too."""
