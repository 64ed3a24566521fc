"""Those around a person, as far as the actor may know them, for lists and for choosing somebody.

The teams belong to `pop.teams`, which builds on this package; they are reached through the plan's own
related names.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from pop.people import labels
from pop.people.models import Agency, User
from pop.plans.models import Plan


@dataclass(frozen=True)
class Member:
    """Somebody in one of the two teams. `body` is what they come from, in words."""

    user_id: int
    label: labels.Label
    agency_id: int | None
    body: str
    contact: bool
    main: bool = False
    chosen: date | None = None

    @property
    def role(self) -> str:
        """What stands under the name: the agency, or the role in words."""
        return self.body or (self.label.title if self.label.name else "")

    def __str__(self) -> str:
        return f"{self.label}, {self.body}" if self.body else self.label.described


@dataclass(frozen=True)
class Place:
    """A place in one of the two teams, before anybody is named."""

    user_id: int
    agency_id: int | None
    contact: bool
    main: bool
    chosen: date | None = None
    """The day from which the person's own choice of main contact holds (rule B10)."""


def main_contact(plan: Plan) -> int | None:
    """Who is the main contact: the one whom the person has named, or the contact team's (access/contacts.sql)."""
    with connection.cursor() as cursor:
        cursor.execute("select access.main_contact(%s)", [plan.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def places(plan: Plan) -> list[Place]:
    """The main contact, the contact team, then those who have said yes to a place in the support team."""
    main = RawSQL("(select access.main_contact(%s))", [plan.pk])
    current = Q(until=None) | Q(until__gte=timezone.localdate())
    contacts = plan.contact_team.filter(current).values_list("user_id", "role", main)
    support = plan.support_team.filter(current, accepted_at__isnull=False)
    by_role = sorted(contacts, key=lambda member: member[1] != "main")
    team = [Place(user, None, contact=True, main=user == holder) for user, _role, holder in by_role]
    team += [
        Place(user, agency, contact=False, main=user == holder)
        for user, agency, holder in support.values_list("user_id", "agency_id", main)
    ]
    return sorted(team, key=lambda place: not place.main)


def named(team: Iterable[Place], users: dict[int, labels.Label], agencies: dict[int, str]) -> list[Member]:
    """Those of a team whom the actor may know."""
    return [
        Member(
            p.user_id,
            users[p.user_id],
            p.agency_id,
            agencies.get(p.agency_id or 0, ""),
            p.contact,
            p.main,
            p.chosen,
        )
        for p in team
        if p.user_id in users
    ]


def members(plan: Plan) -> list[Member]:
    """The same in one go, for pages that need no other names."""
    team = places(plan)
    return named(team, labels.users(p.user_id for p in team), labels.agencies(p.agency_id for p in team))


def user_keys(ids: Iterable[int]) -> dict[int, str]:
    """What stands for a user in a form: never a row number."""
    return {pk: str(key) for pk, key in User.objects.filter(pk__in=list(ids)).values_list("pk", "key")}


def agency_keys(ids: Iterable[int | None]) -> dict[int, str]:
    found = Agency.objects.filter(pk__in=[n for n in ids if n]).values_list("pk", "key")
    return {pk: str(key) for pk, key in found}
