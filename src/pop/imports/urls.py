from django.urls import path

from pop.imports import views

urlpatterns = [
    path("les-inn/", views.import_form, name="import_form"),
    path("les-inn/lagre/", views.import_store, name="import_store"),
]
