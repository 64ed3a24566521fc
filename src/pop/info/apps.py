from django.apps import AppConfig


class InfoConfig(AppConfig):
    name = "pop.info"
    label = "info"
