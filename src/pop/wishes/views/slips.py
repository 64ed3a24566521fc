"""The printed «lapp»: made in the plan, filled in by hand, registered by any officer of the unit."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pop.people.gate import STAFF, for_role
from pop.people.requests import LoggedInRequest
from pop.plans.actions import PROGRESSION
from pop.plans.models import Topic, TopicKind
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.ui.pdf import pdf_to_print
from pop.wishes import actions
from pop.wishes.forms import SlipForm, kinds
from pop.wishes.models import WishSlip

FILE_NAME = "lapp.pdf"
"""Neutral: a file name tells nobody who it is about."""


def topics() -> list[tuple[str, str]]:
    """The same list on every slip: the areas of the form, and progression."""
    rows = Topic.objects.exclude(kind=TopicKind.OWN)
    found = [(str(t.number), str(t)) for t in rows if t.kind == TopicKind.AREA or t.number == PROGRESSION]
    return sorted(found, key=lambda row: int(row[0]))


@plan_page("lapp", relations=(OWN, CONTACT))
def print_new(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Makes a slip, and shows those that were made and not handed in."""
    if request.method == "POST":
        slip = actions.print_slip(plan=opened.plan, printed_by=request.actor)
        return redirect("slip", key=opened.plan.key, slip=slip.key)
    slips = WishSlip.objects.filter(plan=opened.plan)
    context = {
        "opened": opened,
        "unused": slips.filter(registered_at=None)[:20],
        "used": slips.filter(registered_at__isnull=False)[:20],
    }
    return render(request, "wishes/slips.html", context)


def printed(opened: OpenPlan, slip: UUID) -> dict[str, object]:
    found = get_object_or_404(WishSlip, plan=opened.plan, key=slip, registered_at=None)
    return {"opened": opened, "slip": found, "kinds": kinds(), "topics": topics()}


@plan_page("lapp", relations=(OWN, CONTACT), purpose="utskrift av lapp")
def sheet(request: LoggedInRequest, opened: OpenPlan, slip: UUID) -> HttpResponse:
    """One page for the printer, without a name: the code leads to the plan."""
    return render(request, "wishes/sheet.html", printed(opened, slip))


@plan_page("lapp", relations=(OWN, CONTACT), purpose="utskrift av lapp")
def pdf(request: LoggedInRequest, opened: OpenPlan, slip: UUID) -> HttpResponse:
    """The same as a PDF."""
    return pdf_to_print("wishes/sheet.html", printed(opened, slip), css="ui/slip.css", name=FILE_NAME)


@for_role(STAFF)
def register(request: LoggedInRequest) -> HttpResponse:
    """Any officer of the unit types what stands on a slip; the plan stays closed."""
    form = SlipForm(request.POST if request.method == "POST" else None, topics=topics())
    if form.is_valid():
        key = actions.register_slip(**form.cleaned_data)
        if key:
            messages.success(request, _("Lappen er registrert."))
            return redirect("slip_receipt", slip=key)
        form.add_error(
            "code",
            _("Lappen ble ikke registrert. Se om koden er riktig, og om lappen er registrert før."),
        )
    return render(request, "wishes/register.html", {"form": form})


@for_role(STAFF)
def receipt(request: LoggedInRequest, slip: UUID) -> HttpResponse:
    """For the officer who registered it: a number for the person, and nothing from the plan."""
    found = WishSlip.objects.filter(key=slip, registered_by=request.actor).first()
    if found is None:
        raise Http404
    return render(request, "wishes/receipt.html", {"slip": found})
