"""What the numbers were measured on: this machine, its programs, and how much memory a web worker takes."""

import contextlib
import os
import platform
import subprocess
from pathlib import Path

import psycopg

PROC = Path("/proc")
ROOT = Path(__file__).resolve().parents[3]
SMALLEST_WORKER = 25_000_000
"""Bytes; a child of the server below that is a helper process of Python, not a worker."""


def about(link: psycopg.Connection) -> dict[str, str]:
    """Cores, memory, versions and commit."""
    row = link.execute(
        "select current_setting('server_version'), current_setting('shared_buffers')"
    ).fetchone()
    version, buffers = row or ("", "")
    return {
        "processor": f"{os.cpu_count()} cores, {_line('cpuinfo', 'model name') or platform.machine()}",
        "memory": f"{int((_line('meminfo', 'MemTotal') or '0').split()[0]) / 1_048_576:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "PostgreSQL": f"{version} (embedded; shared_buffers {buffers}, fsync on)",
        "commit": _commit(),
    }


def _line(file: str, name: str) -> str:
    """The value of a line `name : value` under /proc; empty where there is none."""
    with contextlib.suppress(OSError):
        for line in (PROC / file).read_text().splitlines():
            if line.startswith(name):
                return line.split(":", 1)[1].strip()
    return ""


def _commit() -> str:
    """The commit, and whether files differ from it."""
    said = []
    for words in (["rev-parse", "--short", "HEAD"], ["status", "--porcelain"]):
        try:
            done = subprocess.run(  # noqa: S603
                ["git", "-C", str(ROOT), *words],  # noqa: S607
                capture_output=True,
                text=True,
                check=True,
            )
        except (OSError, subprocess.CalledProcessError):
            return "unknown"
        said.append(done.stdout.strip())
    return said[0] + (" with local changes" if said[1] else "")


def worker_memory(server: int) -> list[dict[str, int]]:
    """RSS and PSS in bytes of each worker of the web server with this process number; empty without /proc."""
    found = [memory(child) for child in children(server)]
    return [each for each in found if each.get("rss", 0) > SMALLEST_WORKER]


def children(parent: int) -> list[int]:
    """Processes that this one has started."""
    found = []
    for entry in PROC.glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(entry.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.parent.name))
    return found


def memory(process: int) -> dict[str, int]:
    """Resident memory, and the part of it that is the process's own share."""
    found = {}
    with contextlib.suppress(OSError):
        for line in (PROC / str(process) / "smaps_rollup").read_text().splitlines():
            name, _, value = line.partition(":")
            if name in ("Rss", "Pss"):
                found[name.lower()] = int(value.split()[0]) * 1024
    return found
