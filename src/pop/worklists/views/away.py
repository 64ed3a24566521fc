"""The roster, and who is away."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.people import labels
from pop.people.gate import STAFF, for_role
from pop.people.models import UnitRole, User
from pop.people.requests import LoggedInRequest
from pop.teams.around import current
from pop.ui.dates import weekday_date
from pop.worklists import actions
from pop.worklists.forms import AbsenceForm, RosterForm
from pop.worklists.models import Absence, OfficerTeam, RosterDay, TeamMembership
from pop.worklists.roster import WEEKS

DAY = timedelta(days=1)


@for_role(STAFF)
def roster(request: LoggedInRequest) -> HttpResponse:
    """On duty or off, four weeks ahead, day by day."""
    today = timezone.localdate()
    days = [today + DAY * number for number in range(7 * WEEKS)]
    known = dict(RosterDay.objects.filter(user=request.actor, day__gte=today).values_list("day", "off"))
    form = RosterForm(
        request.POST if request.method == "POST" else None,
        days=[(day.isoformat(), weekday_date(day)) for day in days],
        initial={"off": [day.isoformat() for day in days if known.get(day)]},
    )
    if request.method == "POST" and form.is_valid():
        off = set(form.cleaned_data["off"])
        actions.type_in_roster(user=request.actor, days={day: day.isoformat() in off for day in days})
        messages.success(request, _("Turnusen er lagret."))
        return redirect("work")
    return render(request, "worklists/roster.html", {"form": form, "known": bool(known)})


@for_role(STAFF)
def absence(request: LoggedInRequest) -> HttpResponse:
    """That oneself, or somebody in a unit that one leads, is away. Why is not asked."""
    people, colleagues = whom(request)
    teams = {
        team.key: team for team in OfficerTeam.objects.filter(pk__in=mine_or_theirs(people), ended_on=None)
    }
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        people=named(people),
        deputies=named([user for user in colleagues if len(people) > 1 or user.pk != request.actor.pk]),
        teams=[(str(key), team.name) for key, team in teams.items()],
        initial={"since": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        users = {str(user.key): user for user in (*people, *colleagues)}
        user = users[said["who"]] if "who" in form.fields else people[0]
        team = teams[UUID(said["team"])] if said.get("team") else None
        if team and not TeamMembership.objects.filter(current(), team=team, user=user).exists():
            form.add_error("team", _("Den som er borte, er ikke med i dette teamet."))
        else:
            actions.be_away(
                user=user, since=said["since"], until=said["until"], registered_by=request.actor,
                deputy=users.get(said["deputy"]), team=team,
            )  # fmt: skip
            messages.success(request, _("Fraværet er registrert."))
            return redirect("absence")
    return render(request, "worklists/absence.html", {"form": form, "away": away(people)})


def whom(request: LoggedInRequest) -> tuple[list[User], list[User]]:
    """Those whom one can register as away, and those who can stand in."""
    roles = list(UnitRole.objects.filter(current(), user=request.actor))
    units = {role.unit_id for role in roles}
    led = {role.unit_id for role in roles if role.role == "leader"}
    around = list(
        UnitRole.objects.filter(current(), unit__in=units, user__active=True).select_related("user")
    )
    colleagues = {role.user_id: role.user for role in around}
    people = {role.user_id: role.user for role in around if role.unit_id in led} | {
        request.actor.pk: request.actor
    }
    return list(people.values()), list(colleagues.values())


def named(users: list[User]) -> list[tuple[str, str]]:
    """Key and label, by name."""
    names = labels.users(user.pk for user in users)
    return sorted(
        ((str(user.key), str(names[user.pk])) for user in users if user.pk in names), key=lambda one: one[1]
    )


def mine_or_theirs(people: list[User]) -> list[int]:
    return list(TeamMembership.objects.filter(current(), user__in=people).values_list("team_id", flat=True))


def away(people: list[User]) -> list[dict[str, object]]:
    """Absences that go on or come, of those whom one may register."""
    today: date = timezone.localdate()
    found = [
        one
        for one in Absence.objects.filter(user__in=people)
        if one.until is None or one.until >= max(today, one.since)
    ]
    names = labels.users([*(one.user_id for one in found), *(one.deputy_id for one in found)])
    teams = OfficerTeam.objects.in_bulk({one.team_id for one in found if one.team_id})
    unknown = labels.somebody()
    return [
        {
            "absence": one,
            "who": names.get(one.user_id, unknown),
            "deputy": names.get(one.deputy_id or 0, "") if one.deputy_id else "",
            "team": teams.get(one.team_id or 0, ""),
        }
        for one in found
    ]


@require_POST
@for_role(STAFF)
def back(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Is at work again."""
    one = get_object_or_404(Absence, key=key)
    if one.user_id not in {user.pk for user in whom(request)[0]}:
        raise Http404
    actions.be_back(one, registered_by=request.actor)
    messages.success(request, _("Fraværet er avsluttet."))
    return redirect("absence")
