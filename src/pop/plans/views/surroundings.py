"""What belongs to the plan as such: areas, refusals, groundwork, the end of the sentence, opened contacts."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pop.people import labels
from pop.people.middleware import PersonalRequest
from pop.people.models import Agency, User
from pop.plans import actions, areas, plan_actions
from pop.plans.forms.answers import AreasForm, GroundworkForm, OpenContactForm, RefusalForm, SentenceEndForm
from pop.plans.kinds import BY_MODEL
from pop.plans.models import Contact, Groundwork, Refusal, RefusalKind
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.finding import entry_or_404


@plan_page("areas", relations=(OWN, CONTACT))
def focus_areas(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """Which innsatsområder the plan is about: those of the form, and up to ten of its own."""
    offered = areas.to_write_in(opened.plan)
    form = AreasForm(request.POST if request.method == "POST" else None, offered=offered)
    if form.is_valid():
        try:
            if form.cleaned_data["own"]:
                plan_actions.name_own_area(plan=opened.plan, name=form.cleaned_data["own"])
        except plan_actions.NoRoomForArea:
            form.add_error("own", _("Planen har ti egne områder. Ta bort ett først."))
        else:
            tick(opened, offered, form.ticked())
            messages.success(request, _("Områdene er lagret."))
            return redirect("plan", key=opened.plan.key)
    return render(request, "plans/areas.html", {"opened": opened, "form": form})


def tick(opened: OpenPlan, offered: dict[int, areas.Area], ticked: set[int]) -> None:
    for number, area in offered.items():
        if number in ticked and not area.ticked:
            plan_actions.tick_area(plan=opened.plan, topic=number)
        elif area.ticked and number not in ticked:
            plan_actions.untick_area(plan=opened.plan, topic=number)


@plan_page("refusals", relations=(OWN, CONTACT))
def refusals(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """A no is a state with a date; it takes away no right and no acute help (rule A19)."""
    found = list(Refusal.objects.filter(plan=opened.plan))
    taken = {refusal.kind for refusal in found if refusal.ended_on is None}
    form = RefusalForm(request.POST if request.method == "POST" else None, taken=taken)
    if form.is_valid():
        plan_actions.refuse(plan=opened.plan, **form.cleaned_data)
        messages.success(
            request,
            _("Det er skrevet ned. Du kan ombestemme deg når du vil.")
            if opened.own
            else _("Det er skrevet ned."),
        )
        return redirect("refusals", key=opened.plan.key)
    context = {"opened": opened, "form": form, "refusals": found, "all_taken": len(taken) == len(RefusalKind)}
    return render(request, "plans/refusals.html", context)


@plan_page("refusals", relations=(OWN, CONTACT))
def take_back(request: PersonalRequest, opened: OpenPlan, kind: str) -> HttpResponse:
    """The person has changed their mind."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    refusal = Refusal.objects.filter(plan=opened.plan, kind=kind, ended_on=None).first()
    if refusal is None:
        raise Http404
    plan_actions.take_back_refusal(refusal)
    messages.success(request, _("Det er tatt tilbake."))
    return redirect("refusals", key=opened.plan.key)


@plan_page("groundwork", relations=(CONTACT,))
def groundwork(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """BRIK, and that what staff must pass on was explained: when, and in which language (rule A17)."""
    found = Groundwork.objects.filter(plan=opened.plan).first()
    initial = {
        "brik_completed": found.brik_completed if found else "",
        "explained_on": found.explained_on if found else timezone.localdate(),
        "explained_language": found.explained_language if found else "",
    }
    form = GroundworkForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        plan_actions.lay_groundwork(plan=opened.plan, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("plan", key=opened.plan.key)
    return render(request, "plans/groundwork.html", {"opened": opened, "form": form})


@plan_page("sentence end", relations=(CONTACT,))
def sentence_end(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """The last day of the sentence; after it partners see nothing more, unless there is a dated consent."""
    form = SentenceEndForm(
        request.POST if request.method == "POST" else None, ended=opened.plan.sentence_ended_on
    )
    if form.is_valid():
        plan_actions.end_sentence(plan=opened.plan, on=form.cleaned_data["on"])
        messages.success(request, _("Siste dag av straffen er lagret."))
        return redirect("plan", key=opened.plan.key)
    return render(request, "plans/sentence_end.html", {"opened": opened, "form": form})


@plan_page("contact opening", relations=(OWN, CONTACT))
def open_contact(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """Opens one contact to one agency or one named person, or closes it again (rule A11)."""
    contact = contact_or_404(opened, entry)
    form = OpenContactForm(request.POST if request.method == "POST" else None, opened=opened, contact=contact)
    if form.is_valid():
        target = form.targets[form.cleaned_data["to"]][1]
        actions.open_contact(
            contact,
            agency=Agency.objects.filter(pk=target.get("agency_id") or 0).first(),
            user=User.objects.filter(pk=target.get("user_id") or 0).first(),
        )
        messages.success(request, _("Kontaktpersonen er åpnet."))
        return redirect("contact_open", key=opened.plan.key, entry=contact.key)
    kind = BY_MODEL[Contact]
    context = {
        "opened": opened,
        "kind": kind,
        "entry": contact,
        "form": form,
        "openings": named_openings(contact),
    }
    return render(request, "plans/open_contact.html", context)


def contact_or_404(opened: OpenPlan, entry: UUID) -> Contact:
    found = entry_or_404(opened, BY_MODEL[Contact], entry)
    assert isinstance(found, Contact)  # noqa: S101
    return found


def named_openings(contact: Contact) -> list[tuple[int, str]]:
    """Whom it is open to, numbered within this contact; no row number leaves the house."""
    rows = list(contact.openings.order_by("pk"))
    users = labels.users(row.user_id for row in rows)
    agencies = labels.agencies(row.agency_id for row in rows)
    return [
        (n, str(users.get(row.user_id or 0) or agencies.get(row.agency_id or 0) or labels.somebody()))
        for n, row in enumerate(rows, start=1)
    ]


@plan_page("contact opening", relations=(OWN, CONTACT))
def close_contact(request: PersonalRequest, opened: OpenPlan, entry: UUID, number: int) -> HttpResponse:
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    contact = contact_or_404(opened, entry)
    rows = list(contact.openings.order_by("pk"))
    if not 1 <= number <= len(rows):
        raise Http404
    actions.close_contact(rows[number - 1])
    messages.success(request, _("Kontaktpersonen er lukket igjen."))
    return redirect("contact_open", key=opened.plan.key, entry=contact.key)
