"""Choosing a survey, asking it, and what comes in."""

from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from pop.people.gate import ANALYST, EDITOR, STAFF, for_role
from pop.people.models import Unit, UnitRole
from pop.people.requests import LoggedInRequest
from pop.surveys import actions, figures, qr, saying
from pop.surveys.forms import CodesForm, RoundForm
from pop.surveys.models import Round, Survey

MEETING = "motet"
"""The ready-made survey about a meeting."""
ASKERS = f"{STAFF} or {EDITOR} or {ANALYST}"


def asks_everywhere() -> bool:
    """Whether the actor asks in the whole service, and not only where they work."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.asks_in(null)")
        row = cursor.fetchone()
    return bool(row and row[0])


def units_of(request: LoggedInRequest, everywhere: bool) -> list[Unit]:
    found = Unit.objects.filter(active=True)
    if everywhere:
        return list(found)
    return list(found.filter(pk__in=UnitRole.objects.filter(user=request.actor).values("unit")))


def led() -> tuple[bool, list[int]]:
    """Whether the actor keeps the directorate's surveys, and the units that the actor leads."""
    with connection.cursor() as cursor:
        cursor.execute("select rule.has_role('editor'), rule.led_units()")
        row = cursor.fetchone()
    return (bool(row[0]), list(row[1])) if row else (False, [])


def keeps(survey: Survey) -> bool:
    """Whether the actor makes new versions of it."""
    editor, units = led()
    return editor if survey.unit_id is None else survey.unit_id in units


@require_safe
@for_role(ASKERS)
def surveys(request: LoggedInRequest) -> HttpResponse:
    """What can be asked, and the rounds that the reader may follow."""
    newest = Survey.objects.filter(sealed=True).order_by("code", "-number").distinct("code")
    editor, units = led()
    drafts = [
        one for one in Survey.objects.filter(sealed=False).select_related("unit")
        if (editor if one.unit_id is None else one.unit_id in units)
    ]  # fmt: skip
    rounds = list(Round.objects.select_related("survey", "unit")[:50])
    context = {"surveys": list(newest), "drafts": drafts, "open": [one for one in rounds if not one.closed_at],
               "closed": [one for one in rounds if one.closed_at]}  # fmt: skip
    return render(request, "surveys/surveys.html", context)


@require_safe
@for_role(ASKERS)
def survey(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """How it looks before it is asked."""
    found = get_object_or_404(Survey, key=survey)
    rounds = Round.objects.filter(survey__code=found.code).select_related("unit")
    context = {
        "survey": found, "asks": found.asks, "rounds": rounds, "keeps": keeps(found), "builds": any(led()),
    }  # fmt: skip
    return render(request, "surveys/survey.html", context)


@require_safe
@for_role(ASKERS)
def of_meeting(request: LoggedInRequest) -> HttpResponse:
    """From the minutes: what those who were there thought. Which meeting it was is told to nobody."""
    newest = Survey.objects.filter(code=MEETING, sealed=True).latest("number")
    return redirect("survey_open", newest.key)


@for_role(ASKERS)
def open_round(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """Where, and whether groups answer."""
    found = get_object_or_404(Survey, key=survey)
    everywhere = asks_everywhere()
    data = request.POST if request.method == "POST" else None
    form = RoundForm(data, units=units_of(request, everywhere), everywhere=everywhere)
    if form.is_valid():
        opened = actions.open_round(survey=found, by=request.actor, **form.asked())
        messages.success(request, _("Undersøkelsen er åpen."))
        return redirect("survey_round", opened.key)
    return render(request, "surveys/open.html", {"form": form, "survey": found})


def own_or_404(request: LoggedInRequest, key: UUID) -> Round:
    """A round that the actor opened: others read, and change nothing."""
    return get_object_or_404(Round.objects.select_related("survey", "unit"), key=key, by=request.actor)


def address(request: LoggedInRequest, one: Round) -> str:
    return request.build_absolute_uri(reverse("survey_answer", args=[one.code]))


@require_safe
@for_role(ASKERS)
def round_page(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002  (the name of the address)
    """The way in for those who answer, how many have, and the figures when there are five."""
    one = get_object_or_404(Round.objects.select_related("survey", "unit"), key=round)
    number, asks = figures.total(one), one.survey.asks
    shown = figures.shown(one)
    results = figures.results(one, asks, number) if shown else []
    context = {
        "round": one, "asks": asks, "number": number, "fewest": figures.FEWEST, "shown": shown,
        "results": results, "words": saying.words([text for each in results for text in each.texts]), "mine": one.by_id == request.actor.pk,
        "address": address(request, one), "qr": qr.drawn(address(request, one)),
    }  # fmt: skip
    return render(request, "surveys/round.html", context)


@for_role(ASKERS)
def codes(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """One-time codes to hand out on slips. Shown once; only hashes are kept."""
    one = own_or_404(request, round)
    form = CodesForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = actions.hand_out(of=one, number=form.cleaned_data["number"])
        if made:
            return render(
                request, "surveys/slips.html", {"round": one, "codes": made, "address": address(request, one)}
            )
        form.add_error(None, _("Runden er lukket, eller noen har alt svart. Da kan det ikke lages koder."))
    return render(request, "surveys/codes.html", {"form": form, "round": one})


@for_role(ASKERS)
def texts(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """Which free texts are shown: none, until somebody has read them for names."""
    one = own_or_404(request, round)
    asks = one.survey.asks
    with connection.cursor() as cursor:
        cursor.execute("select question, said from access.survey_texts(%s)", [one.pk])
        said = cursor.fetchall()
    if request.method == "POST":
        chosen = [said[int(n)] for n in request.POST.getlist("vis") if n.isdecimal() and int(n) < len(said)]
        actions.let_through(of=one, by=request.actor, texts=[(question, text) for question, text in chosen])
        messages.success(request, _("Det du krysset av, vises på skjermen og i rapporten."))
        return redirect("survey_round", one.key)
    through = {(text.question, text.text) for text in one.texts.all()}
    rows = [
        (number, asks.question(question), text, (question, text) in through)
        for number, (question, text) in enumerate(said)
    ]
    return render(request, "surveys/texts.html", {"round": one, "rows": rows, "fewest": figures.FEWEST})


@require_POST
@for_role(ASKERS)
def close(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    one = own_or_404(request, round)
    if one.closed_at:
        raise Http404
    actions.close_round(of=one)
    messages.success(request, _("Undersøkelsen er lukket. Tallene blir stående."))
    return redirect("survey_round", one.key)
