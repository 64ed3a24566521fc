"""Asks for pages within this process, as the server does, to see what they ask of the database."""

import gzip
import logging
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import psycopg
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import RequestFactory

from pop.bench.pages import Asked

GIVE_UP = 5.0
"""Seconds after which a statement is cut off: its page is told to be too slow, and the others are still measured."""


@dataclass
class Spent:
    """What one request asked of the database. `statements` is all of them, the door's own settings included."""

    statements: int = 0
    seconds: float = 0.0


@contextmanager
def watched() -> Iterator[Spent]:
    """Counts and times every statement of this process, below Django, which does not see those of the door."""
    spent = Spent()
    execute, commit = psycopg.Cursor.execute, psycopg.Connection.commit

    def timed(asked: Callable[..., Any], each: int) -> Callable[..., Any]:
        def inner(self: Any, *given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return asked(self, *given, **named)
            finally:
                spent.seconds += time.perf_counter() - began
                spent.statements += each

        return inner

    psycopg.Cursor.execute = timed(execute, 1)  # type: ignore[method-assign]
    psycopg.Connection.commit = timed(commit, 0)  # type: ignore[method-assign]
    try:
        yield spent
    finally:
        psycopg.Cursor.execute, psycopg.Connection.commit = execute, commit  # type: ignore[method-assign]


class Refused(Exception):
    """A page that was to answer 200 did not."""


def page(handler: WSGIHandler, asked: Asked, key: str) -> bytes:
    """The body of a page that a logged-in user asks for."""
    return answer(handler, asked, key)[0]


def answer(handler: WSGIHandler, asked: Asked, key: str) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of what a logged-in user asks for."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={key}"
    request = RequestFactory().get(asked.path, HTTP_COOKIE=cookie, secure=True, headers=asked.headers)
    told: list[Any] = []
    response = handler(request.environ, lambda *given: told.extend(given))  # type: ignore[arg-type]
    try:
        body = b"".join(response)
    finally:
        response.close()
    status, headers = told[:2]
    if not status.startswith(str(int(asked.wanted))):
        raise Refused(f"{asked.path} answered {status} to user {asked.user_id}")
    return body, dict(headers)


def marked(asked: list[Asked], keys: dict[int, str]) -> list[Asked]:
    """The same, each with the mark of what is shown once it has been asked for."""
    handler = WSGIHandler()
    return [replace(one, mark=answer(handler, one, keys[one.user_id])[1]["ETag"]) for one in asked]


def patience(seconds: float = GIVE_UP) -> None:
    """From here on no statement of this process takes longer; the page that asked it then fails."""
    logging.getLogger("django.request").disabled = True  # the report says it
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"-c statement_timeout={seconds * 1000:.0f}"


def medians(asked: list[Asked], keys: dict[int, str], *, seconds: float) -> dict[str, float] | None:
    """Statements, milliseconds of SQL and bytes of a page, in the middle of the sample, warmed up.

    Asks for so many seconds or until the sample is used up. None for a page that nobody would wait for.
    """
    handler = WSGIHandler()
    began = time.perf_counter()
    found: list[tuple[int, float, int, int]] = []
    try:
        page(handler, asked[0], keys[asked[0].user_id])
        ends = time.perf_counter() + seconds
        for one in asked:
            with watched() as spent:
                body = page(handler, one, keys[one.user_id])
            found.append((spent.statements, spent.seconds * 1000, len(body), len(gzip.compress(body, 6))))
            if time.perf_counter() > ends:
                break
    except Refused:
        if time.perf_counter() - began < GIVE_UP:
            raise
        return None
    queries, milliseconds, plain, packed = map(statistics.median, zip(*found, strict=True))
    return {"queries": queries, "sql_ms": milliseconds, "html": plain, "gzip": packed}
