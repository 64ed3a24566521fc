"""`./pop lock`: writes the lock files anew from pyproject.toml, with hashes and without any address."""

import sys
from pathlib import Path

from pop.run.environment import ROOT, base
from pop.run.speech import Problem, say
from pop.run.supervisor import Supervisor

OPTIONS = (
    *("--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-header", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host"),
)
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-dev.lock": ("--extra", "dev", "pyproject.toml"),
    "requirements-node.lock": ("requirements-node.in",),
}


def write(upgrade: bool, root: Path = ROOT) -> int:
    """Versions that are locked already stay, unless an upgrade is asked for."""
    with Supervisor() as supervisor:
        for lock, source in LOCKS.items():
            say(f"Skriver {lock} …")
            fresh = root / f"{lock}.new"
            if (root / lock).exists():
                fresh.write_bytes((root / lock).read_bytes())
            command = [
                sys.executable,
                "-P",
                "-m",
                "piptools",
                "compile",
                *OPTIONS,
                "--output-file",
                fresh.name,
            ]
            try:
                chosen = [*command, *(["--upgrade"] if upgrade else []), *source]
                supervisor.require(lock, chosen, base(), root)
                _require_no_address(fresh)
                fresh.replace(root / lock)
            finally:
                fresh.unlink(missing_ok=True)
    return 0


def _require_no_address(lock: Path) -> None:
    """Which registry or mirror somebody uses is theirs to set, and nobody else's to see."""
    for line in lock.read_text().splitlines():
        if "://" in line or line.startswith("-"):
            raise Problem(
                f"Låsefilen ville fått en adresse eller et valg i seg, og er ikke skrevet: {line.strip()}"
            )
