from django.urls import path

from pop.process.views import contesting, pages, rules, way, wishes

WAY = "planer/<uuid:key>/veien/"

urlpatterns = [
    path("prosessen/", pages.process_page, name="process"),
    path(WAY, way.way, name="way"),
    path(f"{WAY}forlop/", way.pathway, name="pathway"),
    path(f"{WAY}forlop/uenig/", contesting.of_pathway, name="pathway_contest"),
    path(f"{WAY}verge/", way.guardianship, name="guardianship"),
    path(f"{WAY}<str:step>/trengs-ikke/", way.waive, name="step_waive"),
    path(f"{WAY}<str:step>/uenig/", contesting.of_step, name="step_contest"),
    path(f"{WAY}<str:step>/trengs/", way.need_again, name="step_need"),
    path("planer/<uuid:key>/samtaler/<uuid:talk>/onsker/", wishes.talk_wishes, name="talk_wishes"),
    path("enheten/regler/", rules.unit_rules, name="unit_rules"),
]
