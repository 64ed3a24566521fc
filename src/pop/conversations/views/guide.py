"""The minikartlegging, side by side; one click makes a need of an answer; and the behovskart."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.conversations import asked, paper, reading
from pop.conversations.actions import mapping as actions
from pop.conversations.guide import BY_AREA
from pop.conversations.mapping_forms import GuideForm
from pop.conversations.models import MappingAnswer, RoundKind
from pop.people.requests import LoggedInRequest
from pop.plans import areas, offers
from pop.plans.models import Statement, StatementKind, Tangle
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for
from pop.plans.rows import Rows
from pop.plans.threads import Threads
from pop.plans.views.contesting import disagree


@plan_page("mapping")
def compare(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """At arrival beside before release. A partner sees the areas that consent gives, and no other."""
    rows = reading.side_by_side(opened.plan)
    context = {
        "opened": opened,
        "areas": [row for row in rows if row.pairs],
        "rounds": reading.rounds(opened.plan),
        "unanswered": [row for row in rows if not row.pairs] if any(row.pairs for row in rows) else [],
    }
    return render(request, "conversations/mapping.html", context)


@plan_page("mapping", relations=(OWN, CONTACT))
def fill(request: LoggedInRequest, opened: OpenPlan, kind: str) -> HttpResponse:
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
    known = asked.earlier(opened)
    groups = [(group, asked.of_place(known, asked.GUIDE, group.row.key)) for group in form.groups()]
    context = {"opened": opened, "groups": groups, "form": form, "heading": RoundKind(kind).label}
    return render(request, "conversations/fill.html", context)


def save(request: LoggedInRequest, opened: OpenPlan, kind: str, form: GuideForm) -> None:
    writer = writer_for(request, opened, for_person=opened.contact)
    going = reading.rounds(opened.plan).get(kind) or actions.begin_round(plan=opened.plan, kind=kind)
    going.plan = opened.plan
    for row in form.rows:
        actions.answer(mapping=going, writer=writer, area=row.key, topic=form.topic(row), **form.said(row))
    if all(any(form.said(row).values()) for row in form.rows):
        actions.finish_round(going)


@plan_page("mapping", relations=(OWN, CONTACT))
@require_POST
def make_need(request: LoggedInRequest, opened: OpenPlan, answer: UUID) -> HttpResponse:
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


@plan_page("disagree", relations=(OWN, CONTACT))
def contest(request: LoggedInRequest, opened: OpenPlan, answer: UUID) -> HttpResponse:
    """«Jeg er uenig» in an answer that an officer wrote down together with the person."""
    found = MappingAnswer.objects.of(opened.plan).filter(key=answer, together=True).first()
    if found is None:
        raise Http404
    found.plan = opened.plan
    back = reverse("mapping", args=[opened.plan.key])
    said = f"{found}. {found.words}" if found.words else str(found)
    return disagree(
        request, opened, found, back=back, page={"heading": said, "crumbs": "conversations/parts/crumbs.html"}
    )


@plan_page("needs map")
def needs_map(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """Three floker, needs, and what answers each. A partner sees of it what consent gives: the rows decide."""
    rows = Rows(opened.plan)
    threads = Threads(opened, today=timezone.localdate(), rows=rows)
    said = rows.of(Statement)
    strands = [strand for strand in threads.strands() if strand.with_needs]
    found = reading.economy(opened.plan)
    money = reading.money_lines(found) if found else []
    context = {
        "opened": opened,
        "strands": strands,
        "money": money,
        "money_apart": money and all(strand.tangle != Tangle.ECONOMY for strand in strands),
        "strengths": [line for line in said if line.kind == StatementKind.STRENGTH],
        "able": [line for line in said if line.kind == StatementKind.DO_MYSELF],
    }
    if "pdf" in request.GET:
        return paper.needs_sheet(request, opened, context)
    prints = paper.count_prints(opened.plan) if opened.own else None
    return render(request, "conversations/needs_map.html", context | {"prints": prints})
