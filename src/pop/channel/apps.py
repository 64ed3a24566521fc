from django.apps import AppConfig


class ChannelConfig(AppConfig):
    name = "pop.channel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.channel import blocks

        blocks.add()
