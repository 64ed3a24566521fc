"""What the database shows one actor of some plans: rows, names, grounds. The other side of the comparison."""

from typing import Any

import psycopg
from django.db import connection

from pop.access.actor import act_as
from tests.access import model
from tests.access.facts import TABLES, THREADS, rows

Rows = set[tuple[str, int]]

ASKED = {
    **TABLES,
    **{name: table for name, (table, _ends) in THREADS.items()},
    "item": "consents_consentitem",
    "consent": "consents_consent",
    "receipt": "consents_withdrawalreceipt",
    "sheet": "consents_consentscan",
    "exclusion": "consents_exclusion",
    "chair": "teams_supportteammember",
    "handover": "handovers_handover",
    "handed": "handovers_handoveritem",
    "mark": "handovers_checklistmark",
    "farewell": "handovers_farewelltalk",
    "preconsent": "consents_preconsent",
    "gap": "gaps_gap",
    "gap_subject": "gaps_gapsubject",
    "gap_act": "gaps_gapact",
}
"""Everything that has a plan_id and is compared row by row, by short name."""
NUMBER = {"sheet": "consent_id", "gap_subject": "gap_id"}
"""The column that tells rows apart, when it is not `id`."""


ALWAYS = (
    "note", "contact", "meeting", "message", "item", "consent", "receipt", "sheet", "handed", "mark", "preconsent", "gap",
    "gap_subject", "dependency", "said_wish",
)  # fmt: skip
NARROWER = ("letter", "message")
"""Seen by fewer than their topic is: access.ground and access.viewers answer of topics."""
OTHERS = [kind for kind in ASKED if kind not in ALWAYS]


def turn_of(turn: int) -> list[str]:
    """The tables that one comparison asks for: those with rules of their own, and some of the others in turn."""
    return [*ALWAYS, *OTHERS[turn % 8 :: 8]]


def everything(kinds: list[str], plan_ids: list[int]) -> Rows:
    """One prepared statement over some of the tables, as whoever acts now."""
    question = " union all ".join(
        f"select '{kind}', {NUMBER.get(kind, 'id')} from {ASKED[kind]} where plan_id = any($1)"
        for kind in kinds
    )
    raw = connection.connection
    assert raw is not None
    with psycopg.RawCursor(raw) as cursor:
        return set(cursor.execute(question, [plan_ids], prepare=True).fetchall())


def changes(numbers: list[int]) -> Rows:
    """Which of some rows of the change log the actor sees."""
    return {
        ("change", row) for (row,) in rows("select id from changelog_change where id = any(%s)", [numbers])
    }


ON_PAGE = (
    "need",
    "goal",
    "measure",
    "note",
    "statement",
    "progressionwish",
    "decision",
    "contact",
    "meeting",
)


def on_page(plan: int) -> Rows:
    """The entries that the plan page would show the actor."""
    tables = {TABLES[kind]: kind for kind in ON_PAGE}
    found = rows("select kind, (fields ->> 'id')::bigint from access.plan_rows(%s, 'nb')", [plan])
    return {(tables[table], number) for table, number in found if table in tables}


def current(plan: int) -> Rows:
    """The same by plain queries."""
    every = " union all ".join(
        f"select '{kind}', id from {TABLES[kind]} where plan_id = {plan} and removed_at is null"
        for kind in ON_PAGE
    )
    return set(rows(every))


def people_and_places(plans: list[model.Plan], agencies: list[int]) -> tuple[set[int], set[int]]:
    """Persons whose name, and agencies whose name, the actor sees."""
    [(persons, bodies)] = rows(
        "select (select array_agg(id) from people_person where id = any(%s)),"
        " (select array_agg(id) from people_agency where id = any(%s))",
        [[plan.person_id for plan in plans], agencies],
    )
    return set(persons or ()), set(bodies or ())


def relations(plan_ids: list[int]) -> dict[int, str | None]:
    """Asked by key, as the pages do; the key is read past the rules beforehand."""
    return dict(rows("select id, access.relation(key) from plans_plan where id = any(%s)", [plan_ids]))


def grounds(plan: model.Plan, entries: list[model.Entry]) -> dict[tuple[str, int], str]:
    """Why the actor sees each of some entries, as `access.ground` says it."""
    if not entries:
        return {}
    values = [[plan.id, e.topic, e.source_key, e.only_me, e.named_contact, e.id] for e in entries]
    question = ", ".join(["access.ground(%s, %s, %s, %s, %s, %s)"] * len(values))
    [answers] = rows(f"select {question}", [value for row in values for value in row])
    return {(e.kind, e.id): answer for e, answer in zip(entries, answers, strict=True) if answer}


def viewers(plan: model.Plan, entry: model.Entry) -> dict[int, str]:
    """Who else sees an entry, and why, as the database tells the actor."""
    return dict(
        rows(
            "select user_id, ground from access.viewers(%s, %s, %s, %s, %s, %s)",
            [
                plan.id,
                entry.topic,
                entry.source_key,
                entry.only_me,
                entry.named_contact,
                entry.id,
            ],
        )
    )


def as_actor(number: int | None, question: Any, *values: Any) -> Any:
    """The answer to a question asked by one user; nobody acts afterwards."""
    act_as(number)
    answer = question(*values)
    act_as(None)
    return answer
