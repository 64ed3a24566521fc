"""A connection that can also look past the rules: a superuser's, that has put on the web server's login."""

import os
from collections.abc import Iterator

import psycopg.conninfo
import pytest
from django.db import connection, connections

from pop.consents.actions import Recipient
from pop.demo.build import plan_of
from pop.demo.places import agency
from pop.plans.models import Plan
from tests.access.clinic import as_user


@pytest.fixture
def both_logins(committed: str) -> Iterator[str]:
    """The test is the weak login; `facts.past_the_rules` takes it off for a moment."""
    info = psycopg.conninfo.conninfo_to_dict(os.environ["POP_TEST_SUPERUSER_URL"])
    before = connection.settings_dict.copy()
    connections.close_all()
    connection.settings_dict.update(
        {**before, "USER": info["user"], "PASSWORD": info.get("password") or "", "NAME": committed}
    )
    with connection.cursor() as cursor:
        cursor.execute("set session authorization pop_web")
    yield committed
    connections.close_all()
    connection.settings_dict.clear()
    connection.settings_dict.update(before)


@pytest.fixture
def plan() -> Plan:
    with as_user("elias"):
        return plan_of("elias")


@pytest.fixture
def clinic(plan: Plan) -> Recipient:
    """Lindelia rusklinikk, as Elias knows it."""
    with as_user("elias"):
        return Recipient(agency=agency("specialist_health"))


@pytest.fixture
def nav(plan: Plan) -> Recipient:
    """Nav Nordnes, whom everybody may know."""
    with as_user("elias"):
        return Recipient(agency=agency("nav"))
