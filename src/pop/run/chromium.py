"""A browser for the journeys: the machine's, else Debian's package, else Playwright's own download."""

# ruff: noqa: S603  (starting programs is what this file is for; no name of one comes from a page)

import contextlib
import os
import shutil
import subprocess
import sys

from pop.run.environment import base
from pop.run.speech import Problem, say
from pop.run.supervisor import Supervisor

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHTS_OWN = ""


def find_or_install(supervisor: Supervisor) -> str:
    """The path for POP_CHROMIUM; empty for Playwright's own, which it finds itself. Never a silent skip."""
    found = find()
    if found:
        return found
    say("Fant ingen Chromium. Henter en …")
    apt = shutil.which("apt-get")
    if os.geteuid() == 0 and apt:
        quiet = base() | {"DEBIAN_FRONTEND": "noninteractive"}
        supervisor.run("apt-get update", [apt, "-qq", "update"], quiet)
        supervisor.run(
            "Chromium fra Debian", [apt, "-qq", "install", "-y", "--no-install-recommends", "chromium"], quiet
        )
        found = find()
        if found:
            return found
    code = supervisor.run(
        "Playwrights Chromium", [sys.executable, "-P", "-m", "playwright", "install", "chromium"], base()
    )
    if code == 0:
        return PLAYWRIGHTS_OWN
    raise Problem("Fant ingen Chromium og klarte ikke å hente en. Installer pakken chromium og prøv igjen.")


def find() -> str | None:
    """The first that really answers: Ubuntu's chromium-browser may be a stub that only tells one to install it."""
    for name in NAMES:
        path = shutil.which(name)
        if path and _answers(path):
            return path
    return None


def _answers(path: str) -> bool:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
        return asked.returncode == 0
    return False
