"""What is known of the person's situation in short structured form: money, and what to arrange before arrival."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pop.access.register import Processing
from pop.conversations.models.mapping import question
from pop.plans.models import Entry, Need


class Economy(Entry):
    """Income, debt that the system knows and does not know, bank, BankID and papers; the newest holds.

    No amount to a named person, and no account number: what is written is enough to know who can help.
    """

    processing = Processing(
        holds="inntekt, gjeld, tilgang til bank, BankID og legitimasjon, med få ord",
        about="den domfelte",
        purpose="at økonomien er i orden ved løslatelsen (requirements (j) J10)",
    )

    income = models.CharField(_("inntekt"), max_length=300, blank=True)
    debt_known = models.CharField(_("gjeld som er registrert"), max_length=300, blank=True)
    debt_unknown = models.CharField(_("gjeld som ikke er registrert noe sted"), max_length=300, blank=True)
    bank_access = question(_("Konto som kan brukes?"))
    bank_id = question(_("BankID som virker?"))
    id_papers = question(_("Gyldig legitimasjon?"))

    class Meta(Entry.Meta):
        verbose_name = _("økonomi, kort")
        verbose_name_plural = _("økonomi, kort")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return str(_("Økonomi, kort"))


class ToArrange(models.TextChoices):
    """What the person arranges before arrival (rule B3), in the order of the list."""

    MONEY = "money", _("Penger")
    DEBT = "debt", _("Gjeld")
    HOUSING = "housing", _("Bolig")
    WORK = "work", _("Jobb eller skole")
    MEDICINE = "medicine", _("Medisin")
    CHILDREN = "children", _("Barn")
    PETS = "pets", _("Dyr")


class PreparationState(models.TextChoices):
    OPEN = "open", _("Ikke ordnet ennå")
    DONE = "done", _("Ordnet")
    NOT_NEEDED = "not_needed", _("Gjelder ikke meg")


class Preparation(Entry):
    """One thing to arrange before the sentence begins. What is open at innkomst becomes a need."""

    processing = Processing(
        holds="hva personen må ordne før soningen, med egne ord",
        about="den domfelte",
        purpose="praktiske forberedelser (P0.1-1, strgjfl. § 3)",
        health=True,
    )

    what = models.CharField(_("hva"), max_length=8, choices=ToArrange)
    state = models.CharField(
        _("hvordan det står"), max_length=10, choices=PreparationState, default=PreparationState.OPEN
    )
    words = models.CharField(_("med egne ord"), max_length=300, blank=True)
    need = models.ForeignKey(
        Need, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("behov")
    )

    class Meta(Entry.Meta):
        verbose_name = _("forberedelse")
        verbose_name_plural = _("forberedelser")
        ordering = ["pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(name="preparation_is_the_persons", condition=Q(source="person")),
        ]

    def __str__(self) -> str:
        return str(self.get_what_display())
