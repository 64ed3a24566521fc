"""The shared screen. It is read inside the room (meetings/room.py) and written outside it, by whoever is logged in."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from csp.decorators import csp_update
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, agenda, attending, room, rounds
from pop.meetings.forms import LINE, MEASURE, MEETING, NEED, DecisionForm
from pop.meetings.models import LineKind, MeetingSet, MinuteLine
from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans import actions as plans
from pop.plans import around
from pop.plans.models import ChoiceWay, Meeting
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page, writer_for


def held(opened: OpenPlan, key: UUID) -> Meeting:
    found = Meeting.objects.of(opened.plan).filter(key=key).first()
    if found is None:
        raise Http404
    return found


def over(meeting: Meeting) -> bool:
    """Held, or its minutes are approved already."""
    return (
        bool(meeting.held) or MeetingSet.objects.filter(meeting=meeting, approved_at__isnull=False).exists()
    )


@csp_update(
    {"script-src": ["'self'"], "connect-src": ["'self'"]}
)  # This page alone runs ui/live.js (ADR 21).
@plan_page("meeting room", relations=(OWN, CONTACT))
def screen(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """One case at a time; what is decided becomes a measure or a line before people leave the room."""
    found = held(opened, meeting)
    form: DecisionForm | None = None
    if over(found) and request.method != "POST":
        return redirect("meeting_minutes", opened.plan.key, found.key)
    anybody = attending.anybody(found)
    if request.method == "POST" and anybody:
        form = decide(request, opened, found)
        if form is None:
            case = urlencode({"sak": request.POST.get("case") or request.GET.get("sak", ""), "lagret": 1})
            return redirect(f"{request.path}?{case}")
    bar = rounds.bar(opened, found)
    with room.entered(found) as may:
        if not may:
            raise Http404
        if not anybody:
            # Before it is said who is there, nobody knows what may stand here.
            return render(request, "meetings/present.html", attending.page(opened, found, shared=True))
        return render(request, "meetings/room.html", shown(request, opened, found, form) | {"bar": bar})


def shown(
    request: LoggedInRequest, opened: OpenPlan, meeting: Meeting, form: DecisionForm | None
) -> dict[str, Any]:
    """Read inside the room, so that nothing here can be more than all present may see."""
    cases = agenda.of(meeting)
    case = place(request, cases)
    number = cases.index(case) + 1 if case else 0
    there = attending.person_there(opened, meeting)
    return {
        "opened": opened, "meeting": meeting, "cases": cases, "number": number, "case": case,
        "measures": agenda.measures(case) if case else [],
        "present": attending.present(opened, meeting),
        "person_there": there,
        "lines": MinuteLine.objects.of(opened.plan).filter(meeting=meeting),
        "saved": "lagret" in request.GET and form is None,
        "asked": request.POST.get("case", "") or (case.key if case else request.GET.get("sak", "")),
        "form": form or blank(opened, meeting, case, there=there),
    }  # fmt: skip


def place(request: LoggedInRequest, cases: list[agenda.Case]) -> agenda.Case | None:
    """The case that is open, by its key: a number would mean another when somebody comes. None when it is hidden by now."""
    asked = request.POST.get("case") or request.GET.get("sak", "")
    if not asked:
        return cases[0] if cases else None
    return next((case for case in cases if case.key == asked), None)


def blank(
    opened: OpenPlan,
    meeting: Meeting,
    case: agenda.Case | None,
    data: Any = None,
    *,
    there: bool | None = None,
) -> DecisionForm:
    members = around.members(opened.plan)
    keys = around.user_keys(member.user_id for member in members)
    name = attending.called(opened) if attending.may_decide(opened, meeting, there) else ""
    return DecisionForm(data, members=members, keys=keys, person=name, need=bool(case and case.need))


@transaction.atomic
def decide(request: LoggedInRequest, opened: OpenPlan, meeting: Meeting) -> DecisionForm | None:
    """None when it is stored. The case is the one of the room: what is not on the screen is not decided on it."""
    with room.entered(meeting) as may:
        cases = agenda.of(meeting) if may else []
        case = place(request, cases)
        form = blank(opened, meeting, case, request.POST)
        if case is None:
            form.add_error("text", _("Denne saken kan ikke vises for alle som er her nå. Velg en annen sak."))
        if over(meeting):
            # Somebody ended it while this was typed: what was typed stays on the page.
            form.add_error("text", _("Møtet er ferdig. Skriv det i referatet i stedet."))
        if case is None or not form.is_valid():
            return form
    line = made(request, opened, meeting, case, form.cleaned_data)
    actions.write_line(
        meeting=meeting, writer=writer_for(request, opened), topic=case.topic,
        text=form.cleaned_data["text"], item=case.item, **agenda.kept(case.item, case.need, meeting), **line,
    )  # fmt: skip
    return None


def made(
    request: LoggedInRequest, opened: OpenPlan, meeting: Meeting, case: agenda.Case, given: dict[str, Any]
) -> dict[str, Any]:
    """What the decision became, for the line of the minutes that says so."""
    writer, text = writer_for(request, opened), given["text"]
    kept = agenda.kept(case.item, case.need, meeting)
    becomes = LINE if "line" in request.POST else given.get("becomes", LINE) or MEASURE
    if becomes == NEED:
        need = plans.write_need(plan=opened.plan, writer=writer, topic=case.topic, text=text, **kept)
        return {"kind": LineKind.DECIDED, "need": need}
    if becomes == MEETING:
        new = plans.plan_meeting(
            plan=opened.plan,
            writer=writer,
            subject=text,
            date=given["due"],
            invite=() if kept else attending.team(opened, meeting),
            **kept,
        )
        return {"kind": LineKind.DECIDED, "became_meeting": new}
    if becomes == LINE or case.need is None:
        return {"kind": LineKind.SAID}
    who = User.objects.filter(key=given["who"]).first() if given["who"] else None
    measure = plans.propose_measure(
        plan=opened.plan, writer=writer, topic=case.topic, text=text, needs=(case.need,),
        due=given["due"], responsible_user=who, **kept,
    )  # fmt: skip
    if given.get("agreed"):
        way = ChoiceWay.OWN_LOGIN if opened.own else ChoiceWay.ORAL
        plans.choose_measure(measure, way=way, present="" if opened.own else str(_("På møtet")))
    return {"kind": LineKind.DECIDED, "measure": measure}
