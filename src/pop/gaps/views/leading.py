"""A gap as the leader of the unit reads it: kind, date and owner, and who can have it instead (rule B9)."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pop.gaps import actions, catalogue, reading
from pop.gaps.forms import HandForm
from pop.gaps.models import Gap
from pop.people import labels
from pop.people.gate import LEADER, for_role
from pop.people.middleware import PersonalRequest
from pop.people.models import User
from pop.plans.opening import CONTACT, relation_to


@dataclass(frozen=True)
class Led:
    """`name` is empty for a protected address (rule A10)."""

    plan_key: UUID
    name: str
    takers: list[int]


def led_or_404(gap: UUID) -> Led:
    with connection.cursor() as cursor:
        cursor.execute("select plan_key, name, takers from access.led_gap(%s)", [gap])
        row = cursor.fetchone()
    if row is None:
        raise Http404
    return Led(*row)


def named(users: list[int]) -> list[tuple[str, str]]:
    """For the form: keys, and names with what they are."""
    known = labels.users(users)
    keys = dict(User.objects.filter(pk__in=known).values_list("pk", "key"))
    return [(str(keys[number]), label.described) for number, label in known.items()]


@for_role(LEADER)
def unit_gap(request: PersonalRequest, gap: UUID) -> HttpResponse:
    """No area, no text, and nothing of the plan; a leader who follows the person up reads the whole gap."""
    led = led_or_404(gap)
    if relation_to(led.plan_key) == CONTACT:
        return redirect("gap", key=led.plan_key, gap=gap)
    found = get_object_or_404(Gap, key=gap, closed_at=None)
    people = named(led.takers)
    form = HandForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        if actions.hand_over(gap=found, to=User.objects.get(key=form.cleaned_data["to"])):
            messages.success(request, _("Den er gitt videre."))
            return redirect("unit_gap", gap=gap)
        form.add_error("to", _("Denne personen kan ikke ta den nå. Velg en annen."))
    rule = catalogue.load().rule(found.rule)
    context = {
        "led": led,
        "gap": found,
        "title": rule.say("title") if rule else _("En eldre regel"),
        "words": {text: rule.say(text) for text in catalogue.TEXTS} if rule else None,
        "owner": reading.owners([found])(found),
        "form": form,
        "people": people,
    }
    return render(request, "gaps/unit_gap.html", context)
