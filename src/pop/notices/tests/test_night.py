"""Never at night, gathered per day, and read before it went out: as the worker is told."""

import json
from datetime import datetime
from typing import Any

import pytest
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows
from tests.clock import day, move, standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.notices import actions
from pop.notices.tests.conftest import nothing_queued, reached, something_for_marte

__all__ = ["both_logins"]
NOON, EVENING, NIGHT, MORNING = (day(2026, 11, n, h) for n, h in ((18, 12), (18, 23), (19, 3), (19, 7)))


@pytest.fixture(autouse=True)
def real_commits(both_logins: str) -> str:
    nothing_queued(both_logins)
    return both_logins


def begin() -> Any:
    """What the worker is told about the first delivery."""
    with past_the_rules():
        [(told,)] = rows("select access.begin_delivery((select min(id) from notices_delivery))")
    return json.loads(told) if told else None


def due() -> list[datetime]:
    with past_the_rules():
        return [
            row[0] for row in rows("select date_trunc('minute', due_at) from notices_delivery order by id")
        ]


def states() -> list[str]:
    with past_the_rules():
        return [row[0] for row in rows("select state from notices_delivery order by id")]


def test_by_day_at_once() -> None:
    with standing(NOON):
        reached("marte")
        something_for_marte()
        assert due() == [NOON]
        assert begin()["to"] == "postkasse@mottaker.example"


@pytest.mark.parametrize("hour", [EVENING, NIGHT])
def test_at_night_it_waits_for_seven_o_clock(hour) -> None:
    with standing(hour) as clock:
        reached("marte")
        something_for_marte()
        assert due() == [MORNING]
        assert begin()["wait"] == pytest.approx((MORNING - hour).total_seconds(), abs=60)
        move(clock, MORNING)
        assert begin()["to"]


def test_another_attempt_does_not_come_at_night_either() -> None:
    with standing(NOON) as clock:
        reached("marte")
        something_for_marte()
        assert begin()["attempt"] == 1
        with past_the_rules():
            rows("select access.end_delivery((select min(id) from notices_delivery), 'begun', 'later')")
        move(clock, NIGHT)
        assert begin()["wait"] == pytest.approx((MORNING - NIGHT).total_seconds(), abs=60)
        move(clock, MORNING)
        assert begin()["attempt"] == 2


def test_gathered_it_goes_out_at_eight_the_next_day_in_one_message() -> None:
    with standing(NOON) as clock:
        reached("marte", email_task="daily")
        something_for_marte()
        with acting(user("marte").pk):
            user("marte").tasks.filter(kind="leader_asks").update(done_at=None)
        with past_the_rules():
            rows(
                "select access.give_notice((select user_id from notices_delivery limit 1), null, 'task', 'x', gen_random_uuid(),"
                " access.moment())::text"
            )
        assert due() == [day(2026, 11, 19, 8)] * 2
        assert begin()["wait"]
        move(clock, day(2026, 11, 19, 8))
        assert begin()["to"]
        assert states() == ["begun", "begun"]


def test_what_is_read_is_not_sent() -> None:
    with standing(EVENING) as clock:
        reached("marte")
        something_for_marte()
        with acting(user("marte").pk):
            actions.read_all(user=user("marte"))
        move(clock, MORNING)
        assert begin() is None
        assert states() == ["dropped"]


def test_whoever_takes_the_address_away_gets_nothing() -> None:
    with standing(NOON):
        reached("marte")
        something_for_marte()
        reached("marte", email="")
        assert begin() is None
        assert states() == ["dropped"]


def test_whoever_wants_none_has_none() -> None:
    with standing(NOON):
        reached("marte", phone="+4740000000", email_task="off")
        something_for_marte()
        assert states() == []


def test_what_lost_its_job_gets_one() -> None:
    with standing(NOON) as clock:
        reached("marte")
        something_for_marte()
        with past_the_rules():
            rows("delete from queue.procrastinate_jobs returning 1")
            move(clock, day(2026, 11, 18, 13))
            assert rows("select access.recover_deliveries()") == [(1,)]
            assert rows("select access.recover_deliveries()") == [(0,)]
            assert rows("select args from queue.procrastinate_jobs") == rows(
                "select jsonb_build_object('delivery', min(id)) from notices_delivery"
            )
