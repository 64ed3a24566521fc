from django.apps import AppConfig


class WishesConfig(AppConfig):
    name = "pop.wishes"
    default_auto_field = "django.db.models.BigAutoField"
