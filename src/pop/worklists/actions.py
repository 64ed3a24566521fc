"""What people do with their own and each other's work. Who may is decided by access/worklists.sql."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from pop.people.models import Unit, User
from pop.worklists.models import Absence, KeptFilter, OfficerTeam, RosterDay, TeamMembership

YESTERDAY = timedelta(days=1)


def _ask(question: str, values: list[str | UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return bool(row and row[0])


def give(*, kind: str, subject: UUID, team: OfficerTeam | UUID) -> bool:
    """Gives a task of one's own to a team that one is in. It stays one's own until somebody takes it."""
    key = team if isinstance(team, UUID) else team.key
    return _ask("select access.give_task(%s, %s, %s)", [kind, subject, key])


def take(*, kind: str, subject: UUID) -> bool:
    """«Jeg tar den»: what the team has been given, what an absent colleague has, or what is the agency's."""
    return _ask("select access.take_task(%s, %s)", [kind, subject])


def ask_contact(*, plan_key: UUID) -> bool:
    """The leader asks the main contact how it goes. A kind and a plan, no content."""
    return _ask("select access.ask_contact(%s)", [plan_key])


def keep_filter(*, user: User, whose: str, kind: str, plan: str) -> None:
    """Remembers the filter as it was left."""
    KeptFilter.objects.update_or_create(
        user_id=user.pk, defaults={"whose": whose, "kind": kind, "plan_key": UUID(plan) if plan else None}
    )


def type_in_roster(*, user: User, days: Mapping[date, bool]) -> None:
    """On duty or off, day by day; what was typed before for the same days goes."""
    RosterDay.objects.bulk_create(
        [RosterDay(user_id=user.pk, day=day, off=off) for day, off in days.items()],
        update_conflicts=True,
        unique_fields=["user", "day"],
        update_fields=["off"],
    )


def be_away(
    *,
    user: User,
    since: date,
    until: date | None,
    registered_by: User,
    deputy: User | None = None,
    team: OfficerTeam | None = None,
) -> Absence:
    """Somebody is away. Why is not asked. The deputy sees what the contact team lets them see, and no more."""
    return Absence.objects.create(
        user=user, since=since, until=until, deputy=deputy, team=team, registered_by=registered_by
    )


def be_back(absence: Absence, *, registered_by: User) -> None:
    """Back today: yesterday was the last day away."""
    last = max(timezone.localdate() - YESTERDAY, absence.since - YESTERDAY)
    Absence.objects.filter(pk=absence.pk).update(
        until=last, registered_by=registered_by, registered_at=timezone.now()
    )


@transaction.atomic
def make_team(*, unit: Unit, name: str, users: Iterable[User]) -> OfficerTeam:
    """The leader says who shares the work."""
    team = OfficerTeam.objects.create(unit=unit, name=name)
    for user in users:
        TeamMembership.objects.create(team=team, user=user)
    return team


@transaction.atomic
def change_team(team: OfficerTeam, *, name: str, users: Iterable[User]) -> None:
    """Another name, or others in it. Whoever leaves keeps what is their own."""
    OfficerTeam.objects.filter(pk=team.pk).update(name=name)
    wanted = {user.pk for user in users}
    now = set(TeamMembership.objects.filter(team=team, until=None).values_list("user_id", flat=True))
    TeamMembership.objects.filter(team=team, until=None, user_id__in=now - wanted).update(
        until=timezone.localdate() - YESTERDAY
    )
    for user_id in wanted - now:
        TeamMembership.objects.create(team=team, user_id=user_id)


@transaction.atomic
def end_team(team: OfficerTeam) -> None:
    """There is no such team any more; what was given to it is its givers' again."""
    TeamMembership.objects.filter(team=team, until=None).update(until=timezone.localdate() - YESTERDAY)
    OfficerTeam.objects.filter(pk=team.pk).update(ended_on=timezone.localdate())
