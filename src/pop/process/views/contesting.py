"""«Jeg er uenig» beside why a step is not needed, and why another forløp was chosen."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.contesting import disagree_with_reason
from pop.process.loading import process
from pop.process.models import PlanPathway, StepWaived

CRUMBS = "process/_crumbs.html"


@plan_page("disagree", relations=(OWN, CONTACT))
def of_step(request: LoggedInRequest, opened: OpenPlan, step: str) -> HttpResponse:
    row = StepWaived.objects.filter(plan=opened.plan, step=step, ended_at=None).first()
    if row is None or step not in process().order:
        raise Http404
    name = process().step(step).name
    heading = _("%(name)s trengs ikke: %(why)s") % {"name": name, "why": row.reason}
    return disagree_with_reason(
        request, opened, row, by_id=row.waived_by_id, back=reverse("way", args=[opened.plan.key]),
        page={"heading": heading, "crumbs": CRUMBS},
    )  # fmt: skip


@plan_page("disagree", relations=(OWN, CONTACT))
def of_pathway(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    row = PlanPathway.objects.filter(plan=opened.plan, ended_at=None).first()
    if row is None:
        raise Http404
    pathway = process().pathway(row.pathway)
    heading = f"{pathway.name if pathway else row.pathway}. {row.reason}".strip()
    return disagree_with_reason(
        request, opened, row, by_id=row.chosen_by_id, back=reverse("way", args=[opened.plan.key]),
        page={"heading": heading, "crumbs": CRUMBS},
    )  # fmt: skip
