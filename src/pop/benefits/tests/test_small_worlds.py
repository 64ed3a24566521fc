"""Small worlds, written down row by row and counted on fingers: March 2026 for a handful of plans."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from psycopg.types.json import Jsonb
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.benefits.indicators import indicators

__all__ = ["both_logins"]
NOTHING: dict[str, Any] = {
    "boolean": False,
    "text": "",
    "character varying": "",
    "jsonb": Jsonb({}),
    "ARRAY": [],
}
MARCH = (date(2026, 3, 1), date(2026, 4, 1))
A, B, C, D, E, OVER, TO_COME = (990_000 + n for n in range(7))
"""Five plans of people in prison, one of somebody released long ago, and one that is made later."""


def at(month: int, day: int, hour: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=ZoneInfo("Europe/Oslo"))


def put(table: str, /, **values: Any) -> int:
    """A row in a table: what is given, and nothing worth mention in what it must have besides."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select column_name, data_type from information_schema.columns where table_schema = 'public' and table_name = %s"
            " and is_nullable = 'NO' and column_default is null and is_identity = 'NO' and is_generated = 'NEVER'",
            [table],
        )
        for column, kind in cursor.fetchall():
            if kind == "uuid":
                values.setdefault(column, uuid4())
            elif kind.startswith("timestamp"):
                values.setdefault(column, at(1, 1))
            elif kind == "date":
                values.setdefault(column, date(2026, 1, 1))
            else:
                values.setdefault(column, NOTHING.get(kind, 1))
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join(["%s"] * len(values))
        cursor.execute(
            f"insert into {table} ({names}) values ({marks}) returning to_jsonb({table}) ->> 'id'",
            [*values.values()],
        )  # noqa: S608
        return int(cursor.fetchone()[0] or 0)


@pytest.fixture(autouse=True)
def small(both_logins: None) -> Iterator[None]:
    """Only these plans are of people who serve; all that is written in them is written in the test."""
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update plans_plan set created_on = '2030-01-01'")
        for plan in (A, B, C, D, E):
            put("plans_plan", id=plan, person_id=plan, created_on=date(2025, 6, 1))
        put(
            "plans_plan",
            id=OVER,
            person_id=OVER,
            created_on=date(2024, 1, 1),
            sentence_ended_on=date(2025, 12, 1),
        )
        put("plans_plan", id=TO_COME, person_id=TO_COME, created_on=date(2026, 4, 1))
        yield
        cursor.execute("set session_replication_role = origin")


def counted(name: str) -> dict[int, tuple[int, int]]:
    """Per plan: how many of how many."""
    with connection.cursor() as cursor:
        cursor.execute(f"select plan_id, hit, base from access.indicator_{name}(%s, %s)", MARCH)  # noqa: S608
        return {plan: (int(hit), int(base)) for plan, hit, base in cursor.fetchall()}


def days(name: str) -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"select plan_id, hit from access.indicator_{name}(%s, %s)", MARCH)  # noqa: S608
        return sorted((plan, int(hit)) for plan, hit in cursor.fetchall())


def arrived(plan: int, day: date) -> None:
    put("conversations_conversation", plan_id=plan, kind="intake", held_on=day, source="correctional")


def need(plan: int, written: datetime, **more: Any) -> int:
    return put("plans_need", plan_id=plan, written_at=written, source="person", **more)


SOURCES: dict[str, dict[str, Any]] = {"agency": {"source_agency_id": 1}, "individual": {"source_user_id": 1}}


def measure(
    plan: int, *, source: str = "correctional", chosen_at: datetime | None = None, **more: Any
) -> int:
    way = "own_login" if chosen_at else ""
    more.setdefault("status", "proposed")
    return put(
        "plans_measure",
        plan_id=plan,
        source=source,
        chosen_at=chosen_at,
        chosen_way=way,
        **SOURCES.get(source, {}),
        **more,
    )


def test_needs_are_known_when_one_is_written_within_fourteen_days() -> None:
    for plan in (A, B, C, D, OVER, TO_COME):
        arrived(plan, date(2026, 3, 2))
    arrived(E, date(2026, 3, 20))  # Fourteen days are not over in March.
    need(A, at(3, 3))
    need(B, at(3, 16, 23))  # Late on the fourteenth day.
    need(C, at(3, 17, 1))  # Early on the fifteenth.
    need(D, at(3, 5), removed_at=at(3, 6))
    need(E, at(3, 21))
    assert counted("needs_known") == {A: (1, 1), B: (1, 1), C: (0, 1), D: (0, 1)}


def test_the_team_is_there_at_intake_when_somebody_had_said_yes_that_day() -> None:
    for plan, said_yes in {A: at(2, 20), B: at(3, 10, 23), C: at(3, 11, 1), D: None}.items():
        arrived(plan, date(2026, 3, 10))
        put("teams_supportteammember", plan_id=plan, accepted_at=said_yes, user_id=1, since=date(2026, 1, 1))
    arrived(E, date(2026, 3, 10))
    arrived(OVER, date(2026, 3, 10))
    assert counted("group_at_intake") == {A: (1, 1), B: (1, 1), C: (0, 1), D: (0, 1), E: (0, 1)}


def test_suggestions_within_five_working_days_after_the_talk() -> None:
    """The talk is on Thursday 5 March: the fifth working day is Thursday 12 March."""
    for plan in (A, B, C, D):
        put(
            "conversations_conversation",
            plan_id=plan,
            source="correctional",
            kind="needs_1",
            held_on=date(2026, 3, 5),
        )
    put(
        "conversations_conversation",
        plan_id=E,
        source="correctional",
        kind="needs_1",
        held_on=date(2026, 3, 30),
    )  # Easter: the days end in April.
    measure(A, source="agency", written_at=at(3, 6))
    measure(B, source="individual", written_at=at(3, 12, 23))
    measure(C, source="agency", written_at=at(3, 13, 1))
    measure(D, source="correctional", written_at=at(3, 6))
    measure(E, source="agency", written_at=at(3, 30))
    assert counted("input_in_time") == {A: (1, 1), B: (1, 1), C: (0, 1), D: (0, 1)}


def test_measures_in_time_are_done_and_were_never_overdue() -> None:
    chosen = {"chosen_at": at(2, 1)}
    measure(A, due=date(2026, 3, 1), status="done", **chosen)
    measure(A, due=date(2026, 3, 31), status="in_progress", **chosen)
    measure(A, due=date(2026, 4, 1), status="done", **chosen)  # Due after the period.
    measure(A, due=date(2026, 3, 9))  # Only proposed.
    measure(A, due=date(2026, 3, 9), status="done", removed_at=at(3, 1), **chosen)
    late = measure(B, due=date(2026, 3, 9), status="done", **chosen)
    measure(OVER, due=date(2026, 3, 9), status="done", **chosen)
    gap = put(
        "gaps_gap",
        plan_id=B,
        rule="measure_overdue",
        since=date(2026, 3, 10),
        opened_at=at(3, 10),
        closed_at=at(3, 12),
    )
    put("gaps_gapsubject", plan_id=B, gap_id=gap, table="plans_measure", row_id=late)
    assert counted("measures_in_time") == {A: (1, 2), B: (0, 1)}


def test_the_team_is_updated_when_somebody_came_or_it_met_around_six_months_before() -> None:
    """Six months before release is 15 February; the months around it end on 18 March."""
    for plan in (A, B, C, D):
        put("sentences_milestone", plan_id=plan, kind="team_update", on_day=date(2026, 2, 15))
    put(
        "sentences_milestone", plan_id=E, kind="team_update", on_day=date(2026, 3, 15)
    )  # Its months end in April.
    put("teams_supportteammember", plan_id=A, accepted_at=at(2, 1), user_id=1)
    put("plans_meeting", source="correctional", plan_id=B, held=True, date=date(2026, 3, 18))
    put("plans_meeting", source="correctional", plan_id=C, held=False, date=date(2026, 2, 20))
    put("plans_meeting", source="correctional", plan_id=D, held=True, date=date(2026, 3, 19))
    assert counted("group_updated") == {A: (1, 1), B: (1, 1), C: (0, 1), D: (0, 1)}


def test_how_long_a_gap_was_open_is_counted_when_it_closes() -> None:
    def gap(plan: int, since: date, closed: datetime | None) -> None:
        put("gaps_gap", plan_id=plan, since=since, opened_at=at(1, 1), closed_at=closed)

    gap(A, date(2026, 2, 27), at(3, 2))
    gap(A, date(2026, 3, 5), at(3, 5, 8))
    gap(B, date(2026, 3, 1), at(3, 31, 23))
    gap(B, date(2026, 3, 1), at(4, 1, 1))  # In April.
    gap(C, date(2026, 1, 1), None)
    gap(OVER, date(2026, 3, 1), at(3, 2))
    assert days("gap_days") == [(A, 0), (A, 3), (B, 30)]


def released(plan: int, day: date, *answers: tuple[str, datetime | None], state: str = "done") -> None:
    """A release with so many measures to carry on, each with what its receiver answered and when."""
    handover = put("handovers_handover", plan_id=plan, kind="release", state=state, on_day=day)
    for number, (answer, when) in enumerate(answers):
        told = {
            "answer": answer,
            "answered_at": when,
            "asked_at": when,
            "way": "paper" if answer else "",
            "reason": "x",
        }
        put(
            "handovers_handoveritem",
            plan_id=plan,
            handover_id=handover,
            measure_id=plan * 10 + number,
            **told,
        )


def test_receivers_who_had_confirmed_at_release_and_two_weeks_after() -> None:
    released(
        A,
        date(2026, 3, 10),
        ("confirmed", at(3, 10, 23)),
        ("confirmed", at(3, 20)),
        ("declined", at(3, 1)),
        ("", None),
    )
    released(B, date(2026, 3, 31), ("confirmed", at(3, 1)))
    released(
        C, date(2026, 2, 20), ("confirmed", at(3, 6, 23)), ("confirmed", at(3, 7))
    )  # Fourteen days: 6 March.
    assert counted("confirmed_at_release") == {A: (1, 4), B: (1, 1)}
    assert counted("confirmed_after") == {A: (2, 4), C: (1, 2)}


@pytest.mark.parametrize(
    "code", [name.removeprefix("at_release_") for name in indicators() if name.startswith("at_release_")]
)
def test_each_point_of_the_checklist_at_release(code: str) -> None:
    """A had it and lost it the day after; B had it taken back; C did not need it; nobody marked it for D; E got it the day after."""
    day = date(2026, 3, 10)
    for plan in (A, B, C, D, E):
        released(plan, day)

    def marked(plan: int, *history: tuple[str, datetime], code: str = code) -> None:
        """A mark is one row that changes; what it was is in the change log."""
        state, when = history[-1]
        mark = put("handovers_checklistmark", plan_id=plan, code=code, state=state, at=when, reason="x")
        for state, when in history:
            about = {"subject_id": 1, "table": "handovers_checklistmark", "row_id": mark, "action": "update"}
            put("changelog_change", plan_id=plan, at=when, after=Jsonb({"state": state}), **about)

    marked(A, ("open", at(3, 1)), ("done", at(3, 10, 23)), ("open", at(3, 11, 1)))
    marked(B, ("done", at(3, 1)), ("open", at(3, 5)))
    marked(C, ("not_needed", at(3, 2)))
    marked(D, ("done", at(3, 2)), code="something_else")
    marked(E, ("done", at(3, 11, 1)))
    assert counted(f"at_release_{code}") == {A: (1, 1), B: (0, 1), D: (0, 1), E: (0, 1)}


def test_a_withdrawal_is_counted_and_an_end_that_came_of_itself_is_not() -> None:
    def ended(plan: int, when: datetime, reason: str) -> None:
        put(
            "consents_consentitem",
            plan_id=plan,
            agency_id=1,
            consent_id=plan,
            ended_at=when,
            end_reason=reason,
        )

    ended(A, at(3, 1, 0), "withdrawn")
    ended(B, at(3, 15), "expired")
    ended(C, at(4, 1, 0), "withdrawn")
    put("consents_exclusion", agency_id=1, plan_id=D, made_at=at(3, 31, 23))
    assert counted("consent_withdrawn") == {A: (1, 1), B: (0, 1), C: (0, 1), D: (1, 1), E: (0, 1)}


def test_agencies_that_took_part_are_those_of_the_team_who_looked_or_wrote() -> None:
    def member(plan: int, user: int, **more: Any) -> None:
        put("teams_supportteammember", plan_id=plan, user_id=user, **{"accepted_at": at(1, 10), **more})

    member(A, 1)
    member(A, 2)
    member(A, 3)
    member(A, 4, accepted_at=at(4, 1))  # Not a member yet.
    member(A, 5, until=date(2026, 3, 30))  # Not a member any more.
    member(B, 1, until=date(2026, 3, 31))
    put("access_look", plan_id=A, user_id=1, at=at(3, 31, 23))
    put("access_look", plan_id=A, user_id=5, at=at(3, 2))
    put("access_look", plan_id=C, user_id=3, at=at(3, 2))  # Another plan.
    measure(A, written_by_id=2, written_at=at(3, 2))
    measure(A, written_by_id=3, written_at=at(4, 1, 0))
    assert counted("agencies_taking_part") == {A: (2, 3), B: (0, 1)}


def test_no_indicator_is_left_uncounted_by_hand() -> None:
    """Those of this file, and those that are counted in the demo's world or in answers."""
    here = {
        "needs_known", "group_at_intake", "input_in_time", "measures_in_time", "group_updated", "gap_days", "confirmed_at_release",
        "confirmed_after", "consent_withdrawn", "agencies_taking_part",
    }  # fmt: skip
    elsewhere = {
        "plan_in_use", "first_talk", "needs_with_measure", "days_to_measure", "meetings_held", "gaps_per_plan", "consent_given",
    }  # fmt: skip
    rest = {
        one.id for one in indicators().values() if not one.survey and not one.id.startswith("at_release_")
    }
    assert rest == here | elsewhere
