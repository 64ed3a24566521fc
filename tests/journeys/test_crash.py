"""Two hundred forms, while the web server and PostgreSQL are killed: each is there once."""

import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pop.run import postgres

pytestmark = [pytest.mark.no_database, pytest.mark.browser]
WRITES = 200
CHOICES = {"kind": "do_myself", "kept": "all"}
FAILURES = (urllib.error.URLError, http.client.HTTPException, ConnectionError, TimeoutError)


class Demo:
    """`./pop demo` in a process of its own, that can be killed and started again."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [
            sys.executable,
            "-m",
            "pop.run",
            "demo",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
        ]
        kept = {k: v for k, v in os.environ.items() if not k.startswith("POP_")}
        self.process = subprocess.Popen(command, env=kept, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for _ in range(600):
            with contextlib.suppress(*FAILURES):
                if urllib.request.urlopen(f"{self.address}/readyz", timeout=2).status == 200:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        assert self.process.stderr
        raise AssertionError(f"the demo did not start: {self.process.stderr.read().decode()[-2000:]}")

    def children(self) -> dict[str, int]:
        """The process ids of the web server and of PostgreSQL."""
        web = json.loads((self.data / "pids.json").read_text())
        postmaster = next(self.data.rglob("postmaster.pid")).read_text().splitlines()[0]
        return {"web": web[-1]["pid"], "postgres": int(postmaster)}

    def kill(self, name: str) -> None:
        """`kill -9` of one part; then the rest goes as it can, and everything is started again."""
        os.kill(self.children()[name], signal.SIGKILL)
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

    def kill_everything(self) -> None:
        for pid in [*self.children().values(), self.process.pid]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=30)


class Person:
    """Elias at a browser that sends a form again, with the same key, when no answer came."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.jar = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))

    def token(self) -> str:
        return next((c.value or "" for c in self.jar if c.name == "skjema"), "")

    def post(self, url: str, **fields: str) -> str:
        data = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": self.token()}).encode()
        return str(self.browser.open(self.address + url, data, timeout=10).geturl())

    def log_in(self) -> str:
        self.browser.open(self.address + "/", timeout=10).read()
        return self.post("/demo/", who="elias").removeprefix(self.address)

    def write(self, plan: str, text: str, once: str) -> bool:
        try:
            answer = self.post(f"{plan}om-meg/ny/", text=text, once=once, **CHOICES)
        except FAILURES:
            return False
        assert "/ny/" not in answer, "the form was refused"
        return True


@pytest.fixture
def demo() -> Iterator[Demo]:
    # Not pytest's own folder: that one is closed to the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="pop-crash-"))
    folder.chmod(0o755)
    running = Demo(folder / "data")
    running.start()
    yield running
    running.stop()
    shutil.rmtree(folder)


def stored(demo: Demo) -> list[str]:
    server = postgres.attached(demo.data)
    with psycopg.connect(server.url("postgres", "pop")) as link:
        rows = link.execute("select text from plans_statement where text like 'Skriving %'").fetchall()
    return [row[0] for row in rows]


def test_what_was_acknowledged_is_there_and_nothing_is_there_twice(demo):
    elias = Person(demo.address)
    plan = elias.log_in()
    crashes = {50: lambda: demo.kill("web"), 100: lambda: demo.kill("postgres"), 150: demo.kill_everything}
    for number in range(WRITES):
        once, text = str(uuid.uuid4()), f"Skriving {number:03}"
        if number in crashes:
            # The form is on its way when the process dies; nobody knows whether it arrived.
            with contextlib.suppress(*FAILURES):
                elias.post(f"{plan}om-meg/ny/", text=text, once=once, **CHOICES)
            crashes[number]()
            demo.start()
        assert any(elias.write(plan, text, once) for _ in range(20)), text
    found = stored(demo)
    assert sorted(found) == [f"Skriving {number:03}" for number in range(WRITES)]
    assert re.fullmatch(r"/planer/[0-9a-f-]+/", plan)
