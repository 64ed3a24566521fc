from django.urls import path

from pop.services.views import find, keep, need, propose

CARD = "tilbud/<uuid:key>/"
OFFER = f"{CARD}<uuid:offer>/"

urlpatterns = [
    path("tilbud/", find.services, name="services"),
    path("tilbud/ordning/<slug:slug>/", find.scheme, name="scheme"),
    path("tilbud/foresla/<slug:offer>/", propose.choose_plan, name="offer_propose"),
    path("tilbud/nytt/", keep.choose_owner, name="card_owner"),
    path("tilbud/nytt/<uuid:key>/", keep.new, name="card_new"),
    path(CARD, find.card, name="card"),
    path(f"{CARD}endre/", keep.edit, name="card_edit"),
    path(f"{CARD}stemmer/", keep.confirm, name="card_confirm"),
    path(f"{CARD}tilbud/nytt/", keep.offer_new, name="offer_new"),
    path(f"{OFFER}endre/", keep.offer_edit, name="offer_edit"),
    path(f"{OFFER}slutt/", keep.offer_end, name="offer_end"),
    path("planer/<uuid:key>/behov/<uuid:entry>/hva-finnes/", need.services_for_need, name="need_services"),
]
