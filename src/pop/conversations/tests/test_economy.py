"""Money in short: read by whoever may see it, contested, and each line a need with one click."""

import pytest

from pop.conversations.actions import preparing
from pop.conversations.models import Economy
from pop.demo.places import user
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Source
from pop.plans.tests.conftest import send, text


@pytest.fixture
def money(plan, act_as_member) -> Economy:
    with act_as_member("elias"):
        return Economy.objects.of(plan).get()


@pytest.mark.parametrize("slug", ["elias", "marte", "kari"])
def test_it_is_read_by_the_person_the_team_and_the_agency_that_may_see_it(browse, at, slug):
    page = text(browse(slug).get(at("okonomi")))
    for words in ("Tre inkassosaker og en bot", "Noen lån hos venner", "BankID som virker? Nei"):
        assert words in page, words


def test_an_agency_without_the_area_sees_nothing_of_it_and_nobody_outside_writes(browse, at, money):
    page = text(browse("sunniva").get(at("okonomi")))
    assert "inkasso" not in page
    assert "Ingenting du kan se" in page
    for parts in (("endre",), (money.key, "uenig")):
        assert browse("kari").get(at("okonomi", *parts)).status_code == 404
    made = browse("kari").post(at("okonomi", money.key, "behov", "bank_id"), {"once": "1"})
    assert made.status_code == 404


def test_what_the_person_keeps_is_seen_by_nobody_else(browse, at, money, act_as_member):
    with act_as_member("elias"):
        plans.keep_to_me(money, kept=True)
    assert "inkasso" in text(browse("elias").get(at("okonomi")))
    for slug in ("marte", "kari"):
        assert "inkasso" not in text(browse(slug).get(at("okonomi")))
        assert "inkasso" not in text(browse(slug).get(at("behovskart")))


@pytest.mark.parametrize("slug", ["elias", "marte"])
def test_one_click_makes_a_need_of_one_line_and_the_second_click_no_other(
    browse, at, money, act_as_member, plan, slug
):
    for _again in range(2):
        send(browse(slug), at("okonomi", money.key, "behov", "bank_id"))
    with act_as_member("elias"):
        (need,) = Need.objects.of(plan).filter(text="BankID som virker")
    assert (need.topic_id, need.source) == (2, Source.PERSON)
    page = text(browse(slug).get(at("okonomi")))
    assert "Behov: BankID som virker" in page


def test_what_the_person_wrote_stands_as_their_words_and_what_is_kept_makes_a_kept_need(
    browse, at, money, act_as_member, plan
):
    with act_as_member("elias"):
        plans.keep_to_me(money, kept=True)
    send(browse("elias"), at("okonomi", money.key, "behov", "debt_unknown"))
    with act_as_member("elias"):
        need = Need.objects.of(plan).get(own_words="Noen lån hos venner")
    assert need.only_me


def test_no_need_is_made_of_what_is_in_order(browse, at, money):
    assert (
        browse("elias").post(at("okonomi", money.key, "behov", "bank_access"), {"once": "2"}).status_code
        == 404
    )
    assert browse("elias").post(at("okonomi", money.key, "behov", "tull"), {"once": "3"}).status_code == 404


def test_elias_disagrees_with_what_was_written_down_for_him(browse, at, money, act_as_member, plan):
    told = Writer(user("marte"), Source.PERSON, together=True)
    with act_as_member("elias"):
        plans.remove(money)
    with act_as_member("marte"):
        told_money = preparing.write_economy(plan=plan, writer=told, income="Ingenting")
    assert "Jeg er uenig" in text(browse("elias").get(at("okonomi")))
    send(browse("elias"), at("okonomi", told_money.key, "uenig"), words="Jeg har dagpenger")
    for slug in ("elias", "marte", "kari"):
        assert "Jeg har dagpenger" in text(browse(slug).get(at("okonomi"))), slug


@pytest.mark.parametrize("slug", ["elias", "marte", "kari"])
def test_the_map_has_it_under_economy_and_leads_to_it(browse, at, slug):
    page = browse(slug).get(at("behovskart"))
    assert at("okonomi") in page.content.decode()
    assert "Tre inkassosaker og en bot" in text(page)
