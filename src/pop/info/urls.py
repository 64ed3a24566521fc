from django.urls import path

from pop.info import views

urlpatterns = [
    path("personvern/", views.privacy, name="privacy"),
    path("tilgjengelighet/", views.accessibility, name="accessibility"),
    path("ordliste/", views.glossary, name="glossary"),
    path("hjelp/", views.help_page, name="help"),
]
