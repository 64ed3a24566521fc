from django.apps import AppConfig


class ChangelogConfig(AppConfig):
    name = "pop.changelog"
    label = "changelog"
