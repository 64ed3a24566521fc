from django.urls import path

from pop.benefits.views import following, mapping, planning, reporting, trials

TRIAL = "utprovinger/<uuid:trial>/"

urlpatterns = [
    path("gevinster/", following.following, name="benefits"),
    path("gevinster/tall.csv", following.as_csv, name="benefits_csv"),
    path("gevinster/tall/<slug:code>/", following.indicator, name="benefits_indicator"),
    path("gevinster/nullpunkt/", following.baseline, name="benefits_baseline"),
    path("gevinster/tiltak/", following.step, name="benefits_step"),
    path("gevinster/tiltak/<uuid:step>/", following.step_done, name="benefits_step_done"),
    path("gevinster/kart/", mapping.map_page, name="benefits_map"),
    path("gevinster/kart/nytt/", mapping.new, name="benefits_goal_new"),
    path("gevinster/kart/ledd/<slug:goal>/", mapping.edit, name="benefits_goal"),
    path("gevinster/kart/ledd/<slug:goal>/ta-ut/", mapping.retire, name="benefits_goal_retire"),
    path("gevinster/plan/", planning.plan_page, name="benefits_plan"),
    path("gevinster/plan/<slug:goal>/", planning.line, name="benefits_plan_line"),
    path("gevinster/rapport/", reporting.report_page, name="benefits_report"),
    path("gevinster/rapport/pdf/", reporting.report_pdf, name="benefits_report_pdf"),
    path("gevinster/rapport/tilbakefall/", reporting.outside, name="benefits_outside"),
    path("gevinster/rapport/<slug:goal>/", reporting.assess, name="benefits_assess"),
    path("utprovinger/", trials.trials, name="trials"),
    path("utprovinger/ny/", trials.new, name="trial_new"),
    path(TRIAL, trials.trial, name="trial"),
    path(f"{TRIAL}spor/", trials.ask, name="trial_ask"),
    path(f"{TRIAL}avgjor/", trials.decide, name="trial_decide"),
]
