"""The worker of the night ends when it is told to, without a word that looks like an error."""

import os
import signal
import subprocess
import sys

import pytest

from pop.run.environment import WORKER_SERVER

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_stopped_says_nothing_of_it(number: signal.Signals) -> None:
    unreachable = "postgresql://nobody@/pop?host=/finnes-ikke"
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "pop.run.worker"],
        env={**os.environ, WORKER_SERVER: unreachable},
        stderr=subprocess.PIPE,
        text=True,
    ) as worker:
        assert worker.stderr
        assert "prøver igjen" in worker.stderr.readline()
        worker.send_signal(number)
        said = worker.stderr.read()
    assert "Traceback" not in said
    assert worker.returncode == 128 + number
