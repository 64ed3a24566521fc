from django.urls import path

from pop.challenges.views import chart, keeping, suggesting, tying

THREAD = "kart/trad/<slug:thread>/"
SUGGESTION = "kart/forslag/<uuid:suggestion>/"

urlpatterns = [
    path("kart/", chart.chart_page, name="chart"),
    path("kart/pdf/<slug:paper>/", chart.chart_pdf, name="chart_pdf"),
    path(THREAD, chart.thread_page, name="thread"),
    path(f"{THREAD}foresla/", suggesting.reword, name="thread_reword"),
    path(f"{THREAD}endre/", keeping.edit, name="thread_edit"),
    path(f"{THREAD}ta-av/", keeping.take_off, name="thread_take_off"),
    path(f"{THREAD}tilbake/", keeping.bring_back, name="thread_bring_back"),
    path("kart/foresla/", suggesting.suggest, name="thread_suggest"),
    path("kart/ny/", keeping.new, name="thread_new"),
    path("kart/forslag/", suggesting.suggestions, name="thread_suggestions"),
    path(SUGGESTION, keeping.suggestion, name="thread_suggestion"),
    path("planer/<uuid:key>/behov/<uuid:entry>/kart/", tying.need, name="need_threads"),
    path("planer/<uuid:key>/glippsoner/<uuid:gap>/kart/", tying.gap, name="gap_threads"),
    path(f"{SUGGESTION}ta-inn/", keeping.take_in, name="thread_take_in"),
]
