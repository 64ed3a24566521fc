"""./pop bench, step 1: invented plans into a database with rules and reference data."""

import json
import os
from argparse import ArgumentParser

import psycopg
from django.core.management.base import BaseCommand, CommandError
from psycopg import sql

from pop.bench import counting, filling, lettering, scanning, telling


class Command(BaseCommand):
    help = "Fills the database of POP_BENCH_SUPERUSER_URL. Started by ./pop bench."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--plans", type=int, required=True)

    def handle(self, *args: object, plans: int, **options: object) -> None:
        url = os.environ["POP_BENCH_SUPERUSER_URL"]
        seconds = filling.fill(url, plans, self.stdout.write)
        filling.settle(url)
        broken = filling.broken(url)
        if broken:
            raise CommandError(f"Rader bryter med fremmednøkler: {broken}")
        first = scanning.scan(url)
        filling.settle(url)
        taken = {
            "seconds": round(seconds, 1),
            "first_scan": round(first, 1),
            "scan": round(scanning.scan(url), 1),
            "change": round(scanning.change(url), 1),
            "first_change": round(scanning.first_change(url), 1),
            "count": round(counting.count(url), 1),
            "letter": round(lettering.pdf(), 2),
            "notices": round(telling.per_minute(url)),
        }
        mark(url, taken)
        self.stdout.write(f"  {plans} planer på {seconds:.0f} s, {filling.size(url) / 1e6:.0f} MB")


def mark(url: str, taken: dict[str, float]) -> None:
    """Says on the database itself that it is full, how long that took, and what gaps, letters and notices take."""
    with psycopg.connect(url) as link:
        link.execute(
            sql.SQL("comment on database {} is {}").format(
                sql.Identifier(link.info.dbname), sql.Literal(json.dumps(taken))
            )
        )
