"""Logs sampled users in as the pages do: a row of `access_session` each, so that the requests are real ones."""

import secrets
from collections.abc import Iterable
from datetime import timedelta

import psycopg
from django.conf import settings
from django.utils import timezone

from pop.access.sessions import SessionStore, digest


def log_in(link: psycopg.Connection, users: Iterable[int]) -> dict[int, str]:
    """By user the key for the cookie. As the owner: a session is visible only to whoever shows its key."""
    keys = {user: secrets.token_hex(16) for user in set(users)}
    expires = timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE)
    with link.cursor() as cursor:
        cursor.executemany(
            "insert into access_session (key_hash, data, expires_at) values (%s, %s, %s)",
            [(digest(key), SessionStore().encode({"user": user}), expires) for user, key in keys.items()],
        )
    return keys
