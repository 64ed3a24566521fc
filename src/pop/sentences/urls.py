from django.urls import path

from pop.sentences.views import contesting, dates, restrictions, writing

PLAN = "planer/<uuid:key>/soning/"

urlpatterns = [
    path(PLAN, dates.dates, name="sentence"),
    path(f"{PLAN}opplysninger/", writing.facts, name="sentence_facts"),
    path(f"{PLAN}lengde/", writing.new_term, name="sentence_term_new"),
    path(f"{PLAN}lengde/<uuid:entry>/", writing.term, name="sentence_term"),
    path(f"{PLAN}avbrudd/", writing.new_interruption, name="interruption_new"),
    path(f"{PLAN}avbrudd/<uuid:entry>/", writing.interruption, name="interruption"),
    path(f"{PLAN}opplysninger/<uuid:entry>/uenig/", contesting.of_facts, name="sentence_facts_contest"),
    path(f"{PLAN}lengde/<uuid:entry>/uenig/", contesting.of_term, name="sentence_term_contest"),
    path(f"{PLAN}avbrudd/<uuid:entry>/uenig/", contesting.of_interruption, name="interruption_contest"),
    path(f"{PLAN}dato/<slug:kind>/uenig/", contesting.of_date, name="sentence_date_contest"),
    path("planer/<uuid:key>/restriksjoner/", restrictions.restrictions, name="restrictions"),
    path("planer/<uuid:key>/restriksjoner/<uuid:entry>/", restrictions.restriction, name="restriction"),
    path(
        "planer/<uuid:key>/restriksjoner/<uuid:entry>/uenig/",
        restrictions.contest,
        name="restriction_contest",
    ),
    path(f"{PLAN}bruk-utregnet/", writing.use_computed, name="sentence_use_computed"),
]
