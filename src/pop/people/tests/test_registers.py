"""What the administrator keeps: users, roles, units, agencies. And that it opens no plan."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pop.demo.cast import BY_SLUG, CAST, PERSONS
from pop.demo.places import user
from pop.people import actions
from pop.people.forms import is_organisation_number
from pop.people.models import Agency, AgencyRole, Region, SystemRole, Unit, UnitRole, User, UserName, Ward

Browse = Callable[[str], Client]
MARTE, JON = BY_SLUG["marte"].key, BY_SLUG["jon"].key
PAGES = [
    "/brukere/",
    "/brukere/ny/",
    f"/brukere/{MARTE}/",
    "/enheter/",
    "/enheter/ny/",
    "/enheter/region/ny/",
    "/etater/",
    "/etater/ny/",
]


@pytest.mark.parametrize("page", PAGES)
def test_only_the_administrator_opens_the_registers(browse: Browse, page: str) -> None:
    for member in CAST:
        expected = 200 if member.slug == "jon" else 404
        assert browse(member.slug).get(page).status_code == expected, member.slug


@pytest.mark.parametrize("page", [f"/brukere/{MARTE}/rolle/system/", f"/brukere/{MARTE}/i-bruk/"])
def test_nobody_else_gives_roles_or_closes_users(browse: Browse, act_as_member: Any, page: str) -> None:
    for slug in ("marte", "anders", "tone", "kari", "elias"):
        assert browse(slug).post(page, {"role": "administrator"}).status_code == 404, slug
    with act_as_member("jon"):
        assert not SystemRole.objects.filter(user=user("marte")).exists()
        assert User.objects.get(pk=user("marte").pk).active


def test_persons_with_a_plan_are_in_no_register(browse: Browse) -> None:
    jon = browse("jon")
    html = jon.get("/brukere/").content.decode()
    assert "Marte Nygård" in html
    for member in CAST:
        if member.group == PERSONS:
            assert member.name not in html
            assert jon.get(f"/brukere/{member.key}/").status_code == 404
            assert member.name not in jon.get("/brukere/", {"q": member.name}).content.decode().replace(
                f'value="{member.name}"', ""
            )


def test_a_new_user_is_found_by_a_part_of_the_name_and_gets_a_role(
    browse: Browse, act_as_member: Any
) -> None:
    jon = browse("jon")
    page = jon.post("/brukere/ny/", {"name": "Nina Dahl", "title": "Betjent"})["Location"]
    assert "Nina Dahl" in jon.get("/brukere/", {"q": "dahl"}).content.decode()
    assert "Ingen roller" in jon.get(page).content.decode()
    with act_as_member("jon"):
        unit = Unit.objects.get(name="Solvik fengsel").key
    jon.post(f"{page}rolle/enhet/", {"unit": unit, "role": "officer"})
    assert "Betjent, Solvik fengsel" in jon.get(page).content.decode()
    jon.post(f"{page}rolle/enhet/slutt/", {"unit": unit, "role": "officer"})
    assert "Ingen roller" in jon.get(page).content.decode()
    # Given, ended and given again on one day.
    jon.post(f"{page}rolle/enhet/", {"unit": unit, "role": "officer"})
    assert "Betjent, Solvik fengsel" in jon.get(page).content.decode()


def test_a_role_that_is_there_is_not_given_twice(browse: Browse, act_as_member: Any) -> None:
    jon = browse("jon")
    for _time in range(2):
        jon.post(f"/brukere/{MARTE}/rolle/system/", {"role": "analyst"})
    assert "Brukeren har denne rollen fra før" in jon.get(f"/brukere/{MARTE}/").content.decode()
    with act_as_member("jon"):
        assert SystemRole.objects.filter(user=user("marte")).count() == 1


def test_an_agency_role_opens_for_the_agency(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("jon"):
        nav = Agency.objects.get(kind="nav")
    browse("jon").post(f"/brukere/{MARTE}/rolle/etat/", {"agency": nav.key})
    with act_as_member("jon"):
        assert AgencyRole.objects.filter(user=user("marte"), agency=nav).exists()


def test_a_role_without_a_unit_comes_back_with_what_is_missing(browse: Browse, act_as_member: Any) -> None:
    html = browse("jon").post(f"/brukere/{MARTE}/rolle/enhet/", {"role": "officer"}).content.decode()
    assert "Velg enheten." in html
    assert "Marte Nygård" in html
    with act_as_member("jon"):
        assert UnitRole.objects.filter(user=user("marte")).count() == 1


def test_a_closed_user_is_nobody_at_the_next_click(browse: Browse) -> None:
    marte, jon = browse("marte"), browse("jon")
    jon.post(f"/brukere/{MARTE}/i-bruk/")
    assert marte.get("/planer/")["Location"] == "/"
    jon.post(f"/brukere/{MARTE}/i-bruk/")
    assert marte.get("/planer/").status_code == 200


def test_the_administrator_does_not_lock_the_last_door(browse: Browse) -> None:
    jon = browse("jon")
    jon.post(f"/brukere/{JON}/i-bruk/")
    jon.post(f"/brukere/{JON}/rolle/system/slutt/", {"role": "administrator"})
    assert jon.get("/brukere/").status_code == 200


def test_a_shielded_employee_is_a_role_to_others(browse: Browse, act_as_member: Any) -> None:
    browse("jon").post(
        f"/brukere/{MARTE}/", {"name": "Marte Nygård", "title": "Kontaktbetjent", "shielded": "on"}
    )
    assert "Marte Nygård" not in browse("elias").get("/teamet-mitt/").content.decode()
    assert "Kontaktbetjent" in browse("elias").get("/teamet-mitt/").content.decode()
    with act_as_member("kari"):
        assert not UserName.objects.filter(user=user("marte")).exists()


def test_the_agency_of_a_role_is_found_by_a_part_of_its_name(browse: Browse, act_as_member: Any) -> None:
    jon, address = browse("jon"), f"/brukere/{MARTE}/"
    assert "<optgroup" not in jon.get(address).content.decode()
    page = jon.get(address, {"etat": "nord"}).content.decode()
    offered = page[page.index('id="gi-etat"') : page.index('id="gi-system"')]
    assert '<optgroup label="Nav">' in offered
    assert "Nav Nordnes" in offered
    assert "Solvik" not in offered
    assert '<details class="ds-details" id="gi-etat" open>' in page
    again = jon.post(f"{address}rolle/etat/?etat=nord", {"agency": ""}).content.decode()
    assert "Velg etaten." in again
    assert "Nav Nordnes" in again
    with act_as_member("jon"):
        nav = Agency.objects.get(name="Nav Nordnes")
    jon.post(f"{address}rolle/etat/?etat=nord", {"agency": nav.key})
    assert "Arbeider for Nav Nordnes" in jon.get(address).content.decode()


def test_one_hit_is_chosen_and_no_hit_says_what_to_do(browse: Browse) -> None:
    jon, address = browse("jon"), f"/brukere/{MARTE}/"
    html = jon.get(address, {"etat": "nav nordnes"}).content.decode()
    assert "selected>Nav Nordnes</option>" in html
    assert "Ingen etater passer." in jon.get(address, {"etat": "finnes ikke"}).content.decode()


def test_many_hits_are_cut_and_said_to_be(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("jon"):
        for number in range(45):
            actions.save_agency(agency=None, name=f"Prøvelia {number:02}", kind="employer")
    html = browse("jon").get(f"/brukere/{MARTE}/", {"etat": "prøvelia"}).content.decode()
    assert html.count("Prøvelia") == 40
    assert "Her er de 40 første." in html


def test_what_an_agency_belongs_to_is_written_by_name_or_number(browse: Browse, act_as_member: Any) -> None:
    jon = browse("jon")
    town = {"name": "Nordnes by", "kind": "home_municipality", "municipality_number": "9901", "active": "on"}
    jon.post("/etater/ny/", town)
    for number, said in enumerate(("9901", "nordnes BY")):
        told = {"name": f"Bydel {number}", "kind": "district", "parent": said, "active": "on"}
        assert jon.post("/etater/ny/", told)["Location"] == "/etater/"
        with act_as_member("jon"):
            district = Agency.objects.get(name=f"Bydel {number}")
            assert str(district.parent) == "Nordnes by"
        page = jon.get(f"/etater/{district.key}/").content.decode()
        assert 'value="Nordnes by"' in page
    told = {"name": "Bydel 3", "kind": "district", "active": "on"}
    assert "Finner ingen etat" in jon.post("/etater/ny/", told | {"parent": "Borte"}).content.decode()
    assert "Det er flere som passer" in jon.post("/etater/ny/", told | {"parent": "nordnes"}).content.decode()


def test_a_unit_with_a_ward_is_made_and_renamed(browse: Browse, act_as_member: Any) -> None:
    jon = browse("jon")
    jon.post("/enheter/region/ny/", {"name": "Region skog"})
    with act_as_member("jon"):
        region = Region.objects.get(name="Region skog")
    page = jon.post(
        "/enheter/ny/", {"name": "Lia fengsel", "kind": "prison", "region": region.key, "active": "on"}
    )["Location"]
    jon.post(f"{page}avdeling/", {"name": "Avdeling C"})
    assert "Avdeling C" in jon.get("/enheter/").content.decode()
    again = jon.post(f"{page}avdeling/", {"name": "avdeling c"})
    assert "Dette navnet er i bruk" in again.content.decode()
    with act_as_member("jon"):
        ward = Ward.objects.get(name="Avdeling C")
    jon.post(f"/enheter/avdeling/{ward.key}/", {"name": "Avdeling D"})
    jon.post(f"/enheter/region/{region.key}/", {"name": "Region skog og fjell"})
    html = jon.get("/enheter/").content.decode()
    assert "Avdeling D" in html
    assert "Region skog og fjell" in html


def test_two_units_do_not_share_a_name(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("jon"):
        region = Region.objects.first()
    page = browse("jon").post(
        "/enheter/ny/", {"name": " solvik  Fengsel", "kind": "prison", "region": region.key}
    )
    assert page.status_code == 200
    assert "Dette navnet er i bruk" in page.content.decode()


def test_an_agency_is_made_and_found_by_kind_and_number(browse: Browse) -> None:
    jon = browse("jon")
    told = {"name": "Bydel Havna", "kind": "district", "municipality_number": "0301", "active": "on"}
    assert jon.post("/etater/ny/", told)["Location"] == "/etater/"
    for wanted in ({"kind": "district"}, {"q": "0301"}, {"q": "havna"}):
        html = jon.get("/etater/", wanted).content.decode()
        assert "Bydel Havna" in html
        assert "Nav Nordnes" not in html
    assert "Ingen etater passer" in jon.get("/etater/", {"q": "finnes ikke"}).content.decode()


def test_wrong_numbers_come_back_with_what_was_typed(browse: Browse) -> None:
    told = {
        "name": "Ny",
        "kind": "employer",
        "municipality_number": "30",
        "organisation_number": "974 760 674",
    }
    html = browse("jon").post("/etater/ny/", told).content.decode()
    assert "Et kommunenummer har fire siffer" in html
    assert "ikke et gyldig organisasjonsnummer" in html
    assert 'value="974 760 674"' in html


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("974760673", True),
        ("889640782", True),
        ("974760674", False),
        ("97476067", False),
        ("97476067x", False),
    ],
)
def test_the_check_digit_of_an_organisation_number(number: str, right: bool) -> None:
    assert is_organisation_number(number) is right
