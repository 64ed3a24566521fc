from django.apps import AppConfig


class ProcessConfig(AppConfig):
    name = "pop.process"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.access import rules
        from pop.process import before, blocks, next_talk
        from pop.process.loading import defaults_sql

        rules.follow("process.sql", defaults_sql)
        blocks.add()
        before.add()
        next_talk.add()
