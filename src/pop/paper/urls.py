from django.urls import path

from pop.paper import views

urlpatterns = [
    path("planer/<uuid:key>/utskrift/", views.choose, name="print_plan"),
    path("planer/<uuid:key>/utskrift/min-plan.pdf", views.whole, name="print_whole"),
    path("planer/<uuid:key>/utskrift/neste-steg.pdf", views.pocket, name="print_pocket"),
    path("planer/<uuid:key>/utskrift/lett.pdf", views.easy, name="print_easy"),
]
