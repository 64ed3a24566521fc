"""Fills a database with invented plans by set-based SQL, and checks afterwards that every constraint holds."""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
from psycopg import sql

SOURCE = Path(__file__).parent / "fill.sql"
SECTION = re.compile(r"^-- == (.+) ==$", re.MULTILINE)
# Triggers are off, foreign keys among them: they would ask row by row. `broken` asks all rows at once afterwards.
SESSION = "set session_replication_role = replica; set synchronous_commit = off; set work_mem = '128MB'"


def sections() -> list[tuple[str, str]]:
    """The parts of fill.sql with their titles."""
    parts = SECTION.split(SOURCE.read_text(encoding="utf-8"))[1:]
    return list(zip(parts[::2], parts[1::2], strict=True))


def fill(url: str, plans: int, tell: Callable[[str], None] = lambda _: None) -> float:
    """As the superuser, into a database with rules and reference data. The seconds that it took."""
    began = time.monotonic()
    with psycopg.connect(url, autocommit=True) as link:
        link.execute(SESSION)
        link.execute("select set_config('bench.plans', %s, false)", [str(plans)])
        for title, statements in sections():
            since = time.monotonic()
            link.execute(statements.encode())
            tell(f"  {title}: {time.monotonic() - since:.1f} s")
    return time.monotonic() - began


def settle(url: str) -> None:
    """What a database of this age has had done to it: statistics, visibility, everything on disk."""
    with psycopg.connect(url, autocommit=True) as link:
        link.execute("vacuum (analyze)")
        link.execute("checkpoint")


FOREIGN_KEYS = """
    select c.conname, c.conrelid::regclass::text, c.confrelid::regclass::text,
           (select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality k(num, n)
            join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num),
           (select array_agg(a.attname::text order by k.n) from unnest(c.confkey) with ordinality k(num, n)
            join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num)
    from pg_constraint c where c.contype = 'f' and c.connamespace = 'public'::regnamespace order by 1
"""


def broken(url: str) -> dict[str, int]:
    """Foreign keys that some rows break, and how many. Checks and unique indexes have held while filling."""
    found = {}
    with psycopg.connect(url, autocommit=True) as link:
        for name, question in questions(link):
            row = link.execute(question).fetchone()
            if row and row[0]:
                found[name] = int(row[0])
    return found


def questions(link: psycopg.Connection) -> Iterator[tuple[str, sql.Composed]]:
    """For each foreign key the query that counts rows whose other end is not there."""
    for name, table, other, ours, theirs in link.execute(FOREIGN_KEYS).fetchall():
        pairs = [(sql.Identifier("f", a), sql.Identifier("t", b)) for a, b in zip(ours, theirs, strict=True)]
        there = sql.SQL(" and ").join(sql.SQL("{} = {}").format(a, b) for a, b in pairs)
        given = sql.SQL(" and ").join(sql.SQL("{} is not null").format(a) for a, _ in pairs)
        yield (
            name,
            sql.SQL("select count(*) from {} f where {} and not exists (select from {} t where {})").format(
                sql.Identifier(table.strip('"')), given, sql.Identifier(other.strip('"')), there
            ),
        )


def size(url: str) -> int:
    """Bytes of the database on disk."""
    with psycopg.connect(url) as link:
        row = link.execute("select pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0
