"""What comes from npm: a Node that fits, the packages of package-lock.json, and the files the pages use of them."""

# ruff: noqa: S603  (starting programs is what this file is for; no name of one comes from a page)

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pop.run.environment import ROOT, base
from pop.run.speech import Problem, say
from pop.run.supervisor import Supervisor

OLDEST_NODE = 18
# 206 MB installed, so only where the machine has no Node of its own.
NODE_LOCK = "requirements-node.lock"
ASSETS_MODULE = "pop.ui.assets"
VENV_PROGRAMS = Path(sys.prefix) / "bin"


def prepare(supervisor: Supervisor, root: Path = ROOT) -> None:
    """Fetch and build when something changed, and only then. Two commands at once take turns."""
    if not (root / "package.json").exists():
        return
    with _turn(root):
        environment = node_environment(base())
        locks = [root / "package.json", root / "package-lock.json", root / ".npmrc"]
        packages = root / "node_modules" / ".pop-packages"
        if not _unchanged(packages, locks):
            environment = _with_node(supervisor, environment)
            say("Henter nettsidenes byggeklosser (npm ci) …")
            command = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
            supervisor.require("npm ci", command, environment, root)
            _keep(packages, locks)
        _build(supervisor, environment, root, locks)


def _build(supervisor: Supervisor, environment: Mapping[str, str], root: Path, locks: list[Path]) -> None:
    """`pop.ui.assets` copies and joins the vendors' files into src/pop/ui/static/vendor, which is not committed."""
    ui = root / "src" / "pop" / "ui"
    sources = [ui / "assets.py", *sorted((ui / "assets").rglob("*.*"))]
    if not any(source.exists() for source in sources):
        return
    built = root / "node_modules" / ".pop-assets"
    if _unchanged(built, [*locks, *sources]) and (ui / "static" / "vendor").is_dir():
        return
    say("Bygger stilark og skript …")
    supervisor.require("stilark og skript", [sys.executable, "-P", "-m", ASSETS_MODULE], environment)
    _keep(built, [*locks, *sources])


@contextlib.contextmanager
def _turn(root: Path) -> Iterator[None]:
    with (root / ".venv.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        yield


def _digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        if file.is_file():
            total.update(f"{file.name}\0{file.stat().st_size}\0".encode() + file.read_bytes())
    return total.hexdigest()


def _unchanged(stamp: Path, files: Iterable[Path]) -> bool:
    with contextlib.suppress(OSError):
        return stamp.read_text() == _digest(files)
    return False


def _keep(stamp: Path, files: Iterable[Path]) -> None:
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(_digest(files))


def node_environment(given: dict[str, str]) -> dict[str, str]:
    """Programs of `.venv` (there may be a Node) after the machine's; Node trusts the certificates that pip was given."""
    told = given | {"PATH": os.pathsep.join(filter(None, [given.get("PATH"), str(VENV_PROGRAMS)]))}
    certificates = given.get("PIP_CERT")
    if certificates and "NODE_EXTRA_CA_CERTS" not in given:
        told["NODE_EXTRA_CA_CERTS"] = certificates
    return told


def node_fits(path: str) -> bool:
    """Node 18 or newer with npm beside it on this PATH."""
    node = shutil.which("node", path=path)
    if not node or not shutil.which("npm", path=path):
        return False
    with contextlib.suppress(OSError, ValueError, subprocess.TimeoutExpired):
        found = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=False)
        return int(found.stdout.strip().lstrip("v").split(".")[0]) >= OLDEST_NODE
    return False


def _with_node(supervisor: Supervisor, environment: dict[str, str]) -> dict[str, str]:
    """The machine's Node; an own one in `.venv` where it has none or an old one."""
    if node_fits(environment["PATH"]):
        return environment
    own_first = environment | {"PATH": os.pathsep.join([str(VENV_PROGRAMS), environment["PATH"]])}
    if node_fits(own_first["PATH"]):
        return own_first
    say(f"Fant ikke Node {OLDEST_NODE} eller nyere. Henter en egen til .venv (rundt 60 MB) …")
    command = [
        sys.executable,
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    command += ["--require-hashes", "--requirement", str(ROOT / NODE_LOCK)]
    supervisor.require("Node fra PyPI", command, environment | {"PIP_ROOT_USER_ACTION": "ignore"})
    if not node_fits(own_first["PATH"]):
        raise Problem(
            f"Node fra PyPI virker ikke på denne maskinen. Installer Node {OLDEST_NODE} eller nyere og prøv igjen."
        )
    return own_first
