"""When something goes wrong, the page says what to do, asks the database nothing and tells nothing."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError
from django.test import Client, RequestFactory
from django.utils import translation
from django.utils.module_loading import import_string

from pop.ui import errors

HEADINGS = {
    400: "Vi forstod ikke det som ble sendt",
    403: "Dette kan du ikke gjøre",
    404: "Vi finner ikke siden",
    500: "Noe gikk galt hos oss",
}


def asked(**of_it):
    request = RequestFactory().get("/planer/6f9619ff-8b86-4d11-b42d-00c04fc964ff/?navn=Elias")
    vars(request).update(of_it)
    return request


def broken(*args, **kwargs):
    raise DatabaseError("current transaction is aborted")


@pytest.mark.no_database
@pytest.mark.parametrize(("status", "heading"), HEADINGS.items())
def test_each_page_for_what_went_wrong_needs_no_database(status, heading):
    """pytest-django refuses any query here."""
    answer = errors.page(asked(), status)
    assert answer.status_code == status
    assert f'<h1 class="ds-heading" data-size="lg">{heading}</h1>' in answer.content.decode()


@pytest.mark.no_database
@pytest.mark.parametrize("status", HEADINGS)
def test_nor_does_it_for_somebody_who_is_logged_in(status):
    actor = SimpleNamespace(person_id=None, pk=7, key=UUID(int=7))
    page = errors.page(asked(actor=actor), status).content.decode()
    assert "Logg ut" in page
    assert 'name="csrfmiddlewaretoken"' in page


@pytest.mark.no_database
def test_a_form_that_was_open_too_long_is_told_how_to_keep_what_was_written():
    answer = errors.too_old(asked())
    assert answer.status_code == 403
    assert "Siden har stått åpen for lenge" in answer.content.decode()


@pytest.mark.no_database
@pytest.mark.parametrize("status", HEADINGS)
def test_the_page_repeats_nothing_of_the_address(status):
    page = errors.page(asked(), status).content.decode()
    assert "6f9619ff" not in page
    assert "Elias" not in page


@pytest.mark.no_database
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_is_in_the_readers_language(language):
    with translation.override(language):
        page = errors.page(asked(), 404).content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


@pytest.mark.no_database
@pytest.mark.parametrize("status", HEADINGS)
def test_there_is_always_a_way_on(status):
    page = errors.page(asked(), status).content.decode()
    assert '<a class="ds-link" href="/">Til forsiden</a>' in page


def test_an_address_that_is_not_there_and_one_that_is_not_for_you_look_the_same(browse):
    """Invisible is 404: not a word differs."""
    marte = browse("silje")
    away = marte.get("/planer/00000000-0000-4000-8000-000000000000/")
    nowhere = marte.get("/finnes-ikke/")
    assert away.status_code == nowhere.status_code == 404

    def without_key(answer):
        page = answer.content.decode()
        return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]

    assert without_key(away) == without_key(nowhere)


def test_a_broken_transaction_still_gives_a_page(browse, monkeypatch):
    marte = browse("marte")
    marte.raise_request_exception = False
    monkeypatch.setattr("pop.teams.views.worklist.render", broken)
    answer = marte.get("/planer/")
    assert answer.status_code == 500
    assert HEADINGS[500] in answer.content.decode()


@pytest.mark.no_database
def test_the_page_for_a_missing_safety_key_asks_nothing_either():
    view = import_string(settings.CSRF_FAILURE_VIEW)
    actor = SimpleNamespace(person_id=None, pk=7, key=UUID(int=7))
    assert view(asked(actor=actor)).status_code == 403


def test_a_form_without_its_safety_key_is_answered_with_what_to_do():
    answer = Client(enforce_csrf_checks=True).post("/sprak/", {"language": "nn"})
    assert answer.status_code == 403
    assert "Siden har stått åpen for lenge" in answer.content.decode()
