"""The big screen."""

from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest
from pop.surveys import actions, figures, qr, saying
from pop.surveys.models import Round
from pop.surveys.views.asking import ASKERS, address, own_or_404


def shown(request: LoggedInRequest, one: Round) -> dict[str, object]:
    """The question on the screen and what has come in. Frozen: what stood there stands."""
    asks, number = one.survey.asks, figures.total(one)
    questions = asks.questions()
    step = min(one.step, len(questions) - 1)
    enough = figures.shown(one)
    results = figures.results(one, asks, number) if enough else []
    result = results[step] if results else None
    return {
        "round": one, "asks": asks, "number": number, "fewest": figures.FEWEST, "shown": enough,
        "result": result, "words": saying.words(result.texts) if result else [],
        "groups": figures.groups(one, questions[step]) if one.group_mode else [], "minutes": figures.minutes_left(one), "question": questions[step], "step": step + 1,
        "steps": len(questions), "address": address(request, one), "qr": qr.drawn(address(request, one)), "mine": one.by_id == request.actor.pk,
        "as_table": request.GET.get("vis") == "tabell",
    }  # fmt: skip


@csp_update({"script-src": ["'self'"], "connect-src": ["'self'"]})
@require_safe
@for_role(ASKERS)
def screen(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002  (the name of the address)
    """One question at a time, as large as the room. `?del=1` is what the script fetches."""
    one = get_object_or_404(Round.objects.select_related("survey"), key=round)
    template = "surveys/screen_part.html" if "del" in request.GET else "surveys/screen.html"
    return render(request, template, shown(request, one))


@require_POST
@for_role(ASKERS)
def step(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002
    """Next, back, freeze and thaw: by whoever opened the round, for everybody in the room."""
    one = own_or_404(request, round)
    if request.POST.get("go") == "clock" and one.group_mode:
        actions.start_clock(of=one)
        return redirect("survey_screen", one.key)
    last = len(one.survey.asks.questions()) - 1
    wanted = {"next": one.step + 1, "back": one.step - 1}.get(request.POST.get("go", ""), one.step)
    frozen = {"freeze": True, "thaw": False}.get(request.POST.get("go", ""), one.frozen)
    actions.show(of=one, step=max(0, min(last, wanted)), frozen=frozen)
    return redirect("survey_screen", one.key)
