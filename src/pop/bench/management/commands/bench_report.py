"""./pop bench, step 3: the numbers as a page."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from pop.bench import report


class Command(BaseCommand):
    help = "Prints the report; with --write it also goes to docs/benchmarks.md. Started by ./pop bench."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--write", action="store_true")

    def handle(self, *args: object, files: list[Path], write: bool, **options: object) -> None:
        runs = [json.loads(file.read_text(encoding="utf-8")) for file in files]
        text = report.text(runs)
        self.stdout.write(text)
        if write:
            report.PLACE.write_text(text, encoding="utf-8")
            self.stdout.write(f"Skrevet til {report.PLACE}.")
