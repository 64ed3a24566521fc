from django.apps import AppConfig


class GapsConfig(AppConfig):
    name = "pop.gaps"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.access import rules
        from pop.gaps import blocks, catalogue

        rules.follow("gaps.sql", catalogue.sql)
        blocks.register()
