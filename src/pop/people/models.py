"""Persons, units, agencies and users: who exists, and where.

A column that holds personal data is named in `pop.access.register`, from which the record of processing and
docs/dpia.md are made; a test fails for a model that says nothing there.
"""

import uuid
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, SECURITY, Processing
from pop.people.identity import NationalIdField


class Dated(models.Model):
    """Something that holds from a day, and to a day when that is known (both included)."""

    since = models.DateField(_("fra"), default=timezone.localdate)
    until = models.DateField(_("til"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


class Keyed(models.Model):
    """Something with an address. Row numbers are never shown: they would tell how many there are."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Region(Keyed):
    """One of the regions of kriminalomsorgen."""

    processing = NOTHING

    name = models.CharField(_("navn"), max_length=100, unique=True)

    class Meta:
        verbose_name = _("region")
        verbose_name_plural = _("regioner")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    PRISON = "prison", _("fengsel")
    PROBATION_OFFICE = "probation_office", _("friomsorgskontor")


class Unit(Keyed):
    """A prison or a probation office (straffegjennomføringsloven §§ 5–6, the local level)."""

    processing = NOTHING

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("region"))
    name = models.CharField(_("navn"), max_length=100, unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=UnitKind)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    active = models.BooleanField(_("i bruk"), default=True)

    class Meta:
        verbose_name = _("enhet")
        verbose_name_plural = _("enheter")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Ward(Keyed):
    """A section of a prison."""

    processing = NOTHING

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="wards", verbose_name=_("enhet"))
    name = models.CharField(_("navn"), max_length=100)

    class Meta:
        verbose_name = _("avdeling")
        verbose_name_plural = _("avdelinger")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("unit", "name", name="ward_once_in_unit")]

    def __str__(self) -> str:
        return self.name


class AgencyKind(models.TextChoices):
    """The kinds of requirements (b) and (e) and of rule A15."""

    SPECIALIST_HEALTH = "specialist_health", _("spesialisthelsetjenesten")
    PRISON_HEALTH = "prison_health", _("fengselshelsetjenesten")
    MEDIATION = "mediation", _("konfliktrådet")
    NAV = "nav", _("Nav")
    HOME_MUNICIPALITY = "home_municipality", _("hjemkommune")
    DISTRICT = "district", _("bydel")
    GP = "gp", _("fastlege")
    SCHOOL = "school", _("videregående skole eller høyskole/universitet")
    ADULT_EDUCATION = "adult_education", _("voksenopplæring")
    CHILD_WELFARE = "child_welfare", _("barnevern")
    BAILIFF = "bailiff", _("namsmann")
    CRIME_PREVENTION = "crime_prevention", _("SLT")
    INSTITUTION = "institution", _("institusjon (§ 12)")
    EMPLOYER = "employer", _("arbeidsgiver")
    FAITH = "faith", _("tros- og livssynssamfunn")
    LAWYER = "lawyer", _("advokat")
    VOLUNTEER = "volunteer", _("frivillig organisasjon")
    OTHER = "other", _("annen instans")


class Agency(Keyed):
    """A body outside kriminalomsorgen that may be in a support team.

    `sensitive` says that the name alone reveals something (an addiction clinic). Whoever may not see its
    entries does not see its name either.
    """

    processing = NOTHING

    kind = models.CharField(_("slag"), max_length=20, choices=AgencyKind)
    name = models.CharField(_("navn"), max_length=150)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("hører til")
    )
    municipality_number = models.CharField(_("kommunenummer"), max_length=4, blank=True)
    organisation_number = models.CharField(_("organisasjonsnummer"), max_length=9, blank=True)
    sensitive = models.BooleanField(_("navnet avslører noe"), default=False)
    active = models.BooleanField(_("i bruk"), default=True)

    class Meta:
        verbose_name = _("etat")
        verbose_name_plural = _("etater")
        ordering = ["name"]
        constraints = [models.UniqueConstraint("kind", "name", name="agency_once")]

    def __str__(self) -> str:
        return self.name


class Protection(models.TextChoices):
    """Adressebeskyttelse in the population register (rule A10)."""

    NONE = "none", _("ingen")
    CONFIDENTIAL = "confidential", _("fortrolig adresse")
    STRICT = "strict", _("strengt fortrolig adresse")


class Person(Keyed):
    """The one whom a plan is about. The name is a grunnopplysning: consented to by itself (rule A2)."""

    processing = Processing(
        holds="navn, språk, tolkebehov, adressebeskyttelse",
        about="den domfelte",
        purpose="å vite hvem planen gjelder",
    )

    given_name = models.CharField(_("fornavn"), max_length=100)
    family_name = models.CharField(_("etternavn"), max_length=100)
    protection = models.CharField(
        _("adressebeskyttelse"), max_length=12, choices=Protection, default=Protection.NONE
    )
    language = models.CharField(_("språk"), max_length=40, blank=True)
    needs_interpreter = models.BooleanField(_("trenger tolk"), default=False)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}"


class PersonIdentity(models.Model):
    """What tells two persons of the same name apart. Seen by the person and the contact team only."""

    processing = Processing(
        holds="fødselsdato, Doculivenummer, eventuelt fødselsnummer",
        about="den domfelte",
        purpose="sikker identifisering (personopplysningsloven § 12)",
    )

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="identity")
    birth_date = models.DateField(_("fødselsdato"), null=True, blank=True)
    archive_number = models.CharField(_("Doculivenummer"), max_length=30, blank=True)
    national_id = NationalIdField(_("fødselsnummer eller D-nummer"), blank=True)

    class Meta:
        verbose_name = _("identitet")
        verbose_name_plural = _("identiteter")

    def __str__(self) -> str:
        return self.archive_number


class User(Keyed):
    """Someone who can log in. The name lies in `UserName`, because not all may see all names (rule A12)."""

    processing = Processing(
        holds="rolle, språk, om den ansatte er skjermet",
        about="ansatte og representanter og domfelte",
        purpose="innlogging",
        ground=SECURITY,
    )

    title = models.CharField(_("rolle i ord"), max_length=100)
    language = models.CharField(_("språk"), max_length=5, blank=True)
    shielded = models.BooleanField(_("skjermet ansatt"), default=False)
    active = models.BooleanField(_("i bruk"), default=True)
    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")

    def __str__(self) -> str:
        name = UserName.objects.filter(user=self).first()
        return name.name if name else str(self.title)


class UserName(models.Model):
    """The name of a user, visible to those who may know it."""

    processing = Processing(
        holds="navn",
        about="ansatte og representanter",
        purpose="at personen vet hvem som er i teamet",
        ground=SECURITY,
    )

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="username")
    name = models.CharField(_("navn"), max_length=150)

    class Meta:
        verbose_name = _("brukernavn")
        verbose_name_plural = _("brukernavn")

    def __str__(self) -> str:
        return self.name


class UnitRoleKind(models.TextChoices):
    OFFICER = "officer", _("betjent")
    SENIOR_OFFICER = "senior_officer", _("førstebetjent")
    SOCIAL_ADVISER = "social_adviser", _("sosialkonsulent")
    REENTRY_COORDINATOR = "reentry_coordinator", _("tilbakeføringskoordinator")
    PROBATION_OFFICER = "probation_officer", _("saksbehandler i friomsorgen")
    LEADER = "leader", _("enhetsleder")


class UnitRole(Dated):
    """What a user is in a unit of kriminalomsorgen. Gives access to no plan by itself."""

    processing = Processing(
        holds="rolle i enhet, fra og til",
        about="ansatte i kriminalomsorgen",
        purpose="tilgangsstyring",
        ground=SECURITY,
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="unit_roles", verbose_name=_("bruker"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="roles", verbose_name=_("enhet"))
    role = models.CharField(_("rolle"), max_length=20, choices=UnitRoleKind)

    class Meta:
        verbose_name = _("rolle i enhet")
        verbose_name_plural = _("roller i enhet")
        constraints = [models.UniqueConstraint("user", "unit", "role", "since", name="unit_role_once")]


class AgencyRole(Dated):
    """That a user works for an agency. Gives access to no plan by itself."""

    processing = Processing(
        holds="arbeidssted, fra og til",
        about="representanter for etater",
        purpose="tilgangsstyring",
        ground=SECURITY,
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="agency_roles", verbose_name=_("bruker"))
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="roles", verbose_name=_("etat"))

    class Meta:
        verbose_name = _("rolle i etat")
        verbose_name_plural = _("roller i etat")
        constraints = [models.UniqueConstraint("user", "agency", "since", name="agency_role_once")]


class SystemRoleKind(models.TextChoices):
    ADMINISTRATOR = "administrator", _("systemadministrator")
    PROTECTION_OFFICER = "dpo", _("personvernombud")
    ANALYST = "analyst", _("analytiker i KDI")
    EDITOR = "editor", _("redaktør i direktoratet eller en region")


class SystemRole(Dated):
    """A role over the whole service. None of them opens a plan (design, section 6)."""

    processing = Processing(
        holds="systemrolle, fra og til",
        about="ansatte",
        purpose="tilgangsstyring",
        ground=SECURITY,
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="system_roles", verbose_name=_("bruker"))
    role = models.CharField(_("rolle"), max_length=20, choices=SystemRoleKind)

    class Meta:
        verbose_name = _("systemrolle")
        verbose_name_plural = _("systemroller")
        constraints = [models.UniqueConstraint("user", "role", "since", name="system_role_once")]


class SecrecyDeclaration(models.Model):
    """A version of the taushetserklæring; the newest is the one that counts (rule A9)."""

    processing = NOTHING

    version = models.PositiveIntegerField(_("versjon"), primary_key=True)
    text = models.JSONField(_("tekst"), help_text=_("Teksten på hvert språk."))
    since = models.DateTimeField(_("gjelder fra"), default=timezone.now)

    class Meta:
        verbose_name = _("taushetserklæring")
        verbose_name_plural = _("taushetserklæringer")


class SecrecyAcceptance(models.Model):
    """That an external user has accepted one version of the taushetserklæring."""

    processing = Processing(
        holds="at taushetserklæringen er godtatt, og når",
        about="representanter",
        purpose="å dokumentere taushetsplikten",
        ground=SECURITY,
    )

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("bruker"))
    declaration = models.ForeignKey(SecrecyDeclaration, models.PROTECT, verbose_name=_("taushetserklæring"))
    at = models.DateTimeField(_("godtatt"), default=timezone.now)

    class Meta:
        verbose_name = _("godtatt taushetserklæring")
        verbose_name_plural = _("godtatte taushetserklæringer")
        constraints = [models.UniqueConstraint("user", "declaration", name="secrecy_accepted_once")]
