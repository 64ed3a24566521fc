"""The first change on a new connection does not wait for the rules to be got ready."""

from collections.abc import Callable, Iterator

import pytest
from django.core.signals import request_finished
from django.db import connection, connections

from pop.gaps import warming


@pytest.fixture
def asked(real_commits: str) -> Iterator[list[str]]:
    """What is asked of the database from here on, on a new connection."""
    found: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        found.append(sql)
        return execute(sql, *rest)

    connection.close()
    connection.ensure_connection()
    with connection.execute_wrapper(note):
        yield found


def test_the_rules_are_got_ready_once_after_the_first_answer_on_a_connection(asked: list[str]) -> None:
    request_finished.send(sender=None)
    request_finished.send(sender=None)
    assert asked == ["select access.ready_gaps()"]


def test_a_new_connection_is_got_ready_again(asked: list[str]) -> None:
    request_finished.send(sender=None)
    connection.close()
    connection.ensure_connection()
    request_finished.send(sender=None)
    assert asked == ["select access.ready_gaps()"] * 2


def test_nothing_is_asked_inside_a_transaction(db: None) -> None:
    warming.opened(connections["default"])
    request_finished.send(sender=None)
    assert connections["default"] in warming.new
