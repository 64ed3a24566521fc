"""Answering on a phone. No account, no cookie, nothing kept between two pages but what the pages themselves carry."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from pop.surveys import figures, replies
from pop.surveys.content import LANGUAGES, Question
from pop.surveys.replies import Asked


def language_of(request: HttpRequest) -> str:
    """Chosen on the page itself: a cookie would be something to recognise one by."""
    wanted = request.POST.get("sprak") or request.GET.get("sprak") or translation.get_language() or "nb"
    return wanted[:2] if wanted[:2] in LANGUAGES else "nb"


@never_cache
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Typing the code that stands on the big screen."""
    code = request.GET.get("kode", "").strip()
    with translation.override(language_of(request)):
        if code and replies.asked(replies.spelled(code)):
            return redirect("survey_answer", code=replies.spelled(code))
        error = (
            _("Ingen åpen undersøkelse har denne koden. Se etter på skjermen en gang til.") if code else ""
        )
        return render(
            request, "surveys/join.html", {"code": code, "error": error, "language": language_of(request)}
        )


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        return render(request, "surveys/thanks.html", {"language": language_of(request)})


# Nobody is logged in here, so there is nothing that another site could do in somebody's name; and a token needs a cookie.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """One question per page. What was answered on the pages before lies in the page."""
    found = replies.asked(code)
    with translation.override(language_of(request)):
        if found is None:
            return render(request, "surveys/closed.html", {"language": language_of(request)}, status=404)
        if request.method != "POST":
            return page(request, found, 0, "", "")
        return went_on(request, found)


def went_on(request: HttpRequest, found: Asked) -> HttpResponse:
    given, go = request.POST, request.POST.get("go", "")
    step = int(given["step"]) if given.get("step", "").isdecimal() and len(given["step"]) < 4 else 0
    questions = found.content.questions()
    ballot = given.get("ballot", "")[:40]
    if step == 0 and found.needs_code and not ballot:
        ballot = replies.begin(code=found.code, one_time=given.get("one_time", ""))
        if not ballot:
            return page(
                request, found, 0, "", _("Koden er brukt, eller den finnes ikke. Se etter på lappen.")
            )
    if 1 <= step <= len(questions):
        _answer, error = replies.answer_to(questions[step - 1], given)
        if error and go != "back":
            return page(request, found, step, ballot, error)
    if go == "send" and step > len(questions):
        return sent(request, found, ballot)
    return page(
        request,
        found,
        max(1 if ballot or not found.needs_code else 0, step + (-1 if go == "back" else 1)),
        ballot,
        "",
    )


def sent(request: HttpRequest, found: Asked, ballot: str) -> HttpResponse:
    reply = replies.reply_in(found.content, request.POST)
    last = len(found.content.questions()) + 1
    if not reply:
        return page(
            request,
            found,
            last,
            ballot,
            _("Du har ikke svart på noe ennå. Gå tilbake og svar på minst ett spørsmål."),
        )
    if not replies.put(code=found.code, reply=replies.signed(reply, found, request.POST), ballot=ballot):
        return page(request, found, last, ballot, _("Svaret kom ikke inn. Koden er alt brukt til et svar."))
    response = redirect("survey_thanks")
    response["Location"] += f"?sprak={language_of(request)}"
    return response


def page(request: HttpRequest, found: Asked, step: int, ballot: str, error: str) -> HttpResponse:
    """Step 0 is the introduction, 1… the questions, and the one after them where it is sent."""
    questions = found.content.questions()
    step = min(step, len(questions) + 1)
    now = questions[step - 1] if 1 <= step <= len(questions) else None
    context = {
        "asked": found, "step": step, "question": now, "number": len(questions), "ballot": ballot, "error": error,
        "language": language_of(request), "languages": LANGUAGES, "last": step > len(questions),
        "options": options(now, request) if now else [], "text": request.POST.get(f"{now.id}_text", "") if now else "",
        "typed": request.POST.get(now.id, "") if now else "", "carried": carried(request, questions, now, {replies.GROUP: step == 0, replies.NAME: step > len(questions)}),
        "minutes": figures.minutes_on(found.step_at) if found.group_mode else None,
        "group": request.POST.get(replies.GROUP, ""), "name": request.POST.get(replies.NAME, ""),
        "answered": len(replies.reply_in(found.content, request.POST)),
    }  # fmt: skip
    return render(request, "surveys/answer.html", context)


def options(question: Question, request: HttpRequest) -> list[tuple[Any, bool]]:
    chosen = request.POST.getlist(question.id)
    return [(choice, choice.id in chosen) for choice in question.options()]


def carried(
    request: HttpRequest, questions: list[Question], now: Question | None, beside: dict[str, bool]
) -> list[tuple[str, str]]:
    """What was answered on other pages. `beside`: the group and the name, and whether they are asked for on this one."""
    names = [name for one in questions if one is not now for name in (one.id, f"{one.id}_text")]
    names += [name for name, here in beside.items() if not here]
    return [(name, value) for name in names for value in request.POST.getlist(name) if value]
