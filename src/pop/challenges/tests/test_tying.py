"""Needs and gaps of a plan are tied to threads of the map; only numbers leave the plan, and only large ones."""

import re
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.challenges import actions
from pop.challenges.models import Thread, ThreadTie
from pop.challenges.reading import helped_by, plans_marked
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.gaps.models import Gap
from pop.plans.models import Need, Plan

__all__ = ["both_logins"]
HOME = "uten-egen-bolig"


@pytest.fixture
def plan() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


@pytest.fixture
def need(plan) -> Need:
    with acting(user("elias").pk):
        return Need.objects.of(plan).filter(topic=1, only_me=False)[0]


@pytest.fixture
def home() -> Thread:
    with acting(user("marte").pk):
        return Thread.objects.get(key=HOME)


def at(plan: Plan, need: Need) -> str:
    return f"/planer/{plan.key}/behov/{need.key}/kart/"


def test_the_contact_ties_a_need_to_the_map_and_the_person_sees_it(browse, plan, need) -> None:
    page = browse("marte").get(f"/planer/{plan.key}/behov/{need.key}/").content.decode()
    assert at(plan, need) in page
    done = browse("marte").post(at(plan, need), {"threads": [HOME]}, follow=True).content.decode()
    assert "Koblingen til kartet er lagret." in done
    with acting(user("elias").pk):
        assert ThreadTie.objects.get(need=need).thread.key == HOME
    box = re.search(f'<input[^>]*value="{HOME}"[^>]*>', browse("elias").get(at(plan, need)).content.decode())
    assert box is not None
    assert "checked" in box[0]


def test_what_is_not_ticked_any_more_is_untied(browse, plan, need) -> None:
    browse("elias").post(at(plan, need), {"threads": [HOME, "bryte-med-det-gamle"]})
    browse("elias").post(at(plan, need), {"threads": ["bryte-med-det-gamle"]})
    with acting(user("elias").pk):
        assert [tie.thread.key for tie in ThreadTie.objects.filter(need=need)] == ["bryte-med-det-gamle"]


def test_a_gap_is_tied_too(browse, plan) -> None:
    with acting(user("marte").pk):
        gap = Gap.objects.filter(plan=plan, closed_at=None)[0]
    url = f"/planer/{plan.key}/glippsoner/{gap.key}/"
    assert f"{url}kart/" in browse("marte").get(url).content.decode()
    assert browse("marte").post(f"{url}kart/", {"threads": [HOME]}).status_code == 302
    with acting(user("elias").pk):
        assert ThreadTie.objects.get(gap__isnull=False).gap_id == gap.pk


@pytest.mark.parametrize("who", ["kari", "hanne", "silje", "anders", "eva", "per"])
def test_nobody_else_reads_or_writes_what_a_need_is_tied_to(browse, plan, need, home, who) -> None:
    with acting(user("marte").pk):
        actions.tie(plan=plan, about=need, by=user("marte"), threads=[home])
    assert browse(who).get(at(plan, need)).status_code == 404
    assert browse(who).post(at(plan, need), {"threads": []}).status_code == 404
    with acting(user(who).pk):
        assert not ThreadTie.objects.exists()
        with pytest.raises(ProgrammingError), transaction.atomic():
            ThreadTie.objects.create(plan=plan, need=need, thread=home, by=user(who))
        assert ThreadTie.objects.all().delete()[0] == 0
    page = browse(who).get(f"/planer/{plan.key}/behov/{need.key}/")
    assert page.status_code == 404 or at(plan, need) not in page.content.decode()


def test_what_the_person_keeps_is_tied_by_the_person_alone(plan, home) -> None:
    with acting(user("elias").pk):
        own = Need.objects.of(plan).filter(only_me=True)[0]
        actions.tie(plan=plan, about=own, by=user("elias"), threads=[home])
        assert ThreadTie.objects.filter(need_id=own.pk).exists()
    with acting(user("marte").pk):
        assert not ThreadTie.objects.filter(need_id=own.pk).exists()


def test_nobody_ties_in_the_name_of_another(plan, need, home) -> None:
    with acting(user("marte").pk), pytest.raises(ProgrammingError), transaction.atomic():
        ThreadTie.objects.create(plan=plan, need=need, thread=home, by=user("elias"))


def marked(number: int, home: Thread, when: timedelta) -> None:
    """As if so many plans were tied: one need of each."""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for n in range(number):
            cursor.execute(
                "insert into challenges_threadtie (plan_id, thread_id, gap_id, by_id, at) values (%s, %s, %s, %s, %s)",
                [9_000 + n, home.pk, 9_000 + n, user("marte").pk, timezone.now() - when],
            )
        cursor.execute("set session_replication_role = origin")


@pytest.mark.parametrize("number", [4, 5])
def test_a_number_below_five_is_told_to_nobody(both_logins, home, number) -> None:
    marked(number, home, timedelta(days=2))
    for who in ("eva", "marte", "elias", "anders"):
        with acting(user(who).pk):
            assert plans_marked() == ({home.pk: 5} if number == 5 else {})


def test_what_is_tied_today_is_counted_tomorrow(both_logins, home) -> None:
    """Nobody sees the number move by what they do themselves."""
    marked(5, home, timedelta(0))
    with acting(user("eva").pk):
        assert plans_marked() == {}


def test_nobody_who_is_not_logged_in_is_told_a_number(both_logins, home) -> None:
    marked(5, home, timedelta(days=2))
    with transaction.atomic():
        assert plans_marked() == {}


def test_the_page_of_a_thread_says_how_many_or_that_they_are_few(browse, both_logins, home) -> None:
    assert "Færre enn fem planer" in browse("marte").get(f"/kart/trad/{HOME}/").content.decode()
    marked(7, home, timedelta(days=2))
    assert "7 planer er koblet hit." in browse("marte").get(f"/kart/trad/{HOME}/").content.decode()


def helped(plans: int, by_nav: int, home: Thread) -> None:
    """As if so many plans were marked with a need, and so many of them had a chosen measure with Nav for it."""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute(
            "update plans_measure set chosen_at = now() - interval '3 days', only_me = false where id = (select min(id) from plans_measure)"
            " returning id"
        )
        [(measure,)] = cursor.fetchall()
        cursor.execute(
            "update plans_measure set responsible_agency_id = (select id from people_agency where kind = 'nav'), responsible_user_id = null,"
            " removed_at = null, blocked_at = null where id = %s",
            [measure],
        )
        for n in range(plans):
            cursor.execute(
                "insert into challenges_threadtie (plan_id, thread_id, need_id, by_id, at) values (%s, %s, %s, %s, now() - interval '2 days')",
                [9_000 + n, home.pk, 900_000 + n, user("marte").pk],
            )
            if n < by_nav:
                cursor.execute(
                    "insert into plans_measureneed (plan_id, measure_id, need_id) values (%s, %s, %s)",
                    [9_000 + n, measure, 900_000 + n],
                )
        cursor.execute("set session_replication_role = origin")


@pytest.mark.parametrize(
    ("plans", "by_nav", "told"),
    [(12, 6, [("Nav", 6)]), (10, 5, [("Nav", 5)]), (12, 4, []), (12, 8, []), (12, 12, []), (4, 4, [])],
)
def test_whom_others_got_help_from_is_told_when_neither_they_nor_the_rest_are_few(
    both_logins, home, plans, by_nav, told
) -> None:
    helped(plans, by_nav, home)
    for who in ("eva", "elias", "kari"):
        with acting(user(who).pk):
            assert helped_by(home) == told


def test_the_page_of_a_thread_says_whom_others_got_help_from(browse, both_logins, home) -> None:
    helped(11, 6, home)
    page = " ".join(browse("marte").get(f"/kart/trad/{HOME}/").content.decode().split())
    assert "Andre har fått hjelp av: Nav (6 planer)." in page
    with transaction.atomic():
        assert helped_by(home) == []
