from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "pop.ui"
    label = "ui"
