"""Everybody opens the pages that are for them, and no other."""

import re

import pytest

PAGES = ("samtaler", "minikartlegging", "behovskart", "brik", "okonomi", "okonomi/endre", "nettverk", "for-ankomst", "samtaler/ny",
         "samtaler/tolk", "samtaler/holdt/intake", "samtaler/holdt/needs_1", "minikartlegging/arrival", "brik/samtykke", "brik/trekk")  # fmt: skip
OWN = ("samtaler", "minikartlegging", "behovskart", "brik", "okonomi", "okonomi/endre", "nettverk", "for-ankomst", "minikartlegging/arrival",
       "brik/samtykke", "brik/trekk")  # fmt: skip
PARTNER = ("samtaler", "minikartlegging", "behovskart", "brik", "okonomi")


@pytest.mark.parametrize(
    ("slug", "open_to"), [("marte", PAGES), ("elias", OWN), ("kari", PARTNER), ("silje", ())]
)
def test_each_opens_the_pages_that_are_for_them(browse, at, slug, open_to):
    client = browse(slug)
    assert {page for page in PAGES if client.get(at(page)).status_code == 200} == set(open_to)


@pytest.mark.parametrize("kind", ["needs_1", "regular", "intake"])
def test_a_conversation_is_opened_by_the_person_and_the_contact_team_alone(browse, at, talk_of, kind):
    address = at("samtaler", talk_of(kind).key)
    found = {
        slug: browse(slug).get(address).status_code for slug in ("marte", "elias", "farid", "kari", "silje")
    }
    assert found == {"marte": 200, "elias": 200, "farid": 200, "kari": 404, "silje": 404}


def test_what_elias_wants_to_share_is_read_by_him_and_the_contact_team(browse, at, talk_of):
    address = at("samtaler", talk_of("needs_1").key)
    for slug in ("marte", "elias"):
        assert "Det om faren min" in browse(slug).get(address).content.decode()


def test_the_guide_stands_side_by_side_and_a_partner_sees_the_shared_areas(browse, at):
    whole = browse("elias").get(at("minikartlegging")).content.decode()
    kari = browse("kari").get(at("minikartlegging")).content.decode()
    assert "Sover bedre enn før" in whole
    assert "Kommunen leter nå" in whole
    assert "Kommunen leter nå" in kari
    assert "Sover bedre enn før" not in kari
    assert "Psykisk helse" not in kari


def test_the_map_shows_a_partner_what_consent_gives_and_no_other_need(browse, at):
    kari = browse("kari").get(at("behovskart")).content.decode()
    assert "Et fast sted å bo" in kari
    assert "Sove bedre" not in kari
    own = browse("elias").get(at("behovskart")).content.decode()
    assert re.search("Sove bedre.*Bestille time hos psykolog", own, re.DOTALL)


def test_the_map_begins_with_what_the_person_is_good_at_and_tells_nav_nothing_of_it(browse, at):
    for slug in ("elias", "marte"):
        page = browse(slug).get(at("behovskart")).content.decode()
        assert page.index("Jeg er flink til å lære bort") < page.index("Et fast sted å bo"), slug
    assert "lære bort" not in browse("kari").get(at("behovskart")).content.decode()
