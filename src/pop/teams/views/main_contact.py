"""The person names another main contact; that one answers, and either may end it (rule B10)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OWN, OpenPlan, plan_page
from pop.teams import actions, around, main_contact
from pop.teams.forms import MainContactForm
from pop.teams.models import MainChoice

TOLD = {
    "yes": gettext_lazy("Du er hovedkontakt nå."),
    "no": gettext_lazy("Du har sagt nei. Personen ser det."),
    "end": gettext_lazy("Det gjelder ikke lenger. Kontaktteamet har oppgavene."),
}


def back(opened: OpenPlan) -> HttpResponse:
    return redirect("my_team") if opened.own else redirect("team", key=opened.plan.key)


@plan_page("teamet: hovedkontakt", relations=(OWN, CONTACT))
def name(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """The person asks somebody of the team; by own login, or at one screen with an officer."""
    both = around.around(opened.plan, tells_state=False)
    found = main_contact.candidates(opened.plan, [*both.contact, *both.support])
    form = MainContactForm(request.POST if request.method == "POST" else None, choices=found)
    context = {"opened": opened, "form": form, "may_name": opened.own or opened.together}
    if request.method != "POST" or not form.is_valid():
        return render(request, "teams/main_contact.html", context)
    if not actions.name_main_contact(plan=opened.plan, user=form.chosen.user):
        form.add_error("who", _("Denne personen kan ikke velges nå."))
        return render(request, "teams/main_contact.html", context)
    told = _("%(who)s er spurt. Ingenting endrer seg før svaret er ja.")
    messages.success(request, told % {"who": form.chosen.label})
    return back(opened)


@require_POST
@plan_page("teamet: hovedkontakt svar")
def answer(request: LoggedInRequest, opened: OpenPlan, choice: UUID) -> HttpResponse:
    """Yes or no by the one who was asked; «end» by the one who has it, or by the person."""
    if not MainChoice.objects.filter(plan=opened.plan, key=choice).exists():
        raise Http404
    if take(choice, request.POST.get("answer", "")):
        messages.success(request, TOLD[request.POST["answer"]])
    else:
        messages.info(request, _("Det kunne ikke gjøres. Noe har endret seg."))
    return back(opened)


def take(choice: UUID, said: str) -> bool:
    """What was pressed; False when the database does not let it, or it is nothing."""
    if said in ("yes", "no"):
        return actions.answer_main_contact(choice=choice, yes=said == "yes")
    return said == "end" and actions.end_main_contact(choice=choice)
