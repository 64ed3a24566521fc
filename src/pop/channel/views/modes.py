"""How the person writes in the channel, and what a unit says for all who are there (rule C4)."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.channel import actions, reading
from pop.channel.forms import ModeForm, UnitForm
from pop.channel.models import ChannelMode, UnitChannel
from pop.people import labels
from pop.people.gate import LEADER, for_role
from pop.people.models import Unit
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OpenPlan, plan_page


@plan_page("messages", relations=(CONTACT,))
def mode(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Set by the contact team, where the person is; the person reads it, with reason and last day."""
    state = reading.channel(opened.plan)
    unit = Unit.objects.filter(pk=state.unit_id or 0).first()
    first = {"mode": state.mode, "reason": state.reason, "until": state.until}
    form = ModeForm(request.POST if request.method == "POST" else None, initial=first)
    if unit and form.is_valid():
        data = form.cleaned_data
        actions.set_mode(
            plan=opened.plan, unit=unit, mode=data["mode"], reason=data["reason"], until=data["until"],
            set_by=request.actor,
        )  # fmt: skip
        messages.success(request, _("Det er lagret. Personen ser det ved siden av der en skriver."))
        return redirect("channel", key=opened.plan.key)
    earlier = list(ChannelMode.objects.filter(plan=opened.plan).select_related("unit")[:20])
    names = labels.users(row.set_by_id for row in earlier)
    context = {
        "opened": opened, "form": form, "unit": unit, "state": state,
        "earlier": [(row, names.get(row.set_by_id) or labels.somebody()) for row in earlier],
    }  # fmt: skip
    return render(request, "channel/mode.html", context)


def led_units() -> list[Unit]:
    with connection.cursor() as cursor:
        cursor.execute("select rule.led_units()")
        row = cursor.fetchone()
    return list(Unit.objects.filter(pk__in=row[0] if row else []))


@for_role(LEADER)
def units(request: LoggedInRequest) -> HttpResponse:
    """The units that one leads."""
    return render(request, "channel/units.html", {"units": led_units()})


@for_role(LEADER)
def unit(request: LoggedInRequest, unit: UUID) -> HttpResponse:
    """The way to acute help, and how those who are there write unless something else is said of one of them."""
    found = next((row for row in led_units() if row.key == unit), None)
    if found is None:
        raise Http404
    said = UnitChannel.objects.filter(unit=found).first() or UnitChannel(unit=found)
    first = {"mode": said.mode, "reason": said.reason, "until": said.until, "acute": said.acute}
    form = UnitForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        actions.set_unit(unit=found, changed_by=request.actor, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("unit_overview")
    return render(request, "channel/unit.html", {"unit": found, "form": form})
