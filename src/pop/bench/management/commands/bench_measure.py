"""./pop bench, step 2: every page of one database, through a server that runs."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from pop.bench.inside import Refused
from pop.bench.measuring import measure


class Command(BaseCommand):
    help = "Measures the pages and writes the numbers to a file. Started by ./pop bench."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, required=True)
        parser.add_argument("--server", type=int, required=True)
        parser.add_argument("--seconds", type=float, required=True)
        parser.add_argument("--into", type=Path, required=True)

    def handle(
        self, *args: object, port: int, server: int, seconds: float, into: Path, **options: object
    ) -> None:
        owner = os.environ["POP_OWNER_DATABASE_URL"]
        try:
            found = measure(owner, port=port, server=server, seconds=seconds, tell=self.stdout.write)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        into.write_text(json.dumps(found), encoding="utf-8")
