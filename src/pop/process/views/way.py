"""The way of one person: what is done, what is next, what is not needed; and the forløp."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans import offers
from pop.plans.models import FormOfServing, Need
from pop.plans.opening import CONTACT, OpenPlan, plan_page
from pop.plans.rows import Rows
from pop.process import actions, pathways, reading
from pop.process.data import ConsentRule, Pathway
from pop.process.forms import GuardianshipForm, PathwayForm, WaiveForm
from pop.process.loading import process
from pop.process.models import Home
from pop.process.timeline import StepShown, Timeline
from pop.process.views.pages import form_said, of_group
from pop.sentences.reading import born

YOUNG = range(15, 18)


@dataclass(frozen=True)
class Way:
    """What one page about a plan's way is made from."""

    opened: OpenPlan
    rows: Rows
    timeline: Timeline

    @property
    def home(self) -> str:
        chosen = self.timeline.facts.chosen
        return chosen.home if chosen else Home.NORWAY

    def suggested(self, home: str) -> Pathway:
        situation = pathways.Situation(
            form=self.timeline.facts.form,
            needs=len(self.rows.of(Need)),
            release=self.timeline.facts.release,
            today=self.timeline.today,
            days=self.timeline.days,
            home=home,
        )
        return pathways.suggest(process(), situation)


def read(opened: OpenPlan) -> Way:
    rows = Rows(opened.plan)
    return Way(opened, rows, reading.timeline(opened, rows))


def may_say(opened: OpenPlan) -> bool:
    """Whether the actor may say what is not needed: the contact team, from whom nothing is kept."""
    if not opened.contact:
        return False
    with connection.cursor() as cursor:
        cursor.execute("select %s <> all (rule.partly_excluded())", [opened.plan.pk])
        row = cursor.fetchone()
    return bool(row and row[0])


@require_safe
@plan_page("way")
def way(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    found = read(opened)
    line = found.timeline
    names = said_by(line)
    context = {
        "opened": opened,
        "timeline": line,
        "phases": [(phase, [(s, said(s, names)) for s in phase.steps]) for phase in line.phases],
        "form": form_said(process(), line.serving) if line.serving else None,
        "may_say": may_say(opened),
        "contestable": contestable(request, opened, line),
    }
    if not opened.partner:
        context |= {
            "pathway": line.pathway,
            "chosen_by": names[line.facts.chosen.by_id] if line.facts.chosen else "",
            "suggested": found.suggested(found.home),
            "leads": leads(found),
            "consent_rules": consent_rules(found),
        }
    return render(request, "process/way.html", context)


def contestable(request: LoggedInRequest, opened: OpenPlan, line: Timeline) -> set[str]:
    """The steps whose reason the reader may contest, and «pathway»."""
    rows: dict[str, Any] = {step: waived for step, waived in line.facts.waived.items() if waived}
    rows |= {"pathway": line.facts.chosen} if line.facts.chosen else {}
    return {
        name for name, row in rows.items() if offers.may_contest_reason(opened, row, row.by_id, request.actor)
    }


def said_by(line: Timeline) -> dict[int, str]:
    """The names of those who have said that a step is not needed, or chosen the forløp."""
    ids = [w.by_id for w in line.facts.waived.values() if w]
    ids += [line.facts.chosen.by_id] if line.facts.chosen else []
    found = labels.users(ids) if ids else {}
    return {number: str(found.get(number) or labels.somebody()) for number in ids}


def said(shown: StepShown, names: dict[int, str]) -> str:
    """Who has said that a step is not needed."""
    return names[shown.waived.by_id] if shown.waived else ""


def leads(found: Way) -> list[pathways.Lead]:
    line = found.timeline
    if line.serving and line.serving.no_dates:
        return []
    return pathways.leads(process(), release=line.facts.release, today=line.today, days=line.days)


def consent_rules(found: Way) -> list[ConsentRule]:
    """Who consents to what, when the person is 15–17 or has a verge (rule B8); else nothing."""
    birth, today = born(found.opened.plan), timezone.localdate()
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day)) if birth else None
    rules = of_group(process(), "young") if age in YOUNG else []
    return rules + (of_group(process(), "guardian") if found.timeline.facts.guardianship else [])


def step_or_404(found: Way, number: str) -> StepShown:
    if not may_say(found.opened) or number not in process().order:
        raise Http404
    return found.timeline.shown(number)


@plan_page("write", relations=(CONTACT,))
def waive(request: LoggedInRequest, opened: OpenPlan, step: str) -> HttpResponse:
    """A step that is not needed, with the reason."""
    shown = step_or_404(read(opened), step)
    if not shown.can_be_waived:
        raise Http404
    form = WaiveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.waive_step(plan=opened.plan, step=step, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Steget står som «trengs ikke»."))
        return redirect("way", key=opened.plan.key)
    return render(request, "process/waive.html", {"opened": opened, "form": form, "step": shown.step})


@require_POST
@plan_page("write", relations=(CONTACT,))
def need_again(request: LoggedInRequest, opened: OpenPlan, step: str) -> HttpResponse:
    """Takes back that a step is not needed."""
    if step not in process().order or not actions.need_step_again(plan=opened.plan, step=step):
        raise Http404
    messages.success(request, _("Steget skal gjøres likevel."))
    return redirect("way", key=opened.plan.key)


@plan_page("write", relations=(CONTACT,))
def pathway(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The forløp: what is suggested and why, and the choice."""
    if not may_say(opened):
        raise Http404
    found = read(opened)
    chosen = found.timeline.facts.chosen
    suggested = found.suggested(found.home)
    initial = {
        "home": found.home,
        "pathway": chosen.pathway if chosen else suggested.code,
        "reason": chosen.reason if chosen else "",
    }
    data = request.POST if request.method == "POST" else None
    form = PathwayForm(data, process=process(), suggest=partial(Way.suggested, found), initial=initial)
    if form.is_valid():
        actions.choose_pathway(plan=opened.plan, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Forløpet er valgt."))
        return redirect("way", key=opened.plan.key)
    context = {
        "opened": opened,
        "form": form,
        "suggested": suggested,
        "left": left(found),
        "needs": len(found.rows.of(Need)),
        "serving": dict(FormOfServing.choices).get(found.timeline.facts.form),
        "pathways": process().pathways,
    }
    return render(request, "process/pathway.html", context)


def left(found: Way) -> int | None:
    release = found.timeline.facts.release
    return max((release - found.timeline.today).days, 0) if release else None


@plan_page("write", relations=(CONTACT,))
def guardianship(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Whether an adult has a verge, and for what."""
    if not may_say(opened):
        raise Http404
    known = Rows(opened.plan).raw("process")[0]["guardianship"]
    data = request.POST if request.method == "POST" else None
    form = GuardianshipForm(data, initial={"scope": known["scope"] if known else ""})
    if form.is_valid():
        actions.set_guardianship(plan=opened.plan, by=request.actor, **form.cleaned_data)
        messages.success(request, _("Det er lagret."))
        return redirect("way", key=opened.plan.key)
    return render(request, "process/guardianship.html", {"opened": opened, "form": form})
