"""The same person registered twice: which plans the actor could join, and what has been joined (rule A14)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

from pop.people import labels
from pop.people.labels import Label
from pop.people.models import Person, PersonIdentity, User
from pop.plans.kinds import KINDS
from pop.plans.models import Merge, Plan


@dataclass(frozen=True)
class Side:
    """One of two plans that may be about the same person, as the actor sees it."""

    plan: Plan
    person: Person
    born: date | None
    archive_number: str
    entries: int
    logs_in: bool


def followed() -> list[int]:
    """The plans in whose contact team the actor is."""
    with connection.cursor() as cursor:
        cursor.execute("select unnest(rule.contact())")
        return [plan_id for (plan_id,) in cursor.fetchall()]


def sides(plans: Iterable[Plan]) -> list[Side]:
    """What tells the persons apart, a few queries for all; a plan whose name is kept from the actor is left out."""
    known = list(plans)
    persons = Person.objects.in_bulk({plan.person_id for plan in known})
    identities = PersonIdentity.objects.in_bulk(list(persons))
    users = set(
        User.objects.filter(person__in=list(persons), active=True).values_list("person_id", flat=True)
    )
    entries = counted([plan.pk for plan in known])
    found = []
    for plan in known:
        if (person := persons.get(plan.person_id)) and (who := identities.get(person.pk)):
            found.append(
                Side(plan, person, who.birth_date, who.archive_number, entries[plan.pk], person.pk in users)
            )
    return found


def counted(plan_ids: list[int]) -> Counter[int]:
    """How many entries the actor sees, by plan."""
    found: Counter[int] = Counter()
    for kind in KINDS:
        found.update(kind.model.objects.current().filter(plan__in=plan_ids).values_list("plan_id", flat=True))
    return found


def others(plan: Plan) -> list[Side]:
    """Plans of other persons that the actor also follows up: those who look most like this one first."""
    emptied = set(Merge.objects.filter(undone_at=None).values_list("emptied_id", flat=True))
    if plan.pk in emptied:
        return []
    plans = Plan.objects.in_bulk(
        [number for number in followed() if number != plan.pk and number not in emptied]
    )
    alike = [one for one in plans.values() if one.person_id != plan.person_id and over(one) == over(plan)]
    found = sides([plan, *alike])
    this = next((side for side in found if side.plan.pk == plan.pk), None)
    if this is None:
        return []
    rest = [side for side in found if side is not this]
    return sorted(rest, key=lambda side: (-likeness(this, side), str(side.person).casefold()))


def over(plan: Plan) -> bool:
    """Whether the sentence is over: a running plan is not joined with an old one (rule A8)."""
    return bool(plan.sentence_ended_on and plan.sentence_ended_on < timezone.localdate())


def likeness(one: Side, other: Side) -> int:
    """How much points to the same person: birth date, family name, given name."""
    return (
        (one.born is not None and one.born == other.born) * 4
        + (one.person.family_name.casefold() == other.person.family_name.casefold()) * 2
        + (one.person.given_name.casefold() == other.person.given_name.casefold())
    )


def kept_first(one: Side, other: Side) -> tuple[Side, Side]:
    """The plan that is kept, and the one that is emptied: where the person logs in, the words must stand."""
    return (other, one) if other.logs_in and not one.logs_in else (one, other)


def doubts(one: Side, other: Side) -> list[str]:
    """What tells against its being the same person: `born`, `archive`, `login`."""
    told = []
    if one.born and other.born and one.born != other.born:
        told.append("born")
    if one.archive_number and other.archive_number and one.archive_number != other.archive_number:
        told.append("archive")
    if one.logs_in and other.logs_in:
        told.append("login")
    return told


@dataclass(frozen=True)
class Merged:
    """A merge of this plan. `other` is the plan at the other end, when the actor follows that one up too."""

    merge: Merge
    who: Label
    other: Plan | None
    name: Person | None
    emptied: bool
    undoable: bool

    @property
    def at(self) -> datetime:
        return self.merge.merged_at


def merges(plan: Plan) -> list[Merged]:
    """Every merge that this plan has been in, the newest first."""
    every = list(Merge.objects.order_by("-pk"))
    mine = [merge for merge in every if plan.pk in (merge.plan_id, merge.emptied_id)]
    names = labels.users(merge.merged_by for merge in mine)
    ends = {merge.emptied_id if merge.plan_id == plan.pk else merge.plan_id for merge in mine}
    plans = Plan.objects.in_bulk(ends)
    persons = Person.objects.in_bulk({one.person_id for one in plans.values()})
    unknown = Label("", labels.somebody())
    found = []
    for merge in mine:
        emptied = merge.emptied_id == plan.pk
        other = plans.get(merge.plan_id if emptied else merge.emptied_id)
        name = persons.get(other.person_id) if other else None
        undoable = not emptied and merge.undone_at is None and not hidden_below(merge, every)
        found.append(Merged(merge, names.get(merge.merged_by, unknown), other, name, emptied, undoable))
    return found


def hidden_below(merge: Merge, every: list[Merge]) -> bool:
    """Whether a newer merge has to be undone first; as access.undo_merge asks."""
    ends = {merge.plan_id, merge.emptied_id}
    return any(
        later.pk > merge.pk and later.undone_at is None and ends & {later.plan_id, later.emptied_id}
        for later in every
    )
