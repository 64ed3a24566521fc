"""Starting a process that cannot outlive us, and finding those that did.

`/proc` answers where there is one (Linux); elsewhere the questions answer "nothing known".
"""

# ruff: noqa: S603  (starting programs is what this file is for; no name of one comes from a page)

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from pop.run import child

PROC = Path("/proc")


def has_proc() -> bool:
    """Whether the questions about other processes can be answered at all."""
    return (PROC / "self" / "stat").exists()


def spawn(
    argv: Sequence[str | Path],
    *,
    environment: Mapping[str, str],
    on_parent_death: signal.Signals = signal.SIGKILL,
    owner: tuple[int, int] | None = None,
    output: IO[bytes] | int | None = None,
    folder: Path = Path("/"),
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, so that a terminal's Ctrl-C reaches only us and we stop it in order."""
    uid, gid = owner or (child.KEEP, child.KEEP)
    step = [sys.executable, "-I", "-S", child.__file__, int(on_parent_death), os.getpid(), uid, gid]
    return subprocess.Popen(
        [*map(str, step), *map(str, argv)],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not None else None,
        start_new_session=True,
    )


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat after the name (which may hold spaces): state, ppid, pgrp, session, …"""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def started(pid: int) -> str | None:
    """When the process began, which tells it from a later one with the same number; None for dead and zombie."""
    fields = _stat(pid)
    return fields[19] if fields and fields[0] not in "ZX" else None


def _everyone() -> Iterator[int]:
    if has_proc():
        yield from (int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit())


def working_in(folder: Path) -> list[int]:
    """Processes whose current folder it is. PostgreSQL's all work in their data folder; a zombie works nowhere."""
    found = []
    for pid in _everyone():
        with contextlib.suppress(OSError):
            if (PROC / str(pid) / "cwd").readlink() == folder:
                found.append(pid)
    return found


def leaders(pids: Sequence[int]) -> list[int]:
    """Those of them that none of the others started. A server ends its own; orphans lead themselves."""
    return [pid for pid in pids if int((_stat(pid) or ["", "0"])[1]) not in pids]


def signal_all(pids: Sequence[int], number: signal.Signals) -> None:
    """Those that have ended in the meantime are no error."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def stop_group(process: subprocess.Popen[bytes], number: signal.Signals, seconds: float) -> None:
    """Ask the process, give it `seconds`, then end it and all that it started."""
    if process.poll() is None:
        process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)  # its own session: the group has its number
    process.wait()


def record(file: Path, pids: Sequence[int]) -> None:
    """Write down what runs, for the start after a `kill -9` of everything that could have cleaned up."""
    file.write_text(json.dumps([{"pid": pid, "started": started(pid)} for pid in pids]))


def clear_recorded(file: Path) -> list[int]:
    """End what an earlier run left behind. A number that now belongs to another process is left alone."""
    try:
        known = json.loads(file.read_text())
    except (OSError, ValueError):
        return []
    left = [entry["pid"] for entry in known if _still_ours(entry["pid"], entry["started"])]
    for pid in left:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(_group(pid) for pid in left) and time.monotonic() < deadline:
        time.sleep(0.02)
    file.unlink(missing_ok=True)
    return left


def _group(leader: int) -> list[int]:
    """The living members of a session that `leader` began, also when it has ended itself (once a worker pair stayed)."""
    members = []
    for pid in _everyone():
        fields = _stat(pid)
        if fields and fields[0] not in "ZX" and fields[2] == fields[3] == str(leader):
            members.append(pid)
    return members


def _still_ours(pid: int, began: str | None) -> bool:
    """The leader lives and began then; or it is gone and its group lives, in which case no other can have its number."""
    now = started(pid)
    return bool(began) and (now == began if now else bool(_group(pid)))
