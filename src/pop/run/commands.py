"""Commands on the database: `./pop manage`, `./pop import`, `./pop db`. On the running one, or one started for them."""

# ruff: noqa: S603  (starting programs is what this file is for; no name of one comes from a page)

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from pop.run import environment, folder
from pop.run.postgres import attached, running_postgres
from pop.run.speech import Problem
from pop.run.supervisor import Supervisor, become

OWN_SERVER = "POP_DATABASE_URL"
SERVER_MAJOR = 18
# The names libpq reads; the password stands in no argument, where every user of the machine could read it.
LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def manage(data: Path, words: Sequence[str]) -> int:
    """A Django command as the owner of the database."""
    if not words:
        raise Problem("Hvilken Django-kommando? For eksempel: ./pop manage check", 2)
    command = environment.django(*words)
    with _database(data) as told:
        if sys.stdin.isatty():
            return _in_terminal(command, told)
        with Supervisor() as supervisor:
            code = supervisor.run(words[0], command, told)
            return code if code >= 0 else 128 - code


@contextlib.contextmanager
def _database(data: Path) -> Iterator[dict[str, str]]:
    """The operator's own server, the demo's that runs, or one that is started for this command alone."""
    if os.environ.get(OWN_SERVER):
        told = environment.own_server("owner")
        environment.require_production(told)
        yield told
    elif folder.is_in_use(folder.open_folder(data)):
        yield environment.embedded(attached(data), "demo", "owner")
    else:
        with running_postgres(data) as server:
            yield environment.embedded(server, "demo", "owner")


def _in_terminal(command: Sequence[str], told: Mapping[str, str]) -> int:
    """With the keyboard, so Ctrl-C belongs to the program: in a shell it cancels a line and must not end us."""
    process = subprocess.Popen(command, env=dict(told))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()
        signal.signal(signal.SIGINT, before)


def psql(data: Path, words: Sequence[str], *, owner: bool) -> int:
    """psql as the login that the pages use, so that one sees what they see; as the owner only when asked."""
    if os.environ.get(OWN_SERVER):
        name = "POP_OWNER_DATABASE_URL" if owner else OWN_SERVER
        url = os.environ.get(name, "")
        if not url:
            raise Problem(f"Sett {name} først.", 2)
        program = shutil.which("psql")
    else:
        if not (data / folder.MARKER).exists() or not folder.is_in_use(folder.open_folder(data)):
            raise Problem("Databasen kjører ikke. Start den med «./pop demo» i et annet vindu.")
        server = attached(data)
        url = server.owner_url if owner else server.web_url
        program = newest_psql(server.programs)
    if not program:
        raise Problem("Fant ikke psql. Installer pakken postgresql-client.")
    become([program, "--no-psqlrc", *words], _libpq(url))


def newest_psql(programs: Path) -> str | None:
    """The machine's, which edits lines and remembers them, unless it is older than the server; else the wheel's."""
    path = shutil.which("psql")
    if path:
        told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
        found = re.search(r"(\d+)", told)
        if found and int(found[1]) >= SERVER_MAJOR:
            return path
    own = programs / "psql"
    return str(own) if own.exists() else path


def _libpq(url: str) -> dict[str, str]:
    given = conninfo_to_dict(url)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POP_")}
    return kept | {LIBPQ[name]: str(value) for name, value in given.items() if name in LIBPQ}
