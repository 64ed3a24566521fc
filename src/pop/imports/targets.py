"""Into which plans the actor can read a form, and whether a form and a plan are about the same person."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from pop.imports.form import MinPop
from pop.imports.text import words
from pop.people.models import PersonIdentity
from pop.plans.models import Plan


@dataclass(frozen=True)
class Target:
    """A plan that the actor follows."""

    plan: Plan
    name: str
    archive_number: str

    @property
    def key(self) -> str:
        return str(self.plan.key)

    def has_number_of(self, form: MinPop) -> bool:
        return bool(form.archive_number) and form.archive_number == self.archive_number

    def has_name_of(self, form: MinPop) -> bool:
        return bool(form.name) and words(form.name) == words(self.name)

    def is_surely(self, form: MinPop) -> bool:
        """Name and archive number are the same; anything less is a doubt (rule A14)."""
        return self.has_number_of(form) and self.has_name_of(form)


def targets() -> list[Target]:
    """The plans of those whom the actor follows up, as long as the sentence lasts.

    A whole form touches every topic, so a plan in which a topic is kept from the actor is not one of them.
    """
    with connection.cursor() as cursor:
        cursor.execute("select unnest(rule.contact()) except select unnest(rule.partly_excluded())")
        ids = [row[0] for row in cursor.fetchall()]
    goes_on = Q(sentence_ended_on=None) | Q(sentence_ended_on__gte=timezone.localdate())
    plans = list(Plan.objects.filter(goes_on, pk__in=ids).select_related("person"))
    numbers = dict(
        PersonIdentity.objects.filter(person__in=[plan.person_id for plan in plans]).values_list(
            "person_id", "archive_number"
        )
    )
    found = [Target(plan, str(plan.person), numbers.get(plan.person_id, "")) for plan in plans]
    return sorted(found, key=lambda target: target.name)


def likely(found: list[Target], form: MinPop) -> Target | None:
    """The one plan that the form is about, as far as its number or name tells."""
    same = [t for t in found if t.has_number_of(form)] or [t for t in found if t.has_name_of(form)]
    return same[0] if len(same) == 1 else None
