"""«Foreslå dette»: from an offer or an ordning to the form for a proposal, in one of the plans of the actor."""

from dataclasses import dataclass

from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pop.people.gate import logged_in
from pop.people.models import Person
from pop.people.requests import LoggedInRequest
from pop.plans.models import Plan, Topic
from pop.services import proposals
from pop.teams.worklist import opened


@dataclass(frozen=True)
class Row:
    """A plan in which it can be proposed: a form for each area. `person` is None when the name is not given."""

    plan: Plan
    person: Person | None
    areas: list[tuple[str, str]]


@require_safe
@logged_in
def choose_plan(request: LoggedInRequest, offer: str) -> HttpResponse:
    found = proposals.defaults(offer)
    if found is None or request.actor.person_id:
        raise Http404
    context = {"offer": found, "rows": rows(found)}
    return render(request, "services/propose.html", context)


def rows(offer: proposals.Defaults) -> list[Row]:
    """The plans of the actor, by name."""
    writable = where(list(offer.topics))
    plans = opened(writable)
    names = {number: str(topic) for number, topic in Topic.objects.in_bulk(offer.topics).items()}
    found = [
        Row(plan, person, [(names[topic], offer.address(plan.key, topic)) for topic in writable[number]])
        for number, (plan, person) in plans.items()
    ]
    return sorted(found, key=lambda row: (row.person is None, str(row.person or ""), str(row.plan.key)))


def where(topics: list[int]) -> dict[int, list[int]]:
    """By plan, those of the topics in which the actor may propose; the arrays of the write policies answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.id, t.topic from unnest(%(topics)s::bigint[]) t(topic), ("
            " select id from unnest(rule.contact()) id union select id from unnest(rule.open_plans()) id) p"
            " where p.id = any ((select rule.contact())::bigint[])"
            " and rule.key(p.id, 0, t.topic) <> all ((select rule.excluded_topics())::bigint[])"
            " or rule.key(p.id, 0, t.topic) = any ((select rule.granted())::bigint[])"
            " order by p.id, t.topic",
            {"topics": topics},
        )
        found: dict[int, list[int]] = {}
        for plan, topic in cursor.fetchall():
            found.setdefault(plan, []).append(topic)
        return found
