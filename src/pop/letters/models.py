"""A letter that goes out of the plan, and the words of the standard letters (issue 5, section 4; rule C5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import Agency, Keyed, Unit, User
from pop.plans.models import Entry, Source


class SentWay(models.TextChoices):
    """How a letter went out."""

    POST = "post", _("i posten")
    HAND = "hand", _("levert for hånd")
    DIGITAL = "digital", _("levert digitalt hos mottakeren")
    EMAIL = "email", _("på e-post")


class Reply(models.TextChoices):
    """What came back."""

    YES = "yes", _("Ja, det ble innvilget")
    PARTLY = "partly", _("Delvis")
    NO = "no", _("Nei, det ble avslått")
    INFORMATION = "information", _("Et svar uten vedtak")


class Letter(Entry):
    """One letter as it stood when it was made; the words never change after that.

    The source is the voice (rule C5): the person's own letter is no disclosure, kriminalomsorgen's is one when it is sent
    (forskrift 2013-1099 § 5: what, for what purpose, to whom). Seen by the person and the contact team, never by a
    partner; one that takes in something from another topic (`mixed`) also not by an officer from whom any topic is kept.
    """

    processing = Processing(
        holds="brev til etater og andre: ordene, hva som er hentet fra planen, formål, mottaker, sendt, svar, klagefrist",
        about="den domfelte",
        purpose="at henvendelser blir sendt, og at svarfrister blir fulgt",
        health=True,
    )

    code = models.CharField(_("slag brev"), max_length=20)
    language = models.CharField(_("språk"), max_length=5, default="nb")
    to_agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("etat")
    )
    to_name = models.CharField(_("til"), max_length=200)
    to_address = models.TextField(_("adresse"), max_length=500, blank=True)
    sender = models.TextField(_("avsender"), max_length=500, blank=True)
    subject = models.CharField(_("overskrift"), max_length=200)
    text = models.TextField(_("brevet"), max_length=10000)
    purpose = models.CharField(_("formål"), max_length=300)
    merged = ArrayField(
        models.CharField(max_length=30), verbose_name=_("hentet fra planen"), default=list, blank=True
    )
    mixed = models.BooleanField(_("med noe fra et annet tema"), default=False)
    follows = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="followed_by",
        verbose_name=_("gjelder brevet"),
    )
    sent_on = models.DateField(_("sendt"), null=True, blank=True)
    sent_way = models.CharField(_("sendt hvordan"), max_length=7, choices=SentWay, blank=True)
    answer_due = models.DateField(_("svar ventes innen"), null=True, blank=True)
    answered_on = models.DateField(_("svaret kom"), null=True, blank=True)
    reply = models.CharField(_("svar"), max_length=11, choices=Reply, blank=True)
    complaint_period = models.CharField(_("klagefrist"), max_length=16, blank=True)
    complaint_deadline = models.DateField(_("siste dag å klage"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        ordering = ["-written_at", "-pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="letter_has_two_voices", condition=Q(source__in=("person", "correctional"))
            ),
            models.CheckConstraint(name="letter_kept_for_nobody_else", condition=Q(only_me_contact=None)),
            models.CheckConstraint(
                name="letter_sent_in_some_way",
                condition=Q(sent_on=None, sent_way="", answer_due=None)
                | Q(sent_on__isnull=False) & ~Q(sent_way=""),
            ),
            models.CheckConstraint(
                name="letter_answered_when_sent",
                condition=Q(answered_on=None, reply="", complaint_period="", complaint_deadline=None)
                | Q(answered_on__isnull=False, sent_on__isnull=False) & ~Q(reply=""),
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def own_voice(self) -> bool:
        """From the person, who decides what is told: no disclosure."""
        return self.source == Source.PERSON

    @property
    def disclosed(self) -> bool:
        """Kriminalomsorgen has told somebody something (forskrift 2013-1099 § 5)."""
        return not self.own_voice and self.sent_on is not None


class LetterText(Keyed):
    """A version of what a standard letter says: the central part, or the local part of one unit. The newest holds."""

    processing = Processing(
        holds="ordlyd i standardbrev, hvem som skrev den, og når",
        about="ansatte",
        purpose="at brevene følger lov og avtaler",
    )

    code = models.CharField(_("slag brev"), max_length=20)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    language = models.CharField(_("språk"), max_length=5)
    text = models.TextField(_("tekst"), max_length=5000, blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    written_at = models.DateTimeField(_("skrevet"), default=timezone.now)

    class Meta:
        verbose_name = _("tekst i standardbrev")
        verbose_name_plural = _("tekster i standardbrev")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index("code", "language", name="lettertext_code")]

    def __str__(self) -> str:
        return self.code


class LetterTemplate(Keyed):
    """A version of a Word template for the unit's letters: one unit's, or the directorate's for all units.

    Never for the person's own letter, which bears no mark of where it was written (rule C5). Empty: from now on the built-in
    letter again. The newest holds; a letter that was sent keeps the one that held that day.
    """

    processing = Processing(
        holds="Word-maler for brev fra enheten, hvem som la dem inn, og når",
        about="ansatte",
        purpose="at brev fra en enhet ser ut som enhetens brev",
    )

    code = models.CharField(_("slag brev"), max_length=20, blank=True)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    content = models.BinaryField(_("innhold"), default=bytes, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("lagt inn av"))
    made_at = models.DateTimeField(_("lagt inn"), default=timezone.now)

    class Meta:
        verbose_name = _("brevmal")
        verbose_name_plural = _("brevmaler")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index("unit", "code", name="lettertemplate_of")]

    def __str__(self) -> str:
        return self.code


ENTRIES: tuple[type[Entry], ...] = (Letter,)
"""The kinds of entry of this package."""
