"""The leader's page: who in the unit has a plan, and who follows them up. No content of a plan."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.people import labels
from pop.people.gate import LEADER, for_role
from pop.people.labels import Label
from pop.people.models import Unit, UnitRole
from pop.people.requests import LoggedInRequest
from pop.teams import actions
from pop.teams.around import current, staff
from pop.teams.forms import AssignForm
from pop.teams.models import Task, TaskKind


@dataclass(frozen=True)
class Followed:
    """A person in the unit who has a plan; `name` is empty for a protected address (rule A10)."""

    key: UUID
    name: str
    unit_id: int
    unit: str
    main: Label | None
    contacts: int
    refused: bool
    needs: bool
    chosen: bool
    """Whether the person has named another main contact (rule B10)."""


def overview() -> list[Followed]:
    """Everybody in the leader's units, those without a main contact first, then by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select plan_key, name, unit_id, main_contact, contacts, has_refusal, needs_contact, chosen"
            " from access.unit_overview()"
        )
        rows = cursor.fetchall()
    names = labels.users(row[3] for row in rows)
    units = Unit.objects.in_bulk({row[2] for row in rows})
    unknown = Label("", labels.somebody())
    found = [
        Followed(
            key,
            name,
            unit,
            str(units[unit]),
            names.get(main, unknown) if main else None,
            count,
            refused,
            needs,
            chosen,
        )
        for key, name, unit, main, count, refused, needs, chosen in rows
    ]
    return sorted(
        found,
        key=lambda one: (one.main is not None, not one.needs, one.name == "", one.name.casefold()),
    )


@require_safe
@for_role(LEADER)
def unit(request: LoggedInRequest) -> HttpResponse:
    """Who follows whom up."""
    found = overview()
    context = {
        "found": found,
        "missing": sum(1 for one in found if one.main is None),
        "several": len({one.unit_id for one in found}) > 1,
        "asked": Task.objects.filter(user=request.actor, kind=TaskKind.CONTACT_NEEDED, done_at=None).count(),
    }
    return render(request, "teams/unit.html", context)


@for_role(LEADER)
def assign(request: LoggedInRequest, key: UUID) -> HttpResponse:
    """Says who follows a person up."""
    one = next((one for one in overview() if one.key == key), None)
    if one is None:
        raise Http404
    people = staff(UnitRole.objects.filter(current(), unit_id=one.unit_id))
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        choices=people,
        initial={"role": "main" if one.main is None else "deputy"},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        if not actions.assign_contact(plan_key=str(key), user=chosen.user, role=form.cleaned_data["role"]):
            raise Http404
        messages.success(request, _("%(who)s følger opp fra nå.") % {"who": chosen.label})
        return redirect("unit")
    return render(request, "teams/assign.html", {"one": one, "form": form})
