from django.urls import path

from pop.looks.views import asked, seen, seen_as

PLAN = "planer/<uuid:key>/"

urlpatterns = [
    path("hvem-har-sett/", seen.my_looks, name="my_looks"),
    path(f"{PLAN}sett/", seen.plan_looks, name="plan_looks"),
    path(f"{PLAN}sett/<uuid:look>/", seen.plan_look, name="plan_look"),
    path(f"{PLAN}som/", seen_as.choose, name="plan_as"),
    path(f"{PLAN}som/<uuid:member>/", seen_as.plan_seen_as, name="plan_seen_as"),
    path(f"{PLAN}som/<uuid:member>/<path:rest>", seen_as.plan_seen_as, name="plan_seen_as_page"),
    path("oppslag/sporsmal/", asked.look_questions, name="look_questions"),
    path("oppslag/sporsmal/<uuid:question>/", asked.look_question, name="look_question"),
]
