"""Surveys, and the rounds in which they are asked. What was answered is in a box that no login reads (ADR 27)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, Processing
from pop.people.models import Keyed, Unit, User
from pop.surveys.content import Content, content


class Survey(Keyed):
    """A version of a set of questions. Sealed when it is first asked; after that it never changes.

    Versions of the same survey share a `code`; a unit's own has its unit, the directorate's none.
    """

    processing = Processing(
        holds="spørsmål i undersøkelser, hvem som laget dem, og når",
        about="ansatte",
        purpose="å spørre om erfaringer",
    )

    code = models.SlugField(_("kode"), max_length=60)
    number = models.PositiveIntegerField(_("versjon"), default=1)
    content = models.JSONField(_("spørsmål"))
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    sealed = models.BooleanField(_("låst"), default=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("laget av")
    )
    made_at = models.DateTimeField(_("laget"), default=timezone.now)

    class Meta:
        verbose_name = _("undersøkelse")
        verbose_name_plural = _("undersøkelser")
        ordering = ["code", "-number"]
        constraints = [models.UniqueConstraint("code", "number", name="survey_version_once")]

    def __str__(self) -> str:
        return str(self.asks)

    @property
    def asks(self) -> Content:
        """The questions as objects."""
        return content(self.content)


class Round(Keyed):
    """One time that a survey is asked: where, by whom, with which code. `step` is the question on the big screen.

    `step_at` is when it came there: groups have ten minutes (rule D4). `named` lets those who answer give a name (ADR 27).
    `imported_n` is how many answered a survey of which only the counts were brought in (`CountedAnswer`).
    """

    processing = Processing(
        holds="hvem som åpnet en undersøkelse, hvor og når; ingenting om hvem som svarte",
        about="ansatte",
        purpose="å spørre om erfaringer",
    )

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="rounds", verbose_name=_("undersøkelse"))
    name = models.CharField(_("navn på runden"), max_length=100)
    unit = models.ForeignKey(
        Unit, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )
    code = models.CharField(_("kode for å svare"), max_length=8)
    group_mode = models.BooleanField(_("svar fra grupper"), default=False)
    named = models.BooleanField(_("svar med navn for dem som vil"), default=False)
    expected = models.PositiveIntegerField(_("hvor mange som er spurt"), null=True, blank=True)
    step = models.PositiveIntegerField(_("spørsmål på skjermen"), default=0)
    step_at = models.DateTimeField(_("når spørsmålet kom på skjermen"), null=True, blank=True)
    frozen = models.BooleanField(_("frosset"), default=False)
    imported_n = models.PositiveIntegerField(_("antall som svarte på papir"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("åpnet av"))
    opened_at = models.DateTimeField(_("åpnet"), default=timezone.now)
    closed_at = models.DateTimeField(_("lukket"), null=True, blank=True)

    class Meta:
        verbose_name = _("runde av en undersøkelse")
        verbose_name_plural = _("runder av undersøkelser")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                "code", name="round_code_open", condition=models.Q(closed_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class Box(models.Model):
    """The answers of a round, in one row and sorted, so that nothing says in which order they came.

    `replies` is a list of {question: answer}. Neither the web server's login nor anybody else reads it; functions of
    surveys.sql put in, and give numbers when there are at least five (docs/adr/0027).
    """

    processing = Processing(
        holds="svar på en undersøkelse uten noe som viser hvem som svarte; navn bare der den som svarte skrev det selv",
        about="den som selv ville ha navnet sitt ved svaret",
        purpose="å spørre om erfaringer",
    )

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, verbose_name=_("runde"))
    replies = models.JSONField(_("svar"), default=list)

    class Meta:
        verbose_name = _("svarene i en runde")
        verbose_name_plural = _("svarene i runder")


class Codes(models.Model):
    """One-time codes that are not used yet, and ballots that are handed out for used ones. Hashes, sorted, no times."""

    processing = NOTHING

    round = models.OneToOneField(Round, models.CASCADE, primary_key=True, verbose_name=_("runde"))
    unused = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("ubrukte koder"))
    ballots = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("stemmesedler"))

    class Meta:
        verbose_name = _("engangskoder i en runde")
        verbose_name_plural = _("engangskoder i runder")


class LetThrough(models.Model):
    """A free text that a moderator let through to the big screen and the report."""

    processing = Processing(
        holds="fritekst fra en anonym undersøkelse som en moderator har sluppet gjennom",
        about="ingen: den som svarte er ikke kjent",
        purpose="å vise erfaringer i plenum",
    )

    round = models.ForeignKey(Round, models.CASCADE, related_name="texts", verbose_name=_("runde"))
    question = models.CharField(_("spørsmål"), max_length=40)
    text = models.TextField(_("tekst"), max_length=1000)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sluppet gjennom av"))

    class Meta:
        verbose_name = _("fritekst som er sluppet gjennom")
        verbose_name_plural = _("fritekster som er sluppet gjennom")
        constraints = [models.UniqueConstraint("round", "question", "text", name="text_let_through_once")]


class CountedAnswer(models.Model):
    """How many chose what, imported from a printed survey. `count` is empty where the figure is lost."""

    processing = NOTHING

    round = models.ForeignKey(Round, models.CASCADE, related_name="counted", verbose_name=_("runde"))
    question = models.CharField(_("spørsmål"), max_length=40)
    choice = models.CharField(_("svar"), max_length=40)
    count = models.PositiveIntegerField(_("antall"), null=True, blank=True)

    class Meta:
        verbose_name = _("talt svar")
        verbose_name_plural = _("talte svar")
        constraints = [models.UniqueConstraint("round", "question", "choice", name="counted_once")]
