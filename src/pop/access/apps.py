from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "pop.access"
    label = "access"

    def ready(self) -> None:
        from pop.access import checks  # noqa: F401  (registers the check)
