from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "pop.consents"
    label = "consents"
