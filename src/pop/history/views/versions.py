"""Versions of one plan: the list, the plan as it was, two side by side, and what the person says to them."""

from datetime import datetime, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.history import actions, log, snapshot
from pop.history.forms import AnswerForm, CompareForm, DayForm
from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan, Version, VersionAnswer
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page


@plan_page("log")
def versions(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    found = numbered(opened.plan)
    context = {
        "opened": opened,
        "versions": found,
        "compare": CompareForm(initial=two_newest(found), versions=found) if len(found) > 1 else None,
        "day": DayForm(),
    }
    return render(request, "history/versions.html", context)


def numbered(plan: Plan) -> list[Version]:
    """Newest first, each with who made it and what the person says to it, as far as the actor may know."""
    found = list(Version.objects.filter(plan=plan))
    said = {a.version_id: a for a in VersionAnswer.objects.filter(plan=plan).order_by("answered_at", "pk")}
    who = labels.users(version.made_by_id for version in found)
    for version in found:
        version.answer = said.get(version.pk)  # type: ignore[attr-defined]
        version.by = who.get(version.made_by_id) or labels.somebody()  # type: ignore[attr-defined]
    return found


def two_newest(found: list[Version]) -> dict[str, int]:
    return {"fra": found[1].number, "til": found[0].number} if len(found) > 1 else {}


@require_POST
@plan_page("log", relations=(OWN, CONTACT))
def new(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    number = actions.make_version(opened.plan)
    messages.success(request, _("Dette er versjon %(number)s av planen.") % {"number": number})
    return redirect("version", key=opened.plan.key, number=number)


@plan_page("log")
def version(request: LoggedInRequest, opened: OpenPlan, number: int) -> HttpResponse:
    """The plan as it was when the version was made, as far as the actor may see it today (rule I4)."""
    found = version_or_404(opened, number)
    items = snapshot.items(opened.plan, found.last_change)
    answers = list(VersionAnswer.objects.filter(version=found))
    who = labels.users(answer.answered_by_id for answer in answers)
    context = {
        "opened": opened,
        "version": found,
        "parts": snapshot.parts(items),
        "answers": [(answer, who.get(answer.answered_by_id) or labels.somebody()) for answer in answers],
    }
    return render(request, "history/version.html", context)


def version_or_404(opened: OpenPlan, number: int) -> Version:
    found = Version.objects.filter(plan=opened.plan, number=number).first()
    if found is None:
        raise Http404
    return found


@plan_page("log", relations=(OWN, CONTACT))
def answer(request: LoggedInRequest, opened: OpenPlan, number: int) -> HttpResponse:
    """The person says whether they agree; the contact team writes down what the person said."""
    found = version_or_404(opened, number)
    form = AnswerForm(request.POST if request.method == "POST" else None, together=opened.contact)
    if form.is_valid():
        actions.answer_version(
            version=found, answered_by=request.actor, together=opened.contact, **form.cleaned_data
        )
        messages.success(request, _("Svaret er lagret."))
        return redirect("version", key=opened.plan.key, number=number)
    return render(request, "history/answer.html", {"opened": opened, "version": found, "form": form})


@plan_page("log")
def compare(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Two versions side by side: only what differs."""
    found = numbered(opened.plan)
    form = CompareForm(request.GET or two_newest(found), versions=found)
    if len(found) < 2 or not form.is_valid():  # noqa: PLR2004
        return redirect("versions", key=opened.plan.key)
    marks = {version.number: version.last_change for version in found}
    left, right = sorted((form.cleaned_data["fra"], form.cleaned_data["til"]))
    differences = snapshot.differences(
        snapshot.items(opened.plan, marks[left]), snapshot.items(opened.plan, marks[right])
    )
    context = {"opened": opened, "left": left, "right": right, "differences": differences, "form": form}
    return render(request, "history/compare.html", context)


@plan_page("log")
def day(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The plan as it was at the end of a day."""
    form = DayForm(request.GET or None)
    context = {"opened": opened, "form": form}
    if form.is_valid():
        end = timezone.make_aware(datetime.combine(form.cleaned_data["dag"] + timedelta(days=1), time.min))
        last = log.changes(opened.plan).filter(at__lt=end).values_list("pk", flat=True).first()
        items = snapshot.items(opened.plan, last) if last else {}
        context |= {"day": form.cleaned_data["dag"], "parts": snapshot.parts(items)}
    return render(request, "history/day.html", context)
