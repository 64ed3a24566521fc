"""The minutes: a draft whose lines are stored as they are written, then approved, then corrected by addition."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, agenda, answered, arenas, attending, before, passing
from pop.meetings.forms import LineForm, WordsForm
from pop.meetings.models import LineKind, MeetingSet, MinuteLine
from pop.meetings.views.room import held
from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans import actions as plans
from pop.plans.models import Measure, Meeting, Need
from pop.plans.opening import OpenPlan, plan_page, writer_for


@dataclass(frozen=True)
class Line:
    """A line as the reader sees it. `became` is what was decided, as kind and key, when the reader sees that too."""

    row: MinuteLine
    writer: str
    became: tuple[str, str, str] | None
    corrects: str


@plan_page("meeting minutes")
def minutes(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """Each reads the lines whose topic and source they may see: there is no second rule for minutes."""
    found = held(opened, meeting)
    setup = MeetingSet.objects.filter(meeting=found).first()
    approved = setup is not None and setup.approved_at is not None
    team = opened.own or opened.contact
    form: forms.Form | None = None
    chosen = line_of(opened, found, request.GET.get("linje", "")) if team else None
    if request.method == "POST":
        if not team:
            raise Http404
        form = write(request, opened, found, chosen, approved=approved)
        if form is None:
            return redirect("meeting_minutes", opened.plan.key, found.key)
    cases = agenda.of(found)
    page: dict[str, Any] = {
        "opened": opened, "meeting": found, "setup": setup, "approved": approved, "team": team,
        "lines": lines(opened, found), "cases": shown(request, opened, found, cases, team=team), "asker": opened.contact and approved,
        "sendable": passing.sendable(opened, found, request.actor, cases) if team else [], "attending": attending.every(opened, found) if team else [],
        "chosen": chosen,
        "form": form or (blank(chosen, cases, approved=approved) if team else None),
    }  # fmt: skip
    return render(request, "meetings/minutes.html", page)


def shown(
    request: LoggedInRequest, opened: OpenPlan, meeting: Meeting, cases: list[agenda.Case], *, team: bool
) -> list[agenda.Case]:
    """The cases of the meeting; for partners those that have come back with an answer. Rule C1 narrows as on the agenda."""
    mine = [case for case in cases if not case.back and (team or case.answers)]
    if opened.own or not before.is_absent(meeting):
        return mine
    allowed = before.may_talk_of(meeting, request.actor)
    return [case for case in mine if passing.need_of(case) in allowed]


def blank(chosen: MinuteLine | None, cases: list[agenda.Case], *, approved: bool) -> forms.Form | None:
    """The form that is open: for the line that was chosen, or for a new one while it is a draft."""
    if chosen:
        return WordsForm(approved=approved, initial={"text": chosen.text})
    return None if approved else LineForm(cases=cases)


def line_of(opened: OpenPlan, meeting: Meeting, key: str) -> MinuteLine | None:
    try:
        return MinuteLine.objects.of(opened.plan).filter(meeting=meeting, key=UUID(key)).first()
    except ValueError:
        return None


@transaction.atomic
def write(
    request: LoggedInRequest, opened: OpenPlan, meeting: Meeting, chosen: MinuteLine | None, *, approved: bool
) -> forms.Form | None:
    """None when it is stored."""
    if "approve" in request.POST:
        approve(request, meeting)
        return None
    if chosen:
        return reword(request, opened, chosen, approved=approved)
    if approved:
        # Somebody approved while this was typed: nothing is lost, and the page says what to do.
        late = LineForm(request.POST, cases=agenda.of(meeting))
        late.add_error(None, _("Referatet er godkjent. Velg «Rett» ved linjen du vil legge noe til."))
        return late
    cases = agenda.of(meeting)
    form = LineForm(request.POST, cases=cases)
    if not form.is_valid():
        return form
    case = next((one for one in cases if one.key == form.cleaned_data["about"]), None)
    actions.write_line(
        meeting=meeting, writer=writer_for(request, opened), topic=case.topic if case else plans.MEETINGS,
        kind=LineKind.SAID, text=form.cleaned_data["text"], item=case.item if case else None,
        **(agenda.kept(case.item, case.need, meeting) if case else agenda.kept(meeting)),
    )  # fmt: skip
    messages.success(request, _("Linjen er lagret."))
    return None


def reword(
    request: LoggedInRequest, opened: OpenPlan, line: MinuteLine, *, approved: bool
) -> forms.Form | None:
    form = WordsForm(request.POST, approved=approved)
    if not form.is_valid():
        return form
    text = form.cleaned_data["text"]
    if approved:
        actions.correct(line, writer=writer_for(request, opened), text=text)
        messages.success(request, _("Rettelsen står under linjen."))
    elif plans.edit(line, text=text):
        messages.success(request, _("Linjen er endret."))
    else:
        form.add_error("text", _("Bare den som skrev linjen, kan endre den. Skriv heller en ny linje."))
        return form
    return None


def approve(request: LoggedInRequest, meeting: Meeting) -> None:
    if not MeetingSet.objects.filter(meeting=meeting).exists():
        actions.set_up(meeting=meeting, by=request.actor, arena=arenas.find(answered.ARENA).key)
    if actions.approve(meeting, by=request.actor):
        messages.success(request, _("Referatet er godkjent. Fra nå av rettes det ved at noe legges til."))


def lines(opened: OpenPlan, meeting: Meeting) -> list[Line]:
    """In the order they were said, each with its corrections under it."""
    rows = list(MinuteLine.objects.of(opened.plan).filter(meeting=meeting))
    names = labels.users(row.written_by_id for row in rows)
    made = became(rows)
    texts = {row.pk: row.text for row in rows}
    first = {row.pk: place for place, row in enumerate(rows)}
    rows.sort(key=lambda row: (first.get(row.corrects_id or 0, first[row.pk]), first[row.pk]))
    return [
        Line(
            row,
            str(names.get(row.written_by_id) or labels.somebody()),
            made.get(row.pk),
            texts.get(row.corrects_id or 0, ""),
        )
        for row in rows
    ]


def became(rows: list[MinuteLine]) -> dict[int, tuple[str, str, str]]:
    """What each line became, of what the reader sees: a link to the rest would tell that it is there."""
    kinds: tuple[tuple[Any, str, str], ...] = (
        (Measure, "measure_id", "tiltak"), (Need, "need_id", "behov"), (Meeting, "became_meeting_id", "mote"),
    )  # fmt: skip
    found: dict[int, tuple[str, str, str]] = {}
    for model, field, slug in kinds:
        ids = {getattr(row, field): row.pk for row in rows if getattr(row, field)}
        for entry in model.objects.filter(pk__in=ids, removed_at=None) if ids else ():
            found[ids[entry.pk]] = (slug, str(entry.key), str(entry))
    return found
