from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "pop.challenges"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.access import rules
        from pop.challenges.loading import seed_sql

        rules.follow("challenges.sql", seed_sql)
