"""Into the team by name or by code, and back after having been asked away (rules A3, A12, A13)."""

import re
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from conftest import named, superuser_url
from django.db import connection
from django.test import Client

from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.people.actions import give_agency_role, register_user
from pop.people.models import Agency, User
from pop.plans.models import Plan
from pop.teams.models import ContactTeamMember, SupportTeamMember

Browse = Callable[[str], Client]
ME = "/teamet-mitt/inviter/"


@pytest.fixture
def plan(act_as_member: Any) -> Plan:
    with act_as_member("elias"):
        return plan_of("elias")


@pytest.fixture
def turid(act_as_member: Any) -> User:
    """At the sensitive clinic, in no team."""
    with act_as_member("jon"):
        person = register_user(name="Turid Vold", title="Lege")
        give_agency_role(user=person, agency=Agency.objects.get(name="Lindelia rusklinikk"))
        return person


def everybody(browse: Browse, address: str) -> dict[str, int]:
    return {member.slug: browse(member.slug).get(address).status_code for member in CAST}


def code_page(plan: Plan) -> str:
    return f"/planer/{plan.key}/team/kode/"


def codes(browse: Browse, slug: str) -> list[str]:
    html = browse(slug).get("/planer/kode/").content.decode()
    return re.findall(r"[B-T]{4}-[B-T]{4}-[B-T]{4}-[B-T]{4}", html)


def test_who_has_a_page_with_a_code(browse: Browse) -> None:
    external = {"kari", "torbjorn", "sunniva", "hanne", "per", "grete", "mona", "liv"}
    assert everybody(browse, "/planer/kode/") == {m.slug: 200 if m.slug in external else 404 for m in CAST}
    assert "/planer/kode/" in browse("liv").get("/planer/").content.decode()
    assert "/planer/kode/" not in browse("marte").get("/planer/").content.decode()


def test_who_invites_by_code_and_who_by_name(browse: Browse, plan: Plan) -> None:
    found = everybody(browse, code_page(plan))
    assert {slug for slug, status in found.items() if status == 200} == {"elias", "marte", "farid"}
    found = everybody(browse, ME)
    assert {slug for slug, status in found.items() if status == 200} == {
        "elias",
        "leyla",
        "ida",
        "rita",
        "amir",
    }


def test_one_reads_a_code_for_each_place_and_one_for_oneself(browse: Browse) -> None:
    assert len(codes(browse, "mona")) == 2
    assert len(codes(browse, "liv")) == 1
    html = browse("mona").get("/planer/kode/").content.decode()
    assert "Den som får koden, får vite at du jobber der: Lindelia rusklinikk." in html


def test_a_volunteer_is_invited_into_another_team_by_the_code_that_she_gives_out(
    browse: Browse, act_as_member: Any
) -> None:
    with act_as_member("jorgen"):
        ida = plan_of("ida")
    [code] = codes(browse, "liv")
    jorgen = browse("jorgen")
    answer = jorgen.post(code_page(ida), {"code": code.lower(), "role": "Turvenn"})
    assert answer["Location"] == f"/planer/{ida.key}/team/"
    html = jorgen.get(f"/planer/{ida.key}/team/").content.decode()
    assert html.index("Liv Strand") < html.index("Turvenn") < html.index("Spurt, har ikke svart")
    assert "Ida" not in browse("liv").get("/planer/").content.decode()


def old_code(of: User, age: int) -> str:
    """The code that she could give out so many periods of 30 days ago, as the database made it."""
    name = str(connection.settings_dict["NAME"])
    with psycopg.connect(named(superuser_url(), name)) as link:
        row = link.execute("select access.invitation_code(%s, null, %s)", [of.pk, age]).fetchone()
    assert row
    return str(row[0])


def test_a_code_from_the_period_before_still_works_and_one_older_than_sixty_days_does_not(
    browse: Browse, act_as_member: Any
) -> None:
    with act_as_member("jorgen"):
        ida = plan_of("ida")
    jorgen, liv = browse("jorgen"), user("liv")
    assert old_code(liv, 0) == codes(browse, "liv")[0].replace("-", "")
    for age in (2, 3, 12):
        html = jorgen.post(code_page(ida), {"code": old_code(liv, age), "role": "Turvenn"}).content.decode()
        assert "Koden virker ikke her." in html, age
    assert "Liv Strand" not in jorgen.get(f"/planer/{ida.key}/team/").content.decode()
    assert jorgen.post(code_page(ida), {"code": old_code(liv, 1), "role": "Turvenn"}).status_code == 302


def test_a_wrong_code_comes_back_with_what_was_typed(browse: Browse, plan: Plan) -> None:
    html = browse("marte").post(code_page(plan), {"code": "BCDF GHJK", "role": "Lege"}).content.decode()
    assert "Koden virker ikke her." in html
    assert "ds-error-summary" in html
    assert "BCDF GHJK" in html


def test_a_code_that_does_not_exist_and_one_of_somebody_hidden_in_the_team_look_the_same(
    browse: Browse, plan: Plan
) -> None:
    marte = browse("marte")
    one, other = codes(browse, "mona")
    unknown = "BCDF-BCDF-BCDF-BCDF"
    pages = [
        re.sub(
            r"value=\"[^\"]*\"", "", marte.post(code_page(plan), {"code": c, "role": "x"}).content.decode()
        )
        for c in (one, other, unknown)
    ]
    assert pages[0] == pages[1] == pages[2]
    assert "Mona" not in pages[0]


def test_the_person_invites_somebody_they_know_at_a_clinic_and_the_contact_is_not_told(
    browse: Browse, plan: Plan, turid: User
) -> None:
    elias = browse("elias")
    place = Agency.objects.none()
    html = elias.get(ME).content.decode()
    place = re.search(r'<option value="([^"]+)">Lindelia rusklinikk', html)
    assert place
    answer = elias.post(ME, {"agency": place[1], "name": "turid vold", "role": "Lege"})
    assert answer["Location"] == "/teamet-mitt/"
    mine = elias.get("/teamet-mitt/").content.decode()
    assert mine.index("Turid Vold") < mine.index("Lege, Lindelia rusklinikk")
    for slug in ("marte", "farid", "kari"):
        client = browse(slug)
        for page in (f"/planer/{plan.key}/team/", f"/planer/{plan.key}/"):
            html = client.get(page).content.decode()
            assert "Turid" not in html, (slug, page)
            assert "Lindelia" not in html, (slug, page)
    assert "Lindelia" not in browse("marte").get(f"/planer/{plan.key}/team/inviter/?q=turid").content.decode()


def test_a_name_that_is_not_found_comes_back_and_says_what_to_do(browse: Browse, plan: Plan) -> None:
    elias = browse("elias")
    option = re.search(r'<option value="([^"]+)">Nav Nordnes', elias.get(ME).content.decode())
    assert option
    html = elias.post(ME, {"agency": option[1], "name": "Nina", "role": "Veileder"}).content.decode()
    assert "Vi fant ingen du kan invitere med det navnet der." in html
    assert 'value="Nina"' in html
    for field in ("Velg hvor de jobber.", "Skriv navnet.", "Skriv hva personen skal være i teamet."):
        assert field in elias.post(ME, {}).content.decode()


def test_a_contact_who_invites_by_code_sees_the_clinic_and_colleagues_do_not(
    browse: Browse, plan: Plan, turid: User, act_as_member: Any
) -> None:
    from pop.access.actor import acting
    from pop.teams.actions import my_codes

    with acting(turid.pk):
        code = next(str(code) for code in my_codes() if code.agency_id)
    marte = browse("marte")
    marte.post(code_page(plan), {"code": code, "role": "Lege"})
    team = f"/planer/{plan.key}/team/"
    assert "Lege, Lindelia rusklinikk" in marte.get(team).content.decode()
    for slug in ("farid", "kari", "hanne"):
        html = browse(slug).get(team).content.decode()
        assert "Lindelia" not in html, slug
        assert "Turid" not in html, slug


# Back after having been asked away


def member(act_as_member: Any, plan: Plan, slug: str, model: Any = SupportTeamMember) -> Any:
    with act_as_member("elias"):
        return model.objects.get(plan=plan, user=user(slug), until=None)


@pytest.mark.parametrize(("slug", "model"), [("kari", SupportTeamMember), ("marte", ContactTeamMember)])
def test_the_person_changes_their_mind_and_the_plan_opens_again(
    browse: Browse, act_as_member: Any, plan: Plan, slug: str, model: Any
) -> None:
    elias, other, team = browse("elias"), browse(slug), f"/planer/{plan.key}/team/"
    key = member(act_as_member, plan, slug, model).key
    elias.post(f"{team}{key}/en-annen/")
    assert other.get(team).status_code == 404
    assert "Slipp til igjen" in elias.get("/teamet-mitt/").content.decode()
    back = f"{team}{key}/likevel/"
    assert "kunne åpne planen din igjen?" in elias.get(back).content.decode()
    for stranger in ("marte", "farid", "kari", "silje", "anders", "leyla"):
        assert browse(stranger).post(back).status_code == 404, stranger
    assert other.get(team).status_code == 404
    assert elias.post(back)["Location"] == "/teamet-mitt/"
    assert other.get(team).status_code == 200
    assert "Du har bedt om en annen" not in elias.get("/teamet-mitt/").content.decode()
    assert elias.get(back)["Location"] == "/teamet-mitt/"


def test_whoever_knows_the_person_privately_is_not_let_in_by_a_change_of_mind(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    elias, farid, team = browse("elias"), browse("farid"), f"/planer/{plan.key}/team/"
    farid.post(f"/planer/{plan.key}/habilitet/", {"answer": "knows"})
    key = member(act_as_member, plan, "farid", ContactTeamMember).key
    elias.post(f"{team}{key}/en-annen/")
    elias.post(f"{team}{key}/likevel/")
    assert farid.get(team).status_code == 404


def test_whoever_had_not_answered_is_asked(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    elias, ola, team = browse("elias"), browse("ola"), f"/planer/{plan.key}/team/"
    key = member(act_as_member, plan, "ola", ContactTeamMember).key
    elias.post(f"{team}{key}/en-annen/")
    assert ola.get(team).status_code == 404
    elias.post(f"{team}{key}/likevel/")
    assert ola.get(team)["Location"].endswith("/habilitet/")
