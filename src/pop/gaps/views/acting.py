"""Taking a gap, handing it on, putting it off. The person reads, and has nothing to do here."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.gaps import actions
from pop.gaps.forms import HandForm, SnoozeForm
from pop.gaps.models import Gap
from pop.gaps.reading import Row
from pop.gaps.views.listing import row_or_404
from pop.people import labels
from pop.people.middleware import PersonalRequest
from pop.people.models import User
from pop.plans.opening import CONTACT, PARTNER, OpenPlan, plan_page
from pop.teams.models import ContactTeamMember, SupportTeamMember

STAFF = (CONTACT, PARTNER)


def open_or_404(opened: OpenPlan, gap: UUID) -> Row:
    row = row_or_404(opened, gap)
    if row.gap.closed_at:
        raise Http404
    return row


def back(opened: OpenPlan, gap: Gap) -> HttpResponse:
    return redirect("gap", key=opened.plan.key, gap=gap.key)


@require_POST
@plan_page("gap: take", relations=STAFF)
def take(request: PersonalRequest, opened: OpenPlan, gap: UUID) -> HttpResponse:
    """«Jeg tar den»."""
    row = open_or_404(opened, gap)
    if not actions.take(gap=row.gap):
        raise Http404
    messages.success(request, _("Du har tatt den. De andre ser at du har den."))
    return back(opened, row.gap)


@require_POST
@plan_page("gap: wake", relations=STAFF)
def wake(request: PersonalRequest, opened: OpenPlan, gap: UUID) -> HttpResponse:
    """Takes up what was put off."""
    row = open_or_404(opened, gap)
    if not actions.wake(gap=row.gap):
        raise Http404
    messages.success(request, _("Den er tatt opp igjen."))
    return back(opened, row.gap)


@plan_page("gap: snooze", relations=STAFF)
def snooze(request: PersonalRequest, opened: OpenPlan, gap: UUID) -> HttpResponse:
    """Until a day, with a reason."""
    row = open_or_404(opened, gap)
    form = SnoozeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not actions.snooze(gap=row.gap, **form.cleaned_data):
            raise Http404
        messages.success(request, _("Den er utsatt, og kommer tilbake av seg selv."))
        return back(opened, row.gap)
    return render(request, "gaps/snooze.html", {"opened": opened, "row": row, "form": form})


@plan_page("gap: hand", relations=STAFF)
def hand(request: PersonalRequest, opened: OpenPlan, gap: UUID) -> HttpResponse:
    """To another of those around the plan."""
    row = open_or_404(opened, gap)
    people = around(opened, request)
    form = HandForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        to = User.objects.get(key=form.cleaned_data["to"])
        if actions.hand_over(gap=row.gap, to=to):
            messages.success(request, _("Den er gitt videre."))
            return back(opened, row.gap)
        form.add_error("to", _("Denne personen ser ikke det glippsonen gjelder. Velg en annen."))
    return render(request, "gaps/hand.html", {"opened": opened, "row": row, "form": form, "people": people})


def around(opened: OpenPlan, request: PersonalRequest) -> list[tuple[str, str]]:
    """Everybody in the two teams whom the reader may know, but for the reader."""
    members = {
        *ContactTeamMember.objects.filter(plan=opened.plan, until=None).values_list("user_id", flat=True),
        *SupportTeamMember.objects.filter(plan=opened.plan, until=None)
        .exclude(accepted_at=None)
        .values_list("user_id", flat=True),
    } - {request.actor.pk if request.actor else 0}
    known = labels.users(members)
    keys = dict(User.objects.filter(pk__in=known).values_list("pk", "key"))
    return [(str(keys[number]), label.described) for number, label in known.items()]
