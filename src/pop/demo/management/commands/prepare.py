"""./pop manage prepare: everything a database and a static folder need, in one process."""

from argparse import ArgumentParser

from django.core.management import call_command
from django.core.management.base import BaseCommand

from pop.access import rules
from pop.access.health import ready
from pop.consents import reference as consent_texts
from pop.plans import reference as topics
from pop.ui import catalogues


class Command(BaseCommand):
    help = (
        "Migrations, rules, message catalogues and static files; with --demo the cast too. Run as the owner."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true")
        parser.add_argument("--no-static", action="store_true")

    def handle(self, *args: object, **options: bool) -> None:
        catalogues.compile_all()
        call_command("migrate", interactive=False, verbosity=0)
        if ready():
            rules.apply()
        topics.load()
        consent_texts.load()
        if not options["no_static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["demo"]:
            call_command("build_cast")
