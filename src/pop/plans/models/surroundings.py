"""Grunnopplysninger that are entries too (rule A2): where, how long, who matters, when people meet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pop.access.register import LINK, Processing
from pop.people.models import Agency, Unit, User, Ward
from pop.plans.models.entry import Entry
from pop.plans.models.plan import Plan


class Placement(Entry):
    """The unit and ward where the person is."""

    processing = Processing(
        holds="enhet og avdeling",
        about="den domfelte",
        purpose="å vite hvor personen er",
    )

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("enhet"))
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, blank=True, verbose_name=_("avdeling"))
    since = models.DateField(_("fra"))
    until = models.DateField(_("til"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("plassering")
        verbose_name_plural = _("plasseringer")
        ordering = ["-since"]


class FormOfServing(models.TextChoices):
    """Straffegjennomføringsloven § 10 and the reactions of § 1."""

    HIGH_SECURITY = "high_security", _("fengsel med høyt sikkerhetsnivå")
    LOWER_SECURITY = "lower_security", _("fengsel med lavere sikkerhetsnivå")
    HALFWAY_HOUSE = "halfway_house", _("overgangsbolig")
    INSTITUTION = "institution", _("institusjon (§ 12)")
    HOME = "home", _("utenfor fengsel (§ 16)")
    ELECTRONIC = "electronic", _("elektronisk kontroll (§ 16 a)")
    COMMUNITY_SENTENCE = "community_sentence", _("samfunnsstraff")
    FINE_SERVICE = "fine_service", _("bøtetjeneste (§ 16 b)")
    DRUG_COURT = "drug_court", _("narkotikaprogram med domstolskontroll")
    PREVENTIVE = "preventive", _("forvaring")
    REMAND = "remand", _("varetekt")
    CONDITIONAL_RELEASE = "conditional_release", _("prøveløslatt")


class ServingForm(Entry):
    """How the sentence is being carried out."""

    processing = Processing(
        holds="gjennomføringsform",
        about="den domfelte",
        purpose="planlegging",
        health=True,
    )

    form = models.CharField(_("gjennomføringsform"), max_length=20, choices=FormOfServing)
    since = models.DateField(_("fra"))

    class Meta(Entry.Meta):
        verbose_name = _("gjennomføringsform")
        verbose_name_plural = _("gjennomføringsformer")
        ordering = ["-since"]


class ExpectedRelease(Entry):
    """The day on which release is expected. Expected, never decided here."""

    processing = Processing(
        holds="forventet løslatelse",
        about="den domfelte",
        purpose="planlegging",
    )

    on = models.DateField(_("forventet løslatelse"))

    class Meta(Entry.Meta):
        verbose_name = _("forventet løslatelse")
        verbose_name_plural = _("forventet løslatelse")
        ordering = ["-written_at"]


class ContactPermission(models.TextChoices):
    MAY = "may", _("kan kontaktes")
    ASK_FIRST = "ask_first", _("spør meg først")
    NO = "no", _("ikke kontakt")


class Along(models.TextChoices):
    """Whether the person wants somebody along in what is planned; the blank is not said."""

    YES = "yes", _("ja, gjerne")
    MAYBE = "maybe", _("kanskje, spør meg først")
    NO = "no", _("nei")


class Contact(Entry):
    """Someone who matters for reaching the goals (requirements (a.6), rule A11).

    A private contact has first name and relation only; a child has no name either. The injured party is never here.
    """

    processing = Processing(
        holds="navn, relasjon; for fagfolk arbeidssted, telefon, e-post; om de kan kontaktes, om personen vil ha dem med, hvem som møter ved porten",
        about="pårørende, barn (bare relasjon) og fagfolk",
        purpose="å nå målene sammen med dem som betyr noe (strgjfl. § 4 d)",
    )

    name = models.CharField(_("navn"), max_length=150, blank=True)
    relation = models.CharField(_("relasjon"), max_length=100, blank=True)
    is_child = models.BooleanField(_("er et barn"), default=False)
    private = models.BooleanField(_("er en privatperson"), default=False)
    workplace = models.CharField(_("arbeidssted"), max_length=150, blank=True)
    phone = models.CharField(_("telefonnummer"), max_length=30, blank=True)
    email = models.EmailField(_("e-post"), blank=True)
    makes_contact = models.CharField(_("ansvarlig for å etablere kontakt"), max_length=150, blank=True)
    permission = models.CharField(
        _("kan kontaktes"), max_length=9, choices=ContactPermission, default=ContactPermission.ASK_FIRST
    )
    wants_along = models.CharField(_("vil ha med"), max_length=5, choices=Along, blank=True)
    at_gate = models.BooleanField(_("møter ved porten"), default=False)
    protected = models.BooleanField(_("har adressebeskyttelse"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")
        ordering = ["name"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="contact_child_bare",
                condition=Q(is_child=False) | Q(private=True, name="", workplace="", phone="", email=""),
            ),
            models.CheckConstraint(
                name="contact_protected_bare",
                condition=Q(protected=False) | Q(workplace="", phone="", email=""),
            ),
            models.CheckConstraint(name="contact_named", condition=Q(is_child=True) | ~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name or self.relation or _t("barn")


class ContactOpening(models.Model):
    """That one contact is opened to one recipient; consent to «kontaktpersoner» alone does not do it."""

    processing = LINK

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    contact = models.ForeignKey(
        Contact, models.CASCADE, related_name="openings", verbose_name=_("kontaktperson")
    )
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, verbose_name=_("etat"))
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, verbose_name=_("bruker"))

    class Meta:
        verbose_name = _("åpning av kontaktperson")
        verbose_name_plural = _("åpninger av kontaktpersoner")
        constraints = [
            models.CheckConstraint(
                name="contact_opening_one",
                condition=Q(agency__isnull=True, user__isnull=False)
                | Q(agency__isnull=False, user__isnull=True),
            ),
        ]


class Meeting(Entry):
    """A meeting as in the form (requirements (a.6), table 3)."""

    processing = Processing(
        holds="tema, sted og tid for møter",
        about="den domfelte og innkalte",
        purpose="oppfølging",
    )

    subject = models.CharField(_("tema for møtet"), max_length=200)
    place = models.CharField(_("sted"), max_length=150, blank=True)
    date = models.DateField(_("dato"), null=True, blank=True)
    time = models.TimeField(_("tid"), null=True, blank=True)
    when_text = models.CharField(_("tid med ord"), max_length=100, blank=True)
    called_by = models.CharField(_("ansvarlig for innkalling"), max_length=150, blank=True)
    held = models.BooleanField(_("gjennomført?"), null=True, blank=True)
    outside = models.BooleanField(_("utenfor fengselet"), default=False, db_default=False)
    released_at = models.DateTimeField(_("tid frigitt"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("møte")
        verbose_name_plural = _("møter")
        ordering = ["date", "time"]
        constraints = [
            *Entry.Meta.constraints,
            # Rule C3: the time of what is outside the prison is not there before the unit releases it, so that nobody, no page,
            # no message and no calendar has it earlier. Until then everybody reads «dato kommer».
            models.CheckConstraint(
                name="meeting_time_released",
                condition=Q(outside=False)
                | Q(released_at__isnull=False)
                | Q(date=None, time=None, when_text=""),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MeetingInvitee(models.Model):
    """That a member of the team is called to a meeting, and so sees that one (rule A2)."""

    processing = LINK

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitees", verbose_name=_("møte"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("innkalt"))

    class Meta:
        verbose_name = _("innkalt til møte")
        verbose_name_plural = _("innkalte til møter")
        constraints = [models.UniqueConstraint("plan", "meeting", "user", name="invitee_once")]
