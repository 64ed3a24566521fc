"""Bringing in the counts of a survey that was held elsewhere."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pop.people.gate import for_role
from pop.people.requests import LoggedInRequest
from pop.surveys import actions
from pop.surveys.forms import CountsForm
from pop.surveys.models import Survey
from pop.surveys.views.asking import ASKERS, asks_everywhere, units_of


@for_role(ASKERS)
def counts(request: LoggedInRequest, survey: UUID) -> HttpResponse:
    """From a file of counts, with what is lost marked as lost."""
    found = get_object_or_404(Survey, key=survey)
    everywhere = asks_everywhere()
    posted = request.method == "POST"
    form = CountsForm(
        request.POST if posted else None, request.FILES if posted else None,
        asks=found.asks, units=units_of(request, everywhere), everywhere=everywhere,
    )  # fmt: skip
    if form.is_valid():
        made = actions.bring_in(survey=found, by=request.actor, **form.asked())
        messages.success(request, _("Tallene er lest inn."))
        return redirect("survey_round", made.key)
    return render(request, "surveys/import.html", {"form": form, "survey": found})
