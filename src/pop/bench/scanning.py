"""What looking for gaps takes: every plan at night, and one plan after one change."""

import statistics
import time

import psycopg

SAMPLE = 25
"""Plans in which something is changed, one by one."""
CHANGE = "update plans_measure set due_text = 'Endret' where id = (select min(id) from plans_measure where plan_id = %s)"
"""A measure is what changes most, and what most rules read."""


def scan(url: str) -> float:
    """Seconds for every plan, from the beginning, as the worker does it."""
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("delete from access.gap_scan")
        began = time.monotonic()
        while (link.execute("select access.scan_gaps()").fetchone() or (0,))[0]:
            pass
        return time.monotonic() - began


def change(url: str) -> float:
    """Milliseconds that one change adds to its transaction: the middle of some plans, the connection warmed up."""
    with psycopg.connect(url) as link:
        plans = sample(link)
        took = [added(link, plan) for plan in [*plans[:3], *plans]]
        return statistics.median(took[3:]) * 1000


def first_change(url: str) -> float:
    """The same for the first change on each of some new connections, on which nothing has been planned."""
    with psycopg.connect(url) as link:
        plans = sample(link)
    took = []
    for plan in plans[:9]:
        with psycopg.connect(url) as link:
            took.append(added(link, plan))
    return statistics.median(took) * 1000


def sample(link: psycopg.Connection) -> list[int]:
    rows = link.execute("select id from plans_plan order by md5(id::text) limit %s", [SAMPLE])
    return [row[0] for row in rows]


def added(link: psycopg.Connection, plan: int) -> float:
    """Seconds that the gaps of one plan take at the end of a transaction, which is then undone."""
    link.execute(CHANGE, [plan])
    began = time.monotonic()
    link.execute("set constraints access.settle_gaps immediate")
    took = time.monotonic() - began
    link.rollback()
    return took
