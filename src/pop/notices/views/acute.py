"""Something is acute: said by somebody on duty, to those who must know (rule C7)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext

from pop.notices import actions
from pop.notices.forms import AcuteForm
from pop.people import labels
from pop.people.requests import LoggedInRequest
from pop.plans.opening import CONTACT, OpenPlan, plan_page


@plan_page("haster", relations=(CONTACT,))
def tell(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    """At once, also at night. The message itself says only that there is news."""
    named = labels.users(actions.may_be_called(opened.plan))
    people = sorted(((str(number), str(label)) for number, label in named.items()), key=lambda one: one[1])
    form = AcuteForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        told = actions.tell_acute(
            plan=opened.plan,
            reason=form.cleaned_data["reason"],
            users=[int(number) for number in form.cleaned_data["users"]],
        )
        messages.success(
            request,
            ngettext("%(number)s har fått beskjed.", "%(number)s har fått beskjed.", told or 0)
            % {"number": told or 0},
        )
        return redirect("team", key=opened.plan.key)
    context = {"opened": opened, "form": form, "people": people, "on_duty": actions.on_duty()}
    return render(request, "notices/acute.html", context)
