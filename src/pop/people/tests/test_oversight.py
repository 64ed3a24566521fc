"""The record of looks, and the figures: no person, no plan, no small number."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import connection
from django.test import Client

from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.people.views.oversight import plan_code

Browse = Callable[[str], Client]


@pytest.mark.parametrize(("page", "who"), [("/oppslag/", "tone"), ("/oversikt/", "eva")])
def test_only_one_role_opens_each(browse: Browse, page: str, who: str) -> None:
    for member in CAST:
        expected = 200 if member.slug == who else 404
        assert browse(member.slug).get(page).status_code == expected, member.slug


def test_a_look_is_shown_with_name_and_a_code_and_never_with_the_person(
    browse: Browse, act_as_member: Any
) -> None:
    with act_as_member("marte"):
        plan = plan_of("elias")
    browse("marte").get(f"/planer/{plan.key}/team/")
    html = browse("tone").get("/oppslag/").content.decode()
    assert "Marte Nygård, Kontaktbetjent" in html
    assert plan_code(plan.pk) in html
    assert "Elias" not in html
    assert str(plan.key) not in html
    assert f">{plan.pk}<" not in html


def test_looks_are_filtered_by_name_and_day(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("marte"):
        key = plan_of("elias").key
    for slug in ("marte", "kari"):
        browse(slug).get(f"/planer/{key}/team/")
    tone = browse("tone")
    html = tone.get("/oppslag/", {"who": "kari"}).content.decode()
    assert "Kari Moen" in html
    assert "Marte Nygård" not in html
    assert "Ingen oppslag passer" in tone.get("/oppslag/", {"until": "1.1.2020"}).content.decode()
    assert "Skriv datoen som" in tone.get("/oppslag/", {"since": "i går"}).content.decode()


def test_the_protection_officer_sees_the_name_of_a_shielded_employee(
    browse: Browse, act_as_member: Any
) -> None:
    with act_as_member("marte"):
        key = plan_of("elias").key
    marte = [member for member in CAST if member.slug == "marte"][0]
    browse("jon").post(f"/brukere/{marte.key}/", {"name": marte.name, "title": marte.title, "shielded": "on"})
    browse("marte").get(f"/planer/{key}/team/")
    assert "Marte Nygård" in browse("tone").get("/oppslag/").content.decode()


def counts() -> dict[str | None, tuple[int | None, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute("select region, plans, with_consent from access.region_counts()")
        return {region: (plans, consents) for region, plans, consents in cursor.fetchall()}


def test_small_numbers_never_leave_the_database(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("eva"):
        assert counts() == {"Region kyst": (None, None), "Region fjell": (None, None), None: (None, None)}
    html = browse("eva").get("/oversikt/").content.decode()
    assert "færre enn 5" in html
    assert "ikke vist" in html


def test_a_total_that_would_tell_a_small_number_is_left_out(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("marte"):
        for number in range(6):
            create_plan(
                NewPerson(
                    "Test",
                    f"Person{number}",
                    date(1990, 1, 1 + number),
                    Unit.objects.get(name="Solvik fengsel"),
                )
            )
    with act_as_member("eva"):
        found = counts()
        # Six new, Elias, Rita and Amir; Leyla and Ida have protected addresses. One has consented: that is not told.
        assert found["Region kyst"] == (9, None)
        assert found[None] == (None, None)
    with act_as_member("silje"):
        for number in range(5):
            create_plan(
                NewPerson(
                    "Test",
                    f"Annen{number}",
                    date(1991, 1, 1 + number),
                    Unit.objects.get(name="Havnes fengsel"),
                )
            )
    with act_as_member("eva"):
        assert counts()["Region fjell"] == (5, None)
        assert counts()[None] == (14, None)
    assert ">14<" in browse("eva").get("/oversikt/").content.decode()


@pytest.mark.parametrize("slug", ["marte", "anders", "jon", "tone", "kari", "elias"])
def test_nobody_else_gets_figures_from_the_database(act_as_member: Any, slug: str) -> None:
    with act_as_member(slug):
        assert counts() == {}


def test_consents_are_counted_when_both_sides_are_many(committed: str, act_as_member: Any) -> None:
    """Ten plans, five of them with a consent in force: put there by the owner of the database."""
    with act_as_member("marte"):
        for number in range(10):
            create_plan(
                NewPerson(
                    "Test",
                    f"Person{number}",
                    date(1990, 1, 1 + number),
                    Unit.objects.get(name="Solvik fengsel"),
                )
            )
    url = urlsplit(os.environ["POP_TEST_SUPERUSER_URL"])
    with psycopg.connect(urlunsplit(url._replace(path=f"/{committed}")), autocommit=True) as link:
        link.execute("""
            with chosen as (
                select p.id, (select u.id from people_user u limit 1) as who from plans_plan p
                join people_person pe on pe.id = p.person_id where pe.family_name like 'Person%' limit 5
            ), signed as (
                insert into consents_consent (key, plan_id, number, text_version_id, language, drafted_by_id,
                    drafted_at, way, signed_on, signed_at, read_aloud, interpreter, remarks, archive_reference,
                    has_scan, after_sentence)
                select gen_random_uuid(), id, 1, 1, 'nb', who, now(), 'own_login', current_date, now(), false, '',
                    '', '', false, false from chosen returning id, plan_id
            )
            insert into consents_consentitem (consent_id, plan_id, agency_id, topic_id, give, obtain, share, end_reason)
            select id, plan_id, (select id from people_agency limit 1), 1, true, false, false, '' from signed
        """)
    with act_as_member("eva"):
        # Elias has consented as well: six with, seven without.
        assert counts()["Region kyst"] == (13, 6)


def test_looks_at_one_plan_are_found_by_its_code(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("elias"):
        plan = plan_of("elias")
    with act_as_member("leyla"):
        other = plan_of("leyla")
    browse("marte").get(f"/planer/{plan.key}/team/")
    browse("marte").get(f"/planer/{other.key}/team/")
    tone = browse("tone")
    html = tone.get("/oppslag/", {"plan": plan_code(plan.pk).lower()}).content.decode()
    assert plan_code(plan.pk) in html
    assert plan_code(other.pk) not in html
    assert "Ingen oppslag passer" in tone.get("/oppslag/", {"plan": "000000"}).content.decode()


def test_page_and_ground_are_told_in_words(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("elias"):
        key = plan_of("elias").key
    browse("kari").get(f"/planer/{key}/utskrift/")
    html = browse("tone").get("/oppslag/", {"who": "kari"}).content.decode()
    assert "Valg av utskrift" in html
    assert "Samtykke nummer 1" in html


def test_who_has_opened_many_plans_in_one_day_stands_out(
    browse: Browse, act_as_member: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tone = browse("tone")
    assert "Ingen har åpnet 10 planer eller flere" in tone.get("/oppslag/").content.decode()
    monkeypatch.setattr("pop.people.views.oversight.MANY", 2)
    for slug in ("elias", "leyla"):
        with act_as_member(slug):
            key = plan_of(slug).key
        browse("marte").get(f"/planer/{key}/team/")
    html = tone.get("/oppslag/").content.decode()
    part = html[html.index('id="mange"') : html.index('<form method="get"')]
    assert "Marte Nygård, Kontaktbetjent" in part
    assert "Farid" not in part
    assert "2 planer" in part
