from django.urls import path

from pop.worklists.views import away, behind, giving, overview, tasks, teams

urlpatterns = [
    path("oppgaver/", tasks.tasks, name="work"),
    path("oppgaver/gi/", giving.give, name="work_give"),
    path("oppgaver/flytter/", giving.moving, name="work_moving"),
    path("oppgaver/turnus/", away.roster, name="roster"),
    path("oppgaver/borte/", away.absence, name="absence"),
    path("oppgaver/borte/<uuid:key>/tilbake/", away.back, name="absence_end"),
    path("oppgaver/<uuid:key>/gjort/", tasks.done, name="work_done"),
    path("oppgaver/<slug:kind>/<uuid:key>/ta/", tasks.take, name="work_take"),
    path("enheten/oversikt/", overview.overview, name="unit_overview"),
    path("enheten/oversikt/glippsoner/", behind.every_gap, name="unit_gaps"),
    path("enheten/oversikt/glippsoner/slag/<slug:rule>/", behind.gaps_of_kind, name="unit_gaps_kind"),
    path("enheten/oversikt/glippsoner/ansatt/<uuid:key>/", behind.gaps_of_user, name="unit_gaps_user"),
    path("enheten/oversikt/glippsoner/team/<uuid:key>/", behind.gaps_of_team, name="unit_gaps_team"),
    path("enheten/oversikt/glippsoner/person/<uuid:key>/", behind.gaps_of_person, name="unit_gaps_person"),
    path("enheten/oversikt/steg/<slug:code>/", behind.step, name="unit_step"),
    path("enheten/<uuid:key>/spor/", overview.ask, name="unit_ask"),
    path("enheten/team/", teams.teams, name="officer_teams"),
    path("enheten/team/ny/", teams.new, name="officer_team_new"),
    path("enheten/team/<uuid:key>/", teams.change, name="officer_team"),
    path("enheten/team/<uuid:key>/legg-ned/", teams.end, name="officer_team_end"),
]
