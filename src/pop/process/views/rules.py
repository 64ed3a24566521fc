"""What «nærmeste uke», «jevnlig» and the like mean in the leader's unit."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people.gate import LEADER, for_role
from pop.people.models import Unit, UnitRole
from pop.people.requests import LoggedInRequest
from pop.process import actions
from pop.process.forms import UnitRulesForm
from pop.process.loading import process
from pop.process.models import UnitRule
from pop.teams.around import current


def led_units(request: LoggedInRequest) -> list[Unit]:
    """The units that the actor leads; which may be written is for the database to say."""
    roles = UnitRole.objects.filter(current(), user=request.actor, role="leader")
    return list(Unit.objects.filter(pk__in=roles.values("unit")).order_by("name"))


@for_role(LEADER)
def unit_rules(request: LoggedInRequest) -> HttpResponse:
    """One form for one unit; a leader of several chooses which."""
    units = led_units(request)
    wanted = request.GET.get("enhet", "")
    unit = next((u for u in units if str(u.key) == wanted), units[0] if units and not wanted else None)
    if unit is None:
        raise Http404
    initial = dict(UnitRule.objects.filter(unit=unit).values_list("rule", "days"))
    form = UnitRulesForm(
        request.POST if request.method == "POST" else None, settings=process().settings, initial=initial
    )
    if form.is_valid():
        actions.set_unit_rules(unit=unit, days=form.days(), by=request.actor)
        messages.success(request, _("Reglene er lagret. De gjelder med en gang."))
        return redirect(f"{request.path}?enhet={unit.key}")
    return render(request, "process/unit_rules.html", {"form": form, "unit": unit, "units": units})
