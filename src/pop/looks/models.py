"""What a person asks about a look, and what is answered. The looks themselves belong to `pop.access`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.people.models import Keyed, Unit, User
from pop.plans.models import Plan

PURPOSE = "at personen får svar på hvorfor noen har sett (forskrift 2013-1099 § 5)"


class QuestionKind(models.TextChoices):
    """How the person means it. Both go the same way, and both are answered."""

    QUESTION = "question", _("spørsmål")
    COMPLAINT = "complaint", _("klage")


class LookQuestion(Keyed):
    """A question or complaint about one look, for the leader of the unit and the data protection officer.

    Written by `access.ask_about_look` alone. The one who looked does not see it: whoever answers talks with
    them, and a person must be able to ask without the one whom it is about knowing first. `unit` is null when
    nobody leads the unit: then the data protection officer is asked alone.
    """

    processing = Processing(
        holds="spørsmål eller klage om et oppslag, med personens egne ord",
        about="den domfelte og den som så",
        purpose=PURPOSE,
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    # A number and no key, as everything about looks: a look is never deleted, and its plan is compared in SQL.
    look_id = models.BigIntegerField(_("oppslag"), db_index=True)
    kind = models.CharField(_("slag"), max_length=10, choices=QuestionKind)
    words = models.TextField(_("ord"))
    at = models.DateTimeField(_("når"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("enhet")
    )

    class Meta:
        verbose_name = _("spørsmål om et oppslag")
        verbose_name_plural = _("spørsmål om oppslag")
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint("plan", "id", name="look_question_in_plan")]


class AnsweredAs(models.TextChoices):
    """In what capacity somebody answers; the person reads this and no name."""

    LEADER = "leader", _("enhetslederen")
    PROTECTION_OFFICER = "dpo", _("personvernombudet")


class LookAnswer(Keyed):
    """An answer to the person. Each of the two who are asked can answer, and add to it later."""

    processing = Processing(
        holds="svar på et spørsmål om et oppslag",
        about="den domfelte og den som så",
        purpose=PURPOSE,
        health=True,
    )

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+", verbose_name=_("plan"))
    question = models.ForeignKey(
        LookQuestion, models.CASCADE, related_name="answers", verbose_name=_("spørsmål")
    )
    answered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("besvart av"))
    answered_as = models.CharField(_("besvart som"), max_length=10, choices=AnsweredAs)
    text = models.TextField(_("svar"))
    at = models.DateTimeField(_("når"))

    class Meta:
        verbose_name = _("svar på et spørsmål om et oppslag")
        verbose_name_plural = _("svar på spørsmål om oppslag")
        ordering = ["at", "id"]
