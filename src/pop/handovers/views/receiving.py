"""The receiver's side: the requests of somebody with an account, the one-time link, and slips that came back."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.handovers import actions
from pop.handovers.forms import CodeForm, NamedReplyForm, ReplyForm, SlipForm
from pop.handovers.models import HandoverItem, ReceiverAnswer
from pop.handovers.pathways import pathways
from pop.people import labels
from pop.people.gate import STAFF, for_role, logged_in
from pop.people.models import Person
from pop.people.requests import LoggedInRequest
from pop.plans.models import Measure, Plan
from pop.plans.opening import record_look
from pop.teams.models import ContactRole, SupportTeamMember


@dataclass(frozen=True)
class Request:
    """One request as its receiver meets it."""

    item: HandoverItem
    title: str
    person: Person | None
    plan: Plan | None
    from_day: date
    on_day: date
    kind: str
    own_words: str
    asked_by: str
    answerable: bool


def facts(item: HandoverItem) -> Request | None:
    """What may be told about one request; None when it is no longer the reader's to read."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access.request_facts(%s)", [item.key])
        row = cursor.fetchone()
    if row is None:
        return None
    from_day, on_day, kind, own_words, asked_by, role, answerable = row
    measure = Measure.objects.filter(pk=item.measure_id).first() if item.measure_id else None
    plan = Plan.objects.filter(pk=item.plan_id).first()
    words = str(ContactRole(role).label) if role in ContactRole.values else role
    return Request(
        item=item, title=measure.text if measure else words[:1].upper() + words[1:],
        person=Person.objects.filter(pk=plan.person_id).first() if plan else None, plan=plan,
        from_day=from_day, on_day=on_day, kind=str(pathways()[kind]) if kind in pathways() else "",
        own_words=own_words, asked_by=str(labels.users([asked_by]).get(asked_by, labels.somebody())),
        answerable=answerable,
    )  # fmt: skip


@require_safe
@logged_in
def inbox(request: LoggedInRequest) -> HttpResponse:
    """«Forespørsler»: what one is asked to take over, and what one has handed over and no longer sees."""
    if request.actor.person_id:
        return redirect("my_plan")
    with connection.cursor() as cursor:
        cursor.execute("select item, chair, asked_on, remind_on, answer from access.my_requests()")
        rows = cursor.fetchall()
        cursor.execute("select kind, on_day, total, confirmed, nobody from access.given_handovers()")
        given = [
            {"kind": pathways()[kind], "on_day": day, "total": total, "confirmed": yes, "nobody": nobody}
            for kind, day, total, yes, nobody in cursor.fetchall()
        ]
    items = {
        item.key: item for item in HandoverItem.objects.filter(key__in=[row[0] for row in rows if row[0]])
    }
    told = [(facts(items[row[0]]), row) for row in rows if row[0] in items]
    context = {
        "waiting": [(one, row[2]) for one, row in told if one and row[4] in ("", ReceiverAnswer.QUESTION)],
        "answered": [(one, row[2]) for one, row in told if one and row[4] not in ("", ReceiverAnswer.QUESTION)],
        "invited": list(SupportTeamMember.objects.filter(key__in=[row[1] for row in rows if row[1]])),
        "given": given,
        "staff": bool(request.head and request.head.staff),
    }  # fmt: skip
    return render(request, "handovers/inbox.html", context)


@logged_in
def answer(request: LoggedInRequest, item: UUID) -> HttpResponse:
    """One request: yes, a question, or no with a reason. For its receiver; 404 for everybody else."""
    found = get_object_or_404(HandoverItem, key=item)
    told = facts(found)
    if told is None:
        return redirect("handover", key=Plan.objects.get(pk=found.plan_id).key)
    record_look(Plan(pk=found.plan_id), "request", "overføring")
    form = ReplyForm(request.POST if request.method == "POST" and told.answerable else None)
    if form.is_valid():
        if actions.answer(found, answer=form.cleaned_data["answer"], reason=form.cleaned_data["reason"]):
            messages.success(request, _("Svaret er sendt."))
        return redirect("handover_requests")
    return render(request, "handovers/request.html", {"told": told, "form": form})


def link(request: HttpRequest, link: UUID) -> HttpResponse:
    """For somebody without an account. Nothing is shown before the code is right, and a wrong one says no more."""
    code = CodeForm(request.POST if request.method == "POST" else None)
    if not code.is_valid():
        return render(request, "handovers/link.html", {"code": code})
    behind = actions.open_link(link, code=code.cleaned_data["code"])
    if behind is None:
        code.add_error("code", _("Koden virker ikke. Ring den som ga deg lenken, og be om en ny."))
        return render(request, "handovers/link.html", {"code": code})
    answering = "answer" in request.POST or "svar" in request.POST
    form = NamedReplyForm(request.POST if answering else None)
    failed = form.is_valid()
    if failed:
        data = form.cleaned_data
        if actions.answer_by_link(
            link,
            code=code.cleaned_data["code"],
            answer=data["answer"],
            reason=data["reason"],
            name=data["name"],
        ):
            return redirect("handover_link_done")
    context = {"behind": behind, "form": form, "letters": code.cleaned_data["code"], "failed": failed}
    return render(request, "handovers/behind.html", context)


@require_safe
def link_done(request: HttpRequest) -> HttpResponse:
    """The answer has come; nothing more is shown."""
    return render(request, "handovers/link_done.html")


@for_role(STAFF)
def register(request: LoggedInRequest) -> HttpResponse:
    """An officer types what stands on a slip that came back; the plan stays closed."""
    form = SlipForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if actions.register_slip(**form.cleaned_data):
            messages.success(request, _("Svaret er registrert."))
            return redirect("handover_requests")
        form.add_error(
            "code", _("Svaret ble ikke registrert. Se om koden er riktig, og om slippen er registrert før.")
        )
    return render(request, "handovers/register.html", {"form": form})
