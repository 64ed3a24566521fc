from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "pop.demo"
    label = "demo"
