from django.urls import path

from pop.teams.views import opening, team, unit, worklist

urlpatterns = [
    path("planer/", worklist.plans, name="plans"),
    path("planer/ny/", opening.plan_new, name="plan_new"),
    path("planer/lukket/", opening.tie_closed, name="tie_closed"),
    path("planer/invitasjon/<uuid:key>/", worklist.invitation, name="invitation"),
    path("planer/oppgave/<uuid:key>/", worklist.task_done, name="task_done"),
    path("planer/<uuid:key>/habilitet/", opening.tie, name="tie"),
    path("planer/<uuid:key>/team/", team.team, name="team"),
    path("planer/<uuid:key>/team/inviter/", team.invite, name="team_invite"),
    path("planer/<uuid:key>/team/kontakt/", team.add_contact, name="team_contact"),
    path("planer/<uuid:key>/team/apne/", team.named, name="team_named"),
    path("planer/<uuid:key>/team/<uuid:member>/fjern/", team.remove, name="team_remove"),
    path("planer/<uuid:key>/team/<uuid:member>/en-annen/", team.ask_away, name="team_ask_away"),
    path("teamet-mitt/", team.my_team, name="my_team"),
    path("enheten/", unit.unit, name="unit"),
    path("enheten/<uuid:key>/", unit.assign, name="unit_assign"),
]
