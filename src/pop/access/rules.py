"""Applies the SQL of this folder: idempotent, after every `migrate`, as the owner."""

import hashlib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from pop.access import free_days

FILES = (
    "actor.sql",
    "clock.sql",
    "log.sql",
    "rules.sql",
    "looks.sql",
    "contacts.sql",
    "acts.sql",
    "drafts.sql",
    "consent.sql",
    "wishes.sql",
    "proposals.sql",
    "disagreeing.sql",
    "sentences.sql",
    "conversations.sql",
    "preconsent.sql",
    "process.sql",
    "handovers.sql",
    "letters.sql",
    "meetings.sql",
    "gaps.sql",
    "notices.sql",
    "calendar.sql",
    "consented.sql",
    "passing.sql",
    "channel.sql",
    "challenges.sql",
    "surveys.sql",
    "benefits.sql",
    "worklists.sql",
    "page.sql",
    "rounds.sql",
    "room.sql",
)


_written: dict[str, Callable[[], str]] = {}


def follow(name: str, write: Callable[[], str]) -> None:
    """Applies what `write` gives right after a file: rules that are written out of a package's own data."""
    _written[name] = write


def text() -> str:
    """All rules in the order in which they are applied."""
    folder = Path(__file__).parent
    parts = [((folder / name).read_text(encoding="utf-8"), _written.get(name)) for name in FILES]
    return "\n".join(part + (write() if write else "") for part, write in parts)


def fingerprint() -> str:
    """Tells one version of rules and migrations from another; `/readyz` compares it with the database's.

    The rules are applied after the migrations, so that their being there says that the migrations are too.
    """
    migrations = sorted(path.name for path in Path(__file__).parents[1].glob("*/migrations/0*.py"))
    return hashlib.sha256("\n".join([text(), *migrations]).encode()).hexdigest()


def apply() -> None:
    """Puts every rule in place in one transaction: there is no moment with half of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text())
        cursor.execute("select access.set_key(%s, %s)", [settings.ACTOR_KEY, fingerprint()])
        free_days.fill()


def mark_as_demo() -> None:
    """Lets the cast log in without a password in this database. Nothing takes it back but a new database."""
    with connection.cursor() as cursor:
        cursor.execute("update access.secret set demo = true")
