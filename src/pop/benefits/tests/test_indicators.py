"""The indicators against small worlds that are counted by hand."""

from datetime import date, timedelta

import pytest
from django.db import connection
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.benefits.indicators import DIRECTIONS, indicators

__all__ = ["both_logins"]
pytestmark = pytest.mark.usefixtures("both_logins")
MARCH = (date(2026, 3, 1), date(2026, 4, 1))


def test_every_indicator_is_whole_and_says_what_it_may_do_that_nobody_wants() -> None:
    """Rule D1."""
    found = indicators()
    assert len(found) > 25
    for one in found.values():
        assert one.direction in DIRECTIONS
        assert one.source
        for words in (one.name, one.says, one.effect):
            assert all(words[language] for language in ("nb", "nn", "en")), one.id


def test_consent_is_context_and_never_a_goal() -> None:
    """Rule D1."""
    for one in indicators().values():
        if "consent" in one.id:
            assert one.direction == "context"
            assert not one.goal
            assert one.sensitive


def test_the_database_counts_the_same_indicators() -> None:
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("select id, kind, few from access.indicators()")
        assert cursor.fetchall() == [(one.id, one.kind, one.sensitive) for one in indicators().values()]


@pytest.mark.parametrize("name", list(indicators()))
def test_every_indicator_can_be_counted(name: str) -> None:
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(f"select plan_id, hit, base from access.indicator_{name}(%s, %s)", MARCH)  # noqa: S608
        rows = cursor.fetchall()
    kind = indicators()[name].kind
    assert all(base > 0 for _plan, _hit, base in rows)
    assert kind != "share" or all(0 <= hit <= base for _plan, hit, base in rows)
    assert kind == "days" or len({plan for plan, _hit, _base in rows}) == len(rows)


def plain(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@pytest.mark.parametrize(
    ("days", "hits"),
    [((0, 6, 7, 8, None), 3), ((7, 7, 7, 7, 7), 5), ((8, 9, 30, None, None), 0)],
)
def test_needs_talks_within_the_week_are_counted_from_the_day_of_arrival(days, hits) -> None:
    """Five who arrived on 2 March, and had their talk so many days later."""
    with past_the_rules():
        plans = [row for (row,) in plain("select id from plans_plan order by id limit 5")]
        plain("delete from conversations_sitting")
        plain("update conversations_conversation set removed_at = now(), contested_at = null where true")
        for plan, after in zip(plans, days, strict=True):
            talk(plan, "intake", date(2026, 3, 2))
            if after is not None:
                talk(plan, "needs_1", date(2026, 3, 2) + timedelta(after))
        plain("update plans_plan set created_on = %s, sentence_ended_on = null", date(2026, 1, 1))
        rows = plain("select hit from access.indicator_first_talk(%s, %s)", *MARCH)
    assert len(rows) == 5
    assert sum(hit for (hit,) in rows) == hits


def talk(plan: object, kind: str, day: date) -> None:
    plain(
        "insert into conversations_conversation (key, plan_id, topic_id, source, written_by_id, written_at, together, imported,"
        " only_me, kind, planned_on, place, held_on, elsewhere, with_whom, milieu_worker, consent_asked, consent_not_asked_why, contested_words, contested_together)"
        " select gen_random_uuid(), %s, 48, 'correctional', (select min(id) from people_user), now(), false, false, false, %s, null, '', %s, %s, '', false, null, '', '', false",
        plan, kind, day, "et annet sted",
    )  # fmt: skip
