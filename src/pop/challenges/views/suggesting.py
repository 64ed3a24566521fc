"""Suggesting a thread or another wording, and what came of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.challenges import actions, reading
from pop.challenges.forms import SuggestionForm
from pop.challenges.models import SuggestionStatus, Thread, ThreadSuggestion
from pop.challenges.views.chart import is_editor
from pop.people.gate import logged_in
from pop.people.requests import LoggedInRequest


@logged_in
def suggest(request: LoggedInRequest) -> HttpResponse:
    """A challenge that is not on the map."""
    return asked(request, None)


@logged_in
def reword(request: LoggedInRequest, thread: str) -> HttpResponse:
    """Another wording or place for one that is."""
    return asked(request, get_object_or_404(Thread, key=thread))


def asked(request: LoggedInRequest, thread: Thread | None) -> HttpResponse:
    version = reading.version_of(thread) if thread else None
    begins = version and {
        "title": version.title, "text": version.text, "knot": version.knots[0], "phases": version.phases,
    }  # fmt: skip
    form = SuggestionForm(request.POST if request.method == "POST" else None, initial=begins or None)
    if form.is_valid():
        actions.suggest(by=request.actor, thread=thread, **form.cleaned_data)
        messages.success(request, _("Takk. En redaktør leser forslaget, og du ser svaret her."))
        return redirect("thread_suggestions")
    return render(request, "challenges/suggest.html", {"form": form, "thread": thread, "version": version})


@require_safe
@logged_in
def suggestions(request: LoggedInRequest) -> HttpResponse:
    """One's own; for editors those of all, with the ones that wait first."""
    found = list(ThreadSuggestion.objects.select_related("thread", "became"))
    editor = is_editor()
    context = {
        "waiting": [one for one in found if one.status == SuggestionStatus.WAITING],
        "answered": [one for one in found if one.status != SuggestionStatus.WAITING],
        "editor": editor,
    }
    return render(request, "challenges/suggestions.html", context)
