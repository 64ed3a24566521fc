"""When the database says no, the door gives a page that claims nothing, and the same headers as every other."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, IntegrityError

from pop.access import middleware


@pytest.fixture
def no_commit(monkeypatch):
    """A constraint that speaks first when the transaction is to be committed, after the page was rendered."""

    @contextmanager
    def atomic():
        yield
        raise IntegrityError("insert or update violates foreign key (plan_id)=(7)")

    monkeypatch.setattr(middleware.transaction, "atomic", lambda *args, **kwargs: atomic())


@pytest.fixture
def no_server(monkeypatch):
    def refused(*args, **kwargs):
        raise DatabaseError("connection to server at 10.0.0.7 failed: pop_web")

    monkeypatch.setattr(middleware.transaction, "atomic", refused)


def shown(client, address):
    client.raise_request_exception = False
    return client.get(address)


def test_a_refused_commit_is_an_error_and_not_the_page_that_was_rendered(client, no_commit):
    answer = shown(client, "/personvern/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Noe gikk galt hos oss" in page
    assert "Informasjonskapsler" not in page


def test_a_database_that_is_away_gives_a_page_that_says_nothing_of_it(client, no_server):
    answer = shown(client, "/personvern/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Noe gikk galt hos oss" in page
    assert "10.0.0.7" not in page


@pytest.mark.parametrize("trouble", ["no_commit", "no_server"])
def test_a_page_about_trouble_may_run_nothing_and_be_framed_by_nobody_either(client, trouble, request):
    request.getfixturevalue(trouble)
    answer = shown(client, "/personvern/")
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_a_page_about_trouble_is_not_kept_by_the_browser(browse, request):
    browser = browse("marte")
    request.getfixturevalue("no_commit")
    assert shown(browser, "/planer/")["Cache-Control"] == "no-store"


def test_whoever_is_logged_in_can_still_log_out_from_it(browse, request):
    browser = browse("marte")
    request.getfixturevalue("no_commit")
    page = shown(browser, "/planer/").content.decode()
    assert "Logg ut" in page
    assert "csrfmiddlewaretoken" in page
