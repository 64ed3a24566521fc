"""./pop import KIND FILE … [--preview] [the options of the kind]"""

import csv
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from pop.people.imports import KINDS, OWN_KINDS, Report, WrongFile, WrongUse


class Command(BaseCommand):
    help = "Reads registers from files, all or nothing for each file. Run as the owner."
    requires_system_checks: list[str] = []

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """argparse complains in English and over several lines; this one in one line, as `./pop` does."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        setattr(parser, "error", self.wrong_arguments)  # noqa: B010  (a method of argparse's own)
        return parser

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind")
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--preview", action="store_true")
        for own in OWN_KINDS.values():
            own.arguments(parser)

    def handle(self, *args: object, kind: str, files: list[Path], preview: bool, **options: object) -> None:
        translation.activate("nb")
        known = [*KINDS, *OWN_KINDS]
        if kind not in known:
            self.wrong_use(
                _("Kjenner ikke slaget «%(kind)s». Velg en av: %(known)s.")
                % {"kind": kind, "known": ", ".join(known)}
            )
        self.refuse_options_of_others(kind, options)
        for path in files:
            if not path.is_file():
                self.wrong_use(_("Finner ikke filen %(path)s.") % {"path": path})
        if kind in OWN_KINDS:
            self.run_own(kind, files, options | {"preview": preview})
            return
        reports = [self.read(kind, path, preview=preview) for path in files]
        if any(report.errors for report in reports):
            sys.exit(1)

    def refuse_options_of_others(self, kind: str, options: Mapping[str, object]) -> None:
        """An option that would do nothing is a misunderstanding, and is told."""
        for name, own in OWN_KINDS.items():
            parser = ArgumentParser(add_help=False)
            own.arguments(parser)
            untouched = vars(parser.parse_args([]))
            if kind != name and any(options[option] != value for option, value in untouched.items()):
                self.wrong_use(_("Slaget «%(kind)s» har bare valget --preview.") % {"kind": kind})

    def read(self, kind: str, path: Path, *, preview: bool) -> Report:
        """One file in one transaction, kept when every line was right and it is not a preview."""
        try:
            with transaction.atomic():
                report = KINDS[kind](path)
                if preview or report.errors:
                    transaction.set_rollback(True)
        except (WrongFile, OSError, csv.Error) as wrong:
            self.wrong_use(f"{path.name}: {getattr(wrong, 'strerror', None) or wrong}.")
        note = ""
        if preview:
            note = _(" (forhåndsvisning, ingenting er lagret)")
        elif report.errors:
            note = _(" (ingenting fra denne filen er lagret)")
        self.stdout.write(f"{path.name}: {report}{note}")
        return report

    def run_own(self, kind: str, files: list[Path], options: dict[str, object]) -> None:
        """A kind with rules of its own; it ends with the code that it answers."""
        try:
            code = OWN_KINDS[kind].run(files, options, self.stdout.write)
        except (WrongFile, WrongUse) as wrong:
            self.wrong_use(str(wrong))
        if code:
            sys.exit(code)

    def wrong_arguments(self, message: str) -> NoReturn:
        translation.activate("nb")
        self.wrong_use(
            _("Feil bruk. Skriv: import_data SLAG FIL … [--preview] og valgene som hører til slaget.")
        )

    def wrong_use(self, message: str) -> NoReturn:
        """One line that says what is wrong, and 2."""
        self.stderr.write(message)
        sys.exit(2)
