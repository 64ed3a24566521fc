"""Beginning a handover: what kind, what goes on, who lets go; and «løslatt i dag» in one press (rule B6)."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.handovers import actions
from pop.handovers.forms import BeginForm
from pop.handovers.pathways import RELEASED_TODAY, Pathway, pathways
from pop.people.requests import LoggedInRequest
from pop.plans.models import ExpectedRelease
from pop.plans.opening import CONTACT, OpenPlan, plan_page
from pop.plans.remand import on_remand
from pop.teams import around
from pop.teams.models import ContactTeamMember, SupportTeamMember


@plan_page("handover", relations=(CONTACT,))
def begin(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Two steps: what kind, and then what goes on and who lets go."""
    pathway = pathways().get(request.GET.get("slag", ""))
    if pathway is None:
        days = actions.unit_days(opened.plan)
        rows = [(one, *one.around(days)) for one in pathways().values()]
        return render(request, "handovers/choose.html", {"opened": opened, "pathways": rows})
    if "straks" in request.POST and pathway.code == RELEASED_TODAY and on_remand(opened.plan):
        return today(request, opened)
    measures = {str(m.key): m for m in actions.to_hand_over(opened.plan)}
    members = those_in_the_teams(opened)
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        pathway=pathway,
        measures=[(key, measure.text) for key, measure in measures.items()],
        members=[(key, text) for key, (_member, text) in members.items()],
        initial=at_first(opened, pathway, measures, members),
    )
    if form.is_valid() and begun(request, opened, pathway, form, measures, members):
        messages.success(request, _("Overføringen er startet. Velg hvem som skal ta over hver ting."))
        return redirect("handover", key=opened.plan.key)
    before, after = pathway.around(actions.unit_days(opened.plan))
    context = {"opened": opened, "form": form, "pathway": pathway, "before": before, "after": after}
    return render(request, "handovers/begin.html", context)


def begun(
    request: LoggedInRequest, opened: OpenPlan, pathway: Pathway, form: BeginForm, measures: Any, members: Any
) -> bool:
    """False, and said in the form, when somebody took the same thing into another handover a moment ago."""
    data = form.cleaned_data
    first, last = form.overlap()
    usual = pathway.overlap(data["on_day"], actions.unit_days(opened.plan))
    try:
        actions.begin(
            plan=opened.plan, begun_by=request.actor, pathway=pathway, on_day=data["on_day"],
            measures=[measures[key] for key in data.get("measures", [])],
            leaving=[members[key][0] for key in data.get("leaving", [])],
            overlap=(first or usual[0], last or usual[1]), new_role=data["new_role"].strip(), to_unit=data.get("to_unit"), own_words=data["own_words"].strip(),
        )  # fmt: skip
    except IntegrityError:
        form.add_error(
            None, _("Noe av dette er med i en annen overføring som er i gang. Last siden på nytt.")
        )
        return False
    return True


def today(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """«Løslatt i dag»: begun in one press, and the checklist is what comes first (rule B6)."""
    actions.release_today(plan=opened.plan, begun_by=request.actor)
    messages.success(request, _("Lista for i dag er åpnet. Personen ser den samme lista i sin plan."))
    return redirect("checklist", key=opened.plan.key)


def those_in_the_teams(
    opened: OpenPlan,
) -> dict[str, tuple[ContactTeamMember | SupportTeamMember, str]]:
    """Everybody who can let go of a role, with what the box says."""
    both = around.around(opened.plan, tells_state=False)
    contacts = {m.key: m for m in ContactTeamMember.objects.filter(around.current(), plan=opened.plan)}
    chairs = {m.key: m for m in SupportTeamMember.objects.filter(around.current(), plan=opened.plan)}
    taken = actions.handed_over(opened.plan)
    gone = {
        *taken.values_list("contact_member__key", flat=True),
        *taken.values_list("support_member__key", flat=True),
    }
    found: dict[str, tuple[ContactTeamMember | SupportTeamMember, str]] = {}
    for one in (*both.contact, *both.support):
        member = contacts.get(one.key) or chairs.get(one.key)
        if member is not None and one.key not in gone:
            found[str(one.key)] = (member, ", ".join(filter(None, (str(one.label), one.role, one.agency))))
    return found


def at_first(opened: OpenPlan, pathway: Pathway, measures: Any, members: Any) -> dict[str, Any]:
    """What is ticked before anybody has chosen: as the kind of handover says."""
    release = ExpectedRelease.objects.of(opened.plan).order_by("-pk").first() if pathway.is_release else None
    contact = [key for key, (member, _text) in members.items() if isinstance(member, ContactTeamMember)]
    leaves = {"contact": contact, "all": contact}
    today = timezone.localdate() if pathway.code == "released_today" else None
    return {
        "on_day": today or (release.on if release else None),
        # What the person does alone goes on with the person.
        "measures": [key for key, one in measures.items() if not one.person_responsible]
        if pathway.measures == "all"
        else [],
        "leaving": leaves.get(pathway.leaves, []),
    }
