"""The lists that the leader's numbers lead to. Who leads nothing, or asks for somebody of another unit, gets 404."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.gaps import catalogue
from pop.people import labels
from pop.people.gate import LEADER, for_role
from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.process.loading import process
from pop.worklists import behind
from pop.worklists.behind import Chosen, Row
from pop.worklists.models import OfficerTeam, TeamMembership

PAGE = 50


@require_safe
@for_role(LEADER)
def every_gap(request: LoggedInRequest) -> HttpResponse:
    """All that is open in the units one leads, or all that is late."""
    return gaps_page(request, _("Glippsoner i enheten"), Chosen())


@require_safe
@for_role(LEADER)
def gaps_of_kind(request: LoggedInRequest, rule: str) -> HttpResponse:
    known = catalogue.load().rule(rule)
    if known is None:
        raise Http404
    return gaps_page(request, known.say("title"), Chosen(rule))


@require_safe
@for_role(LEADER)
def gaps_of_user(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """What one of those whom the leader's own overview counts has."""
    holder = get_object_or_404(User, key=key)
    rows = behind.gaps(Chosen(holders=[holder.pk]), timezone.localdate())
    if not rows and not behind.leads("user", holder.pk):
        raise Http404
    who = labels.users([holder.pk]).get(holder.pk) or labels.somebody()
    return page(request, _("Glippsoner: %(who)s") % {"who": who}, rows)


@require_safe
@for_role(LEADER)
def gaps_of_team(request: LoggedInRequest, key: UUID) -> HttpResponse:
    team = get_object_or_404(OfficerTeam, key=key, ended_on=None)
    if not behind.leads("unit", team.unit_id):
        raise Http404
    today = timezone.localdate()
    members = TeamMembership.objects.filter(team=team, since__lte=today).exclude(until__lt=today)
    holders = list(members.values_list("user_id", flat=True))
    return gaps_page(request, _("Glippsoner: %(who)s") % {"who": team.name}, Chosen(holders=holders))


@require_safe
@for_role(LEADER)
def gaps_of_person(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Those of one person, whose name stands in each row where it may."""
    if not behind.leads("plan", key):
        raise Http404
    return gaps_page(request, _("Glippsoner for én person"), Chosen(plan=key))


@require_safe
@for_role(LEADER)
def step(request: LoggedInRequest, code: str) -> HttpResponse:
    """Who has come as far as a step; «0» has not begun."""
    counted = (one for one in process().steps if "." not in one.id)
    names = {"0": _("Ikke begynt"), **{one.id: f"{one.id} {one.name}" for one in counted}}
    if code not in names:
        raise Http404
    rows = behind.steps(code, names[code], timezone.localdate())
    return page(request, names[code], rows, of_steps=True)


def gaps_page(request: LoggedInRequest, title: str, chosen: Chosen) -> HttpResponse:
    return page(request, title, behind.gaps(chosen, timezone.localdate()))


def page(request: LoggedInRequest, title: str, rows: list[Row], *, of_steps: bool = False) -> HttpResponse:
    """`sent`: only what is over its day; `alle`: not only the first."""
    late = [row for row in rows if row.late]
    only = "sent" in request.GET and not of_steps
    wanted = late if only else rows
    shown = wanted if "alle" in request.GET else wanted[:PAGE]
    context = {
        "title": title, "rows": shown, "total": len(rows), "late": len(late), "more": len(wanted) - len(shown),
        "only_late": only, "of_steps": of_steps,
    }  # fmt: skip
    return render(request, "worklists/behind.html", context)
