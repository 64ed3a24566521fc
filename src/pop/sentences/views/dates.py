"""«Datoer»: each expected date with its paragraph and how it was computed."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pop.people.models import User
from pop.people.requests import LoggedInRequest
from pop.plans import areas, offers
from pop.plans.actions import EXPECTED_RELEASE
from pop.plans.models import Entry
from pop.plans.opening import OpenPlan, plan_page
from pop.sentences import explaining, reading, shown
from pop.sentences.catalogue import about_form


@plan_page("sentence")
def dates(request: LoggedInRequest, opened: OpenPlan) -> HttpResponse:
    seen = reading.seen(opened.plan)
    today = timezone.localdate()
    if opened.partner:
        if seen.facts is None:
            raise Http404
        context = {
            "shown": shown.for_partner(opened.plan, today=today),
            "disagreed": [entry for entry in contested_of(seen) if entry.contested_at],
        }
    else:
        context = in_full(opened, seen, today, request.actor)
    return render(
        request, "sentences/dates.html", {"opened": opened, "seen": seen, "today": today, **context}
    )


def contested_of(seen: reading.Seen) -> list[Entry]:
    """What the dates are computed from."""
    return [*([seen.facts] if seen.facts else []), *seen.terms, *seen.pauses]


def in_full(opened: OpenPlan, seen: reading.Seen, today: Any, actor: User) -> dict[str, Any]:
    dates = seen.dates()
    return {
        "shown": shown.of(opened.plan, seen, today=today),
        "differs": reading.differs(seen, dates),
        "about_form": about_form(seen.form),
        "terms": [(t, explaining.length(t.term().length)) for t in seen.terms],
        "contestable": {e.key for e in contested_of(seen) if offers.may_contest(opened, e, actor)},
        "may_write": opened.contact and EXPECTED_RELEASE in areas.writable(opened.plan),
    }
