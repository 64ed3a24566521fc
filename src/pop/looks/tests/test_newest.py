"""The last looks on «Min plan»: who, when and why, for the person and nobody else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pop.plans.tests.conftest import text


@pytest.fixture
def url(plan):
    return lambda: reverse("plan", args=[plan.key])


def block(browse, url, who="elias") -> str:
    html = browse(who).get(url()).content.decode()
    found = re.search(r'<section[^>]*aria-labelledby="sett-planen".*?</section>', html, re.DOTALL)
    return re.sub(r"(<[^>]+>|\s)+", " ", found[0]) if found else ""


def test_the_person_reads_the_last_three_who_and_why(browse, url) -> None:
    for who in ("hanne", "torbjorn", "kari", "marte"):
        browse(who).get(url())
    found = block(browse, url)
    assert found.index("Marte") < found.index("Kari") < found.index("Torbjørn")
    assert "Hanne" not in found
    assert "Fordi kontaktteamet gjennomfører straffen sammen med deg." in found
    assert "Fordi du har gitt Nav Nordnes samtykke nummer" in found
    assert "Se alle som har sett, og spør hvorfor" in found


def test_a_first_name_and_a_role_stand_there_and_no_more(browse, url) -> None:
    browse("kari").get(url())
    assert "Kari, Nav-veileder (Nav Nordnes)" in block(browse, url)
    assert "Kari Moen, Nav" not in block(browse, url)


def test_somebody_who_looks_often_is_one_row(browse, url) -> None:
    client = browse("kari")
    browse("marte").get(url())
    for _ in range(4):
        client.get(url())
    assert block(browse, url).count("Kari") == 1
    assert "Marte" in block(browse, url)


def test_nobody_else_reads_it(browse, url) -> None:
    for who in ("marte", "kari", "torbjorn"):
        assert block(browse, url, who) == ""
        assert "Se alle som har sett" not in text(browse(who).get(url()))


def test_the_page_stays_within_its_twelve_statements(browse, url) -> None:
    for who in ("hanne", "torbjorn", "kari", "marte", "sunniva"):
        browse(who).get(url())
    client = browse("elias")
    with CaptureQueriesContext(connection) as captured:
        client.get(url())
    assert len(captured) <= 12
