"""What the tests of the plan pages share: Elias' plan, and forms sent as a browser sends them."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from pop.people.models import User, UserName
from pop.plans.models import Entry, Plan

HOUSING, NETWORK, MIND, TREATMENT = 1, 4, 7, 11


@pytest.fixture
def plan(act_as_member: Callable[[str], Any]) -> Plan:
    """The plan of Elias."""
    with act_as_member("elias"):
        return Plan.objects.get()


@pytest.fixture
def entry(act_as_member: Callable[[str], Any], plan: Plan) -> Callable[..., Any]:
    """`entry(Need, text="…")` as Elias sees it."""

    def find(model: type[Entry], **filters: Any) -> Entry:
        with act_as_member("elias"):
            found: Entry = model.objects.get(plan=plan, **filters)  # type: ignore[attr-defined]
            return found

    return find


@pytest.fixture
def url(plan: Plan) -> Callable[[str], str]:
    """An address inside the plan."""
    return lambda rest="": f"/planer/{plan.key}/{rest}"


@pytest.fixture
def member(act_as_member: Callable[[str], Any]) -> Callable[[str], User]:
    """A user by name, as Elias may see them."""

    def find(name: str) -> User:
        with act_as_member("elias"):
            return UserName.objects.get(name=name).user

    return find


def send(client: Client, address: str, **fields: Any) -> HttpResponse:
    """Sends a form with a key of its own, and follows to the page that answers."""
    return client.post(address, {"once": str(uuid.uuid4()), **fields}, follow=True)


def text(response: Any) -> str:
    """What a reader reads: no tags, one space between words."""
    assert response.status_code == 200, response.status_code
    body = response.content.decode()
    main = body[body.index("<main") : body.index("</main>")]
    plain = re.sub(r"<[^>]+>", " ", main).replace("&nbsp;", " ").replace("\xa0", " ")
    return re.sub(r"\s+", " ", plain).replace("&quot;", '"').replace("&#x27;", "'")
