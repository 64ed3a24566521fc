"""`./pop bench`: large databases of invented plans, and how fast the pages are on them.

Everything lies in a data folder of its own. Filling goes with fsync off, measuring with it on, through `./pop serve`.
"""

import hashlib
import os
import shutil
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

import psycopg

from pop.run import database, environment, folder, frontend
from pop.run.environment import ROOT, django
from pop.run.postgres import Running, running_postgres
from pop.run.speech import Problem, say
from pop.run.supervisor import Supervisor

BYTES_A_PLAN = 120_000
"""On disk, with indexes and the log of the server; 85,000 measured."""
READY_SECONDS = 60.0
WORKERS = 2
SOURCES = ("*/migrations/0*.py", "**/*.sql", "**/*.toml")


def run(data: Path, sizes: Sequence[int], seconds: int, *, write: bool = False) -> int:
    """Fills what is not filled yet, measures every size, and reports."""
    kept = folder.open_folder(data)
    require_space(kept.path, sizes)
    names = {plans: name_for(plans) for plans in sizes}
    with running_postgres(data, fsync=False) as server, Supervisor(server.folder.pids) as supervisor:
        frontend.prepare(supervisor)
        for plans, name in names.items():
            _fill(server, supervisor, plans, name, static=plans == sizes[0])
    os.sync()  # what was filled without fsync is on disk before the clock starts
    files = [kept.path / f"{name}.json" for name in names.values()]
    with running_postgres(data) as server:
        for (plans, name), file in zip(names.items(), files, strict=True):
            with Supervisor(server.folder.pids) as supervisor:
                _measure(server, supervisor, plans, name, seconds, file)
        with Supervisor(server.folder.pids) as supervisor:
            words = ["bench_report", *map(str, files), *(["--write"] if write else [])]
            supervisor.require("rapport", django(*words), told(server, name_for(sizes[0])))
    return 0


def name_for(plans: int) -> str:
    """A name with a hash of what the database is made from, so that it is made anew only when that changes."""
    source = ROOT / "src" / "pop"
    digest = hashlib.sha256()
    for path in sorted({path for pattern in SOURCES for path in source.glob(pattern)}):
        digest.update(path.read_bytes())
    return f"bench_{plans}_{digest.hexdigest()[:12]}"


def require_space(path: Path, sizes: Sequence[int]) -> None:
    """Said before the first minute has gone, not after the last."""
    needed = sum(sizes) * BYTES_A_PLAN
    free = shutil.disk_usage(path).free
    if free < needed:
        raise Problem(
            f"Det trengs rundt {needed / 1e9:.1f} GB i {path}, og {free / 1e9:.1f} er ledig."
            " Velg færre planer med --plans, eller et annet sted med --data."
        )


def told(server: Running, name: str) -> dict[str, str]:
    """For a process that uses one of the databases: as in production, and the owner's login to draw samples with."""
    return environment.embedded(server, "production", "owner") | {
        "POP_DATABASE_URL": server.url(database.WEB, name),
        "POP_OWNER_DATABASE_URL": server.url(database.OWNER, name),
    }


def _fill(server: Running, supervisor: Supervisor, plans: int, name: str, *, static: bool) -> None:
    """A database with rules and reference data, then the plans. One of an older version gives way."""
    say(f"Fyller {plans} planer …")
    with psycopg.connect(server.superuser_url, autocommit=True) as link:
        full = _kept(link, plans, name)
    if not full:
        database.clone(server.superuser_url, database.NAME, name)
    names = told(server, name) | {"POP_BENCH_SUPERUSER_URL": server.url("postgres", name)}
    words = ["prepare", *([] if static else ["--no-static"])]
    supervisor.require("klargjøring", django(*words), names)
    if full:
        say("  Fylt fra før.")
    else:
        supervisor.require("fylling", django("bench_fill", "--plans", str(plans)), names)


def _kept(link: psycopg.Connection, plans: int, name: str) -> bool:
    """Whether this database is there and full: the last step of filling leaves a comment. Others of its size go."""
    known = link.execute(
        "select datname, shobj_description(oid, 'pg_database') from pg_database where datname like %s",
        [f"bench\\_{plans}\\_%"],
    ).fetchall()
    for old, comment in known:
        if old != name or comment is None:
            database.drop(link, old)
    return any(old == name and comment for old, comment in known)


def _measure(
    server: Running, supervisor: Supervisor, plans: int, name: str, seconds: int, file: Path
) -> None:
    """Through the server as it runs in production, in a process that asks for pages."""
    say(f"Måler med {plans} planer …")
    port = free_port()
    serving = told(server, name) | {"POP_LOGIN": "web"}
    words = ["serve", "--port", str(port), "--workers", str(WORKERS)]
    web = supervisor.start("Nettjeneren", [sys.executable, "-P", "-m", "pop.run", *words], serving)
    if supervisor.wait_for_page(port, "/readyz", READY_SECONDS) != 200:
        raise Problem(f"Nettjeneren ble ikke klar på {READY_SECONDS:.0f} sekunder.")
    options = ["--port", str(port), "--server", str(web.pid), "--seconds", str(seconds), "--into", str(file)]
    supervisor.require("måling", django("bench_measure", *options), serving)


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
