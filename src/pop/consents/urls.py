from django.urls import path

from pop.consents.views import changes, draft, exclusions, give, overview, paper, preconsent, withdraw

urlpatterns = [
    path("hvem-ser-hva/", overview.my_consent, name="my_consent"),
    path("planer/<uuid:key>/samtykke/", overview.consent, name="consent"),
    path("planer/<uuid:key>/samtykke/historie/", overview.history, name="consent_history"),
    path("planer/<uuid:key>/samtykke/gi/", give.begin, name="consent_give"),
    path("planer/<uuid:key>/samtykke/gi/<int:topic>/", give.topic, name="consent_topic"),
    path("planer/<uuid:key>/samtykke/gi/om-deg/", give.basics, name="consent_basics"),
    path("planer/<uuid:key>/samtykke/mottaker/<uuid:who>/", give.recipient, name="consent_recipient"),
    path("planer/<uuid:key>/samtykke/finn/", give.find, name="consent_find"),
    path("planer/<uuid:key>/samtykke/utkast/<uuid:sheet>/", draft.summary, name="consent_summary"),
    path("planer/<uuid:key>/samtykke/utkast/<uuid:sheet>/slutt/", draft.end, name="consent_end"),
    path("planer/<uuid:key>/samtykke/utkast/<uuid:sheet>/forkast/", draft.drop, name="consent_drop"),
    path("planer/<uuid:key>/samtykke/utkast/<uuid:sheet>/papir/", draft.take_over, name="consent_take_over"),
    path("planer/<uuid:key>/samtykke/utkast/<uuid:sheet>/skriv-ut/", draft.print_sheet, name="consent_print"),
    path("planer/<uuid:key>/samtykke/utkast/<uuid:sheet>/pdf/", draft.pdf_sheet, name="consent_pdf"),
    path("planer/<uuid:key>/samtykke/registrer/", paper.register, name="consent_register"),
    path("planer/<uuid:key>/samtykke/nummer/<int:number>/", overview.one, name="consent_one"),
    path("planer/<uuid:key>/samtykke/nummer/<int:number>/ark/", paper.scan, name="consent_scan"),
    path("planer/<uuid:key>/samtykke/nummer/<int:number>/legg-ved/", paper.attach, name="consent_attach"),
    path("planer/<uuid:key>/samtykke/samme/<uuid:old>/<uuid:new>/", changes.same, name="consent_same"),
    path("planer/<uuid:key>/samtykke/bekreft/", changes.renew, name="consent_renew"),
    path("planer/<uuid:key>/samtykke/forrige-plan/", changes.copy_earlier, name="consent_copy"),
    path("planer/<uuid:key>/samtykke/etter-straffen/", changes.after_sentence, name="consent_after"),
    path("planer/<uuid:key>/samtykke/unntak/", exclusions.add, name="exclusion_new"),
    path(
        "planer/<uuid:key>/samtykke/unntak/<uuid:exclusion>/opphev/", exclusions.lift, name="exclusion_lift"
    ),
    path("planer/<uuid:key>/samtykke/for-du-kommer/", preconsent.preconsent, name="preconsent"),
    path("navngitt/", preconsent.named_to_us, name="named_to_us"),
    path("planer/<uuid:key>/samtykke/trekk/", withdraw.choose, name="consent_withdraw"),
    path("planer/<uuid:key>/samtykke/kvittering/<uuid:receipt>/", withdraw.receipt, name="consent_receipt"),
    path("trekk-samtykke/", withdraw.told, name="told_withdrawal"),
    path("trekk-samtykke/<uuid:receipt>/", withdraw.told_receipt, name="told_receipt"),
]
