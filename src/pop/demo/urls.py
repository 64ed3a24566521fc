"""Only put in the list of addresses in demo mode and in tests (pop.urls)."""

from django.urls import path

from pop.demo import views

urlpatterns = [
    path("", views.start, name="start"),
    path("demo/", views.log_in, name="demo_login"),
]
