"""Answers on paper, typed in by whoever asked: one sheet at a time, all on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest
from pop.surveys import figures, replies
from pop.surveys.replies import Asked
from pop.surveys.views.asking import ASKERS, own_or_404


@for_role(ASKERS)
def key_in(request: LoggedInRequest, round: UUID) -> HttpResponse:  # noqa: A002  (the name of the address)
    """A sheet goes into the same box as what comes from phones, and cannot be taken out again."""
    one = own_or_404(request, round)
    asked = replies.asked(one.code)
    if asked is None:
        raise Http404
    given = request.POST if request.method == "POST" else QueryDict()
    errors = wrong(asked, given)
    trouble = ""
    if request.method == "POST" and not errors:
        trouble = put(asked, given)
        if not trouble:
            messages.success(request, _("Arket er lagt inn. Ta neste."))
            return redirect("survey_key", one.key)
    context = {
        "round": one, "asked": asked, "rows": rows(asked, given, errors), "trouble": trouble, "number": figures.total(one),
        "one_time": given.get("one_time", ""), "group": given.get(replies.GROUP, ""), "name": given.get(replies.NAME, ""),
    }  # fmt: skip
    return render(request, "surveys/key.html", context)


def wrong(asked: Asked, given: QueryDict) -> dict[str, str]:
    """What is wrong, by question."""
    found = {one.id: replies.answer_to(one, given)[1] for one in asked.content.questions()}
    return {name: error for name, error in found.items() if error}


def rows(asked: Asked, given: QueryDict, errors: dict[str, str]) -> list[dict[str, Any]]:
    """The questions with what was typed, as after a mistake."""
    return [
        {"question": one, "error": errors.get(one.id, ""), "typed": given.get(one.id, ""), "text": given.get(f"{one.id}_text", ""),
         "options": [(choice, choice.id in given.getlist(one.id)) for choice in one.options()],
         "tells": one.kind == "text" or one.more or any(choice.tell for choice in one.choices)}
        for one in asked.content.questions()
    ]  # fmt: skip


@transaction.atomic
def put(asked: Asked, given: QueryDict) -> str:
    """Puts a sheet into the box. What is wrong, or nothing. A code is used only by a sheet that came in."""
    reply = replies.reply_in(asked.content, given)
    if not reply:
        return _("Arket er tomt: kryss av for minst ett svar.")
    ballot = ""
    if asked.needs_code:
        ballot = replies.begin(code=asked.code, one_time=given.get("one_time", ""))
        if not ballot:
            return _("Koden er brukt, eller den finnes ikke. Se etter på lappen.")
    if not replies.put(code=asked.code, reply=replies.signed(reply, asked, given), ballot=ballot):
        transaction.set_rollback(True)
        return _("Arket kom ikke inn. Runden er lukket.")
    return ""
