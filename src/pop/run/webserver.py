"""The web server process: `python -m pop.run.webserver --port N` runs granian with two workers.

Why granian and not gunicorn: with one blocking thread it served 131 pages/s against 104, and stops in 0.3 s. One thing
gunicorn does better: its workers notice within a second that their parent is dead. Ours ask the kernel for that before
they load the application; then both leave nothing after a `kill -9`, and both replace a worker that was killed.
"""

import argparse
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable
from types import FrameType
from typing import Any

from granian import Granian
from granian._internal import load_target
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from pop.run import child

WORKERS = 2
APPLICATION = "pop.wsgi:application"
BEGAN = "POP_WEB_BEGAN"
FIRST_LOAD_SECONDS = 30.0
RETRY_SECONDS = 2.0
CANNOT_LOAD = 3
STOP_SECONDS = 1  # a browser's open connection must not hold up Ctrl-C


def load(target: str) -> Callable[..., Any]:
    """In the worker: die with the parent, then import the application."""
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        child.die_with_parent(signal.SIGKILL, parent.pid)
    try:
        application: Callable[..., Any] = load_target(target)
    except Exception:
        _cannot_load(os.getppid())
        raise
    return application


def _cannot_load(parent: int) -> None:
    """An application that never loaded ends the server. Granian would try for ever: with two workers that fall in turn
    it does not notice the loop. One that has loaded before may only have lost its database: try again, not too often.
    """
    if time.time() - float(os.environ[BEGAN]) < FIRST_LOAD_SECONDS:
        traceback.print_exc()
        os.kill(parent, signal.SIGUSR1)
    time.sleep(RETRY_SECONDS)


def give_up(_number: int, _frame: FrameType | None) -> None:
    """At once and not as a success; the workers follow, as the kernel tells them."""
    os._exit(CANNOT_LOAD)


def server(host: str, port: int, workers: int, application: str) -> Any:
    """No access log: the path of a page tells whose plan was looked at, and looks are recorded in the database."""
    return Granian(
        application,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,  # measured fastest: Django holds the interpreter anyway
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )


def main() -> None:
    """Arguments come from the commands of `./pop`, which have checked them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=WORKERS)
    parser.add_argument("--application", default=APPLICATION)
    given = parser.parse_args()
    os.environ[BEGAN] = str(time.time())
    signal.signal(signal.SIGUSR1, give_up)
    server(given.host, given.port, given.workers, given.application).serve(target_loader=load)


if __name__ == "__main__":
    main()
