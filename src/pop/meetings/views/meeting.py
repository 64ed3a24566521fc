"""A meeting's own page: who is called, what they answer, what is to be raised, and the ways on from here."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.meetings import actions, answering, arenas, before, passing
from pop.meetings.answering import AnswerForm, Called
from pop.meetings.models import MeetingSet
from pop.meetings.views.room import held
from pop.people.requests import LoggedInRequest
from pop.plans.models import Meeting
from pop.plans.opening import OpenPlan, plan_page


@plan_page("meeting")
def one(request: LoggedInRequest, opened: OpenPlan, meeting: UUID) -> HttpResponse:
    """Whoever is called answers here. What the others answer is for the person and the contact team."""
    found = held(opened, meeting)
    called = answering.called(found, actor=request.actor.pk)
    form = answer_form(request, opened, found, called)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            actions.answer(
                meeting=found,
                user=request.actor,
                answer=form.cleaned_data["answer"],
                deputy=form.deputy_chosen(),
            )
            messages.success(request, _("Svaret ditt er lagret."))
            return redirect("meeting", opened.plan.key, found.key)
    return render(request, "meetings/meeting.html", shown(request, opened, found, called) | {"form": form})


def answer_form(
    request: LoggedInRequest, opened: OpenPlan, meeting: Meeting, called: list[Called]
) -> AnswerForm | None:
    """For whoever is called, and for the person where they take part; before the meeting. None for everybody else.

    A partner sees no meeting but those they are called to (`rule.called_meetings`), and not who else is.
    """
    asked = (opened.own and not before.is_absent(meeting)) or opened.partner or any(one.me for one in called)
    if meeting.held is not None or not asked:
        return None
    may_send = answering.colleagues() if opened.partner else []
    return AnswerForm(request.POST if request.method == "POST" else None, may_send=may_send)


def shown(
    request: LoggedInRequest, opened: OpenPlan, meeting: Meeting, called: list[Called]
) -> dict[str, Any]:
    setting: MeetingSet | None = getattr(meeting, "set", None)
    cases = before.cases(opened, meeting, request.actor)
    return {
        "opened": opened,
        "meeting": meeting,
        "setting": setting,
        "arena": arenas.find(setting.arena) if setting else None,
        "apart": opened.own and before.is_absent(meeting),
        "called": called,
        "mine": next((one.answer for one in called if one.me), None),
        "items": cases,
        "sendable": [] if opened.partner else passing.sendable(opened, meeting, request.actor, cases),
    }
