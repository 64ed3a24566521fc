from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "pop.benefits"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.access import rules
        from pop.benefits.goals import seed_sql
        from pop.benefits.indicators import rules_sql

        rules.follow("benefits.sql", lambda: rules_sql() + seed_sql())
