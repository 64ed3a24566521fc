"""Clients that ask a running server for pages, and how long it takes them. Ends by itself."""

import http.client
import random
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from pop.bench.inside import Refused
from pop.bench.pages import SEED, Asked

TIMEOUT = 300.0


@dataclass(frozen=True)
class Times:
    """What the clients met, in milliseconds."""

    p50: float
    p95: float
    per_second: float


def ask(port: int, asked: Asked, key: str) -> None:
    """One request on a connection of its own, so that the kernel spreads them over the workers. As behind a proxy
    that ended TLS.
    """
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}", "X-Forwarded-Proto": "https"}
        link.request(
            "GET",
            asked.path,
            headers=headers | asked.headers | {"Connection": "close", "Accept-Encoding": "gzip"},
        )
        response = link.getresponse()
        response.read()
        if response.status != asked.wanted:
            raise Refused(f"{asked.path} answered {response.status} to user {asked.user_id}")
    finally:
        link.close()


def clients(port: int, asked: Sequence[Asked], keys: dict[int, str], *, count: int, seconds: float) -> Times:
    """`count` clients, each asking again as soon as it has been answered, for so many seconds."""
    taken: list[float] = []
    errors: list[Exception] = []
    ends = time.perf_counter() + seconds

    def client(number: int) -> None:
        draw = random.Random(SEED + number)  # noqa: S311  (not a secret)
        try:
            while time.perf_counter() < ends and not errors:
                one = draw.choice(asked)
                began = time.perf_counter()
                ask(port, one, keys[one.user_id])
                taken.append(time.perf_counter() - began)
        except (OSError, http.client.HTTPException, Refused) as error:
            errors.append(error)

    began = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return summed_up(taken, time.perf_counter() - began)


def summed_up(taken: list[float], seconds: float) -> Times:
    """Median, the slowest of twenty, and how many in a second."""
    cuts = statistics.quantiles(taken, n=20, method="inclusive") if len(taken) > 1 else taken * 19
    return Times(statistics.median(taken) * 1000, cuts[18] * 1000, len(taken) / seconds)


def warm_up(port: int, asked: Sequence[Asked], keys: dict[int, str], *, seconds: float) -> None:
    """Each address twice, so that both workers have met most of them; or as far as one comes in so many seconds."""
    ends = time.perf_counter() + seconds
    for one in [*asked, *asked]:
        ask(port, one, keys[one.user_id])
        if time.perf_counter() > ends:
            break
