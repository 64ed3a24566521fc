from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "pop.letters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from pop.gaps import reading
        from pop.letters import told
        from pop.letters.models import Letter

        reading.can_be_about(Letter, "letter")
        told.add()
