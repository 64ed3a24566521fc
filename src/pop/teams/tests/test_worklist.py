"""«Mine planer»: what waits for whom, and that the list tells no more than the plans do."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Person, Unit
from pop.plans.actions import Writer, plan_meeting, write_need
from pop.plans.models import Plan, Source
from pop.teams import actions
from pop.teams.models import SupportTeamMember, Task

Browse = Callable[[str], Client]


def page(client: Client, **asked: str) -> str:
    return client.get("/planer/", asked).content.decode()


def test_an_officer_sees_whom_they_follow_up_and_what_comes_first(browse: Browse) -> None:
    html = page(browse("marte"))
    assert "Elias Brekke" in html
    assert "Leyla Demir" in html
    assert "Hovedkontakt" in html
    assert "Svare på søknaden om bolig" in html
    assert "Over fristen" in html


def test_before_the_question_is_answered_the_list_tells_nothing_of_the_plan(browse: Browse) -> None:
    html = page(browse("ola"))
    assert "Elias Brekke" in html
    assert "Svar på et spørsmål før du åpner planen" in html
    assert "bolig" not in html


def test_a_partner_sees_the_name_that_was_given_and_own_measures(browse: Browse) -> None:
    html = page(browse("kari"))
    assert "Elias Brekke" in html
    assert "Nav-veileder, Nav Nordnes" in html
    assert "Ny plan" not in html


def test_an_invitation_names_nobody(browse: Browse) -> None:
    html = page(browse("per"))
    assert "Du er invitert til en ansvarsgruppe" in html
    assert "Veileder, Sørvik kommune" in html
    for hidden in ("Elias", "Brekke", "Marte", "Solvik"):
        assert hidden not in html


def test_yes_to_an_invitation_still_shows_nothing(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("per"):
        chair = SupportTeamMember.objects.get(user=user("per"))
    per = browse("per")
    per.post(f"/planer/invitasjon/{chair.key}/", {"answer": "yes"})
    html = page(per)
    assert "Venter på samtykke" in html
    assert "Elias" not in html


def test_no_to_an_invitation_takes_it_away(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("per"):
        chair = SupportTeamMember.objects.get(user=user("per"))
    per = browse("per")
    per.post(f"/planer/invitasjon/{chair.key}/", {"answer": "no"})
    assert "Når noen inviterer deg" in page(per)
    with act_as_member("marte"):
        assert SupportTeamMember.objects.get(pk=chair.pk).declined_at


@pytest.mark.parametrize("slug", ["marte", "kari", "elias", "silje", "jon"])
def test_nobody_answers_for_another(browse: Browse, act_as_member: Any, slug: str) -> None:
    with act_as_member("per"):
        chair = SupportTeamMember.objects.get(user=user("per"))
    assert browse(slug).post(f"/planer/invitasjon/{chair.key}/", {"answer": "yes"}).status_code == 404
    with act_as_member("per"):
        assert SupportTeamMember.objects.get(pk=chair.pk).accepted_at is None


def test_no_consent_and_withdrawn_consent_read_the_same(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("per"):
        actions.accept_invitation(SupportTeamMember.objects.get(user=user("per")))
    waits, withdrawn = page(browse("per")), page(browse("grete"))
    sentence = "Enten er det ikke gitt samtykke som gjelder deg, eller så gjelder det ikke lenger."
    assert sentence in waits
    assert sentence in withdrawn
    assert "Elias" not in waits + withdrawn


def test_where_there_is_nothing_the_page_says_what_will_come(browse: Browse) -> None:
    html = page(browse("silje"))
    assert "Du har ingen planer ennå" in html
    for name in ("Elias", "Leyla", "Ida"):
        assert name not in html


@pytest.mark.parametrize("slug", ["elias", "leyla", "ida"])
def test_a_person_has_one_plan_and_goes_to_it(browse: Browse, slug: str) -> None:
    assert browse(slug).get("/planer/")["Location"] == "/min-plan/"


def test_search_finds_by_a_part_of_the_name(browse: Browse) -> None:
    html = page(browse("marte"), q="brek eli").partition('role="search"')[2]
    assert "Elias Brekke" in html
    assert "Leyla Demir" not in html, "her name stands in what waits, above the search"
    assert "Ingen av planene dine har det navnet" in page(browse("marte"), q="ida")


def test_a_protected_address_is_found_by_those_who_follow_up_and_by_no_partner(
    browse: Browse, act_as_member: Any
) -> None:
    assert "Leyla Demir" in page(browse("marte"), q="leyla")
    with act_as_member("marte"):
        actions.open_for_named_only(plan=plan_of("elias"), users=[], actor=user("marte"))
        Person.objects.filter(pk=plan_of("elias").person_id).update(protection="strict")
    assert "Elias Brekke" in page(browse("marte"), q="elias")
    found = page(browse("kari"), q="elias")
    assert "Ingen av planene dine har det navnet" in found
    assert "Elias Brekke" not in found


@pytest.mark.parametrize("q", ["Deniz", "Sara", "Nordnes", "202600518"])
def test_search_looks_at_names_of_persons_and_nothing_else(browse: Browse, q: str) -> None:
    """Contacts are outside search (A11), and so is everything that is not a name."""
    assert "Ingen av planene dine har det navnet" in page(browse("marte"), q=q)


def test_nobody_finds_a_plan_they_have_no_place_in(browse: Browse) -> None:
    for member in CAST:
        if member.slug not in ("ida", "jorgen"):
            answer = browse(member.slug).get("/planer/", {"q": "Ida"})
            assert "Ida Sand" not in answer.content.decode(), member.slug


def test_what_comes_first_is_a_meeting_or_a_need_without_a_measure(
    browse: Browse, act_as_member: Any
) -> None:
    marte = user("marte")
    with act_as_member("marte"):
        key = create_plan(NewPerson("Odd", "Vang", date(1990, 1, 1), Unit.objects.get(name="Solvik fengsel")))
        plan = Plan.objects.get(key=key)
        actions.no_private_tie(plan=plan, user=marte)
        assert "Ingen frister eller møter nå" in page(browse("marte"))
    with act_as_member("marte"):
        writer = Writer(marte, Source.CORRECTIONAL)
        write_need(plan=plan, writer=writer, topic=1, text="Et sted å bo")
    assert "Mangler tiltak: Et sted å bo" in page(browse("marte"))
    with act_as_member("marte"):
        plan_meeting(
            plan=plan, writer=writer, subject="Første samtale", date=timezone.localdate() + timedelta(days=3)
        )
    assert "Første samtale" in page(browse("marte"))


def test_a_task_is_words_and_a_link_and_is_marked_as_done(browse: Browse, act_as_member: Any) -> None:
    with act_as_member("farid"):
        actions.i_know_the_person(plan=plan_of("elias"))
    anders = browse("anders")
    html = page(anders)
    assert "En plan trenger en ny kontakt" in html
    assert "Elias" not in html
    with act_as_member("anders"):
        task = Task.objects.get(user=user("anders"))
    anders.post(f"/planer/oppgave/{task.key}/")
    assert "En plan trenger en ny kontakt" not in page(anders)


@pytest.mark.parametrize("slug", ["marte", "farid", "elias", "jon"])
def test_nobody_marks_the_task_of_another_as_done(browse: Browse, act_as_member: Any, slug: str) -> None:
    with act_as_member("ola"):
        actions.i_know_the_person(plan=plan_of("elias"))
    with act_as_member("anders"):
        task = Task.objects.get(user=user("anders"))
    assert browse(slug).post(f"/planer/oppgave/{task.key}/").status_code == 404


def test_the_list_asks_as_often_for_ten_plans_as_for_two(browse: Browse, act_as_member: Any) -> None:
    marte = browse("marte")
    with CaptureQueriesContext(connection) as few:
        page(marte)
    with act_as_member("marte"):
        for number in range(8):
            key = create_plan(
                NewPerson(
                    "Odd", f"Vang{number}", date(1990, 1, 1 + number), Unit.objects.get(name="Solvik fengsel")
                )
            )
            actions.no_private_tie(plan=Plan.objects.get(key=key), user=user("marte"))
    with CaptureQueriesContext(connection) as many:
        page(marte)
    assert len(many) == len(few)


def test_a_sensitive_agency_is_never_named_to_those_who_may_not_know(
    browse: Browse, act_as_member: Any
) -> None:
    with act_as_member("marte"):
        key = plan_of("elias").key
    for slug in ("marte", "farid", "kari", "torbjorn"):
        client = browse(slug)
        for address in (
            "/planer/",
            f"/planer/{key}/team/",
            f"/planer/{key}/team/inviter/?q=rus",
            f"/planer/{key}/team/apne/",
        ):
            html = client.get(address).content.decode()
            assert "Lindelia" not in html, (slug, address)
            assert "Mona Krog" not in html, (slug, address)
    assert "Lindelia" in browse("elias").get("/teamet-mitt/").content.decode()
