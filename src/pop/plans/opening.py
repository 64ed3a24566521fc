"""Opening a plan: what the actor is to it, the question about private ties, and the record of the look."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from pop.access.actor import set_local
from pop.access.instances import instance
from pop.people.gate import logged_in
from pop.people.middleware import PersonalRequest
from pop.people.models import Agency, Person
from pop.people.together import is_together
from pop.plans.actions import Writer
from pop.plans.models import Plan, Source

OWN, CONTACT, PARTNER = "own", "contact", "partner"
ANSWER_FIRST = ("assigned", "invited")


@dataclass(frozen=True)
class OpenPlan:
    """A plan as the actor has it open. `person` is None when the name is not given to the actor (rule A2)."""

    plan: Plan
    person: Person | None
    relation: str
    together: bool = False
    """The officer has it open at one screen with the person (pop.people.together)."""

    @property
    def own(self) -> bool:
        return self.relation == OWN

    @property
    def contact(self) -> bool:
        return self.relation == CONTACT

    @property
    def partner(self) -> bool:
        return self.relation == PARTNER


def relation_to(key: UUID) -> str | None:
    """own, contact, partner; assigned or invited before the question about ties is answered; else None."""
    with connection.cursor() as cursor:
        cursor.execute("select access.relation(%s)", [key])
        row = cursor.fetchone()
    return row[0] if row else None


def record_look(plan: Plan, page: str, purpose: str) -> None:
    """Records that somebody other than the person looks (forskrift 2013-1099 § 5)."""
    with connection.cursor() as cursor:
        cursor.execute("select access.record_look(%s, %s, %s)", [plan.pk, page, purpose])


def open_plan(
    key: UUID, relations: tuple[str, ...], page: str, purpose: str
) -> tuple[str | None, OpenPlan | None]:
    """What the actor is to a plan, and the plan itself for those whom the page is for; their look is recorded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select relation, plan::text, person::text from access.open_plan(%s, %s, %s, %s)",
            [key, list(relations), page, purpose],
        )
        relation, plan, person = cursor.fetchone() or (None, None, None)
    if plan is None:
        return relation, None
    who = instance(Person, orjson.loads(person)) if person else None
    return relation, OpenPlan(instance(Plan, orjson.loads(plan)), who, str(relation))


def every_plan() -> None:
    """From here on the request is about all plans of the actor again (access.narrowed)."""
    with connection.cursor() as cursor:
        cursor.execute("select access.every_plan()")


def plan_page(
    page: str,
    *,
    relations: tuple[str, ...] = (OWN, CONTACT, PARTNER),
    purpose: str = "oppfølging",
    alone: bool = True,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A page of one plan: the view gets `opened: OpenPlan` in place of the key in the address.

    Invisible is 404. Whoever has not said whether there is a private tie is asked first (rule A13). `page` is
    what the record of looks says, without content; of an entry it says the kind (`pop.people.looked`).
    The request is then about this plan alone, which makes every query quick; not so with `alone=False`.
    """

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @logged_in
        @wraps(view)
        def inner(request: PersonalRequest, key: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
            kind = getattr(kwargs.get("kind"), "slug", "")
            relation, opened = open_plan(
                key, relations, f"{page}: {kind}" if kind and page == "entry" else page, purpose
            )
            if relation in ANSWER_FIRST:
                return redirect("tie", key=key)
            if opened is None:
                raise Http404
            if not alone:
                every_plan()
            if is_together(request) and opened.contact:
                opened = replace(opened, together=True)
                # The log marks what is done from here on (access/log.sql).
                set_local("pop.together", str(opened.plan.pk))
            return view(request, opened, *args, **kwargs)

        return inner

    return decorate


def writer_for(request: PersonalRequest, opened: OpenPlan, *, for_person: bool = False) -> Writer:
    """For whom the actor writes in this plan. The contact team may write what the person says (`for_person`)."""
    assert request.actor is not None  # noqa: S101  (plan_page lets nobody else through)
    if opened.own:
        return Writer(request.actor, Source.PERSON)
    if opened.contact:
        source = Source.PERSON if for_person else Source.CORRECTIONAL
        return Writer(request.actor, source, together=for_person or opened.together)
    with connection.cursor() as cursor:
        cursor.execute("select access.my_agency_in(%s)", [opened.plan.pk])
        row = cursor.fetchone()
    if row and row[0]:
        return Writer(request.actor, Source.AGENCY, agency=Agency.objects.get(pk=row[0]))
    return Writer(request.actor, Source.INDIVIDUAL)
