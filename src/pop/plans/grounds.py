"""Who sees an entry and why, in words. The database answers; this only says it."""

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from pop.people import labels
from pop.plans.models import Entry, Plan


def in_words(ground: str) -> str:
    """The ground that `access.ground` gives, as a sentence the actor can read."""
    name = ground.partition(":")[0]
    return {
        "own_plan": _("Det er planen din."),
        "contact_team": _("Er i kontaktteamet."),
        "authorship": _("Har skrevet det selv."),
        "named_contact": _("Er den ene som dette er åpnet for."),
        # Without its number: a gap in the numbers would tell a partner of consents to others.
        "consent": _("Har samtykke."),
    }.get(name, "")


def ground_of(entry: Entry) -> str:
    """Why the actor sees an entry: own_plan, contact_team, consent:<number>, authorship or named_contact."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select access.ground(%s, %s, %s, %s, %s, %s)",
            [
                entry.plan_id,
                entry.topic_id,
                entry.source_key,
                entry.only_me,
                entry.only_me_contact_id,
                entry.pk,
            ],
        )
        row = cursor.fetchone()
    return str(row[0]) if row and row[0] else ""


@dataclass(frozen=True)
class Viewer:
    """Somebody who sees, or would see, an entry, and why."""

    label: labels.Label
    why: str


def viewers(
    plan: Plan, *, topic: int, source_key: int = 0, only_me: bool = False, only_me_contact: int | None = None
) -> list[Viewer]:
    """Who sees such an entry besides the person. Shown to its writer before it is saved (rule A3)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select user_id, ground from access.viewers(%s, %s, %s, %s, %s)",
            [plan.pk, topic, source_key, only_me, only_me_contact],
        )
        rows = cursor.fetchall()
    names = labels.users(user_id for user_id, _ground in rows)
    return [Viewer(names[user_id], in_words(ground)) for user_id, ground in rows if user_id in names]
