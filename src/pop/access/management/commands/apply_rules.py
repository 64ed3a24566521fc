"""./pop manage apply_rules"""

from django.core.management.base import BaseCommand

from pop.access import rules


class Command(BaseCommand):
    help = "Puts the rules of access in place. Run as the owner, after every migrate."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        rules.apply()
