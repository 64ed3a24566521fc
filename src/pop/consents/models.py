"""Consent: which recipient, which topics, give, obtain, share, from when, until when, and how it was signed."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pop.access.register import CONSENT, NOTHING, Processing
from pop.people.models import Agency, Keyed, User
from pop.plans.models import Plan, Topic

ONE_RECIPIENT = Q(agency__isnull=True, user__isnull=False) | Q(agency__isnull=False, user__isnull=True)


class Recipient(models.Model):
    """A concrete agency, or a named individual. `recipient_key` as `Entry.source_key`."""

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("etat")
    )
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enkeltperson")
    )
    recipient_key = models.GeneratedField(
        expression=Case(
            When(agency__isnull=False, then=F("agency_id") * 2),
            When(user__isnull=False, then=F("user_id") * 2 + 1),
            default=Value(0),
        ),
        output_field=models.BigIntegerField(),
        db_persist=True,
    )

    class Meta:
        abstract = True


class ConsentText(models.Model):
    """A version of what is explained and signed; kept for ever."""

    processing = NOTHING

    version = models.PositiveIntegerField(_("versjon"), primary_key=True)
    text = models.JSONField(_("tekst"), help_text=_("Teksten på hvert språk."))
    since = models.DateTimeField(_("gjelder fra"), default=timezone.now)

    class Meta:
        verbose_name = _("samtykketekst")
        verbose_name_plural = _("samtykketekster")


class SigningWay(models.TextChoices):
    OWN_LOGIN = "own_login", _("med egen innlogging")
    PAPER = "paper", _("på papir")


class Consent(Keyed):
    """One signed act, or the draft of one; says in full what each of its recipients gets.

    Signing ends what was in force for the same recipients and puts this in its place, so that what holds is
    always what was signed last. A draft gives nothing.
    """

    processing = Processing(
        holds="samtykke: når, hvordan, av hvem registrert, vitne, tolk, merknader",
        about="den domfelte, ansatte og tolk",
        purpose="fritak fra taushetsplikt",
        ground=CONSENT,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="consents", verbose_name=_("plan"))
    # For the order; a reader is told `place`.
    number = models.PositiveIntegerField(_("nummer"))
    text_version = models.ForeignKey(ConsentText, models.PROTECT, verbose_name=_("tekst"))
    language = models.CharField(_("språk"), max_length=40, default="nb")
    drafted_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("skrevet av"))
    drafted_at = models.DateTimeField(_("skrevet"), default=timezone.now)
    dropped_at = models.DateTimeField(_("forkastet"), null=True, blank=True)

    way = models.CharField(_("måte"), max_length=10, choices=SigningWay, blank=True)
    signed_on = models.DateField(_("dato på underskriften"), null=True, blank=True)
    signed_at = models.DateTimeField(_("gjelder fra"), null=True, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("registrert av")
    )
    witness = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vitne")
    )
    read_aloud = models.BooleanField(_("lest høyt"), default=False)
    interpreter = models.CharField(_("tolk"), max_length=150, blank=True)
    remarks = models.TextField(_("merknader"), blank=True)
    archive_reference = models.CharField(_("arkivreferanse"), max_length=60, blank=True)
    has_scan = models.BooleanField(_("har skannet ark"), default=False)
    ends_on = models.DateField(_("slutter"), null=True, blank=True)
    after_sentence = models.BooleanField(_("for tiden etter straffen"), default=False)

    class Meta:
        verbose_name = _("samtykke")
        verbose_name_plural = _("samtykker")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint("plan", "number", name="consent_number_in_plan"),
            models.UniqueConstraint("plan", "id", name="consent_in_plan"),
            models.CheckConstraint(
                name="consent_signed_whole",
                condition=Q(signed_at=None, way="") | Q(signed_at__isnull=False, signed_on__isnull=False),
            ),
            # Rule A6: the registering officer and the witness are two people.
            models.CheckConstraint(
                name="consent_paper_two_people",
                condition=~Q(way="paper")
                | (Q(registered_by__isnull=False, witness__isnull=False) & ~Q(registered_by=F("witness"))),
            ),
            models.CheckConstraint(
                name="consent_after_sentence_dated",
                condition=Q(after_sentence=False) | Q(ends_on__isnull=False),
            ),
        ]

    @cached_property
    def place(self) -> int:
        """Its number among those that the reader may see: a gap would tell of one that is hidden."""
        return Consent.objects.filter(plan=self.plan_id, number__lte=self.number).count()


class ConsentItem(Recipient):
    """One recipient and one topic of a consent: give, obtain and share (rule A1)."""

    processing = Processing(
        holds="mottaker, tema, hva som kan gis, innhentes og deles",
        about="den domfelte",
        purpose="fritak fra taushetsplikt",
        ground=CONSENT,
        health=True,
    )

    consent = models.ForeignKey(Consent, models.CASCADE, related_name="items", verbose_name=_("samtykke"))
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("tema"))
    give = models.BooleanField(_("får se"), default=False)
    obtain = models.BooleanField(_("kan fortelle fengselet"), default=False)
    share = models.BooleanField(_("kan fortelle resten av teamet"), default=False)
    ended_at = models.DateTimeField(_("slutt"), null=True, blank=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("avsluttet av")
    )
    end_reason = models.CharField(_("hvorfor slutt"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("punkt i samtykke")
        verbose_name_plural = _("punkter i samtykke")
        ordering = ["topic"]
        indexes = [
            models.Index(
                "plan", "recipient_key", "topic", name="consent_item_lookup", condition=Q(ended_at=None)
            )
        ]
        constraints = [
            models.CheckConstraint(name="consent_item_one_recipient", condition=ONE_RECIPIENT),
            models.UniqueConstraint("consent", "recipient_key", "topic", name="consent_item_once"),
        ]


class Exclusion(Keyed, Recipient):
    """That an agency or an individual is not to know about a topic, whatever else holds."""

    processing = Processing(
        holds="hvem som ikke skal vite hva, med egne ord",
        about="den domfelte og den det gjelder",
        purpose="reservasjon",
        ground=CONSENT,
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="exclusions", verbose_name=_("plan"))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("tema"))
    own_words = models.TextField(_("med egne ord"), blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registrert av"))
    made_at = models.DateTimeField(_("fra"), default=timezone.now)
    lifted_at = models.DateTimeField(_("opphevet"), null=True, blank=True)

    class Meta:
        verbose_name = _("unntak")
        verbose_name_plural = _("unntak")
        ordering = ["topic"]
        constraints = [models.CheckConstraint(name="exclusion_one_recipient", condition=ONE_RECIPIENT)]


class ConsentScan(models.Model):
    """The signed sheet: PDF, JPEG or PNG, at most 10 MB, decided by content."""

    processing = Processing(
        holds="skannet underskrift",
        about="den domfelte",
        purpose="bevis for samtykket",
        ground=CONSENT,
        health=True,
    )

    consent = models.OneToOneField(
        Consent, models.CASCADE, primary_key=True, related_name="scan", verbose_name=_("samtykke")
    )
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    content_type = models.CharField(_("filtype"), max_length=20)
    content = models.BinaryField(_("innhold"))
    added_at = models.DateTimeField(_("lagt til"), default=timezone.now)

    class Meta:
        verbose_name = _("skannet samtykke")
        verbose_name_plural = _("skannede samtykker")


class WithdrawalReceipt(Keyed):
    """That something was withdrawn, when and how told; the person's proof (rule A5)."""

    processing = Processing(
        holds="at noe er trukket tilbake, når og hvordan",
        about="den domfelte",
        purpose="bevis for personen",
        ground=CONSENT,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    scope = models.CharField(_("hva"), max_length=60)
    way = models.CharField(_("måte"), max_length=20)
    at = models.DateTimeField(_("når"), default=timezone.now)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registrert av"))

    class Meta:
        verbose_name = _("kvittering for tilbaketrekking")
        verbose_name_plural = _("kvitteringer for tilbaketrekking")
        ordering = ["-at"]


class PreConsent(Keyed):
    """That the person, before consent is asked, lets one agency know that they are coming (rule B3).

    It opens nothing: the agency reads a name, a place and a month in a list of its own, and no row.
    """

    processing = Processing(
        holds="hvilken etat som får vite at personen kommer, med egne ord",
        about="den domfelte",
        purpose="at én etat kan forberede seg før personen kommer",
        ground=CONSENT,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", verbose_name=_("etat"))
    way = models.CharField(_("måte"), max_length=10, choices=SigningWay)
    own_words = models.TextField(_("med egne ord"), blank=True)
    given_at = models.DateTimeField(_("gitt"), default=timezone.now)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("registrert av"))
    archive_reference = models.CharField(_("arkivreferanse"), max_length=60, blank=True)
    ended_at = models.DateTimeField(_("slutt"), null=True, blank=True)
    end_reason = models.CharField(_("hvorfor slutt"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("forhåndssamtykke")
        verbose_name_plural = _("forhåndssamtykker")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan"], condition=Q(ended_at=None), name="preconsent_one_open"),
            models.CheckConstraint(
                name="preconsent_paper_in_archive",
                condition=Q(way="own_login", archive_reference="")
                | Q(way="paper") & ~Q(archive_reference=""),
            ),
        ]
