"""Folders that the database's unprivileged user can reach (pytest's own are closed), and what is left of processes."""

import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pop.run import processes


@pytest.fixture(autouse=True)
def everybody_may_use_the_database() -> None:
    """In place of the project's fixture of this name: these tests start databases of their own and need no Django."""


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder under the system's temporary one."""
    path = Path(tempfile.mkdtemp(prefix="pop-run-"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def descendants(pid: int) -> list[int]:
    """All processes below one, however deep, whatever their session."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def gone(pids: list[int], seconds: float = 3.0) -> bool:
    """Whether all of them end in time; a zombie has ended."""
    deadline = time.monotonic() + seconds
    while any(processes.started(pid) for pid in pids):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
