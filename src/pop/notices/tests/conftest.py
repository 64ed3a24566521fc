"""What the tests about sending share: a user with addresses, something to be told of, and a worker of one's own."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import psycopg
import pytest
import time_machine
from conftest import named, superuser_url
from django.db import connection

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.notices import actions
from pop.worklists.actions import ask_contact

ADDRESS, NUMBER = "postkasse@mottaker.example", "+4740000000"


def reached(slug: str, email: str = ADDRESS, phone: str = "", **how: str) -> None:
    """The user has said where, and the code came back; `email_task="daily"` and the like say how."""
    chosen = {(kind, channel): value for name, value in how.items() for channel, kind in [name.split("_")]}
    with acting(user(slug).pk):
        actions.choose(user=user(slug), email=email, phone=phone, how=chosen)
    prove(slug, email=email, sms=phone)


def prove(slug: str, **addresses: str) -> None:
    """The codes came back; in a database of the test's own, because no page may write it."""
    name = connection.settings_dict["NAME"]
    if name.startswith("pop_c_"):
        with psycopg.connect(named(superuser_url(), name)) as link:
            for channel, address in addresses.items():
                link.execute(
                    "insert into notices_addressproof (key, user_id, channel, address, asked_at, wrong, proven_at)"
                    " select gen_random_uuid(), u.id, %s, %s, now(), 0, now() from people_user u where u.key = %s and %s <> ''",
                    [channel, address, user(slug).key, address],
                )


def something_for_marte() -> None:
    """The leader asks how it goes: a task for Marte."""
    with acting(user("elias").pk):
        plan = plan_of("elias")
    with acting(user("anders").pk):
        assert ask_contact(plan_key=plan.key)


def deliveries(database: str) -> list[tuple[str, str, int]]:
    """Channel, state and attempts of each, past the rules."""
    with psycopg.connect(named(superuser_url(), database)) as link:
        return [
            (str(c), str(s), int(n))
            for c, s, n in link.execute("select channel, state, attempts from notices_delivery order by id")
        ]


def worker_url(database: str) -> str:
    """The worker's login, put on by the superuser: tests do not know its password."""
    url = named(superuser_url(), database)
    return f"{url}{'&' if '?' in url else '?'}options={quote('-c role=pop_worker')}"


def nothing_queued(database: str) -> None:
    """What the demo has queued is taken away, so that a test sees its own."""
    with psycopg.connect(named(superuser_url(), database)) as link:
        link.execute(
            "truncate notices_delivery, notices_contactpoint, notices_addressproof, notices_choice cascade"
        )
        link.execute("truncate queue.procrastinate_jobs cascade")


OTHERS = """
    with wanted as (select n, 900000000 + n as id from generate_series(0, %s - 1) n),
    made as (insert into people_user (id, key, title, language, shielded, active) select id, gen_random_uuid(), '', '', false, true from wanted),
    where_ as (insert into notices_contactpoint (user_id, email, phone) select id, 'postkasse' || n || '@mottaker.example', '' from wanted)
    insert into notices_addressproof (key, user_id, channel, address, asked_at, wrong, proven_at)
    select gen_random_uuid(), id, 'email', 'postkasse' || n || '@mottaker.example', now(), 0, now() from wanted
"""


def notices_for_others(database: str, many: int) -> None:
    """So many users who are nobody's, each with an address and something new."""
    with psycopg.connect(named(superuser_url(), database)) as link:
        link.execute(OTHERS, [many])
        link.execute(
            "insert into notices_notice (key, user_id, kind, what, at)"
            " select gen_random_uuid(), id, 'task', 'leader_asks', access.moment() from people_user where id >= 900000000"
        )


Start = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture
def start(committed: str) -> Iterator[Start]:
    """`start(POP_MAIL_SERVER=…)` starts a worker; `dying="sent"` one that dies at that point."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*, dying: str = "", **told: str) -> "subprocess.Popen[bytes]":
        module = ["pop.notices.tests.dying", dying] if dying else ["pop.notices"]
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ["PYTHONPATH"],
            "POP_WORKER_DATABASE_URL": worker_url(committed),
            "POP_WORKER_PATIENCE": "1.5",
            "POP_NOTICE_FIRST_WAIT": "0.2",
            "POP_NOTICE_TIMEOUT": "1",
            "POP_MAIL_FROM": "Varsel <varsel@avsender.example>",
            "POP_LOGIN_PAGE": "https://logginn.example",
        }
        process = subprocess.Popen([sys.executable, "-m", *module], env=environment | told)
        running.append(process)
        return process

    yield run
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        process.wait()


def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Waits; fails when it never becomes so."""
    clock = time_machine.escape_hatch.time
    end = clock.time() + seconds
    while not true():
        assert clock.time() < end, "it never came"
        time.sleep(0.05)
