"""The facts of a sentence, of which expected dates are computed (order 4, section 2; rules B5 and B6).

Entries like all others: the contact team writes, the person reads, a partner sees them when «Forventet løslatelse» is
shared with it. Why somebody was sentenced, and why an interruption came, has no field (rule A17).
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.plans.models import Entry, Plan
from pop.sentences.catalogue import rules
from pop.sentences.values import Length, Pause, Term


def count(label: Any, **kwargs: Any) -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(label, default=0, **kwargs)


class SentenceFacts(Entry):
    """When serving began, and what else the dates follow from; the newest row holds.

    `minimum` and `frame` are those of forvaring. `execution_plan` says where the gjennomføringsplan that is made with
    friomsorgen lies (forskriften §§ 3-42 and 5-2); its content has no place here.
    """

    processing = Processing(
        holds="når gjennomføringen begynte, møteplikt, minstetid og tidsramme, hvor gjennomføringsplanen ligger",
        about="den domfelte",
        purpose="forventede datoer (forskrift om straffegjennomføring §§ 3-2 og 3-3)",
    )

    starts_on = models.DateField(_("gjennomføringen begynte"))
    held_since = models.DateField(_("sammenhengende frihetsberøvet siden"), null=True, blank=True)
    reporting_duty = models.BooleanField(_("møteplikt"), null=True, blank=True)
    minimum_years = count(_("minstetid, år"))
    minimum_months = count(_("minstetid, måneder"))
    minimum_days = count(_("minstetid, dager"))
    frame_years = count(_("tidsramme, år"))
    frame_months = count(_("tidsramme, måneder"))
    frame_days = count(_("tidsramme, dager"))
    execution_plan = models.CharField(_("hvor gjennomføringsplanen ligger"), max_length=200, blank=True)
    execution_plan_on = models.DateField(_("gjennomføringsplanen er fra"), null=True, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("opplysninger om straffen")
        verbose_name_plural = _("opplysninger om straffen")
        ordering = ["-written_at", "-pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="sentencefacts_held_before",
                condition=Q(held_since=None) | Q(held_since__lte=F("starts_on")),
            ),
        ]

    @property
    def minimum(self) -> Length:
        return Length(self.minimum_years, self.minimum_months, self.minimum_days)

    @property
    def frame(self) -> Length:
        return Length(self.frame_years, self.frame_months, self.frame_days)


class SentenceTerm(Entry):
    """The length in one judgment and what is deducted from it; several are summed (forskriften § 3-2)."""

    processing = Processing(
        holds="straffens lengde og fradrag",
        about="den domfelte",
        purpose="forventede datoer (forskrift om straffegjennomføring § 3-2)",
    )

    years = count(_("år"))
    months = count(_("måneder"))
    days = count(_("dager"))
    deduction_days = count(_("fradrag i dager"))
    undivided = models.BooleanField(_("fengsel i stedet for bot"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("lengde på en straff")
        verbose_name_plural = _("lengden på straffer")
        ordering = ["written_at", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="sentenceterm_has_length", condition=Q(years__gt=0) | Q(months__gt=0) | Q(days__gt=0)
            ),
        ]

    def term(self) -> Term:
        return Term(Length(self.years, self.months, self.days), self.deduction_days, self.undivided)


class Interruption(Entry):
    """Days that do not count (forskriften § 3-3). `until` is the day on which serving went on."""

    processing = Processing(
        holds="når gjennomføringen var avbrutt, ikke hvorfor",
        about="den domfelte",
        purpose="forventede datoer (forskrift om straffegjennomføring § 3-3)",
    )

    since = models.DateField(_("første dag som ikke regnes med"))
    until = models.DateField(_("gjennomføringen gikk videre"), null=True, blank=True)
    in_custody = models.BooleanField(_("frihetsberøvet i avbruddet"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("avbrudd i gjennomføringen")
        verbose_name_plural = _("avbrudd i gjennomføringen")
        ordering = ["since", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="interruption_in_order", condition=Q(until=None) | Q(until__gt=F("since"))
            ),
        ]

    def pause(self) -> Pause:
        return Pause(self.since, self.until, free=not self.in_custody)


class Restriction(Entry):
    """Restrictions in varetekt (rule B6). `until` is the last day. Why they were decided has no field (rule A17).

    While they last the database lets nobody outside be invited, or called to a meeting (access/sentences.sql).
    """

    processing = Processing(
        holds="fra når og til når det er restriksjoner, hvem som har bestemt det, ikke hvorfor",
        about="den domfelte",
        purpose="at ingen får kontakt så lenge retten har stengt for det",
    )

    since = models.DateField(_("fra og med"))
    until = models.DateField(_("til og med"))
    decided_by = models.CharField(_("hvem har bestemt det"), max_length=150, blank=True)

    class Meta(Entry.Meta):
        verbose_name = _("restriksjon")
        verbose_name_plural = _("restriksjoner")
        ordering = ["-until", "-pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="restriction_in_order", condition=Q(until__gte=F("since"))),
            models.CheckConstraint(name="restriction_by_correctional", condition=Q(source="correctional")),
        ]


class Milestone(models.Model):
    """What was computed last, for the rules of the database; no login reads it. Pages compute from what is seen.

    `kind` as in milestones.toml, and `release`. `before` is what it was until it last changed. The person
    may disagree with a date, too: the words stand with it (access.contest_date).
    """

    processing = Processing(
        holds="forventede datoer, slik de sist ble regnet ut, og at personen er uenig",
        about="den domfelte",
        purpose="at frister og varsler følger datoene",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    kind = models.CharField(_("slag"), max_length=20)
    on_day = models.DateField(_("dag"), null=True)
    until_day = models.DateField(_("til dag"), null=True)
    assess = models.CharField(_("hvorfor det må vurderes"), max_length=30, blank=True)
    before_day = models.DateField(_("dag før endringen"), null=True)
    changed_at = models.DateTimeField(_("endret"), null=True)
    computed_at = models.DateTimeField(_("regnet ut"), default=timezone.now)
    contested_at = models.DateTimeField(_("uenig siden"), null=True)
    contested_words = models.TextField(_("uenig, med egne ord"), max_length=5000, blank=True, default="")
    contested_together = models.BooleanField(_("sagt sammen med en ansatt"), default=False)

    class Meta:
        verbose_name = _("forventet dato")
        verbose_name_plural = _("forventede datoer")
        ordering = ["on_day", "kind"]
        constraints = [models.UniqueConstraint("plan", "kind", name="milestone_once")]

    @staticmethod
    def names() -> dict[str, str]:
        """What each kind of date is called, in the order of the file; for the log, which knows only the table."""
        return {rule.kind: str(rule) for rule in rules()}


ENTRIES: tuple[type[Entry], ...] = (SentenceFacts, SentenceTerm, Interruption, Restriction)
"""The kinds of entry of this package; the one rule in access/rules.sql holds for them too."""
