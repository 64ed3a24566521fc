"""«Forslag til meg»: what has been proposed, by whom, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pop.people.middleware import PersonalRequest
from pop.plans import proposal_actions, proposals
from pop.plans.opening import CONTACT, OWN, PARTNER, OpenPlan, plan_page, writer_for
from pop.plans.views.measures import measure_or_404


@plan_page("proposals")
def inbox(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """What waits, and what was answered; the one who proposed reads the outcome here."""
    rows = proposals.rows(opened)
    context = {
        "opened": opened,
        "to_do": [row for row in rows if row.to_change or row.to_offer],
        "again": [row for row in rows if row.state == proposals.AGAIN],
        "waiting": [row for row in rows if row.state == proposals.OPEN],
        "elsewhere": [row for row in rows if row.waits_elsewhere],
        "spoken": [row for row in rows if row.spoken],
        "answered": [row for row in rows if row.answered],
    }
    return render(request, "plans/proposals.html", context)


def row_or_404(opened: OpenPlan, entry: UUID) -> proposals.Row:
    """A proposal that the actor may change something of; the row is held."""
    measure = measure_or_404(opened, entry)
    found = next((row for row in proposals.rows(opened) if row.measure.pk == measure.pk), None)
    if found is None:
        raise Http404
    found.measure.plan = opened.plan
    return found


@plan_page("answer", relations=(OWN, CONTACT))
@require_POST
def take_back(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """«Angre»: the proposal is open again, until something has been done."""
    row = row_or_404(opened, entry)
    writer = writer_for(request, opened, for_person=opened.contact)
    if row.can_take_back and proposal_actions.take_back(row.measure, writer=writer):
        messages.success(request, _("Svaret er tatt tilbake. Forslaget venter på svar igjen."))
    else:
        messages.info(request, _("Svaret kan ikke angres. Du kan stoppe tiltaket i stedet."))
    return redirect("proposals", key=opened.plan.key)


@plan_page("answer", relations=(CONTACT, PARTNER))
@require_POST
def still_offered(request: PersonalRequest, opened: OpenPlan, entry: UUID) -> HttpResponse:
    """The one who proposed says that the offer holds (rule I2)."""
    row = row_or_404(opened, entry)
    if not row.to_offer:
        raise Http404
    proposal_actions.still_offered(row.measure)
    messages.success(request, _("Tilbudet gjelder igjen, i 30 dager."))
    return redirect("proposals", key=opened.plan.key)


@plan_page("answer", relations=(OWN,))
@require_POST
def confirm(request: PersonalRequest, opened: OpenPlan, entry: UUID | None = None) -> HttpResponse:
    """The person confirms what was said aloud: one, or all at once (rule I3)."""
    only = measure_or_404(opened, entry) if entry else None
    count = proposal_actions.confirm_choices(plan=opened.plan, only=only)
    if count:
        messages.success(
            request,
            ngettext(
                "Du har bekreftet at du sa ja.", "Du har bekreftet at du sa ja til %(count)s ting.", count
            )
            % {"count": count},
        )
    else:
        messages.info(request, _("Det er ingenting å bekrefte."))
    return redirect("proposals", key=opened.plan.key)
