from django.urls import path

from pop.gaps.views import acting, contesting, leading, listing, waiting

PLAN = "planer/<uuid:key>/glippsoner/"
GAP = f"{PLAN}<uuid:gap>/"
WAITS = "planer/<uuid:key>/tiltak/<uuid:entry>/venter-pa/"

urlpatterns = [
    path("glippsoner/", listing.catalogue_page, name="gap_rules"),
    path("enheten/glippsoner/<uuid:gap>/", leading.unit_gap, name="unit_gap"),
    path(PLAN, listing.gaps, name="gaps"),
    path(GAP, listing.gap, name="gap"),
    path(f"{GAP}uenig/<uuid:act>/", contesting.of_act, name="gap_act_contest"),
    path(f"{GAP}ta/", acting.take, name="gap_take"),
    path(f"{GAP}gi-videre/", acting.hand, name="gap_hand"),
    path(f"{GAP}utsett/", acting.snooze, name="gap_snooze"),
    path(f"{GAP}ta-opp/", acting.wake, name="gap_wake"),
    path(WAITS, waiting.waits, name="measure_waits"),
    path(f"{WAITS}ikke-lenger/<uuid:other>/", waiting.no_more, name="measure_waits_not"),
]
