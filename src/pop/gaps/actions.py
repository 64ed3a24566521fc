"""What people do with a gap, and what they tie together. Who may is decided by access/gaps.sql; nothing closes one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import DatabaseError, connection, transaction

from pop.gaps.models import Dependency, Gap
from pop.people.models import User
from pop.plans.models import Measure

LONGEST = 30
"""Days for which a gap can be put off at a time; access.snooze_gap holds the same."""


def _ask(question: str, values: Sequence[int | str | date | UUID]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return bool(row and row[0])


def take(*, gap: Gap) -> bool:
    """«Jeg tar den»: everybody who sees the gap sees who has it."""
    return _ask("select access.take_gap(%s)", [gap.key])


def hand_over(*, gap: Gap, to: User) -> bool:
    """To somebody of the contact team, or a representative whom consent reaches. False for anybody else."""
    return _ask("select access.hand_gap(%s, %s)", [gap.key, to.pk])


def snooze(*, gap: Gap, until: date, reason: str) -> bool:
    """Puts it off to a day, with a reason; it stays a gap and comes back by itself."""
    return _ask("select access.snooze_gap(%s, %s, %s)", [gap.key, until, reason])


def wake(*, gap: Gap) -> bool:
    """Takes it up again before that day."""
    return _ask("select access.snooze_gap(%s, null, '')", [gap.key])


def holds(measure: Measure) -> bool:
    """Whether the actor says what it waits for: the person, the contact team, who wrote it or answers for it."""
    return _ask("select access.holds_measure(%s)", [measure.pk])


def wait_for(*, measure: Measure, other: Measure) -> bool:
    """«Kan ikke gjøres ennå fordi …»: both are of one plan and seen by whoever holds the one that waits."""
    try:
        with transaction.atomic():
            _, made = Dependency.objects.get_or_create(
                plan_id=measure.plan_id, measure_id=measure.pk, waits_for_id=other.pk
            )
    except DatabaseError:
        return False
    return made


def wait_no_more(*, measure: Measure, other: UUID) -> bool:
    """The one no longer waits for the other."""
    gone, _ = Dependency.objects.filter(measure_id=measure.pk, waits_for__key=other).delete()
    return bool(gone)
