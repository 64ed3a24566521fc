"""What the tests about the channel share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from pop.access.actor import acting
from pop.channel import actions
from pop.channel.models import Message
from pop.channel.things import PLAN, Thread
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.actions import Writer
from pop.plans.models import Need, Plan, Source

STRANGERS = ("silje", "per", "eva", "jon", "ida", "jorgen")
"""Outside the plan of Elias: other units, other agencies, the administrator, the data protection officer."""


def refused(change: Callable[[], object]) -> bool:
    """The database says no, or finds no row that the actor may change."""
    try:
        with transaction.atomic():
            return not change()
    except DatabaseError:
        return True


def of_elias() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def address(name: str, *args: Any) -> str:
    return reverse(name, args=[of_elias().key, *args])


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def newest() -> Message:
    with acting(user("elias").pk):
        return Message.objects.latest("pk")


def need_about(topic: int = 2) -> Need:
    """A need of Elias in an area; money is given to Nav in the cast, and nobody has written about it."""
    with acting(user("elias").pk):
        found = Need.objects.of(of_elias()).filter(topic=topic, only_me=False).first()
        assert found
        return found


def at_need(topic: int = 2) -> Thread:
    return Thread("behov", need_about(topic))


def written(
    by: str, text: str = "Hei", *, thread: Thread | None = None, source: Source | None = None, **more: Any
) -> Message:
    """A message past the pages, by somebody of the plan of Elias."""
    who = user(by)
    kind = source or (Source.PERSON if by == "elias" else Source.CORRECTIONAL)
    with acting(who.pk):
        return actions.send(
            plan=of_elias(), writer=Writer(who, kind), thread=thread or Thread(PLAN), text=text, **more
        )


def reads(slug: str, message: Message) -> bool:
    with acting(user(slug).pk):
        return Message.objects.filter(pk=message.pk).exists()


def say(
    browser: Any, url: str, text: str, *, drop: tuple[str, ...] = (), file: Any = None, **more: Any
) -> Any:
    """Both steps, as one does them; `drop` are names whose tick is taken away."""
    step = browser.post(url, {"text": text, **more})
    assert step.status_code == 200, step
    choices = getattr(step.context["send"].fields.get("readers"), "choices", [])
    ticked = [key for key, label in choices if not any(name in label for name in drop)]
    data = {"text": text, "shown": step.context["list"].shown, "readers": ticked, "send": "1", **more}
    return browser.post(url, data | ({"file": file} if file else {}), follow=True)


@pytest.fixture
def plan() -> Plan:
    return of_elias()
