"""The embedded PostgreSQL: made, started, waited for and stopped by us, with the programs of the wheel.

Not by the wheel's own `get_server()`: as root that makes a system user and opens every parent folder, it leaves the
server running for ever after `kill -9` of its Python, trusts a stale pid file, and fails on a path with a space.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pop.run import database, processes
from pop.run.accounts import Account, account_for, own_folder, programs, require_reachable, socket_folder
from pop.run.folder import DataFolder, in_use, load_secrets, open_folder
from pop.run.speech import Problem, say

PORT = 5432  # only a part of the socket's name: nothing listens on the network
LARGEST_LOG = 10_000_000
SLOW_START = 5.0
LONGEST_START = 600.0  # recovery after a power cut takes its time; killing it would only make it start over
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    # A statement or a detail line in the log could tell that somebody serves a sentence.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
# Only for data that no one will miss: tests.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Running:
    """A started server: how to get in, as whom."""

    folder: DataFolder
    programs: Path
    socket: Path
    process: subprocess.Popen[bytes] | None
    secrets: dict[str, str]

    def url(self, role: str, database_name: str = database.NAME) -> str:
        """`postgresql://role:password@/name?host=/socket/folder&port=5432`; role is postgres or one of ours."""
        password = self.secrets["superuser" if role == "postgres" else database.ROLES[role][0]]
        return f"postgresql://{role}:{password}@/{database_name}?host={self.socket}&port={PORT}"

    @property
    def superuser_url(self) -> str:
        """Everything, on every database of this server: set-up and tests only."""
        return self.url("postgres", "postgres")

    @property
    def owner_url(self) -> str:
        """Migrations and rules."""
        return self.url(database.OWNER)

    @property
    def web_url(self) -> str:
        """What the pages use: owns nothing, sees what the rules let the actor see."""
        return self.url(database.WEB)

    @property
    def worker_url(self) -> str:
        """The nightly scan, and nothing else."""
        return self.url(database.WORKER)


@contextlib.contextmanager
def running_postgres(path: Path, *, fsync: bool = True, port: int | None = None) -> Iterator[Running]:
    """The server of a data folder, with roles and database in place; stopped on leaving.

    `port` is the web server's, for whoever tries to start a second time. `fsync=False` is for tests only.
    """
    folder = open_folder(path)
    with in_use(folder, port):
        account = account_for(folder)
        require_reachable(folder, account)
        processes.clear_recorded(folder.pids)
        server = _started(folder, account, fsync=fsync)
        try:
            database.prepare(server.superuser_url, server.secrets, server.url("postgres"))
            yield server
        finally:
            _stop(server)


@contextlib.contextmanager
def temporary_postgres() -> Iterator[Running]:
    """A fast server for tests in a folder of its own, gone afterwards. pytest's tmp_path is closed to its user."""
    path = Path(tempfile.mkdtemp(prefix="pop-test-"))
    path.chmod(0o711)
    try:
        with running_postgres(path / "data", fsync=False) as server:
            yield server
    finally:
        shutil.rmtree(path, ignore_errors=True)


def attached(path: Path) -> Running:
    """The server that another process has started on this data folder (see `folder.is_in_use`)."""
    folder = open_folder(path)
    account = account_for(folder)
    return Running(
        folder, programs(folder, account), socket_folder(folder, account), None, load_secrets(folder)
    )


def _started(folder: DataFolder, account: Account, *, fsync: bool) -> Running:
    """Make the data the first time, clear what a crash left, start, and wait until it takes connections."""
    binaries = programs(folder, account)
    socket = socket_folder(folder, account)
    own_folder(socket, account)
    secrets = load_secrets(folder)
    if not folder.cluster.exists():
        _make_cluster(folder, account, binaries, socket, secrets["superuser"], fsync=fsync)
    _clear_leftovers(folder, socket)
    settings = SETTINGS | {"unix_socket_directories": f'"{socket}"'} | ({} if fsync else CARELESS)
    command: list[str | Path] = [binaries / "postgres", "-D", folder.cluster, "-p", str(PORT)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with _log(folder) as log:
        process = processes.spawn(
            command,
            environment=_environment(),
            on_parent_death=signal.SIGINT,  # a fast, clean shutdown
            owner=account.switch,
            output=log.fileno(),
        )
    server = Running(folder, binaries, socket, process, secrets)
    try:
        _wait_until_ready(server, process)
    except BaseException:
        _stop(server)
        raise
    return server


def _environment() -> dict[str, str]:
    """Little: a PGPORT or PGDATA of whoever starts us must not reach the server."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}


def _log(folder: DataFolder) -> BinaryIO:
    """Appended to, for the owner only; begun anew when it has grown large."""
    size = folder.log.stat().st_size if folder.log.exists() else 0
    flags = os.O_WRONLY | os.O_CREAT | (os.O_TRUNC if size > LARGEST_LOG else os.O_APPEND)
    return os.fdopen(os.open(folder.log, flags, 0o600), "wb")


def _make_cluster(
    folder: DataFolder, account: Account, binaries: Path, socket: Path, password: str, *, fsync: bool
) -> None:
    """initdb beside its place, then a rename: an interrupted one never looks like data.

    The build has no ICU, hence the built-in locale provider; `norwegian` for searching is set on the database.
    """
    fresh = folder.path / "postgres.new"
    if fresh.exists():
        shutil.rmtree(fresh)
    own_folder(fresh, account)
    password_file = socket / "password"
    try:
        password_file.touch(mode=0o600)
        password_file.write_text(password)
        if account.switch:
            os.chown(password_file, account.uid, account.gid)
        command: list[str | Path] = [binaries / "initdb", "-D", fresh, "-U", "postgres", "-E", "UTF8"]
        command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--auth=scram-sha-256"]
        command += [f"--pwfile={password_file}", *([] if fsync else ["--no-sync"])]
        process = processes.spawn(
            command, environment=_environment(), owner=account.switch, output=subprocess.PIPE, folder=socket
        )
        output, _ = process.communicate()
    finally:
        password_file.unlink(missing_ok=True)
    if process.returncode != 0:
        raise Problem(f"Klarte ikke å lage databasen: {output.decode(errors='replace').strip()[-400:]}")
    fresh.rename(folder.cluster)


def _clear_leftovers(folder: DataFolder, socket: Path) -> None:
    """After a `kill -9`: let the orphans end, then remove the files that would make the next start refuse.

    We hold the folder's lock, so whoever works in the data is an orphan of an earlier run. A postmaster that is a
    zombie still "exists" for PostgreSQL's own check of postmaster.pid, hence the removal.
    """
    if not processes.has_proc():
        return
    for number, seconds in ((signal.SIGINT, 10.0), (signal.SIGQUIT, 5.0)):
        # Only whoever leads: a child that is asked as well, before it listens to signals, dies and the server calls it a crash.
        processes.signal_all(processes.leaders(processes.working_in(folder.cluster)), number)
        deadline = time.monotonic() + seconds
        while processes.working_in(folder.cluster) and time.monotonic() < deadline:
            time.sleep(0.02)
    left = processes.working_in(folder.cluster)
    if left:
        raise Problem(
            f"En tidligere PostgreSQL (prosess {left[0]}) bruker fortsatt {folder.cluster} og stopper ikke."
        )
    for file in (folder.cluster / "postmaster.pid", *socket.glob(".s.PGSQL.*")):
        file.unlink(missing_ok=True)


def _wait_until_ready(server: Running, process: subprocess.Popen[bytes]) -> None:
    """PostgreSQL writes `ready` into the eighth line of postmaster.pid; asking by connections would fill the log."""
    status = server.folder.cluster / "postmaster.pid"
    began = time.monotonic()
    told = False
    while True:
        with contextlib.suppress(OSError):
            lines = status.read_text().splitlines()
            if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return
        waited = time.monotonic() - began
        if process.poll() is not None or waited > LONGEST_START:
            raise Problem(
                f"PostgreSQL startet ikke. Se {server.folder.log}. Siste linje: {_last_line(server.folder.log)}"
            )
        if waited > SLOW_START and not told:
            say("PostgreSQL retter opp etter en brå stopp …")
            told = True
        time.sleep(0.01)


def _last_line(log: Path) -> str:
    with contextlib.suppress(OSError, IndexError):
        return log.read_text(errors="replace").strip().splitlines()[-1]
    return "(ingen)"


def _stop(server: Running) -> None:
    """Fast shutdown: sessions end, what was acknowledged is on disk already. Harder only when it hangs."""
    process = server.process
    if process is None:
        return
    for number, seconds in ((signal.SIGINT, 5.0), (signal.SIGQUIT, 2.0)):
        if process.poll() is None:
            process.send_signal(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
    processes.stop_group(process, signal.SIGKILL, 1.0)
    if server.socket.parent != server.folder.path:  # one under /tmp; made anew at the next start
        with contextlib.suppress(OSError):
            server.socket.rmdir()
