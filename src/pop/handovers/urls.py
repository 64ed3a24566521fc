from django.urls import path

from pop.handovers.views import beginning, contesting, giving, leaving, receiving

PLAN = "planer/<uuid:key>/overforing/"
ITEM = f"{PLAN}ting/<uuid:item>/"

urlpatterns = [
    path(PLAN, giving.handover, name="handover"),
    path(f"{PLAN}ny/", beginning.begin, name="handover_new"),
    path(f"{PLAN}utskrift/", giving.sheet, name="handover_sheet"),
    path(ITEM, giving.item, name="handover_item"),
    path(f"{ITEM}mottaker/", giving.receiver, name="handover_receiver"),
    path(f"{ITEM}trengs-ikke/", giving.ended, name="handover_ended"),
    path(f"{ITEM}uenig/", contesting.of_item, name="handover_item_contest"),
    path(f"{ITEM}ja/", giving.agree, name="handover_agree"),
    path(f"{ITEM}svarslipp/", giving.slip, name="handover_slip"),
    path(f"{PLAN}<uuid:handover>/dag/", giving.change, name="handover_change"),
    path(f"{PLAN}<uuid:handover>/ord/", giving.words, name="handover_words"),
    path("planer/<uuid:key>/sjekkliste/", leaving.checklist, name="checklist"),
    path("planer/<uuid:key>/sjekkliste/<slug:code>/", leaving.mark, name="checklist_mark"),
    path("planer/<uuid:key>/sjekkliste/<slug:code>/uenig/", contesting.of_mark, name="checklist_contest"),
    path("planer/<uuid:key>/avskjed/", leaving.farewell, name="farewell"),
    path("foresporsler/", receiving.inbox, name="handover_requests"),
    path("foresporsler/svarslipp/", receiving.register, name="handover_slip_register"),
    path("foresporsler/<uuid:item>/", receiving.answer, name="handover_request"),
    path("svar/takk/", receiving.link_done, name="handover_link_done"),
    path("svar/<uuid:link>/", receiving.link, name="handover_link"),
]
