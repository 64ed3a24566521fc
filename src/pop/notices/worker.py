"""`python -m pop.notices`: sends what the database has queued. Started by `./pop worker` and `./pop demo`.

It knows its own login to the database and the servers for mail and SMS: no key, no plan, no name. The queue is
procrastinate's, asked every second; several workers may run at once.
"""

import asyncio
import contextlib
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django
import psycopg
from django.conf import settings as django_settings
from procrastinate import App, BaseRetryStrategy, PsycopgConnector, RetryDecision
from procrastinate import exceptions as queue_errors
from procrastinate.jobs import Job
from psycopg_pool import ConnectionPool, PoolTimeout

from pop.notices import sending
from pop.notices.delivering import FIRST, NotYet, Post, wait_after
from pop.ui.languages import available

ABOVE = Path(__file__).resolve().parents[1]
QUEUE = "notices"
AT_ONCE = 8
"""Messages on their way at the same time: most of the time is waiting for the other server."""
PATIENCE = 30.0
"""Seconds without a sign of life before another worker's jobs are taken over."""
AGAIN = 5.0
"""Seconds before a database that does not answer is asked again."""

AWAY = (psycopg.Error, PoolTimeout, queue_errors.ConnectorException)
"""What the database's being away looks like."""


class Patience(BaseRetryStrategy):
    """Never gives up: the delivery itself says when it is dead. What went wrong here is tried again too."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision:
        seconds = exception.seconds if isinstance(exception, NotYet) else wait_after(min(job.attempts + 1, 8))
        return RetryDecision(retry_at=datetime.now(UTC) + timedelta(seconds=seconds))


async def look_in_queue(connection: psycopg.AsyncConnection[Any]) -> None:
    """The library names its functions without a schema."""
    await connection.execute("set search_path = queue, pg_temp")
    await connection.commit()


def queue_of(url: str, post: Post) -> App:
    """The library's queue with our one task."""
    connector = PsycopgConnector(conninfo=url, configure=look_in_queue, min_size=1, max_size=4)
    app = App(connector=connector)

    @app.task(name="notices.send", queue=QUEUE, retry=Patience())
    def send(delivery: int) -> None:
        post.deliver(delivery)

    return app


async def keep(app: App, post: Post, patience: float) -> None:
    """What a dead worker had begun is taken over; what lost its job gets a new one."""
    while True:
        with contextlib.suppress(*AWAY):
            for job in await app.job_manager.get_stalled_jobs(queue=QUEUE, seconds_since_heartbeat=patience):
                with contextlib.suppress(queue_errors.ConnectorException):  # another worker was first
                    await app.job_manager.retry_job(job)
            await asyncio.to_thread(post.recover)
        await asyncio.sleep(patience)


async def work(url: str, post: Post, *, patience: float = PATIENCE, once: bool = False) -> None:
    """Until a signal comes; with `once` until nothing is due."""
    app = queue_of(url, post)
    async with app.open_async():
        keeper = asyncio.create_task(keep(app, post, patience))
        try:
            await app.run_worker_async(
                queues=[QUEUE],
                wait=not once,
                concurrency=AT_ONCE,
                listen_notify=False,
                fetch_job_polling_interval=1.0,
                delete_jobs="successful",
                update_heartbeat_interval=patience / 3,
                stalled_worker_timeout=patience,
                shutdown_graceful_timeout=5.0,
            )
        finally:
            keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeper


def languages_only() -> None:
    """Django's catalogues of texts, and nothing else of it: no database, no key."""
    django_settings.configure(
        USE_I18N=True,
        LANGUAGE_CODE="nb",
        LANGUAGES=available(ABOVE / "locale" / "languages.toml"),
        LOCALE_PATHS=[ABOVE / "locale"],
        INSTALLED_APPS=[],
        LOGGING_CONFIG=None,
    )
    django.setup()


def main(words: list[str]) -> int:
    """Comes back by itself when the database has been away."""
    languages_only()
    url = os.environ["POP_WORKER_DATABASE_URL"]
    try:
        told = sending.from_environment()
    except ValueError as error:
        print(f"pop: {error}", file=sys.stderr, flush=True)
        return 2
    patience = float(os.environ.get("POP_WORKER_PATIENCE", PATIENCE))
    first = float(os.environ.get("POP_NOTICE_FIRST_WAIT", FIRST))
    while True:
        try:
            with ConnectionPool(
                url, min_size=1, max_size=AT_ONCE, kwargs={"autocommit": True}, open=True
            ) as pool:
                post = Post(pool, told, demo=os.environ.get("POP_MODE") == "demo", first=first)
                asyncio.run(work(url, post, patience=patience, once="--once" in words))
            return 0
        except AWAY:
            print("pop: Databasen svarer ikke, prøver igjen.", file=sys.stderr, flush=True)
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(asyncio.sleep(AGAIN))
