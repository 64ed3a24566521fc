"""Who sees a change in the log (rule I4), said in plain Python: whoever sees the entry now, and saw it then.

Reads what the log has written past the rules; which states an entry had is taken from the words of the log
itself, and never from the subjects by which the rules decide.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.access.facts import TABLES, past_the_rules, rows
from tests.access.model import Entry, Plan, User, World

KINDS = {table: kind for kind, table in TABLES.items()}


@dataclass(frozen=True)
class Logged:
    """One change of an entry: `states` are what the entry was before and after, as far as the change tells."""

    id: int
    kind: str
    row: int
    action: str
    states: tuple[dict[str, Any], ...]


def read(plan: int) -> list[Logged]:
    """Every change of an entry of a plan. Nobody's rules apply."""
    with past_the_rules():
        return [
            Logged(number, KINDS[table], row, action, tuple(json.loads(s) for s in (before, after) if s))
            for number, table, row, action, before, after in rows(
                'select c.id, c."table", c.row_id, c.action, c.before, c.after from changelog_change c'
                ' join changelog_subject s on s.id = c.subject_id where s.plan_id = %s and c."table" = any(%s)',
                [plan, list(KINDS)],
            )
        ]


def visible(world: World, user: User, plan: Plan, changes: list[Logged]) -> set[tuple[str, int]]:
    return {("change", change.id) for change in changes if sees(world, user, plan, change)}


def sees(world: World, user: User, plan: Plan, change: Logged) -> bool:
    entry = next(e for e in plan.entries if (e.kind, e.id) == (change.kind, change.row))
    if change.action == "block":
        return sees_block(world, user, plan, entry)
    return not entry.blocked and all(
        world.sees(user, plan, state) for state in (entry, *then(entry, change.states))
    )


def then(entry: Entry, states: tuple[dict[str, Any], ...]) -> Iterator[Entry]:
    """The entry as it was: its topic, and whom it was kept to."""
    for state in states:
        yield replace(
            entry,
            topic=state["topic_id"],
            only_me=state["only_me"],
            named_contact=state["only_me_contact_id"],
        )


def sees_block(world: World, user: User, plan: Plan, entry: Entry) -> bool:
    """That something was blocked: the person; the contact team, where it was theirs to read (rule A14)."""
    relation = world.relation(user, plan)
    if relation == "own":
        return True
    open_to_team = entry.source_key == 0 and not entry.only_me
    return relation == "contact" and open_to_team and not world.excluded(user, plan, entry.topic)
