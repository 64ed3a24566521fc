"""Runs child processes and ends with none left: on Ctrl-C, on SIGTERM, on an error, and on `kill -9` of ourselves.

The last one is the kernel's work (`child.py`) and, where there is no such kernel, the next start's (`processes.record`).
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pop.run import processes
from pop.run.environment import ROOT
from pop.run.speech import Problem

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 2.0  # seconds for a child to end by itself


class Stopped(BaseException):
    """Somebody wants us to stop. Not an Exception: nothing on the way may take it for an error."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextlib.contextmanager
def stop_on_signals() -> Iterator[None]:
    """Install the handlers explicitly: what a script starts with `&` inherits SIGINT ignored.

    The first signal unwinds everything; later ones are ignored, so that an impatient second Ctrl-C harms nothing.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    before = {number: signal.getsignal(number) for number in STOPPING}
    if before[signal.SIGHUP] == signal.SIG_IGN:  # nohup: it is to survive the terminal
        del before[signal.SIGHUP]
    for number in before:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class Supervisor:
    """The children of one command, by name, stopped in reverse order on leaving the `with` block."""

    def __init__(self, pids: Path | None = None) -> None:
        self._pids = pids
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._adopted: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> "Supervisor":
        return self

    def __exit__(self, *_: object) -> None:
        while self._children:
            processes.stop_group(self._children.pop()[1], signal.SIGTERM, GRACE)
        if self._pids:
            self._pids.unlink(missing_ok=True)

    def start(
        self, name: str, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path = ROOT
    ) -> subprocess.Popen[bytes]:
        """A child that is to run as long as we do."""
        process = processes.spawn(command, environment=environment, folder=folder)
        self._children.append((name, process))
        if self._pids:
            processes.record(self._pids, [child.pid for _, child in self._children])
        return process

    def run(
        self, name: str, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path = ROOT
    ) -> int:
        """A child that is to end by itself; its exit code."""
        process = self.start(name, command, environment, folder)
        try:
            return process.wait()
        finally:
            if process.poll() is not None:
                self._children.remove((name, process))

    def require(
        self, name: str, command: Sequence[str | Path], environment: Mapping[str, str], folder: Path = ROOT
    ) -> None:
        """A step without which there is no going on."""
        code = self.run(name, command, environment, folder)
        if code != 0:
            raise Problem(f"Stoppet: «{name}» feilet (kode {code}). Meldingene står over.")

    def adopt(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Notice when it ends, though somebody else stops it."""
        self._adopted.append((name, process))

    def check(self) -> None:
        """A child that was to keep running and does not is an error, said at once."""
        for name, process in [*self._adopted, *self._children]:
            code = process.poll()
            if code is not None:
                raise Problem(
                    f"{name} stoppet uventet (kode {code}). Alt annet stoppes også; dataene er trygge."
                )

    def watch(self) -> None:
        """Until a signal comes or a child ends."""
        while True:
            self.check()
            time.sleep(0.2)

    def wait_for_page(self, port: int, path: str, seconds: float) -> int:
        """Ask until the page answers 200; the last status, 0 for none. A proxy of the environment is not asked."""
        status = 0
        deadline = time.monotonic() + seconds
        while status != http.client.OK and time.monotonic() < deadline:
            self.check()
            status = _status(port, path)
            time.sleep(0.05)
        return status


def _status(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def require_free_port(port: int, host: str = "127.0.0.1") -> None:
    """A plain bind: the web server shares its port and would start silently beside a forgotten one.

    SO_REUSEADDR only lets us past connections that are closing, not past a listener.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise Problem(
                f"Port {port} krever rettigheter du ikke har. Velg en over 1023 med --port."
            ) from None
        except OSError:
            raise Problem(f"Port {port} er opptatt av et annet program. Velg en annen med --port.") from None


def become(command: Sequence[str | Path], environment: Mapping[str, str]) -> NoReturn:
    """Replace this process: signals and the terminal go straight to the program."""
    argv = [str(part) for part in command]
    os.execvpe(argv[0], argv, dict(environment))  # noqa: S606
