"""./pop manage write_docs"""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand

from pop.access.register import Processing

TEXTS = Path(__file__).parents[2] / "texts"


def notes() -> list[tuple[str, Processing]]:
    """The Norwegian name and the note of every model that holds something about people, by name."""
    found = [
        (str(model._meta.verbose_name), note)
        for model in apps.get_models()
        if isinstance(note := getattr(model, "processing", None), Processing) and note.holds
    ]
    return sorted(found, key=lambda row: row[0])


def table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [columns, tuple("---" for _ in columns), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def record() -> str:
    rows = [(name, n.holds, n.about, n.purpose, n.ground, n.kept) for name, n in notes()]
    columns = ("Hva", "Opplysninger", "Om hvem", "Formål", "Grunnlag", "Hvor lenge")
    return (TEXTS / "record.md").read_text(encoding="utf-8").replace("{table}", table(columns, rows))


def dpia() -> str:
    rows = [(name, n.holds, n.about, "ja" if n.health else "") for name, n in notes()]
    columns = ("Hva", "Opplysninger", "Om hvem", "Kan røpe helse eller straff")
    return (TEXTS / "dpia.md").read_text(encoding="utf-8").replace("{table}", table(columns, rows))


class Command(BaseCommand):
    help = "Writes docs/dpia.md and docs/record-of-processing.md from the models' own notes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", default=str(settings.BASE_DIR.parents[1] / "docs"))

    def handle(self, *args: object, **options: str) -> None:
        folder = Path(options["folder"])
        (folder / "record-of-processing.md").write_text(record(), encoding="utf-8")
        (folder / "dpia.md").write_text(dpia(), encoding="utf-8")
