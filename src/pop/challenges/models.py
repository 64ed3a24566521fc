"""The threads of the tilbakeføringskart, and what users suggest. Nothing of it is about a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pop.access.register import LINK, NOTHING, Processing
from pop.gaps.models import Gap
from pop.people.models import Keyed, User
from pop.plans.models import Need, Plan

DOCUMENTS = ("S002", "S004")
"""The sources that number the threads: sluttleveransen 2024 and presentasjonen 2025."""


class Thread(models.Model):
    """A concrete challenge (tråd). `key` is our own and never changes; it is also the address.

    `numbers` holds those of the two documents as they stand there ({"S002": "1.2.1", "S004": "1.2.2"}): they
    are not unique, and the documents do not agree (requirements (f), «Conflicts»). Empty for a thread of ours.
    """

    processing = NOTHING

    key = models.SlugField(_("nøkkel"), max_length=80, unique=True)
    numbers = models.JSONField(_("numre i kildene"), default=dict, blank=True)

    class Meta:
        verbose_name = _("tråd")
        verbose_name_plural = _("tråder")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.key

    @property
    def codes(self) -> list[str]:
        """Its numbers in the documents, each once."""
        return list(dict.fromkeys(self.numbers[name] for name in DOCUMENTS if self.numbers.get(name)))


class ThreadStatus(models.TextChoices):
    IN_USE = "in_use", _("på kartet")
    MERGED = "merged", _("slått sammen med en annen")
    RETIRED = "retired", _("tatt av kartet")


class ThreadVersion(models.Model):
    """How a thread reads from a day on, where it stands and whether it is in use. Never changed; the newest holds.

    `knots`, `phases` and `lever` are keys of map.toml; the first knot is where the thread is drawn.
    """

    processing = Processing(
        holds="hvem som endret en tråd på tilbakeføringskartet, når og hvorfor",
        about="ansatte",
        purpose="at kartet har en historie",
    )

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="versions", verbose_name=_("tråd"))
    number = models.PositiveIntegerField(_("versjon"))
    status = models.CharField(_("status"), max_length=10, choices=ThreadStatus, default=ThreadStatus.IN_USE)
    merged_into = models.ForeignKey(
        Thread, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("slått sammen med")
    )
    knots = ArrayField(models.CharField(max_length=20), verbose_name=_("knuter"))
    phases = ArrayField(models.CharField(max_length=20), verbose_name=_("faser"))
    felt = ArrayField(models.CharField(max_length=10), default=list, verbose_name=_("hvem merker det"))
    lever = ArrayField(
        models.CharField(max_length=60), default=list, verbose_name=_("hva i planen kan hjelpe")
    )
    title_nb = models.CharField(_("tittel, bokmål"), max_length=60)
    title_nn = models.CharField(_("tittel, nynorsk"), max_length=60)
    title_en = models.CharField(_("tittel, engelsk"), max_length=60)
    text_nb = models.TextField(_("tekst, bokmål"), max_length=600)
    text_nn = models.TextField(_("tekst, nynorsk"), max_length=600)
    text_en = models.TextField(_("tekst, engelsk"), max_length=600)
    helps_nb = models.TextField(_("hva hjelper, bokmål"), max_length=1000, blank=True)
    helps_nn = models.TextField(_("hva hjelper, nynorsk"), max_length=1000, blank=True)
    helps_en = models.TextField(_("hva hjelper, engelsk"), max_length=1000, blank=True)
    reason = models.CharField(_("hvorfor endret"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("endret av")
    )
    decided_at = models.DateTimeField(_("endret"), default=timezone.now)

    class Meta:
        verbose_name = _("versjon av en tråd")
        verbose_name_plural = _("versjoner av tråder")
        ordering = ["thread", "-number"]
        constraints = [
            models.UniqueConstraint("thread", "number", name="thread_version_once"),
            models.CheckConstraint(
                name="thread_merged_into_another",
                condition=models.Q(status="merged", merged_into__isnull=False)
                | ~models.Q(status="merged") & models.Q(merged_into__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def _said(self, what: str) -> str:
        language = (get_language() or "nb")[:2]
        return str(getattr(self, f"{what}_{language if language in ('nn', 'en') else 'nb'}"))

    @property
    def title(self) -> str:
        """In the reader's language."""
        return self._said("title")

    @property
    def text(self) -> str:
        """In the reader's language."""
        return self._said("text")

    @property
    def helps(self) -> list[str]:
        """Advice in the reader's language, one line each."""
        return [line.strip() for line in self._said("helps").splitlines() if line.strip()]


class SuggestionStatus(models.TextChoices):
    WAITING = "waiting", _("venter")
    ACCEPTED = "accepted", _("tatt inn")
    MERGED = "merged", _("gjelder en tråd som finnes")
    DECLINED = "declined", _("ikke tatt inn")


class ThreadSuggestion(Keyed):
    """What a user thinks is missing on the map, or should be said in another way. Answered by an editor."""

    processing = Processing(
        holds="forslag til tilbakeføringskartet, hvem som foreslo det, og svaret",
        about="brukere",
        purpose="at kartet vokser med dem som kjenner utfordringene",
    )

    thread = models.ForeignKey(
        Thread,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("gjelder tråden"),
    )
    knot = models.CharField(_("knute"), max_length=20)
    phases = ArrayField(models.CharField(max_length=20), verbose_name=_("faser"))
    title = models.CharField(_("kort sagt"), max_length=60)
    text = models.TextField(_("beskrivelse"), max_length=600)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("foreslått av"))
    at = models.DateTimeField(_("foreslått"), default=timezone.now)
    status = models.CharField(
        _("status"), max_length=10, choices=SuggestionStatus, default=SuggestionStatus.WAITING
    )
    answer = models.CharField(_("svar"), max_length=300, blank=True)
    became = models.ForeignKey(
        Thread, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ble tråden")
    )
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("svart av")
    )
    decided_at = models.DateTimeField(_("svart"), null=True, blank=True)

    class Meta:
        verbose_name = _("forslag til kartet")
        verbose_name_plural = _("forslag til kartet")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="suggestion_answered",
                condition=models.Q(status="waiting", decided_at__isnull=True, decided_by__isnull=True)
                | ~models.Q(status="waiting") & models.Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ThreadTie(models.Model):
    """That a need or a gap of a plan is an instance of a thread. Seen by the person and the contact team alone.

    A thread says what a need is about, and what a gap is about is kept from partners (rule B9).
    """

    processing = LINK

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    thread = models.ForeignKey(Thread, models.PROTECT, related_name="+", verbose_name=_("tråd"))
    need = models.ForeignKey(
        Need, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )
    gap = models.ForeignKey(
        Gap, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("glippsone")
    )
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("koblet av"))
    at = models.DateTimeField(_("koblet"), default=timezone.now)

    class Meta:
        verbose_name = _("kobling til tilbakeføringskartet")
        verbose_name_plural = _("koblinger til tilbakeføringskartet")
        constraints = [
            models.UniqueConstraint("plan", "need", "thread", name="tie_need_once"),
            models.UniqueConstraint("plan", "gap", "thread", name="tie_gap_once"),
            models.CheckConstraint(
                name="tie_of_one_thing",
                condition=models.Q(need__isnull=True, gap__isnull=False)
                | models.Q(need__isnull=False, gap__isnull=True),
            ),
        ]
        indexes = [models.Index("thread", "plan", name="tie_thread")]
