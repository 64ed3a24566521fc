from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "pop.conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.conversations import blocks, origins

        blocks.add()
        origins.follow()
