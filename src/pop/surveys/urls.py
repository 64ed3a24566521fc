from django.urls import path

from pop.surveys.views import answering, asking, bringing, building, keying, reporting, showing

SURVEY = "undersokelser/<uuid:survey>/"
ROUND = "undersokelser/runde/<uuid:round>/"

urlpatterns = [
    path("s/", answering.join, name="survey_join"),
    path("s/takk/", answering.thanks, name="survey_thanks"),
    path("s/<slug:code>/", answering.answer, name="survey_answer"),
    path("undersokelser/", asking.surveys, name="surveys"),
    path("undersokelser/om-motet/", asking.of_meeting, name="survey_of_meeting"),
    path(SURVEY, asking.survey, name="survey"),
    path(f"{SURVEY}spor/", asking.open_round, name="survey_open"),
    path(f"{SURVEY}kopi/", building.copy, name="survey_copy"),
    path(f"{SURVEY}ny-versjon/", building.next_version, name="survey_next"),
    path(f"{SURVEY}bygg/", building.build, name="survey_build"),
    path(f"{SURVEY}bygg/flytt/", building.arrange, name="survey_arrange"),
    path(f"{SURVEY}bygg/del/<int:number>/", building.section, name="survey_section"),
    path(f"{SURVEY}bygg/del/<int:number>/<slug:name>/", building.question, name="survey_question"),
    path(f"{SURVEY}les-inn/", bringing.counts, name="survey_import"),
    path(ROUND, asking.round_page, name="survey_round"),
    path(f"{ROUND}koder/", asking.codes, name="survey_codes"),
    path(f"{ROUND}tekster/", asking.texts, name="survey_texts"),
    path(f"{ROUND}lukk/", asking.close, name="survey_close"),
    path(f"{ROUND}skjerm/", showing.screen, name="survey_screen"),
    path(f"{ROUND}skjerm/vis/", showing.step, name="survey_step"),
    path(f"{ROUND}svar.csv", reporting.as_csv, name="survey_csv"),
    path(f"{ROUND}svar.xlsx", reporting.as_xlsx, name="survey_xlsx"),
    path(f"{ROUND}svar.pdf", reporting.as_pdf, name="survey_pdf"),
    path(f"{ROUND}ark.pdf", reporting.sheet, name="survey_sheet"),
    path(f"{ROUND}tast/", keying.key_in, name="survey_key"),
    path(f"{ROUND}sammenlign/", reporting.compare, name="survey_compare"),
    path(f"{ROUND}navn/", reporting.named, name="survey_named"),
]
