"""What the tests about wishes share."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.models import Agency
from pop.plans.models import Plan
from pop.wishes.models import Wish

DEPOSIT = "Kan dere betale depositum?"
FLAT = "Kan jeg få se leiligheten før jeg flytter inn?"
LEAVE = "Permisjon til bursdagen til søstera mi"
PHONE = "Kan jeg få en ekstra telefontid på søndager?"
STRANGERS = ("silje", "anders", "per", "grete", "tone", "eva", "jon", "leyla", "ida", "jorgen")


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


def wish_of(text: str) -> Wish:
    with acting(user("elias").pk):
        return Wish.objects.get(text=text)


def body(kind: str) -> Agency:
    """An agency by its kind, as Elias knows it."""
    with acting(user("elias").pk):
        return agency(kind)


def address(name: str, text: str = "") -> str:
    """The address of a page of the plan of Elias, or of one of his wishes."""
    key = of_elias().key
    return reverse(name, args=[key, wish_of(text).key] if text else [key])


def text_of(answer: Any) -> str:
    """What a page says, without its markup."""
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("&nbsp;", " ")


def newest(model: Any = Wish) -> Any:
    """What was written last."""
    with acting(user("elias").pk):
        return model.objects.latest("pk")


@pytest.fixture
def plan() -> Plan:
    return of_elias()
