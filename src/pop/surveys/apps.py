from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "pop.surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.access import rules
        from pop.surveys.content import seed_sql

        rules.follow("surveys.sql", seed_sql)
