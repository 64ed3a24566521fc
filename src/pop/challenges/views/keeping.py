"""What editors of the directorate and the regions do: answer suggestions, write, merge and retire threads."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.challenges import actions, reading
from pop.challenges.forms import AnswerForm, TakeOffForm, ThreadForm, said_by
from pop.challenges.models import SuggestionStatus, Thread, ThreadStatus, ThreadSuggestion
from pop.people.gate import EDITOR, for_role
from pop.people.requests import LoggedInRequest


@for_role(EDITOR)
def new(request: LoggedInRequest) -> HttpResponse:
    """A thread that nobody suggested."""
    form = ThreadForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        thread = actions.add_thread(by=request.actor, reason=form.cleaned_data["reason"], **form.said())
        messages.success(request, _("Tråden står på kartet."))
        return redirect("thread", thread.key)
    return render(request, "challenges/write.html", {"form": form, "thread": None})


@for_role(EDITOR)
def edit(request: LoggedInRequest, thread: str) -> HttpResponse:
    """The next version of a thread."""
    found = get_object_or_404(Thread, key=thread)
    version = reading.version_of(found)
    form = ThreadForm(request.POST if request.method == "POST" else None, initial=said_by(version))
    if form.is_valid():
        actions.write_version(
            thread=found, by=request.actor, reason=form.cleaned_data["reason"],
            status=version.status, merged_into=version.merged_into, **form.said(),
        )  # fmt: skip
        messages.success(request, _("Tråden er endret. Den gamle teksten står i historikken."))
        return redirect("thread", found.key)
    return render(request, "challenges/write.html", {"form": form, "thread": found, "version": version})


@for_role(EDITOR)
def take_off(request: LoggedInRequest, thread: str) -> HttpResponse:
    """Merged with another, or retired."""
    found = get_object_or_404(Thread, key=thread)
    version = reading.version_of(found)
    if version.status != ThreadStatus.IN_USE:
        return redirect("thread", found.key)
    form = TakeOffForm(request.POST if request.method == "POST" else None, thread=found)
    if form.is_valid():
        reason, into = form.cleaned_data["reason"], form.cleaned_data["into"]
        if into:
            actions.merge(thread=found, into=Thread.objects.get(key=into), by=request.actor, reason=reason)
        else:
            actions.retire(thread=found, by=request.actor, reason=reason)
        messages.success(request, _("Tråden er tatt av kartet."))
        return redirect("thread", found.key)
    return render(request, "challenges/take_off.html", {"form": form, "thread": found, "version": version})


@require_POST
@for_role(EDITOR)
def bring_back(request: LoggedInRequest, thread: str) -> HttpResponse:
    found = get_object_or_404(Thread, key=thread)
    if reading.version_of(found).status != ThreadStatus.IN_USE:
        actions.bring_back(thread=found, by=request.actor, reason=_("Satt på kartet igjen"))
        messages.success(request, _("Tråden står på kartet igjen."))
    return redirect("thread", found.key)


def waiting_or_404(key: UUID) -> ThreadSuggestion:
    found = get_object_or_404(ThreadSuggestion.objects.select_related("thread"), key=key)
    if found.status != SuggestionStatus.WAITING:
        raise Http404
    return found


@for_role(EDITOR)
def suggestion(request: LoggedInRequest, suggestion: UUID) -> HttpResponse:
    """Reading a suggestion, and answering it when it does not become a thread."""
    found = waiting_or_404(suggestion)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        became = form.cleaned_data["became"]
        merged = form.cleaned_data["status"] == SuggestionStatus.MERGED
        actions.answer_suggestion(
            suggestion=found, by=request.actor, status=SuggestionStatus(form.cleaned_data["status"]),
            answer=form.cleaned_data["answer"], became=Thread.objects.get(key=became) if merged else None,
        )  # fmt: skip
        messages.success(request, _("Svaret er lagret. Den som foreslo det, ser det."))
        return redirect("thread_suggestions")
    context = {"form": form, "suggestion": found, "knots": reading.knots_named([found.knot]),
               "phases": reading.phases_named(found.phases)}  # fmt: skip
    return render(request, "challenges/suggestion.html", context)


@for_role(EDITOR)
def take_in(request: LoggedInRequest, suggestion: UUID) -> HttpResponse:
    """A suggestion becomes a thread, or the next version of the one it is about."""
    found = waiting_or_404(suggestion)
    begins = said_by(reading.version_of(found.thread)) if found.thread else {}
    begins |= {"title_nb": found.title, "text_nb": found.text, "knots": [found.knot], "phases": found.phases}
    form = ThreadForm(request.POST if request.method == "POST" else None, initial=begins)
    if form.is_valid():
        thread = actions.take_in(
            suggestion=found, by=request.actor, reason=form.cleaned_data["reason"], said=form.said()
        )
        messages.success(request, _("Tråden står på kartet."))
        return redirect("thread", thread.key)
    return render(
        request, "challenges/write.html", {"form": form, "thread": found.thread, "suggestion": found}
    )
