"""What a user does with notices. Notices themselves are written by the database (access/notices.sql)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from pop.notices.models import Choice, ContactPoint, Notice
from pop.people.models import User
from pop.plans.models import Plan


def read(notice: Notice) -> None:
    """Seen; what has not gone out yet is not sent."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def read_of(*, user: User, what: str) -> None:
    """The page that it tells of has been opened."""
    Notice.objects.filter(user=user, what=what, read_at=None).update(read_at=timezone.now())


def read_all(*, user: User) -> int:
    """How many there were."""
    return Notice.objects.filter(user=user, read_at=None).update(read_at=timezone.now())


@transaction.atomic
def choose(*, user: User, email: str, phone: str, how: Mapping[tuple[str, str], str]) -> None:
    """Where one is reached, and how one is told: (kind, channel) → now, daily or off."""
    ContactPoint.objects.update_or_create(user_id=user.pk, defaults={"email": email, "phone": phone})
    Choice.objects.bulk_create(
        [
            Choice(user_id=user.pk, kind=kind, channel=channel, how=value)
            for (kind, channel), value in how.items()
        ],
        update_conflicts=True,
        unique_fields=["user", "kind", "channel"],
        update_fields=["how"],
    )


def ask_proof(channel: str) -> str:
    """Sends a code to the actor's address: sent, proven (needs none), many (for today) or none (no address)."""
    return str(_ask("select access.ask_proof(%s)", channel) or "none")


def prove(channel: str, code: str) -> str:
    """The code came back: proven, wrong, old (ask for a new one) or none."""
    return str(_ask("select access.prove_address(%s, %s)", channel, code) or "none")


def send_again(key: UUID) -> bool:
    """The administrator has mended what was wrong: the message gets all its attempts anew."""
    return bool(_ask("select access.send_again(%s)", key))


def on_duty() -> bool:
    """Whether the actor is at work today, as far as roster and absence say."""
    return bool(_ask("select access.on_duty()"))


def may_be_called(plan: Plan) -> list[int]:
    """Users who may be told that something is acute."""
    return list(_ask("select access.acute_circle(%s)", plan.pk) or ())


def tell_acute(*, plan: Plan, reason: str, users: Iterable[int]) -> int | None:
    """Somebody on duty says that it is acute (rule C7): at once, also at night. None when it may not be said."""
    told = _ask("select access.tell_acute(%s, %s, %s)", plan.pk, reason, list(users))
    return None if told is None else int(told)


def _ask(question: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        row = cursor.fetchone()
    return row[0] if row else None
