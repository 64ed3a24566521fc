from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "pop.bench"
    label = "bench"
