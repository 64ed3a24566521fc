"""Who is told that there is something new, where and when (issue 5, section 3; rule C7).

A notice is a kind and a plan, no content, written by the database in the transaction of what it tells of
(access/notices.sql). What leaves the machine says that there is news and where to log in, and nothing else.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import SECURITY, Processing
from pop.people.models import Keyed, User
from pop.plans.models import Plan

TOLD = "at den det gjelder, får vite det i tide"


class NoticeKind(models.TextChoices):
    """What a user chooses by: not what happened, but what kind of thing it was."""

    TASK = "task", _("Oppgaver og frister")
    ANSWER = "answer", _("Forslag, ønsker og svar")
    HANDOVER = "handover", _("Overføringer")
    MEETING = "meeting", _("Møter")
    MESSAGE = "message", _("Meldinger")
    CONSENT = "consent", _("Samtykker")
    ACUTE = "acute", _("Det som haster")


class NoticeChannel(models.TextChoices):
    EMAIL = "email", _("E-post")
    SMS = "sms", _("SMS")


class AcuteReason(models.TextChoices):
    """The closed list of rule C7: what somebody on duty may say is acute. None tells what it is about."""

    CALL = "acute_call", _("Ring enheten så snart du kan")
    TODAY = "acute_today", _("Noe i planen må gjøres i dag")
    MEETING = "acute_meeting", _("Et møte i dag er flyttet eller avlyst")


class ToldHow(models.TextChoices):
    NOW = "now", _("Med en gang")
    DAILY = "daily", _("Samlet én gang om dagen")
    OFF = "off", _("Nei")


class Notice(Keyed):
    """Something new for one user. Seen while the plan that it is about is (rule I4)."""

    processing = Processing(
        holds="at det er noe nytt, uten innhold",
        about="alle brukere",
        purpose=TOLD,
        kept="ett år",
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="notices", verbose_name=_("bruker"))
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("plan")
    )
    kind = models.CharField(_("slag"), max_length=8, choices=NoticeKind)
    what = models.CharField(_("hva"), max_length=24)
    # The key of the task, request or other thing that it is about: what is done or deleted takes its notice along.
    about = models.UUIDField(_("hva det gjelder"), null=True, blank=True)
    # Who said that it is acute; None for all else.
    told_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sagt av")
    )
    at = models.DateTimeField(_("når"))
    read_at = models.DateTimeField(_("lest"), null=True, blank=True)

    class Meta:
        verbose_name = _("varsel")
        verbose_name_plural = _("varsler")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_user"),
            models.Index("about", name="notice_about", condition=~models.Q(about=None)),
            models.Index("at", name="notice_at"),
        ]


class Choice(models.Model):
    """How one user wants to be told of one kind, in one channel. What is not here follows the default."""

    processing = Processing(
        holds="hvordan noen vil få beskjed", about="alle brukere", purpose=TOLD, ground=SECURITY
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("bruker"))
    kind = models.CharField(_("slag"), max_length=8, choices=NoticeKind)
    channel = models.CharField(_("kanal"), max_length=5, choices=NoticeChannel)
    how = models.CharField(_("hvordan"), max_length=5, choices=ToldHow)

    class Meta:
        verbose_name = _("valg av varsling")
        verbose_name_plural = _("valg av varsling")
        constraints = [models.UniqueConstraint("user", "kind", "channel", name="notice_choice_once")]


class ContactPoint(models.Model):
    """Where a user is reached outside the pages. Read and written by that user alone, and used by the worker."""

    processing = Processing(
        holds="e-postadresse og mobilnummer",
        about="alle brukere",
        purpose=TOLD,
        ground=SECURITY,
        kept="til brukeren sletter dem",
    )

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    email = models.EmailField(_("e-postadresse"), blank=True)
    phone = models.CharField(_("mobilnummer"), max_length=16, blank=True)

    class Meta:
        verbose_name = _("kontaktpunkt")
        verbose_name_plural = _("kontaktpunkter")


class AddressProof(Keyed):
    """A code that was sent to an address, and that it came back. Nothing else is sent to an address before that.

    The code is worked out from the key by the database (access.proof_code) and stands nowhere.
    """

    processing = Processing(
        holds="at en adresse eller et nummer er bekreftet, og når",
        about="alle brukere",
        purpose="at varsler ikke kommer til noen andre",
        ground=SECURITY,
        kept="ubrukte koder ett døgn; ellers så lenge adressen brukes",
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("bruker"))
    channel = models.CharField(_("kanal"), max_length=5, choices=NoticeChannel)
    address = models.CharField(_("adresse"), max_length=254)
    asked_at = models.DateTimeField(_("kode sendt"))
    wrong = models.PositiveSmallIntegerField(_("feil koder"), default=0)
    proven_at = models.DateTimeField(_("bekreftet"), null=True)

    class Meta:
        verbose_name = _("bekreftet adresse")
        verbose_name_plural = _("bekreftede adresser")
        indexes = [models.Index("user", "channel", name="addressproof_user")]


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("venter")
    BEGUN = "begun", _("påbegynt")
    SENT = "sent", _("sendt")
    DEAD = "dead", _("kom ikke fram")
    DROPPED = "dropped", _("trengtes ikke")


class Delivery(Keyed):
    """That one notice, or one code, goes out in one channel: once, whatever is tried how often. No login of a page reads it.

    What is due for the same user at the same time goes out in one message; `lead` is the delivery that carries it.
    """

    processing = Processing(
        holds="at et varsel er sendt, når og i hvilken kanal; aldri adressen",
        about="alle brukere",
        purpose="at varsler kommer fram, og ikke to ganger",
        ground=SECURITY,
        kept="tre måneder etter at det er sendt",
    )

    notice = models.ForeignKey(
        Notice, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("varsel")
    )
    proof = models.OneToOneField(
        AddressProof, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("kode")
    )
    user = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("bruker"))
    channel = models.CharField(_("kanal"), max_length=5, choices=NoticeChannel)
    due_at = models.DateTimeField(_("skal ut"))
    state = models.CharField(_("tilstand"), max_length=7, choices=DeliveryState)
    lead = models.ForeignKey("self", models.CASCADE, null=True, related_name="+", verbose_name=_("sendt med"))
    attempts = models.PositiveSmallIntegerField(_("forsøk"))
    begun_at = models.DateTimeField(_("påbegynt"), null=True)
    ended_at = models.DateTimeField(_("ferdig"), null=True)
    error = models.CharField(_("feil"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("utsending")
        verbose_name_plural = _("utsendinger")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("notice", "channel", name="delivery_once"),
            models.CheckConstraint(
                name="delivery_of_one_thing",
                condition=models.Q(notice=None, proof__isnull=False)
                | models.Q(notice__isnull=False, proof=None),
            ),
        ]
        indexes = [
            models.Index(
                "user", "channel", name="delivery_open", condition=models.Q(state__in=["waiting", "begun"])
            ),
            models.Index("due_at", name="delivery_due", condition=models.Q(state__in=["waiting", "begun"])),
            models.Index("ended_at", name="delivery_dead", condition=models.Q(state="dead")),
        ]


class Outgoing(models.Model):
    """An e-mail or SMS as it would have gone out. Written in a demo only, in which nothing is sent."""

    processing = Processing(
        holds="e-post og SMS som ville gått ut fra demoen",
        about="oppdiktede brukere",
        purpose="å vise hva som ville blitt sendt",
        ground=SECURITY,
        kept="så lenge demoen finnes",
    )

    delivery = models.OneToOneField(Delivery, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField(_("når"))
    channel = models.CharField(_("kanal"), max_length=5, choices=NoticeChannel)
    sender = models.CharField(_("avsender"), max_length=200)
    recipient = models.CharField(_("mottaker"), max_length=254)
    subject = models.CharField(_("emne"), max_length=200, blank=True)
    text = models.TextField(_("tekst"))

    class Meta:
        verbose_name = _("sending i demoen")
        verbose_name_plural = _("sendinger i demoen")
        ordering = ["-at", "-pk"]
