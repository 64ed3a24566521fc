from django.urls import path, register_converter

from pop.plans.kinds import KindConverter
from pop.plans.views import changes, entries, measures, plan, surroundings

register_converter(KindConverter, "kind")

PLAN = "planer/<uuid:key>/"
ENTRY = f"{PLAN}<kind:kind>/<uuid:entry>/"
MEASURE = f"{PLAN}tiltak/<uuid:entry>/"
CONTACT = f"{PLAN}kontakt/<uuid:entry>/"

urlpatterns = [
    path("min-plan/", plan.my_plan, name="my_plan"),
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}omrader/", surroundings.focus_areas, name="areas"),
    path(f"{PLAN}nei/", surroundings.refusals, name="refusals"),
    path(f"{PLAN}nei/<slug:kind>/tilbake/", surroundings.take_back, name="refusal_take_back"),
    path(f"{PLAN}grunnlag/", surroundings.groundwork, name="groundwork"),
    path(f"{PLAN}straffen-er-ferdig/", surroundings.sentence_end, name="sentence_end"),
    path(f"{PLAN}<kind:kind>/ny/", entries.new, name="entry_new"),
    path(ENTRY, entries.read, name="entry"),
    path(f"{ENTRY}endre/", changes.edit, name="entry_edit"),
    path(f"{ENTRY}fjern/", changes.remove, name="entry_remove"),
    path(f"{ENTRY}bare-for-meg/", changes.keep, name="entry_keep"),
    path(f"{ENTRY}feil-person/", changes.wrong_person, name="entry_wrong_person"),
    path(f"{MEASURE}gjort/", measures.done, name="measure_done"),
    path(f"{MEASURE}svar/", measures.answer, name="measure_answer"),
    path(f"{MEASURE}status/", measures.status, name="measure_status"),
    path(f"{MEASURE}skriv/", measures.note, name="measure_note"),
    path(f"{CONTACT}apne/", surroundings.open_contact, name="contact_open"),
    path(f"{CONTACT}lukk/<int:number>/", surroundings.close_contact, name="contact_close"),
]
