"""A log line says what went wrong and where, never about whom."""

import json
import logging
from io import StringIO

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import include, path

from pop.access.logs import Quiet

KEY = "6f9619ff-8b86-4d11-b42d-00c04fc964ff"
NAME = "Elias Brekke"
BIRTH_NUMBER = "20914695016"
SECRETS = (KEY, NAME, "Elias", "Brekke", BIRTH_NUMBER, "gjeld")


def crash(request, key, name):
    debt = "gjeld til onkel"
    raise ValueError(f"{name} ({BIRTH_NUMBER}) {debt}")


urlpatterns = [path("planer/<uuid:key>/krasj/<str:name>/", crash), path("", include("pop.urls"))]
handler400, handler403 = "pop.ui.errors.bad_request", "pop.ui.errors.forbidden"
handler404, handler500 = "pop.ui.errors.not_found", "pop.ui.errors.server_error"


@pytest.fixture
def lines():
    """What the formatter writes for everything that any logger says, whatever its level."""
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(Quiet())
    watched = [logging.getLogger(name) for name in ("", "django", "django.request", "django.security")]
    before = [(logger, logger.level) for logger in watched]
    for logger in watched:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    for logger, level in before:
        logger.removeHandler(handler)
        logger.setLevel(level)


def browser():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def clean(found):
    return not [secret for secret in SECRETS if secret in json.dumps(found, ensure_ascii=False)]


@override_settings(ROOT_URLCONF=__name__)
def test_an_error_is_logged_with_its_kind_and_place_and_nothing_of_the_person(lines):
    answer = browser().get(f"/planer/{KEY}/krasj/{NAME}/", {"q": BIRTH_NUMBER})
    assert answer.status_code == 500
    found = [line for line in lines() if line["level"] == "error"]
    assert found
    assert found[0]["error"] == "ValueError"
    assert found[0]["route"] == "planer/<uuid:key>/krasj/<str:name>/"
    assert "test_logs.py" in found[0]["where"]
    assert clean(lines())


@override_settings(ROOT_URLCONF=__name__)
def test_what_was_sent_in_a_form_that_crashed_is_not_logged(lines):
    sent = Client(raise_request_exception=False).post(f"/planer/{KEY}/krasj/x/", {"text": NAME})
    assert sent.status_code == 500
    assert lines()
    assert clean(lines())


def test_a_page_that_is_not_there_is_logged_without_its_address(lines):
    assert browser().get(f"/planer/{KEY}/{NAME}/").status_code == 404
    assert "django.request" in [line["logger"] for line in lines()]
    assert clean(lines())


def test_a_refused_form_is_logged_without_its_address_and_content(lines):
    assert browser().post(f"/planer/{KEY}/samtykke/trekk/", {"text": NAME}).status_code == 403
    assert lines()
    assert clean(lines())


def test_a_made_up_host_name_is_not_logged(lines):
    assert browser().get("/", headers={"host": "elias.Brekke"}).status_code == 400
    assert lines()
    assert clean(lines())


def test_a_message_that_somebody_wrote_with_values_in_it_loses_them(lines):
    logging.getLogger("pop.somewhere").warning("%s has withdrawn from %s", NAME, KEY)
    assert lines()[0]["logger"] == "pop.somewhere"
    assert clean(lines())


def test_only_fields_that_hold_no_personal_data_are_written(lines):
    logging.getLogger("pop.jobs").info({"event": "imported", "count": 3, "name": NAME, "plan": KEY})
    assert lines()[0]["event"] == "imported"
    assert lines()[0]["count"] == 3
    assert clean(lines())


def test_every_configured_handler_writes_through_the_quiet_formatter():
    formatters = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert formatters == {"quiet"}
    names = ["", *settings.LOGGING["loggers"]]
    handlers = [h for name in names for h in logging.getLogger(name).handlers]
    ours = [h for h in handlers if type(h) is logging.StreamHandler]
    assert ours
    assert all(isinstance(h.formatter, Quiet) for h in ours)
