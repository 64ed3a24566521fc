"""The sheet that the person signs: every muntlig ja that is not confirmed, and proposals with a box for yes (rule I3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pop.people.requests import LoggedInRequest
from pop.plans import proposal_actions
from pop.plans.forms.answers import ChoiceSheetForm
from pop.plans.gate import WORDS, TooEarly
from pop.plans.models import ChoiceSheet, Measure
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.ui.pdf import pdf_to_print

FILE_NAME = "ark.pdf"
"""Neutral: a file name tells nobody what it is about."""
NOT_REGISTERED = gettext_lazy(
    "Arket ble ikke registrert. Se om koden er riktig, om arket er registrert før, og om datoen er "
    "etter at det ble skrevet ut."
)


@plan_page("choice sheet", relations=(OWN, CONTACT))
def sheets(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Makes a sheet, and shows those that were made and not handed in."""
    if request.method == "POST":
        made = proposal_actions.print_sheet(plan=opened.plan, printed_by=request.actor)
        if made:
            return redirect("choice_sheet", key=opened.plan.key, sheet=made.key)
        messages.info(request, _("Det er ingen valg som trenger underskrift nå."))
        return redirect("choice_sheets", key=opened.plan.key)
    found = ChoiceSheet.objects.filter(plan=opened.plan)
    context = {
        "opened": opened,
        "unused": found.filter(registered_at=None)[:20],
        "used": found.filter(registered_at__isnull=False)[:20],
    }
    return render(request, "plans/choice_sheets.html", context)


def printed(opened: OpenPlan, sheet: UUID) -> dict[str, Any]:
    """What stands on a sheet, of what is still so and the reader sees."""
    found = get_object_or_404(ChoiceSheet, plan=opened.plan, key=sheet, registered_at=None)
    measures = {m.pk: m for m in Measure.objects.of(opened.plan) if not m.only_me}
    return {
        "opened": opened,
        "sheet": found,
        "spoken": [m for pk in found.spoken if (m := measures.get(pk)) and m.unconfirmed],
        "offered": [m for pk in found.offered if (m := measures.get(pk)) and m.is_open],
    }


@plan_page("choice sheet", relations=(OWN, CONTACT), purpose="utskrift av ark med valg")
def sheet(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """One page for the printer, without a name: the code leads to the plan."""
    return render(request, "plans/choice_sheet.html", printed(opened, sheet))


@plan_page("choice sheet", relations=(OWN, CONTACT), purpose="utskrift av ark med valg")
def pdf(request: LoggedInRequest, opened: OpenPlan, sheet: UUID) -> HttpResponse:
    """The same as a PDF."""
    return pdf_to_print("plans/choice_sheet.html", printed(opened, sheet), css="ui/slip.css", name=FILE_NAME)


@plan_page("choice sheet", relations=(CONTACT,), purpose="registrering av ark med valg")
def register(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The officer types the code and the date, and the boxes with a tick."""
    rows = Measure.objects.of(opened.plan)
    offered = [(str(m.key), m.text) for m in rows if m.waits_for_answer and not m.only_me]
    form = ChoiceSheetForm(request.POST if request.method == "POST" else None, proposals=offered)
    if form.is_valid():
        try:
            count = sent_in(opened, form.cleaned_data)
        except TooEarly:
            form.add_error("ticked", WORDS)
        else:
            if count is not None:
                messages.success(request, registered(count))
                return redirect("proposals", key=opened.plan.key)
            form.add_error("code", NOT_REGISTERED)
    return render(request, "plans/choice_sheet_register.html", {"opened": opened, "form": form})


def sent_in(opened: OpenPlan, data: dict[str, Any]) -> int | None:
    return proposal_actions.register_sheet(
        plan=opened.plan, code=data["code"], signed_on=data["signed_on"], ticked=data.get("ticked", [])
    )


def registered(count: int) -> str:
    if not count:
        return _("Arket er registrert. Ingen valg på det trengte bekreftelse lenger.")
    return ngettext(
        "Arket er registrert. %(count)s valg er bekreftet.",
        "Arket er registrert. %(count)s valg er bekreftet.",
        count,
    ) % {"count": count}
