"""./pop manage texts"""

from django.conf import settings
from django.core.management.base import BaseCommand

from pop.ui import catalogues


class Command(BaseCommand):
    help = "Brings the message catalogues up to date with the code, and says what each language lacks."
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        for code, name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            catalogues.write(code)
            lacks = catalogues.missing(code)
            self.stdout.write(f"{name}: {len(lacks)} tekster mangler")
        catalogues.compile_all()
