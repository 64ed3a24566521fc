"""A tilbudskort that nobody has confirmed for six months is a gap of those who keep it (rule I2)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.access.facts import past_the_rules
from tests.clock import day as at
from tests.clock import standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.services.models import MONTHS_CONFIRMED, ServiceCard, months_after
from pop.worklists import words, work
from pop.worklists.tests.test_list import WORKERS, words_of

Browse = Callable[[str], Client]
TODAY = timezone.localdate()
SCHOOL, PRISON = "Solvik videregående skole", "Solvik fengsel"
TITLE = "Tilbudskortet må bekreftes"


def cards(slug: str) -> dict[str, Any]:
    with acting(user(slug).pk):
        return {row.text: row for row in work.waiting().rows if row.kind == words.CARD}


def card(name: str) -> ServiceCard:
    with acting(user("jon").pk):
        return next(one for one in ServiceCard.objects.with_owner() if one.name == name)


def confirmed(name: str, on: Any) -> None:
    found = card(name)
    with past_the_rules():
        ServiceCard.objects.filter(pk=found.pk).update(confirmed_on=on)


def test_it_waits_for_those_who_work_there_and_for_nobody_else(both_logins: str) -> None:
    confirmed(SCHOOL, months_after(TODAY, -MONTHS_CONFIRMED) - timedelta(days=1))
    assert {slug for slug in WORKERS if SCHOOL in cards(slug)} == {"torbjorn"}
    with acting(user("torbjorn").pk):
        assert cards("torbjorn")[SCHOOL].due == months_after(card(SCHOOL).confirmed_on, MONTHS_CONFIRMED)


def test_the_card_of_a_unit_waits_for_its_leader(both_logins: str) -> None:
    confirmed(PRISON, TODAY - timedelta(days=300))
    assert {slug for slug in WORKERS if PRISON in cards(slug)} == {"anders"}
    assert cards("anders")[PRISON].holder == user("anders").pk


@pytest.mark.parametrize(("later", "waits"), [(0, False), (1, True)])
def test_six_months_to_the_day_are_trusted(both_logins: str, later: int, waits: bool) -> None:
    day = months_after(TODAY, MONTHS_CONFIRMED)
    confirmed(SCHOOL, TODAY)
    moved = day + timedelta(days=later)
    with standing(at(moved.year, moved.month, moved.day)):
        assert (SCHOOL in cards("torbjorn")) is waits


def test_it_stands_in_the_list_until_somebody_says_that_it_still_holds(
    both_logins: str, browse: Browse
) -> None:
    confirmed(SCHOOL, TODAY - timedelta(days=300))
    torbjorn, key = browse("torbjorn"), card(SCHOOL).key
    html = torbjorn.get("/oppgaver/?alle=1").content.decode()
    assert TITLE in html
    assert SCHOOL in html
    assert f'href="/tilbud/{key}/"' in html
    assert TITLE in torbjorn.get("/oppgaver/?type=card").content.decode()
    assert torbjorn.post(f"/tilbud/{key}/stemmer/").status_code == 302
    assert TITLE not in torbjorn.get("/oppgaver/?alle=1").content.decode()


def test_it_is_not_for_giving_away(both_logins: str, browse: Browse) -> None:
    """Whoever works there may confirm it: there is nothing to take first."""
    confirmed(SCHOOL, TODAY - timedelta(days=300))
    key = card(SCHOOL).key
    assert browse("torbjorn").post(f"/oppgaver/card/{key}/ta/").status_code == 404
    assert f"/oppgaver/card/{key}/" not in browse("torbjorn").get("/oppgaver/?alle=1").content.decode()


def test_the_leader_sees_the_number_and_which_in_the_overview(both_logins: str, browse: Browse) -> None:
    heading = "Tilbudskort som må bekreftes"
    confirmed(PRISON, TODAY)
    confirmed(SCHOOL, TODAY - timedelta(days=300))
    anders = browse("anders")
    assert heading not in words_of(anders.get("/enheten/oversikt/").content.decode())
    confirmed(PRISON, TODAY - timedelta(days=300))
    html = anders.get("/enheten/oversikt/").content.decode()
    assert f"{heading} 1" in words_of(html)
    assert f'href="/tilbud/{card(PRISON).key}/"' in html.partition('id="kort"')[2].partition("</section>")[0]
    assert SCHOOL not in html


def test_a_place_that_is_closed_has_nothing_to_confirm(both_logins: str) -> None:
    confirmed(SCHOOL, TODAY - timedelta(days=300))
    found = card(SCHOOL).agency
    assert found
    with past_the_rules():
        type(found).objects.filter(pk=found.pk).update(active=False)
    assert SCHOOL not in cards("torbjorn")
