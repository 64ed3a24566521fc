from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "pop.services"
    label = "services"
