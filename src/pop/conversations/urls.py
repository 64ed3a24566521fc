from django.urls import path

from pop.conversations.views import guide, network, situation, talk, talks

PLAN = "planer/<uuid:key>/"
TALKS = f"{PLAN}samtaler/"
TALK = f"{TALKS}<uuid:talk>/"
GUIDE = f"{PLAN}minikartlegging/"
BRIK = f"{PLAN}brik/"

urlpatterns = [
    path(TALKS, talks.talks, name="conversations"),
    path(f"{TALKS}ny/", talks.book, name="conversation_new"),
    path(f"{TALKS}holdt/<slug:kind>/", talks.register, name="conversation_register"),
    path(f"{TALKS}tolk/", situation.language, name="interpreter"),
    path(f"{TALKS}tolk/<uuid:need>/uenig/", situation.language_contest, name="interpreter_contest"),
    path(TALK, talk.read, name="conversation"),
    path(f"{TALK}holdt/", talk.hold, name="conversation_hold"),
    path(f"{TALK}flytt/", talk.move, name="conversation_move"),
    path(f"{TALK}avlys/", talk.cancel, name="conversation_cancel"),
    path(f"{TALK}okt/", talk.sitting, name="conversation_sitting"),
    path(f"{TALK}dele/", talk.share, name="conversation_share"),
    path(f"{TALK}tolk/", talk.interpreter, name="conversation_interpreter"),
    path(f"{TALK}uenig/", talk.contest, name="conversation_contest"),
    path(GUIDE, guide.compare, name="mapping"),
    path(f"{GUIDE}behov/<uuid:answer>/", guide.make_need, name="mapping_need"),
    path(f"{GUIDE}svar/<uuid:answer>/uenig/", guide.contest, name="mapping_contest"),
    path(f"{GUIDE}<slug:kind>/", guide.fill, name="mapping_fill"),
    path(f"{PLAN}behovskart/", guide.needs_map, name="needs_map"),
    path(f"{PLAN}nettverk/", network.network, name="network"),
    path(f"{PLAN}okonomi/", situation.economy, name="economy"),
    path(f"{PLAN}okonomi/endre/", situation.economy_edit, name="economy_edit"),
    path(f"{PLAN}okonomi/<uuid:row>/behov/<slug:line>/", situation.economy_need, name="economy_need"),
    path(f"{PLAN}okonomi/<uuid:row>/uenig/", situation.economy_contest, name="economy_contest"),
    path(f"{PLAN}for-ankomst/", situation.prepare, name="preparations"),
    path(BRIK, situation.brik, name="brik"),
    path(f"{BRIK}samtykke/", situation.brik_consent, name="brik_consent"),
    path(f"{BRIK}trekk/", situation.brik_withdraw, name="brik_withdraw"),
    path(f"{BRIK}<uuid:result>/behov/", situation.brik_need, name="brik_need"),
    path(f"{BRIK}<uuid:result>/uenig/", situation.brik_contest, name="brik_contest"),
]
