"""The list of questions about looks, for the leader of the unit and the data protection officer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pop.looks import actions
from pop.looks.forms import AnswerForm
from pop.looks.questions import waiting_for_me
from pop.people.gate import LEADER, PROTECTION_OFFICER, for_role
from pop.people.requests import LoggedInRequest

ASKED = f"{LEADER} or {PROTECTION_OFFICER}"


@require_safe
@for_role(ASKED)
def look_questions(request: LoggedInRequest) -> HttpResponse:
    """What waits first. No content of any plan."""
    found = waiting_for_me()
    context = {"found": found, "waiting": sum(1 for one in found if not one.mine)}
    return render(request, "looks/questions.html", context)


@for_role(ASKED)
def look_question(request: LoggedInRequest, question: UUID) -> HttpResponse:
    """One question, what has been answered, and a form to answer."""
    found = next((one for one in waiting_for_me() if one.key == question), None)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not actions.answer(question=str(question), text=form.cleaned_data["text"]):
            raise Http404
        messages.success(request, _("Svaret er sendt. Personen kan lese det nå."))
        return redirect("look_questions")
    return render(request, "looks/question.html", {"one": found, "form": form})
