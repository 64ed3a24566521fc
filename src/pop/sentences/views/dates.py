"""«Datoer»: each expected date with its paragraph and how it was computed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pop.people.middleware import PersonalRequest
from pop.plans import areas
from pop.plans.actions import EXPECTED_RELEASE
from pop.plans.opening import OpenPlan, plan_page
from pop.sentences import explaining, reading, shown
from pop.sentences.catalogue import about_form


@plan_page("sentence")
def dates(request: PersonalRequest, opened: OpenPlan) -> HttpResponse:
    seen = reading.seen(opened.plan)
    today = timezone.localdate()
    if opened.partner:
        if seen.facts is None:
            raise Http404
        context = {"shown": shown.for_partner(opened.plan, today=today)}
    else:
        context = in_full(opened, seen, today)
    return render(
        request, "sentences/dates.html", {"opened": opened, "seen": seen, "today": today, **context}
    )


def in_full(opened: OpenPlan, seen: reading.Seen, today: Any) -> dict[str, Any]:
    dates = seen.dates()
    return {
        "shown": shown.of(opened.plan, seen, today=today),
        "differs": reading.differs(seen, dates),
        "about_form": about_form(seen.form),
        "terms": [(t, explaining.length(t.term().length)) for t in seen.terms],
        "may_write": opened.contact and EXPECTED_RELEASE in areas.writable(opened.plan),
    }
