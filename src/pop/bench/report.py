"""The numbers as a page: what was wanted beside what was measured, then every page at every size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import timezone

from pop.bench.inside import GIVE_UP
from pop.bench.measuring import CLIENTS
from pop.bench.pages import PAGES, SAMPLE, WANTED

PLACE = Path(__file__).resolve().parents[3] / "docs" / "benchmarks.md"
Run = dict[str, Any]
"""What measuring.measure answers for one database."""


@dataclass(frozen=True)
class Wish:
    """What is wanted of a page, or of what runs beside the pages."""

    name: str
    key: str
    limit: float
    unit: str
    at_least: bool = False

    def met(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit

    def said(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {number(self.limit)}{self.unit}"


WISHES = (
    Wish("statements", "queries", 12, ""),
    Wish("HTML gzipped", "gzip_kb", 15, " kB"),
    Wish("p50 alone", "p50", 20, " ms"),
    Wish(f"pages/s, {CLIENTS} clients", "per_second", 100, "", at_least=True),
)
LIST_WISHES = (
    ("work-many", Wish("statements", "queries", 12, "")),
    ("work-many", Wish("p50 alone", "p50", 25, " ms")),
    ("board-leader", Wish("p50 alone", "p50", 60, " ms")),
    ("room-contact", Wish("p50 alone", "p50", 40, " ms")),
    ("live-contact", Wish("p50 alone", "p50", 5, " ms")),
    ("benefits-leader", Wish("p50 alone", "p50", 30, " ms")),
    ("chart-contact", Wish("HTML gzipped", "gzip_kb", 60, " kB")),
)
MEMORY = Wish("memory of a worker (RSS)", "rss", 150, " MB")
SCAN = Wish("gap scan of all plans", "scan", 60, " s")
CHANGE = Wish("gaps after one change", "change", 50, " ms")
FIRST_CHANGE = Wish("the same on a new connection", "first_change", 50, " ms")
COUNTING = Wish("all indicators over all plans", "count", 120, " s")
LETTER = Wish("a letter as PDF", "letter", 1.5, " s")
TOLD = Wish("notices a minute, one worker", "notices", 5000, "", at_least=True)
PHONES = Wish("200 phones answer three questions", "phones", 60, " s")
TOO_SLOW = f"over {GIVE_UP:.0f} s"
GROWTH = 1.3
"""No more than so many times the time at the smallest size."""

INTRODUCTION = """# Benchmarks

Made by `./pop bench --write` on {date}; do not edit. Each database is filled by set-based SQL with invented plans: 6
needs, 2 goals, 12 measures, 5 members, 4 signed consents with 21 points, 2 meetings, a wish, 12 looks and 40 rows of the
change log each. Rows of one plan lie scattered. A contact follows 10 plans, a Nav adviser sits in 50 teams, a leader's
unit has 200 plans. {sample} plans are drawn with a fixed seed; every page is asked for by users around them, warmed up.

*Statements* are all that a request sends to the database, the door's own settings included, begin and commit not. *SQL*
is the time they and the commit take. *Alone* is one client over HTTP on `./pop serve` with 2 workers, a new connection
each time; *{clients} clients* ask again as soon as they are answered, for {seconds} s a page. Clients, web server and
database share the machine, so that the clients' own work counts against the pages.
{gzip}
"""
PACKED = "The server packs pages with gzip."
UNPACKED = "The server itself does not pack pages; the proxy in front may. Gzipped sizes are worked out here (level 6)."


def number(value: float) -> str:
    """Whole from ten up, else with as many decimals as tell something; thousands apart."""
    if value >= 10 or value == int(value):
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.2f}" if value < 3 else f"{value:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown; the first column to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def value_of(run: Run, slug: str, key: str) -> float | None:
    """A number of one page, in the unit that the report uses; None for a page that was given up."""
    page = run["pages"][slug]
    return None if page is None else float(page["gzip"] / 1000 if key == "gzip_kb" else page[key])


def told(wish: Wish, value: float | None) -> str:
    """The number, in bold when it is not as wanted."""
    if value is None:
        return f"**{TOO_SLOW}**"
    shown = f"{number(value)}{wish.unit}"
    return shown if wish.met(value) else f"**{shown}**"


def wanted(runs: Sequence[Run]) -> str:
    """What is wanted of pages, memory and gaps beside what was measured."""
    titles = {page.slug: page.title for page in PAGES}
    wishes = [(slug, wish) for slug in WANTED for wish in WISHES] + list(LIST_WISHES)
    rows = [
        [
            f"{titles[slug]}: {wish.name}",
            wish.said(),
            *(told(wish, value_of(run, slug, wish.key)) for run in runs),
        ]
        for slug, wish in wishes
    ]
    rows += [[MEMORY.name, MEMORY.said(), *(memory(run) for run in runs)]]
    rows += [
        [w.name, w.said(), *(told(w, run["filled"].get(w.key)) for run in runs)]
        for w in (SCAN, CHANGE, FIRST_CHANGE, COUNTING, LETTER, TOLD)
    ]
    rows += [[PHONES.name, PHONES.said(), *(told(PHONES, run["phones"]) for run in runs)]]
    if len(runs) > 1:
        rows += [growth(runs, slug, titles[slug]) for slug in WANTED]
    return table(["", "wanted", *(f"{number(run['plans'])} plans" for run in runs)], rows)


def memory(run: Run) -> str:
    """The largest worker after all pages; a machine without /proc cannot tell."""
    workers = run["workers"]
    return told(MEMORY, max(each["rss"] for each in workers) / 1e6) if workers else "unknown"


def growth(runs: Sequence[Run], slug: str, title: str) -> list[str]:
    """How much longer the page takes than at the smallest size."""
    wish = Wish("", "p50", GROWTH, "")
    first, *others = [value_of(run, slug, "p50") for run in runs]
    times = [each / first if each and first else None for each in (first, *others)]
    return [f"{title}: p50 against the smallest", f"at most {GROWTH}", *(told(wish, each) for each in times)]


def every_page(run: Run) -> str:
    """All pages at one size."""
    head = [
        "page",
        "statements",
        "SQL ms",
        "p50 ms",
        "p95 ms",
        f"pages/s, {CLIENTS}",
        f"p95 ms, {CLIENTS}",
        "kB",
        "kB gz",
    ]
    keys = ("queries", "sql_ms", "p50", "p95", "per_second", "p95_many")
    rows = []
    for page in PAGES:
        found = run["pages"][page.slug]
        if found is None:
            rows.append([page.title, "", TOO_SLOW, *[""] * (len(head) - 3)])
            continue
        sizes = [number(found["html"] / 1000), number(found["gzip"] / 1000)]
        rows.append([page.title, *(number(found[key]) for key in keys), *sizes])
    return table(head, rows)


def section(run: Run) -> str:
    """One database: how large, how long filling took, memory, pages."""
    workers = (
        ", ".join(f"{each['rss'] / 1e6:.0f}/{each['pss'] / 1e6:.0f}" for each in run["workers"]) or "unknown"
    )
    facts = (
        f"{number(run['bytes'] // 1_000_000)} MB on disk, filled in {number(round(run['filled']['seconds']))} s;"
        f" memory of the workers (RSS/PSS): {workers} MB."
    )
    return f"## {number(run['plans'])} plans\n\n{facts}\n\n{every_page(run)}\n"


def text(runs: Sequence[Run]) -> str:
    """The whole page, smallest database first."""
    runs = sorted(runs, key=lambda run: run["plans"])
    last = runs[-1]
    opening = INTRODUCTION.format(
        date=timezone.localdate().isoformat(),
        sample=SAMPLE,
        clients=CLIENTS,
        seconds=number(last["seconds"]),
        gzip=PACKED if last["gzip"] else UNPACKED,
    )
    machine = "Machine: " + "; ".join(f"{name} {value}" for name, value in last["machine"].items()) + "."
    parts = [
        opening,
        machine + "\n",
        "## Wanted and measured\n\nBold: not as wanted.\n\n" + wanted(runs) + "\n",
        *map(section, runs),
    ]
    return "\n".join(parts)
