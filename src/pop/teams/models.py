"""Who stands around a person, and who must not."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import SECURITY, Processing
from pop.people.models import Agency, Dated, Keyed, User
from pop.plans.models import Plan


class ContactRole(models.TextChoices):
    MAIN = "main", _("hovedkontakt")
    DEPUTY = "deputy", _("stedfortreder")
    SOCIAL_ADVISER = "social_adviser", _("sosialkonsulent")
    COORDINATOR = "coordinator", _("tilbakeføringskoordinator")
    PROBATION = "probation", _("saksbehandler i friomsorgen")


class ContactTeamMember(Keyed, Dated):
    """One of those in kriminalomsorgen who follow the person up."""

    processing = Processing(
        holds="hvem som følger opp, fra og til",
        about="ansatte i kriminalomsorgen",
        purpose="tilgangsstyring og ansvar",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="contact_team", verbose_name=_("plan"))
    user = models.ForeignKey(User, models.PROTECT, related_name="contact_roles", verbose_name=_("bruker"))
    role = models.CharField(_("rolle"), max_length=15, choices=ContactRole)

    class Meta:
        verbose_name = _("medlem av kontaktteamet")
        verbose_name_plural = _("kontaktteam")
        ordering = ["role", "since"]
        indexes = [models.Index("user", "plan", name="contact_team_user_plan")]
        constraints = [
            models.UniqueConstraint("plan", "user", condition=Q(until=None), name="contact_member_once"),
            models.UniqueConstraint(
                "plan", condition=Q(role="main", until=None), name="one_main_contact_at_a_time"
            ),
        ]


class SupportTeamMember(Keyed, Dated):
    """A named representative in the person's team, for an agency or as an individual.

    Being invited shows nothing: only consent does. `accepted_at` is the answer to the invitation.
    """

    processing = Processing(
        holds="hvem som er i ansvarsgruppa, invitasjon og svar",
        about="representanter og enkeltpersoner",
        purpose="samarbeid rundt personen",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="support_team", verbose_name=_("plan"))
    user = models.ForeignKey(User, models.PROTECT, related_name="team_roles", verbose_name=_("representant"))
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("etat")
    )
    role = models.CharField(_("rolle i teamet"), max_length=100)
    invited_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("invitert av"))
    invited_at = models.DateTimeField(_("invitert"), default=timezone.now)
    accepted_at = models.DateTimeField(_("takket ja"), null=True, blank=True)
    declined_at = models.DateTimeField(_("takket nei"), null=True, blank=True)

    class Meta:
        verbose_name = _("medlem av ansvarsgruppa")
        verbose_name_plural = _("ansvarsgruppe")
        ordering = ["since"]
        indexes = [models.Index("user", "plan", name="support_team_user_plan")]
        constraints = [
            models.UniqueConstraint("plan", "user", condition=Q(until=None), name="support_member_once")
        ]


class MainWay(models.TextChoices):
    OWN_LOGIN = "own_login", _("egen innlogging")
    TOGETHER = "together", _("sammen med en ansatt")


class MainAnswer(models.TextChoices):
    ASKED = "", _("ikke svart")
    YES = "yes", _("ja")
    NO = "no", _("nei")


class MainChoice(Keyed):
    """Whom the person has named as main contact (rule B10), and what that one said. access/contacts.sql writes it.

    It holds from a yes until it is given back or taken back. Who is the main contact, `access.main_contact` says.
    """

    processing = Processing(
        holds="hvem personen vil ha som hovedkontakt, og svaret",
        about="ansatte og representanter",
        purpose="ansvar og samarbeid rundt personen",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="main_choices", verbose_name=_("plan"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("spurt"))
    way = models.CharField(_("måte"), max_length=9, choices=MainWay)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("spurt av"))
    asked_at = models.DateTimeField(_("spurt"))
    answer = models.CharField(_("svar"), max_length=3, choices=MainAnswer, blank=True)
    answered_at = models.DateTimeField(_("svarte"), null=True)
    ended_at = models.DateTimeField(_("slutt"), null=True)
    ended_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("avsluttet av")
    )

    class Meta:
        verbose_name = _("valg av hovedkontakt")
        verbose_name_plural = _("valg av hovedkontakt")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint("plan", "answer", condition=Q(ended_at=None), name="one_main_choice")
        ]


class TieAnswer(models.TextChoices):
    NO_TIE = "no_tie", _("ingen private bånd")
    KNOWS = "knows", _("jeg kjenner personen")
    ASKED_AWAY = "asked_away", _("personen har bedt om en annen")


class PrivateTie(models.Model):
    """What a user has said about private ties to the person, or the person about the user (rule A13).

    The newest answer holds. Anything but «ingen private bånd» closes the plan for that user at once.
    """

    processing = Processing(
        holds="svar om private bånd",
        about="ansatte og representanter",
        purpose="habilitet (forvaltningsloven § 6)",
        ground=SECURITY,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="ties", verbose_name=_("plan"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("bruker"))
    answer = models.CharField(_("svar"), max_length=10, choices=TieAnswer)
    at = models.DateTimeField(_("når"), default=timezone.now)

    class Meta:
        verbose_name = _("habilitet")
        verbose_name_plural = _("habilitet")
        ordering = ["-at", "-id"]
        indexes = [models.Index("user", "plan", name="tie_user_plan")]


class NamedAccess(models.Model):
    """A user who may open a plan that only named users open (rule A10)."""

    processing = Processing(
        holds="hvem som kan åpne en skjermet plan",
        about="ansatte",
        purpose="vern av personer med adressesperre",
        ground=SECURITY,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="named_access", verbose_name=_("plan"))
    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("bruker"))

    class Meta:
        verbose_name = _("navngitt tilgang")
        verbose_name_plural = _("navngitte tilganger")
        constraints = [models.UniqueConstraint("plan", "user", name="named_access_once")]


class TaskKind(models.TextChoices):
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Et samtykke er trukket tilbake")
    CONTACT_NEEDED = "contact_needed", _("En plan trenger en ny kontakt")
    PAPER_MISSING = "paper_missing", _("Et samtykke på papir mangler skannet ark")
    WRONG_PERSON = "wrong_person", _("Noe var skrevet på feil person")
    THREAD_HELD = "thread_held", _("Noen holder tråden")
    THREAD_HELD_LATER = "thread_held_later", _("To uker etter: sjekk at noen holder tråden")
    HANDOVER_MOVED = "handover_moved", _("Dagen for en overføring er endret")
    LEADER_ASKS = "leader_asks", _("Lederen spør hvordan det går")
    DATES_MOVED = "dates_moved", _("Forventede datoer er regnet ut på nytt")
    MAIN_ASKED = "main_asked", _("Personen spør om du vil være hovedkontakt")
    MAIN_BACK = "main_back", _("Du er hovedkontakt igjen")
    RELEASE_MOVED = "release_moved", _("Løslatelsen er flyttet: flytt overføringen?")


class Task(Keyed):
    """Something that waits for one user: a kind and a plan, no content."""

    processing = Processing(
        holds="at noe venter, uten innhold",
        about="ansatte og representanter",
        purpose="at ingenting blir liggende",
        kept="til den er gjort, og ett år",
    )

    user = models.ForeignKey(User, models.CASCADE, related_name="tasks", verbose_name=_("bruker"))
    plan = models.ForeignKey(
        Plan, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("plan")
    )
    kind = models.CharField(_("slag"), max_length=20, choices=TaskKind)
    at = models.DateTimeField(_("når"), default=timezone.now)
    due_on = models.DateField(_("siste dag"), null=True, blank=True)
    done_at = models.DateTimeField(_("gjort"), null=True, blank=True)

    class Meta:
        verbose_name = _("oppgave")
        verbose_name_plural = _("oppgaver")
        ordering = ["-at"]
