from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "pop.plans"
    label = "plans"
