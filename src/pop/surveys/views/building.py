"""Building a survey: a copy or the next version, and what the draft asks."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pop.people.gate import EDITOR, LEADER, for_role
from pop.people.models import Unit
from pop.people.requests import LoggedInRequest
from pop.surveys import actions, building
from pop.surveys.content import Content
from pop.surveys.forms import HeadForm, QuestionForm, SectionForm
from pop.surveys.models import Survey
from pop.surveys.views.asking import keeps, led

BUILDERS = f"{EDITOR} or {LEADER}"


def draft_or_404(key: UUID) -> Survey:
    found = get_object_or_404(Survey, key=key)
    if found.sealed or not keeps(found):
        raise Http404
    return found


@require_POST
@for_role(BUILDERS)
def copy(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """One's own, that begins as this one."""
    found = get_object_or_404(Survey, key=survey)
    editor, units = led()
    unit = None if editor else Unit.objects.filter(pk__in=units).first()
    made = actions.copy(survey=found, by=request.actor, unit=unit)
    return redirect("survey_build", made.key)


@require_POST
@for_role(BUILDERS)
def next_version(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """The same survey, with other questions from the next time it is asked."""
    found = get_object_or_404(Survey, key=survey)
    if not keeps(found):
        raise Http404
    return redirect("survey_build", actions.next_version(survey=found, by=request.actor).key)


def stored(request: LoggedInRequest, survey: Survey, asks: Content) -> HttpResponse:
    if not actions.write(survey=survey, asks=asks):
        raise Http404
    messages.success(request, _("Utkastet er lagret."))
    return redirect("survey_build", survey.key)


@for_role(BUILDERS)
def build(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """Name, introduction, sections and questions of a draft."""
    found = draft_or_404(survey)
    asks = found.asks
    form = HeadForm(request.POST if request.method == "POST" else None, initial=HeadForm.begin(asks))
    if form.is_valid():
        return stored(request, found, building.retitled(asks, form.words("name"), form.words("intro")))
    return render(request, "surveys/build.html", {"survey": found, "asks": asks, "form": form})


@for_role(BUILDERS)
def section(request: LoggedInRequest, survey: UUID, number: int) -> HttpResponse:
    """A new section (the number after the last), or the name of one."""
    found = draft_or_404(survey)
    asks = found.asks
    if number > len(asks.sections):
        raise Http404
    now = asks.sections[number] if number < len(asks.sections) else None
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        initial=SectionForm.begin(now.name) if now else None,
    )
    if form.is_valid():
        name = form.words("name")
        changed = building.renamed_section(asks, number, name) if now else building.with_section(asks, name)
        return stored(request, found, changed)
    return render(
        request, "surveys/build_part.html", {"survey": found, "form": form, "heading": now or _("Ny del")}
    )


@for_role(BUILDERS)
def question(request: LoggedInRequest, survey: UUID, number: int, name: str) -> HttpResponse:
    """A new question in a section («ny»), or one that is there."""
    found = draft_or_404(survey)
    asks = found.asks
    now = asks.question(name)
    if number >= len(asks.sections) or now is None and name != "ny":
        raise Http404
    form = QuestionForm(
        request.POST if request.method == "POST" else None, initial=QuestionForm.begin(now) if now else None
    )
    if form.is_valid():
        made = form.question(now.id if now else building.fresh(), now)
        changed = (
            building.with_changed_question(asks, made) if now else building.with_question(asks, number, made)
        )
        return stored(request, found, changed)
    heading = now or _("Nytt spørsmål")
    return render(request, "surveys/build_part.html", {"survey": found, "form": form, "heading": heading})


@require_POST
@for_role(BUILDERS)
def arrange(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """Up, down, or out."""
    found = draft_or_404(survey)
    asks, name, go = found.asks, request.POST.get("question", ""), request.POST.get("go", "")
    if go in ("up", "down"):
        return stored(request, found, building.moved(asks, name, -1 if go == "up" else 1))
    if go == "out":
        return stored(request, found, building.without_question(asks, name))
    section = request.POST.get("section", "")
    if go == "out_section" and section.isdecimal() and len(section) < 4:
        return stored(request, found, building.without_section(asks, int(section)))
    raise Http404
