"""Short ways to the cast's conversations."""

from collections.abc import Callable

import pytest

from pop.conversations.models import Conversation
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.people.models import User
from pop.plans.models import Plan


@pytest.fixture
def plan(act_as_member) -> Plan:
    with act_as_member("elias"):
        return plan_of("elias")


@pytest.fixture
def marte(act_as_member) -> User:
    with act_as_member("marte"):
        return user("marte")


@pytest.fixture
def at(plan) -> Callable[..., str]:
    """The address of a page of Elias' plan."""
    return lambda *parts: f"/planer/{plan.key}/" + "".join(f"{part}/" for part in parts)


@pytest.fixture
def talk_of(act_as_member, plan) -> Callable[[str], Conversation]:
    """Elias' conversation of a kind, as his contact person sees it; one that is to be held first."""

    def find(kind: str) -> Conversation:
        with act_as_member("marte"):
            found = Conversation.objects.of(plan).filter(kind=kind)
            return min(found, key=lambda talk: (talk.held_on is not None, -talk.pk))

    return find
