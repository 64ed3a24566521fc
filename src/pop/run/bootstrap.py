"""Makes `.venv` as the lock files say and becomes `python -m pop.run` in it.

Runs on the machine's own Python, so it uses the standard library only, and of `pop` what does the same.
"""

# ruff: noqa: S603  (starting programs is what this file is for; no name of one comes from a page)

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCKS = ("requirements.lock",)
DEVELOPMENT_LOCKS = ("requirements.lock", "requirements-dev.lock")
DEVELOPMENT_COMMANDS = {"test", "check", "lock", "bench"}


def stop(text: str) -> NoReturn:
    """End with one line that the user can act on."""
    print(f"pop: {text}", file=sys.stderr)
    sys.exit(1)


def stamp(lock: str) -> Path:
    """A copy of the lock file as it was when it was installed."""
    return VENV / f".installed-{lock}"


def installed(lock: str) -> bool:
    """Comparing the text itself needs no checksum program and cannot collide."""
    try:
        return stamp(lock).read_bytes() == (ROOT / lock).read_bytes()
    except OSError:
        return False


def usable() -> bool:
    """Whether `.venv` has a Python that still runs; the machine's may have been replaced since."""
    if not PYTHON.exists():
        return False
    check = [str(PYTHON), "-I", "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """A new `.venv`; an old one is removed only when it is one."""
    if (VENV / "pyvenv.cfg").exists():
        shutil.rmtree(VENV)
    print("Lager Python-miljøet i .venv …", flush=True)
    made = subprocess.run(
        [sys.executable, "-I", "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        (VENV / "pyvenv.cfg").unlink(missing_ok=True)
        stop(
            "Klarte ikke å lage .venv. Mangler pakken python3-venv? "
            + " ".join((made.stdout + made.stderr).split())
        )


def install(locks: Iterable[str]) -> None:
    """Exactly what the locks name, hash by hash. Duplicate names in two locks must agree, or pip stops."""
    print("Installerer Python-pakkene som låsefilene nevner (tar inntil et minutt første gang) …", flush=True)
    command = [
        str(PYTHON),
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-input",
        "--disable-pip-version-check",
    ]
    command += ["--no-warn-script-location", "--require-hashes"]
    for lock in locks:
        command += ["--requirement", str(ROOT / lock)]
    done = subprocess.run(command, check=False, env={**os.environ, "PIP_ROOT_USER_ACTION": "ignore"})
    if done.returncode != 0:
        stop(
            "Klarte ikke å installere pakkene. Meldingen fra pip står over. Er nettet nede, så prøv igjen senere."
        )
    for lock in locks:
        shutil.copyfile(ROOT / lock, stamp(lock))


def ready(locks: Sequence[str]) -> bool:
    """What every start after the first one asks; takes a millisecond."""
    return PYTHON.exists() and all(map(installed, locks))


def prepare(locks: Sequence[str]) -> None:
    """One process at a time makes and fills `.venv`; the kernel frees the lock when its holder dies."""
    with (ROOT / ".venv.lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not usable():
            make_venv()
        if not ready(locks):
            install(locks)


def answer_without(arguments: list[str]) -> None:
    """Help and wrong use are answered at once: nobody waits for an installation to learn of a typing error."""
    sys.path.insert(0, str(ROOT / "src"))
    from pop.run import cli  # and with it `print_anything`, before the first line of ours

    code = cli.first_answer(arguments)
    if code is not None:
        sys.exit(code)


def interrupted(number: int, _frame: FrameType | None) -> NoReturn:
    """No traceback when somebody presses Ctrl-C during the installation."""
    sys.exit(128 + number)


def main(arguments: list[str]) -> NoReturn:
    """Prepare, then become the command: same process, so a signal reaches it."""
    signal.signal(signal.SIGINT, interrupted)
    signal.signal(signal.SIGTERM, interrupted)
    command = arguments[0] if arguments else "help"
    locks = DEVELOPMENT_LOCKS if command in DEVELOPMENT_COMMANDS else RUN_LOCKS
    if not ready(locks):
        answer_without(arguments)
        prepare(locks)
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    environment.pop("PYTHONHOME", None)
    signal.signal(
        signal.SIGINT, signal.SIG_DFL
    )  # ignored when started with `&`: the command installs its own
    os.execve(PYTHON, [str(PYTHON), "-P", "-m", "pop.run", *arguments], environment)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
