from django.apps import AppConfig


class LooksConfig(AppConfig):
    name = "pop.looks"

    def ready(self) -> None:
        from pop.looks import blocks

        blocks.add()
