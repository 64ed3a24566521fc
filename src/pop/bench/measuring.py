"""One database, one running server: every page asked for, alone and by eight at once."""

import http.client
import json
from collections.abc import Callable
from typing import Any

import psycopg

from pop.bench import inside, load, machine, phones
from pop.bench.logins import log_in
from pop.bench.pages import Asked, samples

CLIENTS = 8
DATABASE = """
    select (select count(*) from plans_plan), pg_database_size(oid), shobj_description(oid, 'pg_database')
    from pg_database where datname = current_database()
"""
SHARE_ALONE = 0.5
"""Of the seconds of a page, for one client before the eight."""


def encoded(port: int) -> bool:
    """Whether the server packs what it sends when a browser says that it may."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=load.TIMEOUT)
    try:
        link.request("GET", "/", headers={"X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"})
        return link.getresponse().getheader("Content-Encoding") == "gzip"
    finally:
        link.close()


def measure(
    owner: str, *, port: int, server: int, seconds: float, tell: Callable[[str], None]
) -> dict[str, Any]:
    """All numbers of one database, as the report takes them."""
    pages: dict[str, dict[str, float] | None] = {}
    with psycopg.connect(owner, autocommit=True) as link:
        row = link.execute(DATABASE).fetchone()
        plans, size, filled = row or (0, 0, None)
        asked = list(samples(link))
        keys = log_in(link, (one.user_id for _, some in asked for one in some))
        inside.patience()
        for page, drawn in asked:
            some = inside.marked(drawn, keys) if page.again else drawn
            pages[page.slug] = found = one_page(some, keys, port=port, seconds=seconds)
            said = f"{found['p50']:.0f} ms, {found['per_second']:.0f} pages/s" if found else "over tiden"
            tell(f"  {page.title}: {said}")
        rooms = round(phones.seconds(link, port), 1)
        tell(f"  {phones.PHONES} telefoner svarer på en undersøkelse: {rooms} s")
        about = machine.about(link)
    workers = machine.worker_memory(server)
    return {
        "plans": plans, "bytes": size, "pages": pages, "workers": workers, "machine": about, "gzip": encoded(port),
        "phones": rooms, "seconds": seconds, "filled": json.loads(filled),
    }  # fmt: skip


def one_page(
    asked: list[Asked], keys: dict[int, str], *, port: int, seconds: float
) -> dict[str, float] | None:
    """The numbers of one page; None when it is so slow that asking many times is no use."""
    found = inside.medians(asked, keys, seconds=seconds)
    if found is None:
        return None
    load.warm_up(port, asked, keys, seconds=seconds)
    alone = load.clients(port, asked, keys, count=1, seconds=seconds * SHARE_ALONE)
    many = load.clients(port, asked, keys, count=CLIENTS, seconds=seconds)
    return found | {
        "p50": alone.p50, "p95": alone.p95, "per_second": many.per_second, "p95_many": many.p95,
    }  # fmt: skip
