"""The one question of the plan page answers what plain queries would, to each of its readers (ADR 14)."""

import pytest

from pop.conversations.models import Conversation
from pop.demo.places import user
from pop.people import labels
from pop.plans import actions, areas
from pop.plans.models import (
    Contact,
    Decision,
    Goal,
    Measure,
    MeasureNeed,
    Meeting,
    Need,
    NeedGoal,
    Note,
    ProgressionWish,
    Refusal,
    Statement,
)
from pop.plans.opening import open_plan
from pop.plans.rows import Rows

ENTRIES = (
    Need, Goal, Measure, Note, Statement, ProgressionWish, Decision, Contact, Meeting, Conversation,
)  # fmt: skip
READERS = ("elias", "marte", "kari", "torbjorn", "sunniva", "hanne", "mona", "liv", "silje", "tone")


def said(row) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


@pytest.mark.parametrize("who", READERS)
def test_each_reader_gets_the_same_rows_with_the_same_values(plan, act_as_member, who: str) -> None:
    with act_as_member(who):
        rows = Rows(plan)
        for model in ENTRIES:
            wanted = [said(row) for row in model.objects.of(plan)]
            found = [said(row) for row in rows.of(model)]
            assert sorted(found, key=lambda r: r["id"]) == sorted(wanted, key=lambda r: r["id"]), model
        refusals = Refusal.objects.filter(plan=plan, ended_on=None)
        assert [row.pk for row in rows.of(Refusal)] == [row.pk for row in refusals]


@pytest.mark.parametrize("who", READERS)
def test_threads_and_areas_are_the_same_too(plan, act_as_member, who: str) -> None:
    with act_as_member(who):
        rows = Rows(plan)
        for model in (NeedGoal, MeasureNeed):
            ties = model.objects.filter(plan=plan).values_list("pk", flat=True)
            assert {row["id"] for row in rows.raw(model._meta.db_table)} == set(ties)
        plain = {n: (a.name, a.tangle, a.ticked) for n, a in areas.of(plan).items()}
        assert {n: (a.name, a.tangle, a.ticked) for n, a in rows.areas().items()} == plain


@pytest.mark.parametrize("who", ["silje", "tone", "jon", "per", "grete"])
def test_whoever_has_no_part_in_the_plan_gets_nothing(plan, act_as_member, who: str) -> None:
    with act_as_member(who):
        # An own invitation shows that one is invited, and nothing about whom.
        rows = Rows(plan)
        assert rows.kinds <= {"topic", "team", "user", "agency"}
        assert set(rows.users()) <= {user(who).pk}
        relation, opened = open_plan(plan.key, ("own", "contact", "partner"), "plan", "oppfølging")
        assert (relation in (None, "invited"), opened) == (True, None)


def test_what_was_taken_out_is_not_on_the_page(plan, act_as_member) -> None:
    with act_as_member("elias"):
        need = Need.objects.of(plan).first()
        actions.remove(need)
        assert need.pk not in {row.pk for row in Rows(plan).of(Need)}


@pytest.mark.parametrize("who", READERS)
def test_the_names_that_come_along_are_those_that_would_be_answered(plan, act_as_member, who: str) -> None:
    with act_as_member(who):
        rows = Rows(plan)
        people, bodies = labels.named(rows.users(), rows.agencies())
        assert {pk: label for pk, label in rows.users().items() if label} == people
        assert rows.agencies() == bodies
