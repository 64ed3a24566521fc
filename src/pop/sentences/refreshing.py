"""The dates follow the facts: recomputed in the transaction that changes what they are computed from. What they will be
when another form of serving begins is worked out in the same moment; the nightly scan puts it in place.

«Forventet løslatelse» in the plan follows too, unless somebody has written another day there: then that day stays,
and the page shows both.
"""

import json
from dataclasses import replace
from datetime import date

from django.db import connection

from pop.plans import actions, following
from pop.plans.actions import EXPECTED_RELEASE
from pop.plans.models import Entry, ExpectedRelease, Plan, ServingForm, Source
from pop.sentences import reading
from pop.sentences.models import ENTRIES


def follow() -> None:
    followed: tuple[type[Entry], ...] = (*ENTRIES, ServingForm, ExpectedRelease)
    for model in followed:
        following.add(model, after)
    following.add_joined(refresh)


def after(entry: Entry) -> None:
    refresh(Plan(pk=entry.plan_id) if "plan" not in entry._state.fields_cache else entry.plan)


def refresh(plan: Plan) -> None:
    """Computes anew what the actor sees the whole of; access.keep_milestones says whether that is so.

    A day in the plan that is only the one computed before holds nothing in its place.
    """
    seen = reading.seen(plan)
    before = reading.kept(plan).get("release")
    follows = seen.release is not None and before is not None and seen.release.on == before.on
    free = replace(seen, release=None) if follows else seen
    dates = free.dates()
    ahead = [{"from": on.isoformat(), "dates": reading.as_rows(coming)} for on, coming in free.ahead()]
    with connection.cursor() as cursor:
        cursor.execute(
            "select kept, was from access.keep_milestones(%s, %s, %s::jsonb, %s::jsonb)",
            [plan.pk, seen.rows, json.dumps(reading.as_rows(dates)), json.dumps(ahead)],
        )
        kept, was = cursor.fetchone() or (False, None)
    if kept:
        move_release(plan, seen.release, was=was, to=dates.release)


def move_release(plan: Plan, current: ExpectedRelease | None, *, was: date | None, to: date | None) -> None:
    """The day in the plan goes along as long as it is the one that was computed."""
    if to == was:
        return
    if current is None:
        if to:
            expect(plan, to)
    elif current.on == was:
        actions.edit(current, on=to) if to else actions.remove(current)


def expect(plan: Plan, on: date) -> None:
    """«Forventet løslatelse» as computed; the actor is the writer."""
    with connection.cursor() as cursor:
        cursor.execute("select access.me()")
        (me,) = cursor.fetchone() or (0,)
    ExpectedRelease.objects.create(
        plan=plan, topic_id=EXPECTED_RELEASE, source=Source.CORRECTIONAL, written_by_id=me, on=on
    )
