"""Conversations of the person and the contact team, their sittings, and the interpreter that they need."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.plans.models import Entry, Plan, ProgressionWish


class ConversationKind(models.TextChoices):
    """Steps 1, 2, 5, 6.1 and 8 of the process, the utslusningssamtale (rule B10), and the talk after release."""

    INTAKE = "intake", _("Innkomstsamtale")
    NEEDS_1 = "needs_1", _("Behovssamtale, del 1")
    NEEDS_2 = "needs_2", _("Behovssamtale, del 2")
    REGULAR = "regular", _("Fast samtale")
    RELEASE_TALK = "release_talk", _("Utslusningssamtale")
    FAREWELL = "farewell", _("Avskjedssamtale")
    FOLLOW_UP = "follow_up", _("Oppfølgingssamtale")


NEEDS = (ConversationKind.NEEDS_1, ConversationKind.NEEDS_2)
"""The conversations that the tospann holds, and in which the guide stands (rules B1, B10)."""


class WhyNotAsked(models.TextChoices):
    """Why consent was not asked at the end of a behovssamtale (T4). A closed list: nobody writes about the person."""

    WISHED_TO_WAIT = "wished_to_wait", _("Personen ville vente")
    WISHES_NOT_TO_SHARE = "wishes_not_to_share", _("Personen vil ikke dele")
    NO_INTERPRETER = "no_interpreter", _("Tolk manglet")
    MORE_TIME = "more_time", _("Vi trenger en økt til")
    ELSEWHERE = "elsewhere", _("Samtalen ble holdt et annet sted")


class Conversation(Entry):
    """One conversation: booked (`planned_on`), and held (`held_on`) or not. The next is simply another row.

    What was said of needs stands in the plan; what the person wants to share, in `Confidence`. One held
    elsewhere counts (rule B2).
    """

    processing = Processing(
        holds="hva slags samtale, når den er avtalt og holdt, hvem som var med",
        about="den domfelte og den som holdt samtalen",
        purpose="å forstå behov og følge opp (trinn 1, 2, 5, 6.1 og 8)",
    )

    kind = models.CharField(_("slags samtale"), max_length=12, choices=ConversationKind)
    planned_on = models.DateField(_("avtalt dag"), null=True, blank=True)
    planned_at = models.TimeField(_("klokkeslett"), null=True, blank=True)
    place = models.CharField(_("sted"), max_length=100, blank=True)
    held_on = models.DateField(_("holdt"), null=True, blank=True)
    elsewhere = models.CharField(_("holdt et annet sted"), max_length=150, blank=True)
    with_whom = models.CharField(_("hvem holdt samtalen"), max_length=200, blank=True)
    milieu_worker = models.CharField(_("miljøarbeider som var med"), max_length=150, blank=True)
    consent_asked = models.BooleanField(_("ble det spurt om samtykke"), null=True, blank=True)
    consent_not_asked_why = models.CharField(
        _("hvorfor det ikke ble spurt"), max_length=20, choices=WhyNotAsked, blank=True
    )

    class Meta(Entry.Meta):
        verbose_name = _("samtale")
        verbose_name_plural = _("samtaler")
        ordering = ["planned_on", "planned_at", "pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="conversation_booked_or_held",
                condition=Q(planned_on__isnull=False) | Q(held_on__isnull=False),
            ),
            models.CheckConstraint(
                name="conversation_elsewhere_was_held", condition=Q(elsewhere="") | Q(held_on__isnull=False)
            ),
            models.CheckConstraint(name="conversation_by_correctional", condition=Q(source="correctional")),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def about_needs(self) -> bool:
        return self.kind in NEEDS

    @property
    def without_pair(self) -> bool:
        """A behovssamtale without the tospann is noted (rule B10); one held elsewhere we know nothing of."""
        return self.about_needs and bool(self.held_on) and not self.milieu_worker and not self.elsewhere


class Sitting(models.Model):
    """One of several sittings of a conversation (P2-5): when, with whom, how long."""

    processing = Processing(
        holds="når en samtale hadde en økt, med hvem, og hvor lenge",
        about="den domfelte og ansatte",
        purpose="å ta samtalen i det tempoet personen trenger (P2-5)",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="sittings", verbose_name=_("samtale")
    )
    on = models.DateField(_("dato"))
    with_whom = models.CharField(_("med hvem"), max_length=200)
    minutes = models.PositiveSmallIntegerField(_("minutter"), null=True, blank=True)

    class Meta:
        verbose_name = _("økt")
        verbose_name_plural = _("økter")
        ordering = ["on", "pk"]


class Confidence(models.Model):
    """What the person wants to share of a conversation, and what not: for the person and the contact team only.

    The conversation is a duty; what is shared is voluntary (P2-1). A row of its own, because no consent opens it.
    """

    processing = Processing(
        holds="hva personen vil dele av en samtale, og hva ikke",
        about="den domfelte",
        purpose="at bare det personen vil, blir delt (P2-1)",
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    conversation = models.OneToOneField(
        Conversation, models.CASCADE, related_name="confidence", verbose_name=_("samtale")
    )
    wants_to_share = models.TextField(_("dette vil jeg dele"), max_length=2000, blank=True)
    wants_not_to_share = models.TextField(_("dette vil jeg ikke dele"), max_length=2000, blank=True)

    class Meta:
        verbose_name = _("hva personen vil dele")
        verbose_name_plural = _("hva personen vil dele")


class SaidWish(models.Model):
    """That a progression wish came from an utslusningssamtale (rule B10). The wish is an entry of its own."""

    processing = Processing(
        holds="at et ønske om progresjon kom fra en utslusningssamtale",
        about="den domfelte",
        purpose="at ønskene følges opp der det ble snakket om dem",
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    conversation = models.ForeignKey(
        Conversation, models.CASCADE, related_name="said_wishes", verbose_name=_("samtale")
    )
    wish = models.ForeignKey(
        ProgressionWish, models.CASCADE, related_name="+", verbose_name=_("ønske om progresjon")
    )

    class Meta:
        verbose_name = _("ønske fra en samtale")
        verbose_name_plural = _("ønsker fra samtaler")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("conversation", "wish", name="said_wish_once")]


class InterpreterWay(models.TextChoices):
    PRESENT = "present", _("til stede")
    SCREEN = "screen", _("på skjerm")
    PHONE = "phone", _("på telefon")


class HiredFrom(models.TextChoices):
    """Where an interpreter comes from: never somebody at hand (tolkeloven § 8)."""

    REGISTER = "register", _("fra Nasjonalt tolkeregister")
    SERVICE = "service", _("fra en tolketjeneste")


class InterpreterNeed(Entry):
    """That an interpreter is needed, and for which conversation one is booked (rule B13).

    Never an inmate, a child or the partner: whoever books says so, and from where the interpreter is hired; the database
    holds that both are said.
    """

    processing = Processing(
        holds="behov for tolk, språk, om tolk er bestilt og kvalifisert, hvem som tolker og hvor tolken er fra",
        about="den domfelte og tolken",
        purpose="at personen forstår og blir forstått (tolkeloven)",
    )

    language = models.CharField(_("språk"), max_length=60)
    needed = models.BooleanField(_("trenger tolk"), default=True)
    booked_for = models.ForeignKey(
        Conversation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("bestilt til")
    )
    name = models.CharField(_("hvem som tolker"), max_length=100, blank=True)
    way = models.CharField(_("hvordan"), max_length=7, choices=InterpreterWay, blank=True)
    qualified = models.BooleanField(_("står i Nasjonalt tolkeregister"), null=True, blank=True)
    hired_from = models.CharField(
        _("hvor tolken er fra"), max_length=8, choices=HiredFrom, blank=True, default=""
    )
    independent = models.BooleanField(_("er ikke innsatt, barn eller partner"), default=False)

    class Meta(Entry.Meta):
        verbose_name = _("behov for tolk")
        verbose_name_plural = _("behov for tolk")
        ordering = ["-written_at"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                name="interpreter_is_independent", condition=Q(booked_for=None) | Q(independent=True)
            ),
            models.CheckConstraint(
                name="interpreter_is_hired",
                condition=Q(booked_for=None) | Q(hired_from__in=("register", "service")),
            ),
        ]

    def __str__(self) -> str:
        return self.language
