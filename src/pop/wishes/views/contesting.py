"""«Jeg er uenig» beside a wish that others wrote down, an answer, and a planned leave."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from pop.people.requests import LoggedInRequest
from pop.plans.models import Entry
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.plans.views.contesting import disagree
from pop.wishes.models import PlannedLeave, Wish, WishAnswer


def seen_or_404(model: type[Entry], opened: OpenPlan, **filters: Any) -> Any:
    found = model.objects.of(opened.plan).filter(**filters).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    return found


def page(heading: str) -> dict[str, Any]:
    return {"heading": heading, "crumbs": "wishes/parts/crumbs.html"}


@plan_page("disagree", relations=(OWN, CONTACT))
def of_wish(request: LoggedInRequest, opened: OpenPlan, wish: UUID) -> HttpResponse:
    found: Wish = seen_or_404(Wish, opened, key=wish)
    back = reverse("wish", args=[opened.plan.key, found.key])
    return disagree(request, opened, found, back=back, page=page(found.text))


@plan_page("disagree", relations=(OWN, CONTACT))
def of_answer(request: LoggedInRequest, opened: OpenPlan, wish: UUID, answer: UUID) -> HttpResponse:
    asked: Wish = seen_or_404(Wish, opened, key=wish)
    found: WishAnswer = seen_or_404(WishAnswer, opened, key=answer, wish=asked)
    heading = f"{found}. {found.reason}" if found.reason else str(found)
    back = reverse("wish", args=[opened.plan.key, asked.key])
    return disagree(request, opened, found, back=back, page=page(heading))


@plan_page("disagree", relations=(OWN, CONTACT))
def of_leave(request: LoggedInRequest, opened: OpenPlan, leave: UUID) -> HttpResponse:
    found: PlannedLeave = seen_or_404(PlannedLeave, opened, key=leave)
    back = reverse("wishes", args=[opened.plan.key])
    return disagree(
        request, opened, found, back=back, page=page(f"{found.get_kind_display()}: {found.purpose}")
    )
