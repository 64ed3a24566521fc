"""What the tests about consent share: addresses, boxes, and a browser that signs."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import psycopg
import pytest
from conftest import named, superuser_url
from django.conf import settings
from django.test import Client
from django.urls import reverse
from PIL import Image

from pop.access.actor import acting
from pop.consents.models import Consent
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.people.models import Agency
from pop.plans.models import Plan
from pop.teams.actions import no_private_tie

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind: str) -> bytes:
    target = BytesIO()
    Image.new("RGB", (40, 40), "white").save(target, kind)
    return target.getvalue()


def plan_as(slug: str, of: str = "elias") -> Plan:
    """The plan of one member of the cast, read as another."""
    with acting(user(slug).pk):
        return plan_of(of)


def no_tie(slug: str, of: str = "elias") -> None:
    """Says what is asked before a plan is opened the first time (rule A13)."""
    plan = plan_as(of, of)
    with acting(user(slug).pk):
        no_private_tie(plan=plan, user=user(slug))


def address(name: str, *rest: object, of: str = "elias") -> str:
    reader = {"elias": "elias", "leyla": "leyla", "ida": "ida"}[of]
    return reverse(name, args=[plan_as(reader, of).key, *rest])


def token(name: str, *, seen_by: str = "elias") -> str:
    with acting(user(seen_by).pk):
        return str(Agency.objects.get(name=name).key)


def tick(browser: Client, url: str, *boxes: str, also: tuple[str, ...] = (), **data: Any) -> Any:
    """Fills in a page of boxes as it stands, with these boxes ticked and no others."""
    page = browser.get(url).content.decode()
    shown = re.findall(r'name="vist" value="([^"]+)"', page)
    assert {box.rpartition(":")[0] for box in boxes} <= {*shown, *also}, "these boxes are not on the page"
    return browser.post(url, {"vist": shown, "ja": list(boxes), "ferdig": "1", **data})


def ticked_now(browser: Client, url: str) -> list[str]:
    """The boxes that are ticked on a page."""
    page = browser.get(url).content.decode()
    return re.findall(r'name="ja" id="[^"]+" value="([^"]+)" checked', page)


def sign(browser: Client, summary: str) -> Any:
    """Reads the summary, ticks that it is read, and signs."""
    page = browser.get(summary).content.decode()
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert seen
    return browser.post(summary, {"yes": "on", "seen": seen[1]})


def draft_of(slug: str = "elias", of: str = "elias") -> Consent:
    with acting(user(slug).pk):
        return Consent.objects.filter(plan=plan_of(of), signed_at=None, dropped_at=None).latest("number")


@pytest.fixture
def as_owner(committed: str) -> Callable[..., None]:
    """Changes what only time could change: in a database of this test's own, past the rules."""

    def run(statement: str, *values: object) -> None:
        with psycopg.connect(named(superuser_url(), committed), autocommit=True) as link:
            link.execute(statement, values)

    assert settings.LOGIN == "web"
    return run
