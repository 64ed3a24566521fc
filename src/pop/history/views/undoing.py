"""Undoing one change, as a new change."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.changelog.models import Change
from pop.history import actions, lines, log
from pop.history.values import Words
from pop.people.middleware import PersonalRequest
from pop.plans.opening import OpenPlan, plan_page


@plan_page("log")
def undo(request: PersonalRequest, opened: OpenPlan, number: int) -> HttpResponse:
    """Asks first, and shows what will stand afterwards."""
    change = log.changes(opened.plan).filter(pk=number).first()
    if change is None:
        raise Http404
    sides = log.both_sides(opened.plan, change)
    line = next(lines.lines(sides, Words(opened.plan, sides)), None)
    if line is None or line.change is None:
        raise Http404
    change.before = sides[0].before
    if request.method == "POST":
        return undone(request, opened, change)
    return render(request, "history/undo.html", {"opened": opened, "line": line, "change": change})


def undone(request: PersonalRequest, opened: OpenPlan, change: Change) -> HttpResponse:
    try:
        actions.undo(change)
    except actions.CannotUndo as refused:
        if refused.later:
            messages.error(request, _("Det samme er endret igjen etterpå. Angre den nyeste endringen først."))
        else:
            messages.error(request, _("Dette kan du ikke angre. Bare den som kan endre det, kan angre det."))
    else:
        messages.success(request, _("Endringen er angret. At den ble gjort og angret, står i loggen."))
    return redirect("log", key=opened.plan.key)
