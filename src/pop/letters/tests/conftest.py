"""What the tests about letters share."""

import re
from typing import Any

import pytest
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.letters.models import Letter
from pop.plans.models import Plan


def of_elias() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def address(name: str, *args: Any) -> str:
    return reverse(name, args=[of_elias().key, *args])


def text_of(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def newest() -> Letter:
    with acting(user("elias").pk):
        return Letter.objects.latest("pk")


def filled(browser: Any, slug: str, *, query: str = "", **fields: Any) -> Any:
    """Shows the letter, and stores it."""
    data = {
        "voice": "person", "language": "nb", "to": "elsewhere", "to_name": "Nordnes kommune",
        "to_address": "Postboks 1, 9999 Nordnes", "sender": "Elias Brekke\nStrandgata 1, 9999 Nordnes",
        "words": "Jeg trenger en leilighet fra 1. mars.", "facts": ["name"], "store": "1",
    } | fields  # fmt: skip
    return browser.post(address("letter_new", slug) + query, data, follow=True)


@pytest.fixture
def plan() -> Plan:
    return of_elias()
