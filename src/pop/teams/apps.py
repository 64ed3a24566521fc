from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "pop.teams"
    label = "teams"
