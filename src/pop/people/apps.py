from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "pop.people"
    label = "people"
