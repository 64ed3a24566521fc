"""What people find on the pages about tilbudskort."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pop.demo.cast import CAST
from pop.people.models import Agency
from pop.services.models import ServiceCard, months_after

Browse = Callable[[str], Client]
Act = Callable[[str], Any]


def card(act_as_member: Act, name: str) -> ServiceCard:
    with act_as_member("jon"):
        return ServiceCard.objects.get(agency__name=name)


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return str(answer.content.decode())


def test_everybody_who_is_logged_in_reads_the_list(browse: Browse) -> None:
    for member in CAST:
        page = html(browse(member.slug), "/tilbud/")
        assert "Nordnes kommune" in page, member.slug
        assert "22 00 00 20" in page, member.slug


def test_nobody_else_does() -> None:
    assert Client().get("/tilbud/").status_code == 302


@pytest.mark.parametrize(
    ("slug", "there"),
    [
        ("elias", True),
        ("marte", True),
        ("kari", True),
        ("anders", True),
        ("jon", True),
        ("tone", False),
        ("eva", False),
    ],
)
def test_the_menu_leads_there_for_those_it_is_for(slug: str, there: bool, browse: Browse) -> None:
    page = browse(slug).get("/hjem/", follow=True).content.decode()
    assert ('href="/tilbud/"' in page) is there


@pytest.mark.parametrize(
    ("query", "found", "not_found"),
    [
        ("q=nav", "Nav Nordnes", "Solvik videregående skole"),
        ("slag=school", "Solvik videregående skole", "Nav Nordnes"),
        ("slag=prison", "Solvik fengsel", "Nav Nordnes"),
        ("omrade=12", "Solvik fengsel", "Nav Nordnes"),
        ("omrade=2", "Nav Nordnes", "Solvik fengsel"),
    ],
)
def test_one_finds_by_name_kind_and_area(query: str, found: str, not_found: str, browse: Browse) -> None:
    page = html(browse("silje"), f"/tilbud/?{query}")
    assert found in page
    assert f">{not_found}</a>" not in page


def test_a_municipality_brings_what_belongs_to_it(browse: Browse, act_as_member: Act) -> None:
    with act_as_member("jon"):
        town = Agency.objects.get(name="Nordnes kommune").key
    page = html(browse("silje"), f"/tilbud/?kommune={town}")
    assert ">Nav Nordnes</a>" in page
    assert ">Nordnes kommune</a>" in page
    assert ">Solvik videregående skole</a>" not in page


@pytest.mark.parametrize("query", ["q=finnesikke", "omrade=14", "slag=lawyer"])
def test_where_nothing_fits_the_page_says_what_to_do(query: str, browse: Browse) -> None:
    page = html(browse("silje"), f"/tilbud/?{query}")
    assert "Ingen kort passer" in page
    assert "Vis alle" in page


@pytest.mark.parametrize("query", ["kommune=x", "slag=x", "omrade=99", "side=x", "omrade=1%00"])
def test_a_strange_address_is_no_error(query: str, browse: Browse) -> None:
    html(browse("silje"), f"/tilbud/?{query}")


def test_the_person_sees_those_around_first(browse: Browse) -> None:
    page = html(browse("elias"), "/tilbud/")
    around = page[page.index("Rundt deg") : page.index("Finn andre")]
    for name in (
        "Nav Nordnes",
        "Nordnes kommune",
        "Solvik videregående skole",
        "Nordnes legesenter",
        "Solvik fengsel",
    ):
        assert name in around
    assert "Rundt deg" not in html(browse("marte"), "/tilbud/")


def test_the_sensitive_clinic_is_found_by_no_stranger(browse: Browse, act_as_member: Act) -> None:
    clinic = card(act_as_member, "Lindelia rusklinikk")
    for slug in ("silje", "marte", "kari", "anders", "hanne", "liv"):
        assert "Lindelia" not in html(browse(slug), "/tilbud/?q=linde"), slug
        assert "Lindelia" not in html(browse(slug), "/tilbud/?omrade=11"), slug
        html(browse(slug), f"/tilbud/{clinic.key}/", 404)
    assert "Inntakskontoret" in html(browse("elias"), f"/tilbud/{clinic.key}/")


def test_a_card_tells_the_one_way_in_and_what_is_offered(browse: Browse, act_as_member: Act) -> None:
    page = html(browse("silje"), f"/tilbud/{card(act_as_member, 'Nordnes kommune').key}/")
    for words in ("Servicetorget", "22 00 00 20", "tre måneder før løslatelse", "Samarbeidsavtale", "Midlertidig bolig",
                  "to til fire uker", "Sist bekreftet", "Individuell plan"):  # fmt: skip
        assert words in page
    for button in ("Stemmer fortsatt", "Endre kortet", "Legg til et tilbud"):
        assert button not in page


def test_a_card_that_nobody_has_confirmed_for_six_months_says_so(browse: Browse, act_as_member: Act) -> None:
    old = card(act_as_member, "Solvik videregående skole")
    page = html(browse("elias"), f"/tilbud/{old.key}/")
    assert "Må bekreftes" in page
    assert "Spør før du regner med" in page
    assert html(browse("elias"), "/tilbud/?slag=school").count("Må bekreftes") == 1


def test_six_months_is_counted_by_the_calendar() -> None:
    from datetime import date

    assert months_after(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 15), -6) == date(2025, 7, 15)
    assert months_after(date(2026, 10, 1), 3) == date(2027, 1, 1)
    assert not ServiceCard(confirmed_on=months_after(timezone.localdate(), -6)).must_be_confirmed
    assert ServiceCard(
        confirmed_on=months_after(timezone.localdate(), -6) - timedelta(days=1)
    ).must_be_confirmed


@pytest.mark.parametrize("slug", ["ungdomsgarantien", "individuell-plan"])
def test_the_ready_cards_are_there_for_everybody(slug: str, browse: Browse) -> None:
    for reader in ("elias", "kari", "silje"):
        page = html(browse(reader), f"/tilbud/ordning/{slug}/")
        assert "Nav Nordnes" in page
        assert "§" in page
    html(browse("kari"), "/tilbud/ordning/finnes-ikke/", 404)


def test_the_youth_guarantee_is_on_the_card_of_every_nav_office_and_of_no_municipality(
    browse: Browse, act_as_member: Act
) -> None:
    assert "Ungdomsgarantien" in html(browse("liv"), f"/tilbud/{card(act_as_member, 'Nav Nordnes').key}/")
    assert "Ungdomsgarantien" not in html(
        browse("liv"), f"/tilbud/{card(act_as_member, 'Nordnes kommune').key}/"
    )


def test_a_person_cannot_click_to_call_or_write(browse: Browse, act_as_member: Act) -> None:
    """Who serves a sentence as a rule has no phone and no mail on the machine."""
    key = card(act_as_member, "Nordnes kommune").key
    assert "tel:" not in html(browse("elias"), f"/tilbud/{key}/")
    assert 'href="tel:22000020"' in html(browse("marte"), f"/tilbud/{key}/")
