"""What the leader's numbers lead to: who, since when, until when and who has it; no area, no text (rule B9)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.cast import CAST
from pop.demo.places import user
from pop.gaps.models import Gap
from pop.people.actions import give_unit_role
from pop.people.models import Unit, User
from pop.worklists import behind, board
from pop.worklists.behind import Chosen
from pop.worklists.models import OfficerTeam

Browse = Callable[[str], Client]
OVERVIEW = "/enheten/oversikt/"
MOST = 12


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def links(html: str) -> list[str]:
    """Where the numbers of the overview lead."""
    return sorted(set(re.findall(r'href="(/enheten/oversikt/[^"]+)"', html)))


def pages() -> list[str]:
    with acting(user("marte").pk):
        plan = plan_of("elias").key
    return [
        reverse("unit_gaps"),
        reverse("unit_gaps_kind", args=["no_home_municipality"]),
        reverse("unit_gaps_user", args=[user("marte").key]),
        reverse("unit_gaps_person", args=[plan]),
        reverse("unit_step", args=["0"]),
    ]


def test_every_number_leads_to_a_list_that_is_as_long(both_logins: str, browse: Browse) -> None:
    client = browse("anders")
    found = links(client.get(OVERVIEW).content.decode())
    assert len(found) > 5
    for page in found:
        assert client.get(page).status_code == 200, page
    with acting(user("anders").pk):
        counted = board.of_leader()
        today = timezone.localdate()
        for _name, number, late, code in counted.gaps:
            rows = behind.gaps(Chosen(code), today)
            assert (len(rows), sum(row.late for row in rows)) == (number, late), code
        for name, number, code in counted.steps:
            assert len(behind.steps(code, name, today)) == number, code
        for one in counted.load:
            rows = behind.gaps(Chosen(holders=[user_id(one.key)]), today) if one.key else []
            assert len(rows) == one.gaps or not one.key, one.who
        assert len(behind.gaps(Chosen(), today)) == counted.open_gaps


def user_id(key: Any) -> int:
    return User.objects.get(key=key).pk


def test_a_row_leads_to_the_gap_or_to_choosing_who_follows_up(browse: Browse) -> None:
    client = browse("anders")
    html = client.get(reverse("unit_gaps") + "?alle=1").content.decode()
    targets = re.findall(r'class="ds-button" data-variant="secondary" href="(/enheten/[^"]+)"', html)
    assert targets
    assert all(client.get(page).status_code in (200, 302) for page in set(targets))
    html = client.get(reverse("unit_gaps_person", args=[plan_key("elias")])).content.decode()
    assert "Elias Brekke" in html


def plan_key(slug: str) -> Any:
    with acting(user("marte").pk):
        return plan_of(slug).key


def test_nothing_of_the_plan_and_no_protected_name(browse: Browse) -> None:
    client = browse("anders")
    shown = "".join(
        client.get(page + "?alle=1").content.decode() for page in links(client.get(OVERVIEW).content.decode())
    )
    assert "Skjermet" in shown
    for content in ("Leyla", "Et fast sted å bo", "Lindelia", "money", "besøkshuset", "Søke om bolig"):
        assert content not in shown, content


def test_nobody_but_a_leader_opens_a_list(browse: Browse) -> None:
    for member in CAST:
        for page in pages():
            assert browse(member.slug).get(page).status_code == (200 if member.slug == "anders" else 404), (
                member.slug,
                page,
            )


def test_a_leader_of_another_unit_finds_nobody_of_this_one(both_logins: str, browse: Browse) -> None:
    every, kind, of_user, person, step = pages()
    with past_the_rules():
        give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Havnes fengsel"), role="leader")
    client = browse("silje")
    for page in (of_user, person):
        assert client.get(page).status_code == 404, page
    for page in (every, kind, step):
        answer = client.get(page)
        assert "Elias" not in text(answer)
        assert "Marte" not in text(answer)
        assert "<tbody>" not in answer.content.decode()
    with acting(user("silje").pk):
        assert behind.asked("select key from access.unit_gaps(null, null, null)", []) == []
        assert behind.asked("select key from access.unit_gaps(null, null, %s)", [plan_key("elias")]) == []
        assert behind.asked("select plan_key from access.unit_steps(%s)", ["1"]) == []


def test_a_step_or_a_kind_that_does_not_exist_is_not_there(browse: Browse) -> None:
    client = browse("anders")
    for page in ("steg/9/", "steg/x/", "glippsoner/slag/finnes_ikke/"):
        assert client.get(f"{OVERVIEW}{page}").status_code == 404, page


def test_the_list_holds_what_the_leader_may_list_and_nothing_else(both_logins: str) -> None:
    with acting(user("anders").pk):
        listed = set(Gap.objects.filter(closed_at=None).values_list("key", flat=True))
        found = {key for (key,) in behind.asked("select key from access.unit_gaps(null, null, null)", [])}
    assert found == listed != set()


@pytest.mark.parametrize("page", range(5))
def test_a_list_takes_few_queries(browse: Browse, page: int) -> None:
    client, address = browse("anders"), pages()[page]
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    assert len(captured) <= MOST, "\n".join(query["sql"][:110] for query in captured)


def test_the_list_of_a_team_is_for_the_leader_of_its_unit(both_logins: str, browse: Browse) -> None:
    """Also who leads another unit, and every member of the team, finds no such page."""
    with acting(user("anders").pk):
        team = OfficerTeam.objects.get(name="Team B")
    page = reverse("unit_gaps_team", args=[team.key])
    with past_the_rules():
        give_unit_role(user=user("silje"), unit=Unit.objects.get(name="Havnes fengsel"), role="leader")
    assert browse("anders").get(page).status_code == 200
    for slug in ("silje", "marte", "ola", "kari", "elias"):
        assert browse(slug).get(page).status_code == 404, slug
