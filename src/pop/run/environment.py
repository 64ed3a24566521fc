"""What the started processes are told, and no more: the web server never learns the owner's password."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pop.run.speech import Problem

if TYPE_CHECKING:  # the list of commands is shown before anything is installed
    from pop.run.postgres import Running

ROOT = Path(__file__).resolve().parents[3]
SETTINGS_MODULE = "pop.settings"
NEEDED_IN_PRODUCTION = {
    "POP_DATABASE_URL": "adressen til databasen, med brukeren pop_web",
    "POP_ACTOR_KEY": "nøkkelen som signerer hvem som spør (64 heksadesimale tegn)",
    "POP_SECRET_KEY": "nøkkelen som signerer skjemaer og økter",
}

WORKER_SERVER = "POP_WORKER_DATABASE_URL"

Mode = Literal["demo", "production", "test"]
Login = Literal["web", "owner"]


def base() -> dict[str, str]:
    """The caller's environment without what would lead a child astray: another Python, another PostgreSQL, another POP_."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PG", "POP_"))
    }
    return kept | _python()


def _python() -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUNBUFFERED": "1",
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
    }


def embedded(server: "Running", mode: Mode, login: Login) -> dict[str, str]:
    """For a process that uses the embedded database."""
    told = {
        "POP_DATABASE_URL": server.web_url,
        "POP_ACTOR_KEY": server.secrets["actor_key"],
        "POP_SECRET_KEY": server.secrets["secret_key"],
        "POP_MODE": mode,
        "POP_LOGIN": login,
        "POP_STATIC_ROOT": str(server.folder.static),
    }
    if login == "owner":
        told["POP_OWNER_DATABASE_URL"] = server.owner_url
    return base() | told


def working(url: str) -> dict[str, str]:
    """For the worker: its own address, and neither keys nor another login."""
    return base() | {WORKER_SERVER: url}


def sending(url: str, mode: Mode = "production") -> dict[str, str]:
    """For the worker that sends: besides, the servers for mail and SMS, and what stands in the messages."""
    told = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("POP_MAIL_", "POP_SMS_")) or name == "POP_LOGIN_PAGE"
    }
    return working(url) | told | {"POP_MODE": mode}


def testing(server: "Running") -> dict[str, str]:
    """For checks and tests: both logins, and the superuser's, with which each test process clones its database."""
    return embedded(server, "test", "owner") | {"POP_TEST_SUPERUSER_URL": server.superuser_url}


def own_server(login: Login) -> dict[str, str]:
    """For a process that uses the server named in POP_DATABASE_URL: what the operator has set, as it is."""
    told = {name: value for name, value in os.environ.items() if name.startswith(("PG", "POP_"))}
    return base() | {"POP_MODE": "production"} | told | {"POP_LOGIN": login}


def require_production(given: Mapping[str, str]) -> None:
    """One line that names everything that is missing, not one round for each."""
    needed = dict(NEEDED_IN_PRODUCTION)
    if given.get("POP_LOGIN") == "owner":
        needed["POP_OWNER_DATABASE_URL"] = "adressen til databasen, med brukeren pop_owner"
    missing = [f"{name} ({meaning})" for name, meaning in needed.items() if not given.get(name)]
    if missing:
        raise Problem(f"Sett disse miljøvariablene først: {'; '.join(missing)}.", 2)


def django(*arguments: str) -> list[str]:
    """A management command; `-P` keeps the current folder out of what Python imports."""
    return [sys.executable, "-P", "-m", "django", *arguments]
