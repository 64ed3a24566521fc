from django.urls import path, register_converter

from pop.plans.kinds import KindConverter
from pop.plans.views import (
    changes,
    contesting,
    entries,
    measures,
    plan,
    proposals,
    sheets,
    surroundings,
    together,
)

register_converter(KindConverter, "kind")

PLAN = "planer/<uuid:key>/"
ENTRY = f"{PLAN}<kind:kind>/<uuid:entry>/"
MEASURE = f"{PLAN}tiltak/<uuid:entry>/"
PROPOSALS = f"{PLAN}forslag/"
CONTACT = f"{PLAN}kontakt/<uuid:entry>/"

urlpatterns = [
    path("min-plan/", plan.my_plan, name="my_plan"),
    path(PLAN, plan.plan, name="plan"),
    path(f"{PLAN}sammen/", together.together, name="together"),
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
    path(f"{ENTRY}uenig/", contesting.contest, name="entry_contest"),
    path(f"{ENTRY}feil-person/", changes.wrong_person, name="entry_wrong_person"),
    path(f"{MEASURE}gjort/", measures.done, name="measure_done"),
    path(f"{MEASURE}svar/", measures.answer, name="measure_answer"),
    path(f"{MEASURE}angre/", proposals.take_back, name="measure_take_back"),
    path(f"{MEASURE}bekreft/", proposals.confirm, name="measure_confirm"),
    path(f"{MEASURE}gjelder/", proposals.still_offered, name="measure_offered"),
    path(f"{MEASURE}status/", measures.status, name="measure_status"),
    path(f"{MEASURE}skriv/", measures.note, name="measure_note"),
    path(PROPOSALS, proposals.inbox, name="proposals"),
    path(f"{PROPOSALS}bekreft/", proposals.confirm, name="choices_confirm"),
    path(f"{PROPOSALS}ark/", sheets.sheets, name="choice_sheets"),
    path(f"{PROPOSALS}ark/registrer/", sheets.register, name="choice_sheet_register"),
    path(f"{PROPOSALS}ark/<uuid:sheet>/", sheets.sheet, name="choice_sheet"),
    path(f"{PROPOSALS}ark/<uuid:sheet>/pdf/", sheets.pdf, name="choice_sheet_pdf"),
    path(f"{CONTACT}apne/", surroundings.open_contact, name="contact_open"),
    path(f"{CONTACT}lukk/<int:number>/", surroundings.close_contact, name="contact_close"),
]
