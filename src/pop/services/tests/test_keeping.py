"""What keeping a tilbudskort is like, and who is kept from it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pop.people.models import Agency, Unit
from pop.services.models import Offer, ServiceCard

Browse = Callable[[str], Client]
Act = Callable[[str], Any]
FILLED = {
    "way_in": "Servicetorget",
    "phone": "22 00 00 99",
    "email": "",
    "needs": "",
    "needs_when": "",
    "agreements": "",
}
OFFER = {
    "name": "Jobbklubb",
    "topics": ["3"],
    "requirements": "",
    "waiting_time": "",
    "apply_by": "",
    "since": "",
    "until": "",
}


def card(act_as_member: Act, name: str) -> ServiceCard:
    with act_as_member("jon"):
        return ServiceCard.objects.get(agency__name=name)


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def test_still_right_is_one_click(browse: Browse, act_as_member: Act) -> None:
    old = card(act_as_member, "Solvik videregående skole")
    client = browse("torbjorn")
    assert "Stemmer fortsatt" in html(client, f"/tilbud/{old.key}/")
    page = client.post(f"/tilbud/{old.key}/stemmer/", follow=True).content.decode()
    assert "Bekreftet i dag" in page
    assert "Må bekreftes" not in page
    assert "av Torbjørn Eide" in page


@pytest.mark.parametrize("slug", ["kari", "marte", "elias", "hanne", "tone"])
def test_nobody_else_confirms_or_changes_it(slug: str, browse: Browse, act_as_member: Act) -> None:
    old = card(act_as_member, "Solvik videregående skole")
    with act_as_member("jon"):
        offer = old.offers.all()[0]
    client = browse(slug)
    for address in ("stemmer/", "endre/", "tilbud/nytt/", f"{offer.key}/endre/", f"{offer.key}/slutt/"):
        assert client.post(f"/tilbud/{old.key}/{address}", FILLED | OFFER).status_code == 404, address
    assert card(act_as_member, "Solvik videregående skole").must_be_confirmed


def test_per_makes_the_card_of_his_municipality_and_adds_an_offer(browse: Browse, act_as_member: Act) -> None:
    client = browse("per")
    assert "Lag et kort" in html(client, "/tilbud/")
    page = html(client, "/tilbud/nytt/")
    assert "Sørvik kommune" in page
    assert "Nordnes" not in page[page.index("<main") :]
    with act_as_member("jon"):
        town = Agency.objects.get(name="Sørvik kommune").key
    page = client.post(f"/tilbud/nytt/{town}/", FILLED, follow=True).content.decode()
    assert "Kortet er laget" in page
    made = card(act_as_member, "Sørvik kommune")
    page = client.post(f"/tilbud/{made.key}/tilbud/nytt/", OFFER, follow=True).content.decode()
    assert "Jobbklubb" in page
    assert "Alle har et kort" in html(client, "/tilbud/nytt/")
    html(client, f"/tilbud/nytt/{town}/", 404)


@pytest.mark.parametrize("slug", ["marte", "elias", "liv", "tone"])
def test_who_keeps_nothing_makes_no_card(slug: str, browse: Browse, act_as_member: Act) -> None:
    with act_as_member("jon"):
        town = Agency.objects.get(name="Sørvik kommune").key
        unit = Unit.objects.get(name="Havnes fengsel").key
    html(browse(slug), "/tilbud/nytt/", 404)
    html(browse(slug), f"/tilbud/nytt/{town}/", 404)
    html(browse(slug), f"/tilbud/nytt/{unit}/", 404)
    assert "Lag et kort" not in html(browse(slug), "/tilbud/")


def test_the_administrator_finds_whoever_has_no_card(browse: Browse) -> None:
    client = browse("jon")
    assert "Havnes fengsel" in html(client, "/tilbud/nytt/?q=havnes")
    assert "Ingen uten kort passer" in html(client, "/tilbud/nytt/?q=nav")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("way_in", "", "Skriv hvem de skal kontakte"),
        ("phone", "", "Skriv et telefonnummer eller en e-postadresse"),
        ("phone", "ring Per", "bare siffer"),
        ("email", "per", "hel e-postadresse"),
        ("email", "per.aune@gmail.com", "privat adresse"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
    field: str, value: str, told: str, browse: Browse, act_as_member: Act
) -> None:
    key = card(act_as_member, "Nav Nordnes").key
    sent = FILLED | {"needs": "Husk legitimasjon"} | {field: value}
    page = browse("kari").post(f"/tilbud/{key}/endre/", sent).content.decode()
    assert told in page
    assert "Husk legitimasjon" in page
    assert "Du må rette" in page


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("name", "", "Skriv hva tilbudet er"),
        ("topics", [], "Velg minst ett område"),
        ("topics", ["20"], "20"),
        ("apply_by", "snart", "dag.måned.år"),
        ("until", "01.01.2020", "samme dag som fra-datoen"),
    ],
)
def test_an_offer_that_is_not_whole_comes_back(
    field: str, value: object, told: str, browse: Browse, act_as_member: Act
) -> None:
    key = card(act_as_member, "Nav Nordnes").key
    sent = OFFER | {"since": "01.02.2020", "requirements": "Møte opp"} | {field: value}
    page = browse("kari").post(f"/tilbud/{key}/tilbud/nytt/", sent).content.decode()
    assert told in page
    assert "Møte opp" in page


def test_an_offer_is_changed_and_ended(browse: Browse, act_as_member: Act) -> None:
    nav, client = card(act_as_member, "Nav Nordnes"), browse("kari")
    with act_as_member("jon"):
        offer = nav.offers.get(name="Økonomisk rådgivning")
    assert "Økonomisk rådgivning" in html(client, f"/tilbud/{nav.key}/{offer.key}/endre/")
    client.post(f"/tilbud/{nav.key}/{offer.key}/endre/", OFFER | {"name": "Råd om gjeld", "topics": ["2"]})
    assert "Råd om gjeld" in html(browse("liv"), f"/tilbud/{nav.key}/")
    assert "Slutter dere å tilby «Råd om gjeld»?" in html(client, f"/tilbud/{nav.key}/{offer.key}/slutt/")
    page = client.post(f"/tilbud/{nav.key}/{offer.key}/slutt/", follow=True).content.decode()
    assert "tilbys ikke lenger" in page
    assert "Råd om gjeld" not in html(browse("liv"), f"/tilbud/{nav.key}/")
    html(client, f"/tilbud/{nav.key}/{offer.key}/endre/", 404)


def test_an_offer_of_another_card_is_not_there(browse: Browse, act_as_member: Act) -> None:
    nav, town = card(act_as_member, "Nav Nordnes"), card(act_as_member, "Nordnes kommune")
    with act_as_member("jon"):
        offer = town.offers.all()[0]
    html(browse("kari"), f"/tilbud/{nav.key}/{offer.key}/endre/", 404)


def test_an_offer_whose_period_is_over_is_seen_by_the_keeper_alone(
    browse: Browse, act_as_member: Act
) -> None:
    nav = card(act_as_member, "Nav Nordnes")
    with act_as_member("kari"):
        Offer.objects.filter(card=nav, name="Økonomisk rådgivning").update(until="2020-01-01")
    assert "Perioden er over" in html(browse("kari"), f"/tilbud/{nav.key}/")
    assert "Økonomisk rådgivning" not in html(browse("liv"), f"/tilbud/{nav.key}/")
    assert "Økonomisk rådgivning" not in html(browse("elias"), "/tilbud/?omrade=2")


def test_a_form_sent_twice_makes_one_offer(browse: Browse, act_as_member: Act) -> None:
    nav, client = card(act_as_member, "Nav Nordnes"), browse("kari")
    sent = OFFER | {"once": "6f0d8a52-0000-4000-8000-000000000001"}
    for _again in range(2):
        client.post(f"/tilbud/{nav.key}/tilbud/nytt/", sent)
    with act_as_member("kari"):
        assert Offer.objects.filter(name="Jobbklubb").count() == 1
