"""`./pop test` and `./pop check`: every step by name, stopping at the first that fails."""

import sys
import time
from collections.abc import Mapping, Sequence

from pop.run import chromium, environment, frontend
from pop.run.environment import ROOT, django
from pop.run.postgres import temporary_postgres
from pop.run.speech import complain, say
from pop.run.supervisor import Supervisor

PYTEST_WORKERS = 2  # as many as the machine that checks each change has cores
UNIT_ONLY = ("-m", "not browser")

Step = tuple[str, list[str]]


def _module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-P", "-m", name, *arguments]


# import-linter has a console script only, and scripts in .venv break when the project folder is moved.
LINT_IMPORTS = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)
STATIC_STEPS: tuple[Step, ...] = (
    ("format (ruff format)", _module("ruff", "format", "--check", ".")),
    ("kodefeil (ruff check)", _module("ruff", "check", ".")),
    ("typer (mypy)", _module("mypy", "src")),
    ("importretninger (lint-imports)", [sys.executable, "-P", "-c", LINT_IMPORTS]),
    ("manglende migrasjoner (makemigrations)", django("makemigrations", "--check", "--dry-run")),
)


def _pytest(supervisor: Supervisor, told: Mapping[str, str], *arguments: str) -> int:
    """Last, and nothing is said after it: its own summary is what one looks for at the end of the output."""
    say("Kontrollerer tester (pytest) …")
    return supervisor.run("pytest", _module("pytest", "-n", str(PYTEST_WORKERS), *arguments), told)


def test(arguments: Sequence[str]) -> int:
    """Everything; with arguments for pytest (a selection) only pytest, for the quick round while writing."""
    with Supervisor() as supervisor, temporary_postgres() as server:
        told = environment.testing(server)
        failed = 0 if arguments else _run(supervisor, STATIC_STEPS, told)
        if failed:
            return failed
        frontend.prepare(supervisor)
        told["POP_CHROMIUM"] = chromium.find_or_install(supervisor)
        return _pytest(supervisor, told, *arguments)


def check() -> int:
    """The fast subset: no browser."""
    with Supervisor() as supervisor, temporary_postgres() as server:
        frontend.prepare(supervisor)
        told = environment.testing(server)
        return _run(supervisor, STATIC_STEPS, told) or _pytest(supervisor, told, *UNIT_ONLY)


def _run(supervisor: Supervisor, steps: Sequence[Step], told: Mapping[str, str]) -> int:
    """The code of the first that fails."""
    for name, command in steps:
        say(f"Kontrollerer {name} …")
        began = time.monotonic()
        code = supervisor.run(name, command, told, ROOT)
        if code != 0:
            complain(f"Stoppet ved «{name}» (kode {code}). Meldingene står over.")
            return code if code > 0 else 128 - code
        say(f"  i orden ({time.monotonic() - began:.1f} s)")
    return 0
