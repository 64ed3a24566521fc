"""The minikartlegging, side by side; one click makes a need of an answer; and the behovskart."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.conversations import reading
from pop.conversations.actions import mapping as actions
from pop.conversations.guide import BY_AREA
from pop.conversations.mapping_forms import GuideForm
from pop.conversations.models import MappingAnswer, RoundKind
from pop.people.middleware import PersonalRequest
from pop.plans import areas, offers
from pop.plans.models import Statement, StatementKind
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.rows import Rows
from pop.plans.threads import Threads


@plan_page("mapping")
def compare(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """At arrival beside before release. A partner sees the areas that consent gives, and no other."""
    rows = reading.side_by_side(opened.plan)
    context = {
        "opened": opened,
        "areas": [row for row in rows if row.pairs],
        "rounds": reading.rounds(opened.plan),
        "total": len(rows),
    }
    return render(request, "conversations/mapping.html", context)


@plan_page("mapping", relations=(OWN, CONTACT))
def fill(request: PersonalRequest, opened: OpenPlan, kind: str) -> HttpResponse:
    """The guide, begun or gone on with. Nobody is asked twice: what was answered stands there already (rule B1)."""
    if kind not in RoundKind.values:
        raise Http404
    topics = {number: area.name for number, area in areas.to_write_in(opened.plan).items()}
    going = reading.rounds(opened.plan).get(kind)
    answers = (
        list(MappingAnswer.objects.of(opened.plan).filter(round=going).order_by("only_me", "pk"))
        if going
        else []
    )
    form = GuideForm(
        request.POST if request.method == "POST" else None,
        topics=topics,
        answers={row.area: row for row in answers},
    )
    if form.is_valid():
        save(request, opened, kind, form)
        messages.success(request, _("Svarene er lagret."))
        return redirect("mapping", key=opened.plan.key)
    context = {"opened": opened, "form": form, "heading": RoundKind(kind).label, "begun": going}
    return render(request, "conversations/fill.html", context)


def save(request: PersonalRequest, opened: OpenPlan, kind: str, form: GuideForm) -> None:
    writer = writer_for(request, opened, for_person=opened.contact)
    going = reading.rounds(opened.plan).get(kind) or actions.begin_round(plan=opened.plan, kind=kind)
    going.plan = opened.plan
    for row in form.rows:
        actions.answer(mapping=going, writer=writer, area=row.key, topic=form.topic(row), **form.said(row))
    if all(any(form.said(row).values()) for row in form.rows):
        actions.finish_round(going)


@plan_page("mapping", relations=(OWN, CONTACT))
@require_POST
def make_need(request: PersonalRequest, opened: OpenPlan, answer: UUID) -> HttpResponse:
    """«Gjør til behov»: one click. What was said stands as the person's own words."""
    found = MappingAnswer.objects.of(opened.plan).filter(key=answer).first()
    if found is None or not offers.locked(found):
        raise Http404
    if found.need_id:
        messages.info(request, _("Det er alt et behov."))
        return redirect("mapping", key=opened.plan.key)
    found.plan = opened.plan
    writer = writer_for(request, opened, for_person=opened.contact)
    actions.make_need(found, writer=writer, text=str(BY_AREA[found.area].need), own_words=found.words)
    messages.success(request, _("Det står som et behov i planen nå."))
    return redirect("mapping", key=opened.plan.key)


@plan_page("needs map")
def needs_map(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    """Three floker, needs, and what answers each. A partner sees of it what consent gives: the rows decide."""
    rows = Rows(opened.plan)
    threads = Threads(opened, today=timezone.localdate(), rows=rows)
    said = rows.of(Statement)
    context = {
        "opened": opened,
        "strands": [strand for strand in threads.strands() if strand.with_needs],
        "strengths": [line for line in said if line.kind == StatementKind.STRENGTH],
        "able": [line for line in said if line.kind == StatementKind.DO_MYSELF],
    }
    return render(request, "conversations/needs_map.html", context)
