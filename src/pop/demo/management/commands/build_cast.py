"""./pop manage build_cast"""

from django.core.management.base import BaseCommand

from pop.access import rules
from pop.demo import build
from pop.people.models import User


class Command(BaseCommand):
    help = (
        "Builds the invented people of the demo in an empty database. Run as the owner; does nothing twice."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if User.objects.exists():
            return
        rules.mark_as_demo()
        build.build()
