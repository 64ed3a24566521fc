"""The whole sequence with stand-ins: however it is ended, nothing stays behind, and a second one is told so."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from pop.run import processes, webserver
from pop.run.postgres import running_postgres
from pop.run.tests.conftest import descendants, gone

Start = Callable[..., subprocess.Popen[str]]
IGNORING_SIGINT = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
WITH_TERMINAL = "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts stand-in demos, and ends those that a failing test leaves."""
    begun: list[subprocess.Popen[str]] = []

    def begin(data: Path, port: int, *before: str) -> subprocess.Popen[str]:
        command = [*before, sys.executable, "-P", "-m", "pop.run.tests.standin", str(data), str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        begun.append(process)
        return process

    yield begin
    for process in begun:
        if process.poll() is None:
            process.terminate()
        process.communicate()


def wait_until_ready(process: subprocess.Popen[str]) -> None:
    """Its last line of the start."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("Klar: "):
            return
    assert process.stderr is not None
    pytest.fail(process.stderr.read())


def page_answers(port: int) -> bool:
    """One request over a connection of its own."""
    try:
        with socket.create_connection(("127.0.0.1", port), 5) as page:
            page.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return page.recv(20).startswith(b"HTTP/1.")
    except ConnectionResetError:
        return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_at_once(
    reachable: Path, free_port: int, start: Start, number: signal.Signals
) -> None:
    demo = start(reachable / "med mellomrom" / "data", free_port, sys.executable, "-c", WITH_TERMINAL)
    wait_until_ready(demo)
    below = descendants(demo.pid)
    assert len(below) > 4  # PostgreSQL with its helpers, the web server with two workers
    began = time.monotonic()
    demo.send_signal(number)
    assert demo.wait(10) == 0
    assert time.monotonic() - began < 3
    assert gone(below, 0.5)


def test_an_impatient_second_signal_harms_nothing(reachable: Path, free_port: int, start: Start) -> None:
    demo = start(reachable / "data", free_port)
    wait_until_ready(demo)
    below = descendants(demo.pid)
    demo.send_signal(signal.SIGINT)
    demo.send_signal(signal.SIGINT)
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(10) == 0
    assert gone(below, 0.5)


def test_ctrl_c_works_where_a_script_had_it_ignored(reachable: Path, free_port: int, start: Start) -> None:
    demo = start(reachable / "data", free_port, sys.executable, "-c", IGNORING_SIGINT)
    wait_until_ready(demo)
    demo.send_signal(signal.SIGINT)
    assert demo.wait(10) == 0


def test_kill_9_leaves_no_process_and_the_next_start_works(
    reachable: Path, free_port: int, start: Start
) -> None:
    demo = start(reachable / "data", free_port)
    wait_until_ready(demo)
    below = descendants(demo.pid)
    demo.kill()
    demo.wait()
    again = start(reachable / "data", free_port)  # at once, while the old ones are ending
    wait_until_ready(again)
    assert gone(below)
    again.send_signal(signal.SIGINT)
    assert again.wait(10) == 0


def test_a_second_one_on_the_same_data_is_told_the_port(
    reachable: Path, free_port: int, start: Start
) -> None:
    demo = start(reachable / "data", free_port)
    wait_until_ready(demo)
    second = start(reachable / "data", free_port)
    _, said = second.communicate(timeout=20)
    assert second.returncode == 1
    assert said.count("\n") == 1
    assert f"http://127.0.0.1:{free_port}" in said
    assert demo.poll() is None


def test_a_port_that_is_taken_is_said_before_anything_starts(reachable: Path, start: Start) -> None:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as taken:
        port = taken.getsockname()[1]
        demo = start(reachable / "data", port)
        _, said = demo.communicate(timeout=20)
    assert demo.returncode == 1
    assert said == f"pop: Port {port} er opptatt av et annet program. Velg en annen med --port.\n"
    assert not (reachable / "data" / "postgres").exists()


def test_a_killed_database_ends_the_demo_with_a_clear_line(
    reachable: Path, free_port: int, start: Start
) -> None:
    demo = start(reachable / "data", free_port)
    wait_until_ready(demo)
    below = descendants(demo.pid)
    postmaster = int((reachable / "data" / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    _, said = demo.communicate(timeout=20)
    assert demo.returncode == 1
    assert said.startswith("pop: PostgreSQL stoppet uventet")
    assert gone(below)
    with running_postgres(reachable / "data") as server, psycopg.connect(server.web_url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def answers_again(port: int) -> bool:
    """Within seconds, also on a machine with much to do."""
    for _try in range(50):
        try:
            if page_answers(port):
                return True
        except OSError:
            pass
        time.sleep(0.1)
    return False


def test_a_killed_worker_comes_back(reachable: Path, free_port: int, start: Start) -> None:
    demo = start(reachable / "data", free_port)
    wait_until_ready(demo)
    worker = next(
        pid for pid in descendants(demo.pid) if b"webserver" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    worker = descendants(worker)[0]
    os.kill(worker, signal.SIGKILL)
    assert gone([worker])
    assert answers_again(free_port)  # what waited for the dead one gets a reset
    assert demo.poll() is None


def test_recorded_processes_are_cleared_and_a_reused_number_is_not(tmp_path: Path) -> None:
    file = tmp_path / "pids.json"
    with subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True
    ) as orphan:
        processes.record(file, [orphan.pid])
        known = file.read_text()
        file.write_text(known.replace(f'"{processes.started(orphan.pid)}"', '"1"'))
        assert processes.clear_recorded(file) == []
        assert orphan.poll() is None
        file.write_text(known)
        assert processes.clear_recorded(file) == [orphan.pid]
        assert orphan.wait(5) == -signal.SIGKILL
    assert not file.exists()


def test_an_application_that_cannot_load_ends_the_server_once(free_port: int) -> None:
    command = [
        sys.executable,
        "-P",
        "-m",
        "pop.run.webserver",
        "--port",
        str(free_port),
        "--application",
        "finnes.ikke:app",
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == webserver.CANNOT_LOAD
    assert 1 <= done.stderr.count("No module named 'finnes'") <= 4  # once a worker, with what led to it
