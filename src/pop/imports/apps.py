from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "pop.imports"
    label = "imports"

    def ready(self) -> None:
        from pop.imports import command
        from pop.people.imports import register_own

        register_own("min-pop", command.KIND)
