from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "pop.history"
    label = "history"

    def ready(self) -> None:
        from pop.history import blocks

        blocks.add()
