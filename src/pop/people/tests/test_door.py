"""In, out, language and the taushetserklæring."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from pop.demo.cast import CAST
from pop.demo.places import agency, user
from pop.people.actions import give_agency_role
from pop.people.models import User
from pop.people.views import door

Browse = Callable[[str], Client]
FIRST_PAGES = {
    "elias": "/min-plan/",
    "marte": "/oppgaver/",
    "kari": "/oppgaver/",
    "anders": "/enheten/oversikt/",
    "jon": "/brukere/",
    "tone": "/oppslag/",
    "eva": "/oversikt/",
}


def test_the_page_outside_the_demo_says_what_this_is_and_offers_no_door() -> None:
    html = door.start(RequestFactory().get("/")).content.decode()
    assert "Personen eier planen selv" in html
    assert "setter opp innloggingen" in html
    assert 'action="/demo/"' not in html


@pytest.mark.parametrize(("slug", "page"), FIRST_PAGES.items())
def test_everybody_comes_straight_to_the_first_page_they_have(browse: Browse, slug: str, page: str) -> None:
    assert browse(slug).get("/hjem/")["Location"] == page


def test_nobody_is_sent_to_the_start_page(client: Client) -> None:
    for page in ("/hjem/", "/brukere/", "/oppslag/", "/taushet/", "/planer/", "/teamet-mitt/"):
        assert client.get(page)["Location"] == "/", page


def test_a_language_is_remembered_in_the_browser_and_on_the_user(browse: Browse) -> None:
    kari = browse("kari")
    answer = kari.post("/sprak/", {"language": "nn", "next": "/planer/"})
    assert answer["Location"] == "/planer/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "nn"
    assert 'lang="nn"' in browse("kari").get("/planer/").content.decode()


def test_without_login_the_language_is_remembered_in_the_browser(client: Client) -> None:
    client.post("/sprak/", {"language": "en", "next": "/"})
    assert 'lang="en"' in client.get("/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_choosing_a_language_sends_nobody_to_another_site(client: Client, elsewhere: str) -> None:
    assert client.post("/sprak/", {"language": "nn", "next": elsewhere})["Location"] == "/"


def test_an_unknown_language_changes_nothing(browse: Browse, act_as_member: Any) -> None:
    answer = browse("kari").post("/sprak/", {"language": "xx", "next": "/planer/"})
    assert answer.status_code == 302
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    with act_as_member("kari"):
        assert User.objects.get(pk=user("kari").pk).language == ""


@pytest.mark.parametrize("slug", [member.slug for member in CAST])
def test_everybody_can_log_out_and_is_then_nobody(browse: Browse, slug: str) -> None:
    client = browse(slug)
    assert client.post("/logg-ut/")["Location"] == "/"
    assert client.get("/hjem/")["Location"] == "/"


@pytest.mark.parametrize("page", ["/logg-ut/", "/sprak/"])
def test_a_link_logs_nobody_out_and_changes_no_language(browse: Browse, page: str) -> None:
    assert browse("marte").get(page).status_code == 405


def test_an_external_user_accepts_the_declaration_before_seeing_anything(
    browse: Browse, act_as_member: Any
) -> None:
    with act_as_member("jon"):
        give_agency_role(user=user("tone"), agency=agency("nav"))
    tone = browse("tone")
    assert tone.get("/oppslag/")["Location"] == "/taushet/"
    page = tone.get("/taushet/").content.decode()
    assert "Jeg forteller ikke videre det jeg leser" in page
    assert "Versjon 1" in page
    assert tone.post("/taushet/")["Location"] == "/hjem/"
    assert tone.get("/oppslag/").status_code == 200
    assert "Du godtok dette" in tone.get("/taushet/").content.decode()


def test_the_declaration_does_not_stop_anybody_from_leaving(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("jon"):
        give_agency_role(user=user("tone"), agency=agency("nav"))
    tone = browse("tone")
    assert tone.post("/sprak/", {"language": "nn", "next": "/taushet/"})["Location"] == "/taushet/"
    assert "Eg fortel ikkje vidare" in tone.get("/taushet/").content.decode()
    assert tone.post("/logg-ut/")["Location"] == "/"


@pytest.mark.parametrize("slug", ["elias", "marte", "jon"])
def test_who_is_not_external_is_not_asked(browse: Browse, slug: str) -> None:
    assert browse(slug).get("/taushet/")["Location"] == "/hjem/"
