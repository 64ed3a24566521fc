from django.urls import path

from pop.letters.views import following, listing, making, texts, word_templates

PLAN = "planer/<uuid:key>/brev/"
LETTER = f"{PLAN}<uuid:letter>/"

urlpatterns = [
    path(PLAN, listing.letters, name="letters"),
    path(f"{PLAN}ny/<slug:slug>/", making.new, name="letter_new"),
    path(LETTER, listing.read, name="letter"),
    path(f"{LETTER}brev.pdf", listing.pdf, name="letter_pdf"),
    path(f"{LETTER}brev.docx", listing.docx, name="letter_docx"),
    path(f"{LETTER}sendt/", following.sent, name="letter_sent"),
    path(f"{LETTER}svar/", following.answered, name="letter_answered"),
    path(f"{LETTER}ta-ut/", following.take_out, name="letter_take_out"),
    path(f"{LETTER}uenig/", following.contest, name="letter_contest"),
    path(f"{LETTER}feil-person/", following.wrong_person, name="letter_wrong_person"),
    path("brevtekster/", texts.texts, name="letter_texts"),
    path("brevtekster/<slug:slug>/<str:language>/", texts.central, name="letter_text"),
    path("brevtekster/<slug:slug>/<str:language>/<uuid:unit>/", texts.local, name="letter_text_local"),
    path("brevmaler/", word_templates.central, name="letter_templates"),
    path("brevmaler/<uuid:unit>/", word_templates.of_unit, name="letter_templates_unit"),
    path("brevmaler/fil/<uuid:template>/brevmal.docx", word_templates.download, name="letter_template_file"),
]
