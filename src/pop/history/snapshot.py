"""The plan as it was: its rows at one change, rebuilt from the log, as far as the reader may see them."""

from dataclasses import dataclass, field
from typing import Any

from pop.changelog.models import Change
from pop.history.lines import THREADS, noun
from pop.history.values import MODELS, Words, title
from pop.plans.models import Entry, Plan

Key = tuple[str, int]


@dataclass
class Item:
    """One entry as it was: its kind in words, what it was called, and its fields as label and value."""

    key: Key
    kind: str
    title: str
    topic: int
    area: str
    """What the topic is called in this plan."""
    fields: list[tuple[str, str]]
    ties: set[Key] = field(default_factory=set)
    """What a goal or measure answers."""
    answers: list[str] = field(default_factory=list, compare=False)
    """The same in words. They are the words of something else: that they differ is told there."""


def rows(plan: Plan, upto: int) -> list[Change]:
    """The newest change of each row at that time. Left out is what had gone to where the reader may not look."""
    return list(
        Change.objects.raw(
            'select distinct on (c.subject_id, c."table", c.row_id) c.* from changelog_change c'
            " join changelog_subject s on s.id = c.subject_id"
            " where s.plan_id = %s and c.id <= %s and (s.closed_by is null or s.closed_by > %s)"
            ' order by c.subject_id, c."table", c.row_id, c.id desc',
            [plan.pk, upto, upto],
        )
    )


def states(changes: list[Change]) -> dict[Key, dict[str, Any]]:
    """What stood in the plan, by table and row."""
    return {
        (c.table, c.row_id): c.after for c in changes if c.after is not None and not c.after.get("removed_at")
    }


def items(plan: Plan, upto: int) -> dict[Key, Item]:
    """The entries of the plan as it was, by table and row."""
    changes = rows(plan, upto)
    stood, words = states(changes), Words(plan, changes)
    entries = {key: row for key, row in stood.items() if issubclass(MODELS[key[0]], Entry)}
    found = {key: item(key, row, words) for key, row in entries.items()}
    tie(found, stood)
    return found


def item(key: Key, row: dict[str, Any], words: Words) -> Item:
    table, called = key[0], title(key[0], row, words)
    fields = [(label, new) for label, _, new in words.fields(table, None, row) if new != called]
    return Item(key, noun(table), called, row["topic_id"], words.area(row["topic_id"]), fields)


def tie(found: dict[Key, Item], stood: dict[Key, dict[str, Any]]) -> None:
    """Puts the needs and goals that are answered on what answers them."""
    for (table, _), row in stood.items():
        if table not in THREADS:
            continue
        near = ("plans_measure", row["measure_id"]) if "measure_id" in row else ("plans_goal", row["goal_id"])
        far = ("plans_need", row["need_id"]) if row.get("need_id") else ("plans_goal", row["goal_id"])
        if near in found and far in found:
            found[near].ties.add(far)
            found[near].answers.append(found[far].title)


@dataclass
class Part:
    """The entries of one topic."""

    name: str
    items: list[Item]


ORDER = ("plans_need", "plans_goal", "plans_measure", "plans_measurenote", "plans_note")


def parts(found: dict[Key, Item]) -> list[Part]:
    """By topic, in the order of the form."""
    by_topic: dict[int, list[Item]] = {}
    for item in found.values():
        by_topic.setdefault(item.topic, []).append(item)
    rank = {table: number for number, table in enumerate(ORDER)}
    return [
        Part(group[0].area, sorted(group, key=lambda i: (rank.get(i.key[0], 9), i.key)))
        for _, group in sorted(by_topic.items())
    ]


@dataclass
class Difference:
    """One entry in two versions; None where it is not there."""

    name: str
    kind: str
    left: Item | None
    right: Item | None
    changed: set[str]
    """Labels of the fields that differ."""


def differences(left: dict[Key, Item], right: dict[Key, Item]) -> list[Difference]:
    """What differs, by topic; what is the same in both is left out."""
    found = []
    for key in left.keys() | right.keys():
        old, new = left.get(key), right.get(key)
        if old == new:
            continue
        either = new or old
        assert either is not None  # noqa: S101  (the key is of one of them)
        found.append(Difference(either.area, either.kind, old, new, changed(old, new)))
    return sorted(found, key=lambda d: ((d.right or d.left).topic, (d.right or d.left).key))  # type: ignore[union-attr]


def changed(old: Item | None, new: Item | None) -> set[str]:
    if old is None or new is None:
        return set()
    before, after = dict(old.fields), dict(new.fields)
    return {label for label in before.keys() | after.keys() if before.get(label) != after.get(label)}
