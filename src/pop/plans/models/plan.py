"""The plan as such, and the topics that consent is given for."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pop.access.register import NOTHING, Processing
from pop.people.models import Keyed, Person


class Tangle(models.TextChoices):
    """The three floker of the tilbakeføringskart; which area belongs to which is the directorate's data."""

    HEALTH = "health", _("Helse")
    SOCIAL = "social", _("Sosialt")
    ECONOMY = "economy", _("Økonomi og bolig")
    ACROSS = "across", _("På tvers")


class TopicKind(models.TextChoices):
    AREA = "area", _("innsatsområde")
    OWN = "own", _("eget innsatsområde")
    BASIC = "basic", _("grunnopplysning")


class Topic(models.Model):
    """What one can say yes or no to: an innsatsområde, or a kind of grunnopplysning (rule A2).

    `number` is 1–63, so that plan and topic fit in one integer key for the rules of access. Numbers 20–29
    are the areas that a plan names itself (`OwnArea`). Names are data, kept by the directorate.
    """

    processing = NOTHING

    number = models.PositiveSmallIntegerField(_("nummer"), primary_key=True)
    code = models.SlugField(_("kode"), unique=True)
    kind = models.CharField(_("slag"), max_length=5, choices=TopicKind)
    tangle = models.CharField(_("floke"), max_length=8, choices=Tangle, default=Tangle.ACROSS)
    names = models.JSONField(_("navn"), help_text=_("Navnet på hvert språk."))
    helpers = models.JSONField(
        _("hvem kan hjelpe"), default=list, help_text=_("Slag av etater som foreslås først.")
    )
    starters = models.JSONField(
        _("mål å begynne med"), default=list, help_text=_("Setninger i jeg-form, på hvert språk.")
    )

    class Meta:
        verbose_name = _("tema")
        verbose_name_plural = _("temaer")
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(number__range=(1, 63)), name="topic_number_fits")]

    def __str__(self) -> str:
        language = (get_language() or "nb")[:2]
        return str(self.names.get(language) or self.names["nb"])


class Plan(Keyed):
    """One sentence, one plan: a new sentence is a new plan (rule A8)."""

    processing = Processing(
        holds="at det finnes en plan, når den ble laget, når straffen er ferdig",
        about="den domfelte",
        purpose="oppfølging og progresjon",
        health=True,
    )

    person = models.ForeignKey(Person, models.PROTECT, related_name="plans", verbose_name=_("person"))
    created_on = models.DateField(_("dato for opprettelse"), default=timezone.localdate)
    sentence_ended_on = models.DateField(_("straffen er ferdig"), null=True, blank=True)
    named_only = models.BooleanField(_("bare navngitte brukere"), default=False)

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("planer")
        ordering = ["-created_on"]

    def __str__(self) -> str:
        return str(self.key)


class Groundwork(models.Model):
    """What was done before the plan: BRIK, and that staff's duties were explained (rule A17). Not shared."""

    processing = Processing(
        holds="om BRIK er fullført, når meldeplikten ble forklart",
        about="den domfelte",
        purpose="å vite hva som er gjort før planen",
    )

    plan = models.OneToOneField(
        Plan, models.CASCADE, primary_key=True, related_name="groundwork", verbose_name=_("plan")
    )
    brik_completed = models.CharField(_("BRIK – kartlegging fullført"), max_length=60, blank=True)
    explained_on = models.DateField(_("forklart"), null=True, blank=True)
    explained_language = models.CharField(_("forklart på"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("grunnlag for planen")
        verbose_name_plural = _("grunnlag for planer")


class OwnArea(models.Model):
    """An innsatsområde that the person has named; its topic is one of the numbers 20–29."""

    processing = Processing(
        holds="eget innsatsområde med egne ord",
        about="den domfelte",
        purpose="oppfølging og progresjon",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="own_areas", verbose_name=_("plan"))
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("tema"))
    name = models.CharField(_("navn"), max_length=100)

    class Meta:
        verbose_name = _("eget innsatsområde")
        verbose_name_plural = _("egne innsatsområder")
        ordering = ["topic"]
        constraints = [
            models.UniqueConstraint("plan", "topic", name="own_area_once"),
            models.CheckConstraint(condition=Q(topic__gte=20, topic__lte=29), name="own_area_number"),
        ]

    def __str__(self) -> str:
        return self.name


class FocusArea(models.Model):
    """That an innsatsområde is ticked in the plan: found in a conversation or brought from BRIK."""

    processing = Processing(
        holds="valgte innsatsområder",
        about="den domfelte",
        purpose="oppfølging og progresjon",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="focus_areas", verbose_name=_("plan"))
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name=_("tema"))
    since = models.DateField(_("fra"), default=timezone.localdate)

    class Meta:
        verbose_name = _("innsatsområde")
        verbose_name_plural = _("innsatsområder")
        ordering = ["topic"]
        constraints = [models.UniqueConstraint("plan", "topic", name="focus_area_once")]


class RefusalKind(models.TextChoices):
    NO_PLAN = "no_plan", _("ønsker ikke plan")
    NO_SHARING = "no_sharing", _("ønsker ikke å dele")
    NO_ANSWER = "no_answer", _("ønsker ikke å svare")


class Refusal(models.Model):
    """A no is a state of its own, with date and own words; it is no gap and touches no right (rule A19)."""

    processing = Processing(
        holds="nei til plan, deling eller svar, med egne ord",
        about="den domfelte",
        purpose="å respektere et nei",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="refusals", verbose_name=_("plan"))
    kind = models.CharField(_("slag"), max_length=10, choices=RefusalKind)
    on = models.DateField(_("dato"), default=timezone.localdate)
    own_words = models.TextField(_("med egne ord"), blank=True)
    ended_on = models.DateField(_("tatt tilbake"), null=True, blank=True)

    class Meta:
        verbose_name = _("nei fra personen")
        verbose_name_plural = _("nei fra personen")
        ordering = ["-on"]
        constraints = [
            models.UniqueConstraint("plan", "kind", condition=Q(ended_on=None), name="refusal_once_at_a_time")
        ]


class HistoryRow(models.Model):
    """A line of the Endringslogg that stood in a Word form; kept as it stood.

    `read_in_at` is one for all lines of a form: it keeps two forms apart, also after two plans became one.
    """

    processing = Processing(
        holds="linjer fra endringsloggen i et innlest skjema",
        about="den domfelte og ansatte",
        purpose="at historien ikke går tapt",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="history", verbose_name=_("plan"))
    read_in_at = models.DateTimeField(_("lest inn"), default=timezone.now)
    order = models.PositiveSmallIntegerField()
    version = models.CharField(_("Versjon"), max_length=40, blank=True)
    date = models.CharField(_("Dato"), max_length=40, blank=True)
    change = models.TextField(_("Hva er endret"), blank=True)
    changed_by = models.CharField(_("Endret av"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("linje i endringsloggen fra skjemaet")
        verbose_name_plural = _("linjer i endringsloggen fra skjemaet")
        ordering = ["read_in_at", "order"]


class Merge(Keyed):
    """Two plans that turned out to be about the same person, joined; can be undone (rule A14)."""

    processing = Processing(
        holds="at to planer er slått sammen, når og av hvem",
        about="den domfelte",
        purpose="at samme person ikke har to planer for samme straff",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="merges", verbose_name=_("plan"))
    emptied = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("planen som ble tømt"))
    merged_at = models.DateTimeField(_("slått sammen"), default=timezone.now)
    merged_by = models.BigIntegerField(_("slått sammen av"))
    undone_at = models.DateTimeField(_("gjort om"), null=True, blank=True)

    class Meta:
        verbose_name = _("sammenslåing")
        verbose_name_plural = _("sammenslåinger")
        ordering = ["-merged_at"]


class MergedRow(models.Model):
    """One row that a merge moved, and the topic it had, so that it finds its way back."""

    processing = NOTHING

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows", verbose_name=_("sammenslåing"))
    table = models.CharField(_("tabell"), max_length=60)
    row_id = models.BigIntegerField(_("rad"))
    old_topic = models.PositiveSmallIntegerField(_("tema før"), null=True)

    class Meta:
        verbose_name = _("flyttet rad")
        verbose_name_plural = _("flyttede rader")
