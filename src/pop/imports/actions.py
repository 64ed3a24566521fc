"""What an officer does with a form that is read in: stores it as a new plan, or into one."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from pop.imports.choices import Choices, leftovers
from pop.imports.form import MinPop
from pop.imports.storing import consent, rows, words
from pop.imports.storing.desk import Desk
from pop.people.actions import NewPerson, create_plan
from pop.people.models import User
from pop.plans.models import Plan
from pop.teams.actions import no_private_tie


@dataclass(frozen=True)
class Stored:
    """The plan, and how many rows of each kind came into it."""

    plan: Plan
    counts: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def store_as_new_plan(
    *, user: User, person: NewPerson, form: MinPop, choices: Choices, sure: bool = False
) -> Stored:
    """Registers the person, answers the question about private ties with no, and stores the form.

    Raises SamePerson, or PerhapsSamePerson unless `sure` (rule A14).
    """
    plan = Plan.objects.get(key=create_plan(person, sure=sure))
    no_private_tie(plan=plan, user=user)
    return store_in_plan(user=user, plan=plan, form=form, choices=choices)


@transaction.atomic
def store_in_plan(*, user: User, plan: Plan, form: MinPop, choices: Choices) -> Stored:
    """All of the form, or nothing. Every row goes through plans.actions, under the rules."""
    desk = Desk(plan=plan, user=user, form=form, choices=choices)
    words.areas(desk)
    words.needs(desk)
    words.statements(desk)
    words.wishes(desk)
    words.goals(desk)
    rows.measures(desk)
    rows.contacts(desk)
    rows.meetings(desk)
    words.brik(desk)
    words.history(desk)
    for where, kept in leftovers(form).items():
        for text in kept:
            desk.leave(text, where=where, topic=desk.number(choices.notes[where]))
    consent.draft(desk)
    desk.write_notes()
    return Stored(plan, desk.counts)
