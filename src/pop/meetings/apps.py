from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "pop.meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.meetings import told

        told.add()
