from django.apps import AppConfig


class PaperConfig(AppConfig):
    name = "pop.paper"
    label = "paper"
