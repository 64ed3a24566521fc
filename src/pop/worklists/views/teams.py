"""The leader's page about who shares the work."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people import labels
from pop.people.gate import LEADER, for_role
from pop.people.models import Unit, UnitRole, User
from pop.people.requests import LoggedInRequest
from pop.teams.around import current
from pop.worklists import actions
from pop.worklists.forms import TeamForm
from pop.worklists.models import OfficerTeam, TeamMembership


def led_units(request: LoggedInRequest) -> list[Unit]:
    roles = UnitRole.objects.filter(current(), user=request.actor, role="leader").select_related("unit")
    return [role.unit for role in roles.order_by("unit__name")]


@require_safe
@for_role(LEADER)
def teams(request: LoggedInRequest) -> HttpResponse:
    """The teams of the leader's units, and who is in each."""
    units = {unit.pk: unit for unit in led_units(request)}
    found = list(OfficerTeam.objects.filter(unit__in=units, ended_on=None))
    members = list(TeamMembership.objects.filter(current(), team__in=found))
    names = labels.users(member.user_id for member in members)
    unknown = labels.Label("", labels.somebody())
    context = {
        "teams": [
            {
                "team": team,
                "unit": units[team.unit_id],
                "members": [
                    str(names.get(member.user_id, unknown)) for member in members if member.team_id == team.pk
                ],
            }
            for team in found
        ],
        "several": len(units) > 1,
    }
    return render(request, "worklists/teams.html", context)


@for_role(LEADER)
def new(request: LoggedInRequest) -> HttpResponse:
    """A new team; who leads several units says in which by `?enhet=`, the first when nothing is said."""
    units = led_units(request)
    unit = next((unit for unit in units if str(unit.key) == request.GET.get("enhet")), units[0])
    form, people = team_form(request, unit, None)
    if request.method == "POST" and form.is_valid():
        chosen = [people[key] for key in form.cleaned_data["users"]]
        actions.make_team(unit=unit, name=form.cleaned_data["name"], users=chosen)
        messages.success(request, _("%(name)s er laget.") % {"name": form.cleaned_data["name"]})
        return redirect("officer_teams")
    others = [other for other in units if other != unit]
    return render(request, "worklists/team.html", {"form": form, "unit": unit, "others": others})


@for_role(LEADER)
def change(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Another name, or others in it."""
    team = of_leader(request, key)
    form, people = team_form(request, team.unit, team)
    if request.method == "POST" and form.is_valid():
        actions.change_team(
            team, name=form.cleaned_data["name"], users=[people[key] for key in form.cleaned_data["users"]]
        )
        messages.success(request, _("Teamet er endret."))
        return redirect("officer_teams")
    return render(request, "worklists/team.html", {"form": form, "unit": team.unit, "team": team})


@require_POST
@for_role(LEADER)
def end(request: LoggedInRequest, key: UUID) -> HttpResponse:
    team = of_leader(request, key)
    actions.end_team(team)
    messages.success(request, _("%(name)s er lagt ned.") % {"name": team.name})
    return redirect("officer_teams")


def of_leader(request: LoggedInRequest, key: UUID) -> OfficerTeam:
    team = get_object_or_404(OfficerTeam.objects.select_related("unit"), key=key, ended_on=None)
    if team.unit not in led_units(request):
        raise Http404
    return team


def team_form(
    request: LoggedInRequest, unit: Unit, team: OfficerTeam | None
) -> tuple[TeamForm, dict[str, User]]:
    """The form, and the users behind its boxes."""
    roles = (
        UnitRole.objects.filter(current(), unit=unit, user__active=True)
        .exclude(role="leader")
        .select_related("user")
    )
    users = {role.user_id: role.user for role in roles}
    names = labels.users(users)
    others = OfficerTeam.objects.filter(unit=unit, ended_on=None).exclude(pk=team.pk if team else 0)
    now = (
        TeamMembership.objects.filter(current(), team=team).values_list("user_id", flat=True) if team else ()
    )
    form = TeamForm(
        request.POST if request.method == "POST" else None,
        people=sorted(
            ((str(user.key), str(names[number])) for number, user in users.items() if number in names),
            key=lambda one: one[1],
        ),
        taken={name.casefold() for name in others.values_list("name", flat=True)},
        initial={"name": team.name if team else "", "users": [str(users[n].key) for n in now if n in users]},
    )
    return form, {str(user.key): user for user in users.values()}
