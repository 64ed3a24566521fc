"""In production the site starts only with a weak login, and speaks only through TLS."""

import json
import os
import subprocess
import sys
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings

# What `check --deploy` says that we have decided not to follow, and why.
EXPLAINED = {
    "security.W021": "to be on the browsers' preload list is for the owner of the whole domain to decide, not us",
}
ASK = """
import json, django
django.setup()
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse
def has(name):
    try:
        return bool(reverse(name))
    except NoReverseMatch:
        return False
secure, plain = Client().get("/hjem/", secure=True), Client().get("/hjem/?a=b")
names = [n for n in dir(settings) if n.endswith(("_COOKIE_SECURE", "_COOKIE_HTTPONLY", "_COOKIE_SAMESITE"))]
print(json.dumps({
    "secure": dict(secure.headers), "plain": [plain.status_code, plain.headers.get("Location")],
    "health": Client().get("/healthz").status_code, "debug": settings.DEBUG, "demo": has("demo_login"),
    "cookies": {n: getattr(settings, n) for n in names},
}))
"""


def at(url, database):
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def python(*arguments, url, **told):
    """A process like the operator's: production, the web login, nothing but what is set."""
    environment = os.environ | {"POP_MODE": "production", "POP_LOGIN": "web", "POP_DATABASE_URL": url} | told
    # The browser journeys may have set this in the same test process; an operator does not.
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def web(worker_database):
    return at(os.environ["POP_DATABASE_URL"], worker_database)


@pytest.fixture
def production(web):
    answer = python("-c", ASK, url=web)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def check(url):
    return python("-m", "django", "check", "--database", "default", url=url)


def test_the_weak_login_may_start_the_site(web):
    assert check(web).returncode == 0


@pytest.mark.parametrize(
    ("variable", "errors"),
    [
        ("POP_OWNER_DATABASE_URL", ["access.E003", "access.E005", "access.E006"]),
        (
            "POP_TEST_SUPERUSER_URL",
            ["access.E001", "access.E002", "access.E004", "access.E005", "access.E006"],
        ),
    ],
)
def test_the_site_does_not_start_with_a_login_that_sees_past_the_rules(worker_database, variable, errors):
    answer = check(at(os.environ[variable], worker_database))
    assert answer.returncode != 0
    assert [error for error in errors if error not in answer.stderr] == []


def test_the_web_application_itself_refuses_the_strong_login(worker_database):
    """Whatever WSGI server loads it: no worker comes up that could read past the rules."""
    url = at(os.environ["POP_OWNER_DATABASE_URL"], worker_database)
    answer = python("-c", "import pop.wsgi", url=url)
    assert answer.returncode != 0
    assert "owns tables" in answer.stderr


def test_the_refusal_does_not_print_the_password(worker_database):
    url = os.environ["POP_OWNER_DATABASE_URL"]
    answer = check(at(url, worker_database))
    assert urlsplit(url).password not in answer.stdout + answer.stderr


def test_djangos_own_advice_for_production_is_followed_or_answered(web):
    answer = python("-W", "ignore", "-m", "django", "check", "--deploy", "--database", "default", url=web)
    said = {word.strip("():") for word in answer.stderr.split() if word.startswith("(") and "." in word}
    assert answer.returncode == 0, answer.stderr
    assert said - set(EXPLAINED) == set()


def test_plain_http_is_sent_to_tls(production):
    assert production["plain"] == [301, "https://testserver/hjem/?a=b"]


def test_the_watchers_address_needs_no_tls(production):
    assert production["health"] == 200


def test_browsers_are_told_to_use_tls_for_a_year(production):
    assert production["secure"]["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_no_address_leaves_the_site_as_referrer(production):
    assert production["secure"]["Referrer-Policy"] == "no-referrer"


def test_every_cookie_travels_through_tls_only(production):
    secure = {name: value for name, value in production["cookies"].items() if name.endswith("_SECURE")}
    assert {"SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE"} <= set(secure)
    assert set(secure.values()) == {True}


def test_no_script_reads_a_cookie(production):
    assert {v for name, v in production["cookies"].items() if name.endswith("_HTTPONLY")} == {True}
    assert {v for name, v in production["cookies"].items() if name.endswith("_SAMESITE")} == {"Lax"}


def test_production_shows_no_details_of_errors_and_no_cards_to_log_in_with(production):
    assert production["debug"] is False
    assert production["demo"] is False


def test_without_being_told_the_mode_is_the_strictest(web):
    show = "from pop import settings as s; print(s.SECURE, s.DEMO, s.TESTING, s.DEBUG)"
    assert python("-c", show, url=web, POP_MODE="").stdout.split() == ["True", "False", "False", "False"]


@pytest.mark.parametrize("name", ["POP_DATABASE_URL", "POP_ACTOR_KEY", "POP_SECRET_KEY"])
def test_a_missing_secret_stops_the_start_and_is_named(web, name):
    told = {"url": web, name: ""} if name != "POP_DATABASE_URL" else {"url": ""}
    answer = python("-m", "django", "check", **told)
    assert answer.returncode != 0
    assert name in answer.stderr


def test_the_tests_themselves_run_as_the_weak_login():
    assert settings.LOGIN == "web"
