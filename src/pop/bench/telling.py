"""How many notices one worker sends in a minute, each in a message of its own over TLS to a mail server beside it."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

NOTICES = 2000
FIRST = 700_000_001
"""Users of this measurement's own, so that nothing goes out together; afterwards they are gone again."""

FILL = """
    insert into people_user (id, key, title, language, shielded, active) select n, gen_random_uuid(), '', '', false, true from generate_series(%(first)s, %(last)s) n;
    insert into notices_contactpoint (user_id, email, phone) select n, 'postkasse' || n || '@example.org', '' from generate_series(%(first)s, %(last)s) n;
    insert into notices_addressproof (key, user_id, channel, address, asked_at, wrong, proven_at)
    select gen_random_uuid(), n, 'email', 'postkasse' || n || '@example.org', now(), 0, now() from generate_series(%(first)s, %(last)s) n;
    insert into notices_notice (key, user_id, kind, what, at) select gen_random_uuid(), n, 'task', 'leader_asks', access.moment() from generate_series(%(first)s, %(last)s) n;
    update notices_delivery set due_at = access.moment() - interval '1 second' where user_id between %(first)s and %(last)s;
    update queue.procrastinate_jobs set scheduled_at = now() - interval '1 second' where status = 'todo';
"""
# Acute, so that it may be measured at night too.
ACUTE = "update notices_notice set kind = 'acute' where user_id between %(first)s and %(last)s"
TOOK = """
    select count(*), extract(epoch from max(ended_at) - min(begun_at)) from notices_delivery
    where user_id between %(first)s and %(last)s and state = 'sent'
"""
EMPTY = """
    delete from notices_delivery where user_id between %(first)s and %(last)s;
    delete from notices_notice where user_id between %(first)s and %(last)s;
    delete from notices_addressproof where user_id between %(first)s and %(last)s;
    delete from notices_contactpoint where user_id between %(first)s and %(last)s;
    delete from people_user where id between %(first)s and %(last)s;
"""


def per_minute(url: str, notices: int = NOTICES) -> float:
    """From the first that is begun to the last that is sent, as the database says."""
    users = {"first": FIRST, "last": FIRST + notices - 1}
    with psycopg.connect(url) as link, tempfile.TemporaryDirectory() as folder:
        ask(link, EMPTY, users)
        ask(link, FILL + ACUTE, users)
        try:
            with mail_server(Path(folder)) as told:
                subprocess.run(
                    [sys.executable, "-P", "-m", "pop.notices", "--once"], env=told | {"POP_WORKER_DATABASE_URL": as_worker(url)},
                    check=True,
                )  # fmt: skip
            sent, seconds = link.execute(TOOK, users).fetchone() or (0, 0)
        finally:
            link.rollback()
            ask(link, EMPTY, users)
    if sent != notices:
        raise RuntimeError(f"{sent} of {notices} notices were sent")
    return float(60 * (sent - 1) / seconds)


def ask(link: psycopg.Connection, statements: str, values: dict[str, int]) -> None:
    for statement in statements.split(";"):
        if statement.strip():
            link.execute(statement.encode(), values)
    link.commit()


def as_worker(url: str) -> str:
    """The worker's rights, put on by the superuser."""
    return f"{url}{'&' if '?' in url else '?'}options={quote('-c role=pop_worker')}"


@contextlib.contextmanager
def mail_server(folder: Path) -> Iterator[dict[str, str]]:
    """One that takes everything; the environment of a worker that sends to it."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=127.0.0.1"
        f" -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {certificate}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)  # noqa: S603
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-P", "-m", "pop.bench.mailbox", str(port), str(certificate), str(key)]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as server, killed(server):  # noqa: S603
        if not server.stdout or not server.stdout.readline():
            raise RuntimeError("The mail server did not start")
        yield {
            **{name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ},
            "POP_MAIL_SERVER": f"smtp://127.0.0.1:{port}",
            "POP_MAIL_CA": str(certificate),
        }


@contextlib.contextmanager
def killed(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Whatever happens."""
    try:
        yield
    finally:
        process.kill()
