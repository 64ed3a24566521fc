"""What the tests about looks share: Elias' plan, those around him, and pages as they are read."""

import re
import uuid
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pop.access.actor import acting
from pop.access.models import Look
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.plans.models import Plan
from pop.teams.models import SupportTeamMember


@pytest.fixture
def plan() -> Plan:
    """The plan of Elias."""
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def chair(plan: Plan) -> Callable[[str], SupportTeamMember]:
    """Somebody's place in the support team of Elias."""

    def find(slug: str) -> SupportTeamMember:
        with acting(user("elias").pk):
            return SupportTeamMember.objects.get(plan=plan, user=user(slug))

    return find


@pytest.fixture
def seen_as(plan: Plan, chair: Callable[[str], SupportTeamMember]) -> Callable[..., str]:
    """The address at which Elias sees what somebody sees."""
    return lambda slug, rest="": reverse("plan_seen_as", args=[plan.key, chair(slug).key]) + rest


def newest_look(slug: str, of: str = "elias") -> Look:
    """The last look of somebody at a plan, as the person sees it."""
    with acting(user(of).pk):
        return Look.objects.filter(plan_id=plan_of(of).pk, user_id=user(slug).pk).latest("pk")


def looks_of(of: str = "elias") -> list[Look]:
    with acting(user(of).pk):
        return list(Look.objects.filter(plan_id=plan_of(of).pk).order_by("pk"))


def ask(browser: Client, look: Look, words: str = "Hvorfor så du?", kind: str = "question") -> Any:
    """The person asks about a look, as a browser does."""
    with acting(user("elias").pk):
        address = reverse("plan_look", args=[plan_of("elias").key, look.key])
    return browser.post(address, {"kind": kind, "words": words, "once": str(uuid.uuid4())}, follow=True)


def rows(question: str, values: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or [])
        return list(cursor.fetchall())


def main(response: Any) -> str:
    """What stands in the main part of a page, as it is read."""
    assert response.status_code == 200, response.status_code
    body = response.content.decode()
    plain = re.sub(r"<[^>]+>", " ", body[body.index("<main") : body.rindex("</main>")])
    return re.sub(r"\s+", " ", unescape(plain).replace("\xa0", " "))
