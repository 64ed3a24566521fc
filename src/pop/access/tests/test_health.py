"""The two addresses that whoever runs the site watches."""

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from pop.access import health


@pytest.mark.no_database
def test_healthz_answers_without_asking_the_database(client):
    """pytest-django refuses any query here."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert not answer.cookies


def test_readyz_answers_when_the_rules_are_in_place(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readyz_refuses_when_the_database_has_other_rules_than_the_code(client, monkeypatch):
    monkeypatch.setattr(health, "fingerprint", lambda: "another")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"rules")


def test_readyz_refuses_when_the_database_does_not_answer(client, monkeypatch):
    class Away:
        def cursor(self):
            raise OperationalError("connection to server at 10.0.0.7 failed: pop_web")

    monkeypatch.setattr(health, "connection", Away())
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database")


def test_neither_opens_a_session_or_asks_about_anybody(client):
    with CaptureQueriesContext(connection) as asked:
        client.get("/healthz")
        client.get("/readyz")
    assert [query["sql"] for query in asked] == ["select access.rules_fingerprint()"]
