from django.urls import path

from pop.teams.views import inviting, main_contact, merging, opening, team, unit, worklist

urlpatterns = [
    path("planer/", worklist.plans, name="plans"),
    path("planer/ny/", opening.plan_new, name="plan_new"),
    path("planer/kode/", inviting.my_code, name="my_code"),
    path("planer/lukket/", opening.tie_closed, name="tie_closed"),
    path("planer/invitasjon/<uuid:key>/", worklist.invitation, name="invitation"),
    path("planer/oppgave/<uuid:key>/", worklist.task_done, name="task_done"),
    path("planer/<uuid:key>/habilitet/", opening.tie, name="tie"),
    path("planer/<uuid:key>/team/", team.team, name="team"),
    path("planer/<uuid:key>/team/inviter/", team.invite, name="team_invite"),
    path("planer/<uuid:key>/team/kontakt/", team.add_contact, name="team_contact"),
    path("planer/<uuid:key>/team/apne/", team.named, name="team_named"),
    path("planer/<uuid:key>/team/hovedkontakt/", main_contact.name, name="main_contact"),
    path(
        "planer/<uuid:key>/team/hovedkontakt/<uuid:choice>/", main_contact.answer, name="main_contact_answer"
    ),
    path("planer/<uuid:key>/team/kode/", inviting.by_code, name="team_code"),
    path("planer/<uuid:key>/team/samme-person/", merging.same_person, name="same_person"),
    path("planer/<uuid:key>/team/samme-person/<uuid:other>/", merging.merge, name="merge"),
    path("planer/<uuid:key>/team/samme-person/<uuid:merge>/angre/", merging.undo, name="merge_undo"),
    path("planer/<uuid:key>/team/<uuid:member>/fjern/", team.remove, name="team_remove"),
    path("planer/<uuid:key>/team/<uuid:member>/en-annen/", team.ask_away, name="team_ask_away"),
    path("planer/<uuid:key>/team/<uuid:member>/likevel/", team.let_back, name="team_let_back"),
    path("teamet-mitt/", team.my_team, name="my_team"),
    path("teamet-mitt/inviter/", inviting.by_name, name="my_team_invite"),
    path("enheten/", unit.unit, name="unit"),
    path("enheten/<uuid:key>/", unit.assign, name="unit_assign"),
]
