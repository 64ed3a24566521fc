"""Who must not see these pages: every address of a plan's consent is 404 for everybody without a part in it."""

import uuid

import pytest
from django.urls import get_resolver, reverse

from pop.access.actor import acting
from pop.consents.models import Exclusion
from pop.consents.tests.conftest import address, draft_of, plan_as, tick, token
from pop.demo.build import plan_of
from pop.demo.places import user

STRANGERS = ("silje", "anders", "per", "grete", "tone", "jon", "eva", "leyla", "jorgen")
PARTNERS = ("kari", "torbjorn", "sunniva", "hanne", "mona", "liv")
FOR_PARTNERS = {"consent"}


def addresses() -> dict[str, str]:
    """Every address of this feature that is about Elias's plan."""
    with acting(user("elias").pk):
        exclusion = Exclusion.objects.filter(plan=plan_of("elias"))[0].key
    nav, draft = token("Nav Nordnes"), draft_of().key
    known = {
        "topic": 1, "who": nav, "sheet": draft, "number": 1, "old": token("Nordnes kommune"),
        "new": token("Sørvik kommune"), "exclusion": exclusion, "receipt": uuid.uuid4(), "meeting": uuid.uuid4(),
    }  # fmt: skip
    found = {}
    for name, patterns in get_resolver().reverse_dict.lists():
        if isinstance(name, str) and "samtykke/" in patterns[0][0][0][0] and "key" in patterns[0][0][0][1]:
            arguments = {part: known[part] for part in patterns[0][0][0][1] if part != "key"}
            found[name] = reverse(name, kwargs={"key": plan_as("elias").key, **arguments})
    return found


@pytest.fixture
def all_addresses(browse):
    nav = token("Nav Nordnes")
    tick(browse("elias"), address("consent_topic", 4), f"{user('liv').key}:4:gi", f"{nav}:4:gi")
    found = addresses()
    assert len(found) >= 22
    return found


@pytest.mark.parametrize("slug", STRANGERS)
def test_a_stranger_finds_nothing_at_any_address(browse, all_addresses, slug):
    browser = browse(slug)
    for name, url in all_addresses.items():
        assert browser.get(url).status_code in (404, 405), name
        assert browser.post(url, {"alt": "1", "yes": "on"}).status_code == 404, name


@pytest.mark.parametrize("slug", PARTNERS)
def test_a_partner_finds_what_concerns_them_and_nothing_else(browse, all_addresses, slug):
    browser = browse(slug)
    for name, url in all_addresses.items():
        if name in FOR_PARTNERS:
            assert browser.get(url).status_code == 200
        else:
            assert browser.get(url).status_code in (404, 405), name
            assert browser.post(url, {"alt": "1", "yes": "on"}).status_code == 404, name


def test_nobody_who_is_not_logged_in_comes_further_than_the_start(client, all_addresses):
    for name, url in all_addresses.items():
        answer = client.get(url)
        assert answer.status_code in (302, 405), name
        if answer.status_code == 302:
            assert answer["Location"] == reverse("start"), name
    assert client.get("/hvem-ser-hva/")["Location"] == reverse("start")
    assert client.get("/trekk-samtykke/")["Location"] == reverse("start")


def test_one_who_has_not_said_whether_there_is_a_private_tie_is_asked_first(browse):
    """Ola is in the contact team and has not answered."""
    assert browse("ola").get(address("consent"))["Location"] == address("tie")


@pytest.mark.parametrize("slug", ["marte", "kari", "tone", "jon"])
def test_who_sees_what_is_the_persons_own_page(browse, slug):
    assert browse(slug).get("/hvem-ser-hva/").status_code == 404
