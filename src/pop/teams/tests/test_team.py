"""The teams around a person: who sees whom, who comes in, who goes out, who may open the plan."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from pop.demo.build import plan_of
from pop.demo.cast import BY_SLUG, CAST
from pop.demo.places import user
from pop.people.actions import edit_user
from pop.people.models import Agency, Person
from pop.plans.models import Plan
from pop.teams import actions
from pop.teams.models import ContactTeamMember, NamedAccess, SupportTeamMember

Browse = Callable[[str], Client]
PARTNERS = {"kari", "torbjorn", "sunniva", "hanne", "mona", "liv"}


@pytest.fixture
def plan(act_as_member: Any) -> Plan:
    """The plan of Elias."""
    with act_as_member("marte"):
        return plan_of("elias")


def team(plan: Plan, rest: str = "") -> str:
    return f"/planer/{plan.key}/team/{rest}"


def status(browse: Browse, page: str) -> dict[str, int]:
    return {member.slug: browse(member.slug).get(page).status_code for member in CAST}


def expected(found: set[str], asked: set[str] = frozenset()) -> dict[str, int]:  # type: ignore[assignment]
    return {m.slug: 200 if m.slug in found else 302 if m.slug in asked else 404 for m in CAST}


def member(act_as_member: Any, plan: Plan, slug: str, model: Any = SupportTeamMember) -> Any:
    with act_as_member("elias"):
        return model.objects.get(plan=plan, user=user(slug), until=None)


def test_who_opens_the_page_of_the_team(browse: Browse, plan: Plan) -> None:
    assert status(browse, team(plan)) == expected({"elias", "marte", "farid"} | PARTNERS, asked={"ola"})


@pytest.mark.parametrize("rest", ["inviter/", "kontakt/", "apne/"])
def test_only_the_contact_team_changes_the_team(browse: Browse, plan: Plan, rest: str) -> None:
    assert status(browse, team(plan, rest)) == expected({"marte", "farid"}, asked={"ola"})


def test_each_person_has_a_page_of_the_own_team(browse: Browse) -> None:
    assert status(browse, "/teamet-mitt/") == expected({"elias", "leyla", "ida", "rita", "amir"})


def test_who_takes_somebody_out(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    page = team(plan, f"{member(act_as_member, plan, 'kari').key}/fjern/")
    assert status(browse, page) == expected({"elias", "marte", "farid", "kari"}, asked={"ola"})


def test_only_the_person_asks_somebody_away(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    page = team(plan, f"{member(act_as_member, plan, 'kari').key}/en-annen/")
    assert status(browse, page) == expected({"elias"}, asked={"ola"})


def test_the_person_reads_who_helps_and_how_far_they_have_come(browse: Browse) -> None:
    html = browse("elias").get("/teamet-mitt/").content.decode()
    for words in ("Marte Nygård", "Hovedkontakt", "Kari Moen", "Nav Nordnes", "Med i teamet"):
        assert words in html
    grete, per = html[html.index("Grete Holm") :], html[html.index("Per Aune") :]
    assert grete.index("Venter på samtykke") < grete.index("</li>")
    assert per.index("Spurt, har ikke svart") < per.index("</li>")


def test_a_partner_is_not_told_whom_consent_reaches(browse: Browse, plan: Plan) -> None:
    html = browse("kari").get(team(plan)).content.decode()
    assert "Grete Holm" in html
    assert "Venter på samtykke" not in html


def test_a_shielded_employee_is_a_role_only_everywhere(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    marte = BY_SLUG["marte"]
    with act_as_member("jon"):
        edit_user(user("marte"), name=marte.name, title=marte.title, shielded=True)
    for slug, pages in {
        "elias": ["/teamet-mitt/", team(plan)],
        "kari": [team(plan), "/planer/"],
        "farid": [team(plan), team(plan, "apne/"), team(plan, "kontakt/")],
        "anders": ["/enheten/", f"/enheten/{plan.key}/"],
    }.items():
        client = browse(slug)
        for page in pages:
            html = client.get(page).content.decode()
            assert "Nygård" not in html, (slug, page)
    assert "Kontaktbetjent" in browse("elias").get("/teamet-mitt/").content.decode()


def test_a_colleague_comes_into_the_contact_team_and_is_asked_about_ties(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    marte = browse("marte")
    page = marte.get(team(plan, "kontakt/")).content.decode()
    assert "Anders Foss" in page
    for absent in ("Silje Bakke", "Ola Rønning", "Jørgen Aas", "Kari Moen"):
        assert absent not in page
    answer = marte.post(team(plan, "kontakt/"), {"who": user("anders").key, "role": "social_adviser"})
    assert answer["Location"] == team(plan)
    assert browse("anders").get(team(plan))["Location"].endswith("/habilitet/")


@pytest.mark.parametrize(("who", "role"), [("silje", "deputy"), ("anders", "main"), ("kari", "deputy")])
def test_nobody_else_and_no_main_contact_is_put_in(browse: Browse, plan: Plan, who: str, role: str) -> None:
    answer = browse("marte").post(team(plan, "kontakt/"), {"who": user(who).key, "role": role})
    assert answer.status_code == 200
    assert "ds-error-summary" in answer.content.decode()


@pytest.fixture
def outsider(act_as_member: Any) -> str:
    """Somebody at Nav who is in no team: as the form names them."""
    from pop.people.actions import give_agency_role, register_user

    with act_as_member("jon"):
        nav = Agency.objects.get(kind="nav")
        nina = register_user(name="Nina Dahl", title="Veileder")
        give_agency_role(user=nina, agency=nav)
        return f"{nina.key}:{nav.key}"


def test_a_representative_is_found_invited_and_waits(
    browse: Browse, act_as_member: Any, plan: Plan, outsider: str
) -> None:
    marte = browse("marte")
    page = marte.get(team(plan, "inviter/"), {"q": "nav dahl"}).content.decode()
    assert "Nina Dahl, veileder, Nav Nordnes" in page
    assert "Kari Moen" not in page
    assert "Ingen passer" in marte.get(team(plan, "inviter/"), {"q": "xyz"}).content.decode()
    answer = marte.post(team(plan, "inviter/"), {"who": outsider, "role": "Gjeldsrådgiver"})
    assert answer["Location"] == team(plan)
    html = marte.get(team(plan)).content.decode()
    nina = html[html.rindex("Nina Dahl", 0, html.rindex("Spurt")) :]
    assert "Gjeldsrådgiver, Nav Nordnes" in nina


def test_an_individual_is_invited_without_the_agency(
    browse: Browse, act_as_member: Any, plan: Plan, outsider: str
) -> None:
    browse("marte").post(team(plan, "inviter/"), {"who": outsider, "role": "Støtte", "alone": "on"})
    with act_as_member("elias"):
        assert SupportTeamMember.objects.get(plan=plan, role="Støtte").agency_id is None


def test_an_invitation_without_a_role_comes_back(browse: Browse, plan: Plan, outsider: str) -> None:
    html = browse("marte").post(team(plan, "inviter/"), {"who": outsider}).content.decode()
    assert "Skriv hva personen skal være i teamet." in html
    assert "checked" in html


def test_whoever_is_taken_out_finds_nothing_at_the_next_click(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    kari, marte = browse("kari"), browse("marte")
    page = team(plan, f"{member(act_as_member, plan, 'kari').key}/fjern/")
    assert "Ta Kari Moen ut av teamet?" in marte.get(page).content.decode()
    assert kari.get(team(plan)).status_code == 200
    assert marte.post(page)["Location"] == team(plan)
    assert kari.get(team(plan)).status_code == 404
    assert "Elias" not in kari.get("/planer/").content.decode()


def test_a_partner_takes_out_nobody_but_leaves(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    kari = browse("kari")
    assert kari.get(team(plan, f"{member(act_as_member, plan, 'hanne').key}/fjern/")).status_code == 404
    own = team(plan, f"{member(act_as_member, plan, 'kari').key}/fjern/")
    assert "Vil du gå ut av teamet?" in kari.get(own).content.decode()
    assert kari.post(own)["Location"] == "/planer/"
    assert kari.get(team(plan)).status_code == 404


def test_the_main_contact_is_replaced_and_never_removed(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    main = member(act_as_member, plan, "marte", ContactTeamMember)
    for slug in ("marte", "farid", "elias", "kari"):
        assert browse(slug).post(team(plan, f"{main.key}/fjern/")).status_code == 404, slug
    deputy = member(act_as_member, plan, "ola", ContactTeamMember)
    assert browse("elias").post(team(plan, f"{deputy.key}/fjern/")).status_code == 404
    assert browse("marte").post(team(plan, f"{deputy.key}/fjern/"))["Location"] == team(plan)


@pytest.mark.parametrize(("slug", "model"), [("kari", SupportTeamMember), ("marte", ContactTeamMember)])
def test_the_person_asks_somebody_away_at_once_and_without_a_reason(
    browse: Browse, act_as_member: Any, plan: Plan, slug: str, model: Any
) -> None:
    elias, other = browse("elias"), browse(slug)
    assert other.get(team(plan)).status_code == 200
    page = team(plan, f"{member(act_as_member, plan, slug, model).key}/en-annen/")
    assert "Du trenger ikke forklare hvorfor" in elias.get(page).content.decode()
    assert elias.post(page)["Location"] == "/teamet-mitt/"
    assert other.get(team(plan)).status_code == 404
    assert other.post(f"/planer/{plan.key}/habilitet/", {"answer": "no_tie"}).status_code == 404
    html = elias.get("/teamet-mitt/").content.decode()
    assert "Åpner ikke planen. Du har bedt om en annen." in html


def test_when_the_main_contact_is_asked_away_it_shows(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    elias = browse("elias")
    main = member(act_as_member, plan, "marte", ContactTeamMember)
    assert "Ingen er hovedkontakten din" not in elias.get("/teamet-mitt/").content.decode()
    elias.post(team(plan, f"{main.key}/en-annen/"))
    assert "Ingen er hovedkontakten din akkurat nå" in elias.get("/teamet-mitt/").content.decode()
    assert "1 person er uten hovedkontakt" in browse("anders").get("/enheten/").content.decode()


def test_only_named_users_open_a_plan_that_is_closed_to_others(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    marte, kari = browse("marte"), browse("kari")
    hanne = member(act_as_member, plan, "hanne")
    marte.post(team(plan, "apne/"), {"who": "named", "users": [hanne.key]})
    assert marte.get(team(plan)).status_code == 200
    assert browse("hanne").get(team(plan)).status_code == 200
    assert browse("elias").get(team(plan)).status_code == 200
    for slug in ("kari", "farid", "ola", "sunniva"):
        assert browse(slug).get(team(plan)).status_code == 404, slug
        assert "Elias" not in browse(slug).get("/planer/").content.decode(), slug
    html = marte.get(team(plan)).content.decode()
    assert html.index("Bare disse:") < html.rindex("Hanne Vik")
    marte.post(team(plan, "apne/"), {"who": "all"})
    assert kari.get(team(plan)).status_code == 200


def test_a_colleague_who_comes_in_later_is_named_too(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    marte = browse("marte")
    marte.post(team(plan, "apne/"), {"who": "named"})
    marte.post(team(plan, "kontakt/"), {"who": user("anders").key, "role": "deputy"})
    assert browse("anders").get(team(plan))["Location"].endswith("/habilitet/")
    with act_as_member("marte"):
        assert NamedAccess.objects.filter(plan=plan).count() == 2


def test_with_a_protected_address_the_plan_is_not_opened_for_all(
    browse: Browse, act_as_member: Any, plan: Plan
) -> None:
    marte = browse("marte")
    marte.post(team(plan, "apne/"), {"who": "named", "protection": "confidential"})
    with act_as_member("marte"):
        assert Person.objects.get(pk=plan.person_id).protection == "confidential"
    page = marte.get(team(plan, "apne/")).content.decode()
    assert "La hele teamet åpne planen" not in page
    marte.post(team(plan, "apne/"), {"who": "all"})
    assert browse("kari").get(team(plan)).status_code == 404


def test_the_one_who_decides_is_always_named(browse: Browse, act_as_member: Any, plan: Plan) -> None:
    with act_as_member("marte"):
        actions.open_for_named_only(plan=plan, users=[], actor=user("marte"))
        assert Plan.objects.get(pk=plan.pk).named_only
        assert list(NamedAccess.objects.filter(plan=plan).values_list("user_id", flat=True)) == [
            user("marte").pk
        ]


def test_a_person_without_a_plan_is_told_what_will_come(
    browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pop.teams.views.team.Plan.objects", Plan.objects.none())
    assert "Du har ingen plan ennå" in browse("elias").get("/teamet-mitt/").content.decode()
