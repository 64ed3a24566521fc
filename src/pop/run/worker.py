"""`./pop worker`: what time alone makes. Each night, and as soon as the machine is on again, it asks the database to
look through every plan for gaps (access.scan_gaps), and once a month to count what is measured (access.measure_next). It knows its own login and nothing else: no key, no plan, no name.
"""

import os
import sys
import time

import psycopg

from pop.run.environment import WORKER_SERVER
from pop.run.speech import complain, say
from pop.run.supervisor import Stopped, stop_on_signals

PAUSE = 60.0
"""Seconds between two questions whether today's scan is done. A question costs a millisecond."""


def scan(url: str) -> int:
    """Today's scan to its end; how many plans were left to look at."""
    with psycopg.connect(url, autocommit=True) as connection:
        return finish(connection)


def finish(connection: psycopg.Connection) -> int:
    """One transaction for each few plans, until there are no more."""
    looked = 0
    while found := _next(connection):
        looked += found
    return looked


def _next(connection: psycopg.Connection) -> int:
    row = connection.execute("select access.scan_gaps()").fetchone()
    return int(row[0]) if row else 0


def measure(url: str) -> int:
    """Last month's figures to their end, one indicator in each transaction; how many were left to count."""
    with psycopg.connect(url, autocommit=True) as connection:
        counted = 0
        while (connection.execute("select access.measure_next()").fetchone() or (0,))[0]:
            counted += 1
        return counted


def work(url: str, pause: float = PAUSE) -> None:
    """Until a signal comes. A database that does not answer is asked again."""
    while True:
        try:
            if looked := scan(url):
                say(f"Så etter glippsoner i {looked} planer.")
            if counted := measure(url):
                say(f"Telte {counted} indikatorer for forrige måned.")
        except psycopg.Error as error:
            complain(f"Fikk ikke sett etter glippsoner eller talt, prøver igjen: {error}")
        time.sleep(pause)


def main(words: list[str]) -> int:
    """With `--once`: now, and then done. Answers 128 + n for a signal."""
    url = os.environ[WORKER_SERVER]
    if "--once" in words:
        say(f"Så etter glippsoner i {scan(url)} planer, og telte {measure(url)} indikatorer.")
        return 0
    try:
        with stop_on_signals():
            work(url)
    except Stopped as stopped:
        return 128 + stopped.number
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
