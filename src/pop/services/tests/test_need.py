"""«Hva finnes?» from a need, and what an offer says when it is proposed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pop.consents import actions as consents
from pop.consents.actions import Choice, Recipient
from pop.demo.build import plan_of
from pop.demo.places import agency, user
from pop.people.models import Person
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Need, Source
from pop.services import actions as services
from pop.services import proposals
from pop.services.models import Offer, ServiceCard

Browse = Callable[[str], Client]
Act = Callable[[str], Any]


def address(act_as_member: Act, slug: str, topic: int) -> str:
    with act_as_member(slug):
        plan = plan_of(slug)
        need = Need.objects.filter(plan=plan, topic=topic)[0]
        return f"/planer/{plan.key}/behov/{need.key}/hva-finnes/"


def html(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.mark.parametrize("slug", ["elias", "marte", "kari", "hanne"])
def test_whoever_sees_the_need_finds_what_the_team_offers_in_its_area(
    slug: str, browse: Browse, act_as_member: Act
) -> None:
    where = address(act_as_member, "elias", 1)
    assert where in html(browse(slug), where.removesuffix("hva-finnes/")), "the page of the need leads there"
    page = html(browse(slug), where)
    for words in ("Midlertidig bolig", "Garanti for depositum", "22 00 00 20", "Individuell plan"):
        assert words in page
    for other in ("Oppfølgingsklasse", "Økonomisk rådgivning", "Program om sinne"):
        assert other not in page


@pytest.mark.parametrize("slug", ["silje", "torbjorn", "liv", "per", "jon", "leyla"])
def test_whoever_does_not_see_the_need_finds_nothing(slug: str, browse: Browse, act_as_member: Act) -> None:
    assert browse(slug).get(address(act_as_member, "elias", 1)).status_code == 404


def test_the_home_municipality_brings_what_belongs_to_it(browse: Browse, act_as_member: Act) -> None:
    """The doctor is in no team, but belongs to the municipality that is."""
    page = html(browse("elias"), address(act_as_member, "elias", 7))
    assert "Time hos fastlege" in page
    assert page.index("Andre i nærheten") < page.index("Time hos fastlege")


def test_a_sensitive_agency_of_the_team_is_named_to_those_who_know_of_it(
    browse: Browse, act_as_member: Act
) -> None:
    where = address(act_as_member, "elias", 11)
    assert "Lindelia" in html(browse("elias"), where)
    for slug in ("marte", "sunniva"):
        page = html(browse(slug), where)
        assert "Lindelia" not in page, slug
        assert "Plass i behandling" not in page, slug


def test_where_nobody_offers_anything_the_page_says_so(browse: Browse, act_as_member: Act) -> None:
    page = html(browse("marte"), address(act_as_member, "leyla", 4))
    assert "Ingen har skrevet inn tilbud på dette området" in page
    assert "/tilbud/?omrade=4" in page


@pytest.fixture
def elias_is_protected(act_as_member: Act) -> None:
    with act_as_member("elias"):
        person = plan_of("elias").person_id
        consents.sign(
            consents.draft(
                plan=plan_of("elias"),
                drafted_by=user("elias"),
                choices=[Choice(Recipient(agency=agency("nav")), t, give=True) for t in (1, 7, 40)],
            )
        )
    with act_as_member("marte"):
        for slug in ("marte", "kari"):
            plan_of("elias").named_access.get_or_create(user=user(slug))
        Person.objects.filter(pk=person).update(protection="confidential")


@pytest.mark.parametrize("slug", ["elias", "marte", "kari"])
def test_a_protected_address_is_not_told_by_what_lies_near_it(
    slug: str, browse: Browse, act_as_member: Act, elias_is_protected: None
) -> None:
    """A10: only the team's own agencies; neither the municipality's others nor the unit."""
    where = address(act_as_member, "elias", 7)
    page = html(browse(slug), where)
    for words in ("Andre i nærheten", "legesenter", "Solvik fengsel"):
        assert words not in page[page.index("<main") :]


def test_a_partner_who_may_not_know_the_name_is_told_of_the_team_only(
    browse: Browse, act_as_member: Act
) -> None:
    with act_as_member("jon"):
        doctor = ServiceCard.objects.get(agency__name="Nordnes legesenter")
        services.add_offer(card=doctor, by=user("jon"), name="Legeerklæring", topics=[1])
    where = address(act_as_member, "elias", 1)
    assert "Legeerklæring" in html(browse("kari"), where)
    with act_as_member("elias"):
        nav = Recipient(agency=agency("nav"))
        consents.exclude(plan=plan_of("elias"), made_by=user("elias"), recipient=nav, topic=40)
    page = html(browse("kari"), where)
    assert "Midlertidig bolig" in page
    assert "Legeerklæring" not in page


def test_an_own_area_of_the_plan_has_no_such_page(browse: Browse, act_as_member: Act) -> None:
    from pop.plans import plan_actions

    with act_as_member("elias"):
        plan = plan_of("elias")
        area = plan_actions.name_own_area(plan=plan, name="Hund")
        need = plans.write_need(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=area.topic_id, text="Passe hunden"
        )
    page = f"/planer/{plan.key}/behov/{need.key}/"
    assert "hva-finnes" not in html(browse("elias"), page)
    assert browse("elias").get(f"{page}hva-finnes/").status_code == 404


# Proposals


def offer(name: str) -> Offer:
    return Offer.objects.select_related("card").get(name=name)


def test_a_proposal_says_from_when_and_on_which_conditions(act_as_member: Act) -> None:
    with act_as_member("kari"):
        programme = offer("Kvalifiseringsprogrammet")
        found = proposals.defaults(str(programme.key))
        assert found
        assert found.text == "Kvalifiseringsprogrammet"
        assert found.demands.startswith("Kan tilbys fra ")
        assert "Må være på plass: Du kan delta på full tid." in found.demands
        assert found.agency_id == agency("nav").pk
        assert found.expires_on == programme.apply_by, "it ends before the offer and the card do"
        assert not found.doubtful


def test_what_can_be_offered_now_says_so_and_holds_as_long_as_the_card(act_as_member: Act) -> None:
    with act_as_member("kari"):
        found = proposals.of_offer(offer("Midlertidig bolig"))
        assert found.demands.startswith("Kan tilbys nå.")
        assert found.expires_on == ServiceCard.objects.get(agency__name="Nordnes kommune").confirmed_until


def test_an_offer_of_an_old_card_is_doubtful(act_as_member: Act) -> None:
    with act_as_member("torbjorn"):
        found = proposals.of_offer(offer("Leksehjelp"))
        assert found.doubtful
        assert found.expires_on
        assert found.expires_on < timezone.localdate()


def test_what_is_ended_hidden_or_unknown_gives_nothing(act_as_member: Act) -> None:
    with act_as_member("jon"):
        clinic, ended = offer("Plass i behandling").key, offer("Leksehjelp")
        Offer.objects.filter(pk=ended.pk).update(ended_on=timezone.localdate())
        assert proposals.defaults(str(ended.key)) is None
    with act_as_member("kari"):
        assert proposals.defaults(str(clinic)) is None
        assert proposals.defaults("tull") is None
        assert proposals.defaults("") is None


def test_an_ordning_can_be_proposed_too(act_as_member: Act) -> None:
    with act_as_member("kari"):
        found = proposals.defaults("ungdomsgarantien")
        assert found
        assert found.text == "Ungdomsgarantien"
        assert "mellom 16 og 30" in found.demands
        assert found.expires_on is None
