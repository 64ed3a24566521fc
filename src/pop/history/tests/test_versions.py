"""Versions: the plan as it was, two side by side, and what the person says to them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from pop.history.actions import make_version
from pop.plans import actions
from pop.plans.models import Need, Version
from pop.plans.tests.conftest import send, text


@pytest.fixture
def two(plan, entry, act_as_member):
    """A version before and one after a change by Marte. Answers their numbers."""
    need = entry(Need, text="Et fast sted å bo")
    with act_as_member("marte"):
        first = make_version(plan)
        actions.edit(need, text="Et trygt sted å bo")
        return first, make_version(plan)


def test_numbers_follow_each_other_and_nothing_new_makes_no_new_number(plan, two, act_as_member) -> None:
    first, second = two
    assert second == first + 1
    with act_as_member("marte"):
        assert make_version(plan) == second


def test_the_plan_as_of_a_version_says_what_stood_then(browse, url, two) -> None:
    first, second = two
    assert "Et fast sted å bo" in text(browse("elias").get(url(f"logg/versjon/{first}/")))
    now = text(browse("elias").get(url(f"logg/versjon/{second}/")))
    assert "Et trygt sted å bo" in now
    assert "Et fast sted å bo" not in now


def test_two_versions_side_by_side_show_what_differs(browse, url, two) -> None:
    first, second = two
    page = text(browse("marte").get(url(f"logg/versjon/sammenlign/?fra={first}&til={second}")))
    assert "Et fast sted å bo" in page
    assert "Et trygt sted å bo" in page
    assert "Sende søknad" not in page


def test_the_plan_of_a_day_is_the_plan_at_its_end(browse, url, two) -> None:
    today = timezone.localdate()
    page = text(browse("elias").get(url(f"logg/dag/?dag={today:%d.%m.%Y}")))
    assert "Et trygt sted å bo" in page
    long_before = today - timedelta(days=2)  # the plan itself may be from before midnight
    assert "ingenting du kan se" in text(browse("elias").get(url(f"logg/dag/?dag={long_before:%d.%m.%Y}")))


def test_a_day_that_is_none_says_how_to_write_one(browse, url) -> None:
    assert "Skriv datoen slik" in text(browse("elias").get(url("logg/dag/?dag=i+fjor")))


def test_a_partner_sees_of_a_version_what_is_given(browse, url, two, plan, act_as_member) -> None:
    with act_as_member("elias"):
        every = set(Need.objects.filter(plan=plan).values_list("text", flat=True))
    with act_as_member("kari"):
        seen = set(Need.objects.filter(plan=plan).values_list("text", flat=True))
    page = text(browse("kari").get(url(f"logg/versjon/{two[1]}/")))
    assert every - seen
    assert [one for one in every - seen if one in page] == []
    assert [one for one in seen if one not in page] == []


def test_what_the_reader_may_not_see_today_is_in_no_old_version(
    browse, url, two, entry, act_as_member
) -> None:
    with act_as_member("elias"):
        actions.keep_to_me(entry(Need, text="Et trygt sted å bo"), kept=True)
    for number in two:
        assert "sted å bo" not in text(browse("marte").get(url(f"logg/versjon/{number}/")))
        assert "sted å bo" in text(browse("elias").get(url(f"logg/versjon/{number}/")))


def test_the_person_says_disagree_in_own_words(browse, url, two) -> None:
    address = url(f"logg/versjon/{two[1]}/svar/")
    page = send(browse("elias"), address, answer="disagrees", own_words="Det er ikke sånn jeg sa det")
    assert "Uenig" in text(page)
    assert "ikke sånn jeg sa det" in text(browse("marte").get(url(f"logg/versjon/{two[1]}/")))
    assert "ikke sånn jeg sa det" not in text(browse("kari").get(url(f"logg/versjon/{two[1]}/")))


def test_the_contact_team_says_who_was_there(browse, url, two) -> None:
    address = url(f"logg/versjon/{two[1]}/svar/")
    assert "Skriv hvem som var til stede" in text(send(browse("marte"), address, answer="agrees"))
    page = send(browse("marte"), address, answer="agrees", present="Elias og Marte")
    assert "Elias og Marte" in text(page)


def test_without_an_answer_the_page_asks_for_one(browse, url, two) -> None:
    assert "Velg et av svarene" in text(send(browse("elias"), url(f"logg/versjon/{two[1]}/svar/")))


def test_a_partner_makes_no_version_and_answers_none(browse, url, two, plan, act_as_member) -> None:
    assert send(browse("kari"), url("logg/versjon/ny/")).status_code == 404
    assert send(browse("kari"), url(f"logg/versjon/{two[1]}/svar/"), answer="agrees").status_code == 404
    with act_as_member("kari"):
        with connection.cursor() as cursor:
            cursor.execute("select access.make_version(%s)", [plan.pk])
            assert cursor.fetchone() == (None,)
        assert Version.objects.filter(plan=plan).latest("number").number == two[1]
