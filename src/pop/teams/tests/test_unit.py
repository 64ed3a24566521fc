"""The leader's page: who follows whom up, and nothing of what stands in the plans."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.people.actions import give_unit_role
from pop.people.models import Unit
from pop.teams.models import ContactTeamMember

Browse = Callable[[str], Client]


def keys(act_as_member: Any) -> dict[str, Any]:
    with act_as_member("marte"):
        found = {slug: plan_of(slug).key for slug in ("elias", "leyla")}
    with act_as_member("jorgen"):
        return found | {"ida": plan_of("ida").key}


def test_only_a_leader_opens_the_page(browse: Browse, act_as_member: Any) -> None:
    for page in ("/enheten/", f"/enheten/{keys(act_as_member)['elias']}/"):
        for member in CAST:
            expected = 200 if member.slug == "anders" else 404
            assert browse(member.slug).get(page).status_code == expected, (page, member.slug)


def test_the_leader_sees_who_follows_up_and_no_content(browse: Browse) -> None:
    html = browse("anders").get("/enheten/").content.decode()
    assert "Elias Brekke" in html
    assert "Følges opp av Marte Nygård" in html
    assert "3 i kontaktteamet" in html
    assert "Alle har en hovedkontakt" in html
    for content in ("bolig", "Kari", "Nav Nordnes", "Sove", "money"):
        assert content not in html


def test_a_protected_address_is_listed_without_a_name(browse: Browse, act_as_member: Any) -> None:
    html = browse("anders").get("/enheten/").content.decode()
    assert "Skjermet" in html
    assert "Leyla" not in html
    assert "Leyla" not in browse("anders").get(f"/enheten/{keys(act_as_member)['leyla']}/").content.decode()


def test_a_refusal_is_a_neutral_mark_without_its_words(browse: Browse) -> None:
    html = browse("anders").get("/enheten/").content.decode()
    assert html.count("Har takket nei til noe") == 1
    assert "do not want" not in html


def test_a_person_of_another_unit_is_not_there(browse: Browse, act_as_member: Any) -> None:
    assert browse("anders").get(f"/enheten/{keys(act_as_member)['ida']}/").status_code == 404


def test_a_new_main_contact_takes_over_and_the_one_before_is_out(browse: Browse, act_as_member: Any) -> None:
    key = keys(act_as_member)["elias"]
    anders = browse("anders")
    page = anders.get(f"/enheten/{key}/").content.decode()
    assert "Hvem skal følge opp Elias Brekke?" in page
    assert "Silje Bakke" not in page
    assert (
        anders.post(f"/enheten/{key}/", {"who": user("ola").key, "role": "main"})["Location"] == "/enheten/"
    )
    assert "Følges opp av Ola Rønning" in anders.get("/enheten/").content.decode()
    assert browse("marte").get(f"/planer/{key}/team/").status_code == 404
    assert browse("ola").get(f"/planer/{key}/team/")["Location"].endswith("/habilitet/")


@pytest.mark.parametrize("who", ["silje", "kari", "elias"])
def test_nobody_from_elsewhere_is_assigned(browse: Browse, act_as_member: Any, who: str) -> None:
    key = keys(act_as_member)["elias"]
    answer = browse("anders").post(f"/enheten/{key}/", {"who": user(who).key, "role": "main"})
    assert answer.status_code == 200
    assert "Velg en av dem i lista." in answer.content.decode()
    with act_as_member("marte"):
        assert ContactTeamMember.objects.filter(plan__key=key, user=user("marte"), until=None).exists()


def test_an_empty_unit_says_what_will_come(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("jon"):
        give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Havnes fengsel"), role="leader")
    html = browse("silje").get("/enheten/").content.decode()
    assert "Ingen i enheten har en plan ennå" in html
    assert "Elias" not in html


MARK = "Trenger ny kontakt"


def row(html: str, name: str) -> str:
    return html[html.index(name) : html.index("</li>", html.index(name))]


def test_a_plan_that_somebody_left_is_marked_until_a_contact_is_chosen(
    browse: Browse, act_as_member: Any
) -> None:
    key, anders = keys(act_as_member)["elias"], browse("anders")
    assert MARK not in anders.get("/enheten/").content.decode()
    browse("farid").post(f"/planer/{key}/habilitet/", {"answer": "knows"})
    html = anders.get("/enheten/").content.decode()
    assert MARK in row(html, "Elias Brekke")
    assert html.count(MARK) == 1
    for why in ("Farid", "kjenner", "private bånd", "bedt om"):
        assert why not in html
    anders.post(f"/enheten/{key}/", {"who": user("ola").key, "role": "deputy"})
    assert MARK not in anders.get("/enheten/").content.decode()


def test_a_plan_that_the_person_wants_somebody_else_for_has_the_same_mark(
    browse: Browse, act_as_member: Any
) -> None:
    key, anders, elias = keys(act_as_member)["elias"], browse("anders"), browse("elias")
    with act_as_member("elias"):
        farid = ContactTeamMember.objects.get(plan__key=key, user=user("farid"), until=None).key
    elias.post(f"/planer/{key}/team/{farid}/en-annen/")
    assert MARK in row(anders.get("/enheten/").content.decode(), "Elias Brekke")
    elias.post(f"/planer/{key}/team/{farid}/likevel/")
    assert MARK not in anders.get("/enheten/").content.decode()


def test_a_plan_that_nobody_is_left_for_keeps_the_mark(browse: Browse, act_as_member: Any) -> None:
    key, anders = keys(act_as_member)["leyla"], browse("anders")
    for slug in ("marte", "farid"):
        browse(slug).post(f"/planer/{key}/habilitet/", {"answer": "knows"})
    task = re.findall(r"/planer/oppgave/[^/]+/", anders.get("/planer/").content.decode())
    for address in task:
        anders.post(address)
    html = anders.get("/enheten/").content.decode()
    assert MARK in row(html, "Skjermet")
    assert "Leyla" not in html
