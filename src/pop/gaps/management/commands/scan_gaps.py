"""`./pop manage scan_gaps`: what the worker does at night, now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection


class Command(BaseCommand):
    help = "Looks through every plan for gaps. `--again` also when today's scan is done."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--again", action="store_true")

    def handle(self, *, again: bool, **_options: Any) -> None:
        looked = 0
        with connection.cursor() as cursor:
            if again:
                cursor.execute("delete from access.gap_scan where day = access.day()")
            while True:
                cursor.execute("select access.scan_gaps()")
                found = cursor.fetchone()[0]
                looked += found
                if not found:
                    break
        self.stdout.write(f"{looked} plans")
