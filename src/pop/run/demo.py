"""`./pop demo`: from nothing to a page in the browser, saying what it does as it goes."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pop.run import environment, folder, frontend
from pop.run.environment import django
from pop.run.postgres import Running, running_postgres
from pop.run.speech import Problem, say
from pop.run.supervisor import Supervisor, require_free_port

READY_SECONDS = 60.0


def _web(port: int) -> list[str]:
    return [sys.executable, "-P", "-m", "pop.run.webserver", "--port", str(port)]


@dataclass(frozen=True)
class Parts:
    """What differs between the product and a test of this sequence with stand-ins."""

    assets: Callable[[Supervisor], None] = frontend.prepare
    prepare: Sequence[str] = tuple(django("prepare", "--demo"))
    web: Callable[[int], Sequence[str]] = _web
    worker: Sequence[str] = (sys.executable, "-P", "-m", "pop.run.worker")
    sender: Sequence[str] = (sys.executable, "-P", "-m", "pop.notices")
    ready: str = "/readyz"


PRODUCT = Parts()


def run(data: Path, port: int, *, reset: bool = False, parts: Parts = PRODUCT) -> int:
    """Everything, until a signal comes."""
    if reset:
        _reset(data)
    kept = folder.open_folder(data)
    folder.require_unused(kept)  # first: the line about the running one says more than a taken port
    require_free_port(port)
    say("Starter PostgreSQL …")
    with running_postgres(data, port=port) as server, Supervisor(server.folder.pids) as supervisor:
        if server.process:
            supervisor.adopt("PostgreSQL", server.process)
        parts.assets(supervisor)
        say("Gjør klar databasen, reglene og personene i demoen …")
        supervisor.require("klargjøring", parts.prepare, environment.embedded(server, "demo", "owner"))
        _serve(server, supervisor, port, parts)
    return 0


def _serve(server: Running, supervisor: Supervisor, port: int, parts: Parts) -> None:
    say("Starter nettjeneren …")
    require_free_port(port)
    supervisor.start("Nettjeneren", parts.web(port), environment.embedded(server, "demo", "web"))
    status = supervisor.wait_for_page(port, parts.ready, READY_SECONDS)
    if status != 200:
        raise Problem(
            f"Nettjeneren ble ikke klar: {parts.ready} svarte {status or 'ikke'} i {READY_SECONDS:.0f} sekunder."
        )
    supervisor.start("Nattarbeideren", parts.worker, environment.working(server.worker_url))
    supervisor.start("Varselarbeideren", parts.sender, environment.sending(server.worker_url, "demo"))
    say(f"Klar: http://127.0.0.1:{port}  (stopp med Ctrl-C; dataene ligger i {server.folder.path})")
    supervisor.watch()


def _reset(data: Path) -> None:
    """Only what carries our marker, and only when nobody uses it."""
    if not data.exists():
        return
    known = folder.DataFolder(data.resolve())
    if not (known.path / folder.MARKER).is_file():
        raise Problem(f"Sletter ingenting: {known.path} er ikke laget av «./pop».")
    with folder.in_use(known):
        folder.reset(known)
    say("Slettet den gamle databasen.")
