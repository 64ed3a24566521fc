"""A plan is made, and opened for the first time."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pop.demo.build import plan_of
from pop.demo.cast import BY_SLUG, CAST, STAFF
from pop.demo.places import user
from pop.people.models import Person, PersonIdentity, Unit, Ward
from pop.plans.models import Plan
from pop.teams.models import ContactTeamMember, Task

Browse = Callable[[str], Client]
SYNTHETIC = "13897248012"


@pytest.fixture
def told(act_as_member: Any) -> dict[str, Any]:
    """What an officer types about a new person."""
    with act_as_member("marte"):
        unit = Unit.objects.get(name="Solvik fengsel")
        ward = Ward.objects.get(unit=unit, name="Avdeling A")
    return {
        "given_name": "Odd",
        "family_name": "Vang",
        "birth_date": "4.12.1990",
        "archive_number": "202601234",
        "unit": unit.key,
        "ward": ward.key,
    }


def plans_of(act_as_member: Any, slug: str) -> int:
    with act_as_member(slug):
        return ContactTeamMember.objects.filter(user=user(slug)).count()


def test_an_officer_makes_a_plan_and_is_asked_about_ties_first(browse: Browse, told: dict[str, Any]) -> None:
    marte = browse("marte")
    answer = marte.post("/planer/ny/", told)
    assert answer["Location"].endswith("/habilitet/")
    assert "Har du private bånd til Odd Vang?" in marte.get(answer["Location"]).content.decode()
    assert "Odd Vang" in marte.get("/planer/").content.decode()


def test_only_staff_make_plans(browse: Browse) -> None:
    for member in CAST:
        expected = 200 if member.group == STAFF else 404
        assert browse(member.slug).get("/planer/ny/").status_code == expected, member.slug


def test_a_known_archive_number_stops_the_plan(
    browse: Browse, act_as_member: Any, told: dict[str, Any]
) -> None:
    before = plans_of(act_as_member, "marte")
    html = browse("marte").post("/planer/ny/", told | {"archive_number": "202600518"}).content.decode()
    assert "er i bruk. Personen har trolig en plan fra før" in html
    assert 'value="Vang"' in html
    assert "Elias" not in html
    assert plans_of(act_as_member, "marte") == before


def test_the_same_name_and_birth_date_stops_until_somebody_has_checked(
    browse: Browse, act_as_member: Any, told: dict[str, Any]
) -> None:
    twin = told | {"given_name": "Jonas", "family_name": "Brekke", "birth_date": "03.05.2004"}
    marte = browse("marte")
    html = marte.post("/planer/ny/", twin).content.decode()
    assert "Jeg har kontrollert at dette er en annen person" in html
    assert "Elias" not in html
    assert plans_of(act_as_member, "marte") == 2
    assert marte.post("/planer/ny/", twin | {"sure": "on"}).status_code == 302
    assert plans_of(act_as_member, "marte") == 3


def test_another_unit_learns_no_more_than_that_there_is_doubt(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("silje"):
        unit = Unit.objects.get(name="Havnes fengsel")
    twin = {"given_name": "A", "family_name": "Sand", "birth_date": "30.09.1995", "unit": unit.key}
    html = browse("silje").post("/planer/ny/", twin).content.decode()
    assert "Noen med samme etternavn og fødselsdato er registrert" in html
    assert "Ida" not in html
    assert "Nordnes" not in html


def test_an_identity_number_is_checked_stored_and_never_sent_back(
    browse: Browse, act_as_member: Any, told: dict[str, Any]
) -> None:
    marte = browse("marte")
    wrong = marte.post("/planer/ny/", told | {"national_id": "12345678901"}).content.decode()
    assert "ikke et gyldig fødselsnummer" in wrong
    assert "12345678901" not in wrong
    missing = marte.post("/planer/ny/", told | {"national_id": SYNTHETIC, "given_name": ""}).content.decode()
    assert "Skriv fornavnet." in missing
    assert SYNTHETIC not in missing
    answer = marte.post("/planer/ny/", told | {"national_id": SYNTHETIC})
    assert SYNTHETIC not in answer["Location"]
    assert SYNTHETIC not in marte.get(answer["Location"]).content.decode()
    marte.post(answer["Location"], {"answer": "no_tie"})
    with act_as_member("marte"):
        person = Person.objects.get(family_name="Vang")
        assert PersonIdentity.objects.get(person=person).national_id == SYNTHETIC


def test_a_ward_of_another_unit_and_a_unit_of_others_are_not_taken(
    browse: Browse, act_as_member: Any, told: dict[str, Any]
) -> None:
    with act_as_member("marte"):
        other = Unit.objects.get(name="Havnes fengsel").key
    answer = browse("marte").post("/planer/ny/", told | {"unit": other})
    assert answer.status_code == 200
    assert plans_of(act_as_member, "marte") == 2


@pytest.mark.parametrize("born", ["", "31.2.1990", "i går", "4.12.2090", "4.12.1890"])
def test_a_birth_date_that_cannot_be_comes_back_as_it_was_typed(
    browse: Browse, told: dict[str, Any], born: str
) -> None:
    answer = browse("marte").post("/planer/ny/", told | {"birth_date": born})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert 'aria-invalid="true"' in html
    assert f'value="{born}"' in html or not born


def test_a_form_sent_twice_makes_one_plan(browse: Browse, act_as_member: Any, told: dict[str, Any]) -> None:
    marte = browse("marte")
    once = {"once": "6f1c2c1e-0000-4000-8000-000000000001"}
    first, second = marte.post("/planer/ny/", told | once), marte.post("/planer/ny/", told | once)
    assert first["Location"] == second["Location"]
    assert plans_of(act_as_member, "marte") == 3


def tie_page(act_as_member: Any, slug: str = "elias", by: str = "marte") -> str:
    with act_as_member(by):
        return f"/planer/{plan_of(slug).key}/habilitet/"


def test_who_is_asked_about_ties_and_for_whom_the_plan_is_not_there(
    browse: Browse, act_as_member: Any
) -> None:
    address = tie_page(act_as_member)
    asked = {"marte", "ola", "farid", "kari", "torbjorn", "sunniva", "hanne", "mona", "liv"}
    for member in CAST:
        expected = 200 if member.slug in asked else 302 if member.slug == "elias" else 404
        assert browse(member.slug).get(address).status_code == expected, member.slug


def test_no_tie_opens_the_plan(browse: Browse, act_as_member: Any) -> None:
    address = tie_page(act_as_member)
    ola = browse("ola")
    team = address.replace("habilitet", "team")
    assert ola.get(team)["Location"] == address
    assert ola.post(address, {"answer": "no_tie"})["Location"] == address.replace("habilitet/", "")
    assert ola.get(team).status_code == 200


def test_nothing_is_chosen_beforehand_and_no_answer_opens_nothing(browse: Browse, act_as_member: Any) -> None:
    address = tie_page(act_as_member)
    ola = browse("ola")
    assert "checked" not in ola.get(address).content.decode()
    assert "Velg ett av svarene." in ola.post(address, {}).content.decode()
    assert ola.get(address.replace("habilitet", "team"))["Location"] == address


@pytest.mark.parametrize("slug", ["ola", "farid", "kari"])
def test_knowing_the_person_closes_the_plan_at_once_and_for_good(
    browse: Browse, act_as_member: Any, slug: str
) -> None:
    address = tie_page(act_as_member)
    client = browse(slug)
    closed = client.post(address, {"answer": "knows"})["Location"]
    html = client.get(closed).content.decode()
    assert "Planen er lukket for deg" in html
    assert "Lederen får vite at noen trenger en ny kontakt, ikke hvorfor" in html
    assert "Elias" not in html
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "no_tie"}).status_code == 404
    assert client.get(address.replace("habilitet", "team")).status_code == 404
    assert "Elias" not in client.get("/planer/").content.decode()


def test_the_leader_is_told_without_content_and_sees_who_needs_a_contact(
    browse: Browse, act_as_member: Any
) -> None:
    browse("marte").post(tie_page(act_as_member), {"answer": "knows"})
    with act_as_member("anders"):
        tasks = list(Task.objects.filter(user=user("anders")))
        assert [task.kind for task in tasks] == ["contact_needed"]
    html = browse("anders").get("/enheten/").content.decode()
    assert "1 person er uten hovedkontakt" in html
    first = html[html.index('<ul role="list" class="liste">') :]
    assert first.index("Elias Brekke") < first.index("Ingen hovedkontakt") < first.index("Skjermet")
    assert BY_SLUG["marte"].name not in first[: first.index("Skjermet")]


def test_the_question_to_a_partner_names_the_person_only_when_the_name_is_given(
    browse: Browse, act_as_member: Any
) -> None:
    assert (
        "Har du private bånd til Elias Brekke?"
        in browse("kari").get(tie_page(act_as_member)).content.decode()
    )


def test_nobody_logged_in_is_sent_to_the_start_page(client: Client, act_as_member: Any) -> None:
    address = tie_page(act_as_member)
    for page in (address, "/planer/ny/", "/planer/lukket/", address.replace("habilitet", "team")):
        assert client.get(page)["Location"] == "/", page
    with act_as_member("marte"):
        assert Plan.objects.count() == 2
