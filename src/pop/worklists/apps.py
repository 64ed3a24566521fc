from django.apps import AppConfig


class WorklistsConfig(AppConfig):
    name = "pop.worklists"
    default_auto_field = "django.db.models.BigAutoField"
