"""Every test meets the whole cast in a real PostgreSQL, through the weak login, under the rules.

One template database is made as the owner: migrations, rules, texts, cast. It is kept under a name that
contains a hash of what it is made from, so that it is made anew only when that changes. Each worker clones it;
so does each test that commits (`committed`).
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from pop.access.actor import acting
from pop.demo.cast import BY_SLUG
from pop.demo.places import user
from pop.run import database

# No test is timed: a busy machine is no fault of what is tested.
hypothesis_settings.register_profile("pop", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("pop")

ROOT = Path(__file__).parent
PAGES_ONLY = {"tests", "views", "urls.py", "forms", "forms.py", "locale", "bench", "ui", "paper", "info"}
"""What can change without anything in the template database being another."""


def superuser_url() -> str:
    url = os.environ.get("POP_TEST_SUPERUSER_URL", "")
    if not url:
        pytest.exit("Start the tests with ./pop test: it starts the database that they need.", returncode=2)
    return url


def template_name() -> str:
    digest = hashlib.sha256()
    source = ROOT / "src/pop"
    for path in sorted(source.rglob("*")):
        # Its parts from here on: the checkout itself may lie in a folder of any name.
        if path.suffix in (".py", ".sql", ".toml") and not PAGES_ONLY & set(path.relative_to(source).parts):
            digest.update(path.read_bytes())
    return f"pop_t_{digest.hexdigest()[:12]}"


def named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def make_template(name: str) -> None:
    """As the owner, in a process of its own, so that this one never holds the strong login."""
    database.clone(superuser_url(), "pop", f"{name}_new")
    environment = os.environ | {
        "POP_LOGIN": "owner",
        "POP_DATABASE_URL": named(os.environ["POP_DATABASE_URL"], f"{name}_new"),
        "POP_OWNER_DATABASE_URL": named(os.environ["POP_OWNER_DATABASE_URL"], f"{name}_new"),
    }
    command = [sys.executable, "-m", "django", "prepare", "--no-static", "--demo"]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False)
    if made.returncode:
        pytest.exit(f"The template database could not be made:\n{made.stderr[-3000:]}", returncode=2)
    with psycopg.connect(superuser_url(), autocommit=True) as link:
        link.execute(f'alter database "{name}_new" rename to "{name}"')


@pytest.fixture(scope="session")
def template() -> str:
    """The name of the template database, made when it is not there."""
    name = template_name()
    with (Path(tempfile.gettempdir()) / "pop-test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(superuser_url(), autocommit=True) as link:
            found = link.execute("select 1 from pg_database where datname = %s", [name]).rowcount
        if not found:
            make_template(name)
    return name


def point_at(name: str) -> None:
    """Sends this process's connection to a database, through the web server's login."""
    connections.close_all()
    connections.databases["default"].update({**settings.WEB_DATABASE, "NAME": name})
    connection.settings_dict.update({**settings.WEB_DATABASE, "NAME": name})


@pytest.fixture(scope="session")
def worker_database(template: str) -> Iterator[str]:
    """This worker's own copy of the template; the cast stays as it was, because tests roll back."""
    name = f"pop_w_{os.getpid()}"
    database.clone(superuser_url(), template, name)
    yield name
    connections.close_all()
    with psycopg.connect(superuser_url(), autocommit=True) as link:
        database.drop(link, name)


@pytest.fixture(scope="session")
def django_db_setup(worker_database: str, django_db_blocker: "pytest.FixtureRequest") -> None:
    """In place of pytest-django's: that one wants to create and flush, which the weak login cannot."""
    settings.LOGIN = "web"
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns about a missing folder
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_at(worker_database)


@pytest.fixture
def committed(
    template: str, worker_database: str, django_db_setup: None, django_db_blocker: "pytest.FixtureRequest"
) -> Iterator[str]:
    """A database of this test's own, where commits are real: for live servers, threads and crashes."""
    name = f"pop_c_{os.getpid()}"
    database.clone(superuser_url(), template, name)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        point_at(name)
        yield name
        point_at(worker_database)
        with psycopg.connect(superuser_url(), autocommit=True) as link:
            database.drop(link, name)


@pytest.fixture(autouse=True)
def everybody_may_use_the_database(request: pytest.FixtureRequest) -> None:
    """Most tests here are about what the database shows to whom."""
    if "committed" not in request.fixturenames and "no_database" not in request.keywords:
        request.getfixturevalue("db")


@pytest.fixture(autouse=True)
def in_bokmaal() -> Iterator[None]:
    """A page read in English by one test must not leave the next one in English."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def browse() -> Callable[[str], Client]:
    """`browse("marte")` is a browser in which that member of the cast has logged in."""

    def log_in(slug: str) -> Client:
        client = Client()
        answer = client.post("/demo/", {"who": slug})
        assert answer.status_code == 302, slug
        return client

    return log_in


@pytest.fixture
def act_as_member() -> Callable[[str], object]:
    """`with act_as_member("kari"):` is a transaction in which that member of the cast acts."""
    return lambda slug: acting(user(BY_SLUG[slug].slug).pk)
