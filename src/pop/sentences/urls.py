from django.urls import path

from pop.sentences.views import dates, writing

PLAN = "planer/<uuid:key>/soning/"

urlpatterns = [
    path(PLAN, dates.dates, name="sentence"),
    path(f"{PLAN}opplysninger/", writing.facts, name="sentence_facts"),
    path(f"{PLAN}lengde/", writing.new_term, name="sentence_term_new"),
    path(f"{PLAN}lengde/<uuid:entry>/", writing.term, name="sentence_term"),
    path(f"{PLAN}avbrudd/", writing.new_interruption, name="interruption_new"),
    path(f"{PLAN}avbrudd/<uuid:entry>/", writing.interruption, name="interruption"),
    path(f"{PLAN}bruk-utregnet/", writing.use_computed, name="sentence_use_computed"),
]
