from django.apps import AppConfig


class SentencesConfig(AppConfig):
    name = "pop.sentences"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.sentences import blocks, refreshing

        blocks.add()
        refreshing.follow()
