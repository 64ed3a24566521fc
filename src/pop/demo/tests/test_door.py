"""The demo's door: open in a demo, and nowhere else."""

import os
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.test import Client

from pop.demo.cast import CAST

Browse = Callable[[str], Client]


def test_every_member_of_the_cast_has_a_card_with_a_hint(client: Client) -> None:
    html = client.get("/").content.decode()
    for member in CAST:
        assert member.name in html
        assert f'value="{member.slug}"' in html
        assert str(member.hint) in html
    assert "Alle personer, steder og planer er oppdiktet" in html
    assert "Dette er deg nå" not in html


def test_the_card_of_whom_one_is_now_is_marked(browse: Browse) -> None:
    html = browse("kari").get("/").content.decode()
    assert html.count("Dette er deg nå") == 1
    card = html[html.index('value="kari"') :]
    assert card.index("Dette er deg nå") < card.index("</button>")


def test_changing_person_leaves_nothing_of_the_one_before(browse: Browse) -> None:
    client = browse("marte")
    before = client.cookies["okt"].value
    client.post("/demo/", {"who": "tone"})
    assert client.cookies["okt"].value != before
    assert client.get("/planer/ny/").status_code == 404
    assert client.get("/oppslag/").status_code == 200


@pytest.mark.parametrize("who", ["", "administrator", "00000000-0000-0000-0000-000000000000"])
def test_only_the_cast_has_a_card(client: Client, who: str) -> None:
    assert client.post("/demo/", {"who": who}).status_code == 404
    assert client.get("/hjem/")["Location"] == "/"


def test_a_link_logs_nobody_in(client: Client) -> None:
    assert client.get("/demo/", {"who": "jon"}).status_code == 405


def addresses(mode: str) -> str:
    """What the addresses of the door lead to in a process of its own, started in that mode."""
    script = (
        "import django; django.setup()\n"
        "from django.urls import resolve, Resolver404\n"
        "print(resolve('/').func.__module__)\n"
        "try: print(resolve('/demo/').func.__module__)\n"
        "except Resolver404: print('none')\n"
    )
    environment = os.environ | {"POP_MODE": mode, "POP_LOGIN": "web"}
    if not mode:
        del environment["POP_MODE"]
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.mark.no_database
@pytest.mark.parametrize("mode", ["production", "", "drift", "DEMO"])
def test_outside_demo_and_tests_the_address_is_not_there(mode: str) -> None:
    assert addresses(mode) == "pop.people.views.door\nnone\n"


@pytest.mark.no_database
def test_in_a_demo_it_is() -> None:
    assert addresses("demo") == "pop.demo.views\npop.demo.views\n"


def test_a_database_that_is_not_marked_as_a_demo_lets_nobody_in(committed: str, client: Client) -> None:
    """Whatever the web server is told: the second lock is the owner's."""
    assert client.post("/demo/", {"who": "jon"}).status_code == 302
    url = urlsplit(os.environ["POP_TEST_SUPERUSER_URL"])
    with psycopg.connect(urlunsplit(url._replace(path=f"/{committed}")), autocommit=True) as link:
        link.execute("update access.secret set demo = false")
    for member in CAST:
        assert Client().post("/demo/", {"who": member.slug}).status_code == 404
