"""What the tests about gaps share."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules, rows

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.gaps.models import Gap
from pop.plans.models import Plan

__all__ = ["both_logins"]


@pytest.fixture(autouse=True)
def real_commits(both_logins: str) -> str:
    """Gaps are found at the end of a transaction, so here transactions end."""
    return both_logins


def scan() -> None:
    """What the worker does at night, once more on the same day."""
    with past_the_rules():
        with connection.cursor() as cursor:
            cursor.execute("delete from access.gap_scan")
        while rows("select access.scan_gaps()")[0][0]:
            pass


def look_again(plan: Plan) -> None:
    """What the scan does with one plan: all rules."""
    with past_the_rules():
        rows("select access.refresh_gaps(array[%s]::bigint[])::text", [plan.pk])


def of_elias() -> Plan:
    with acting(user("elias").pk):
        return plan_of("elias")


def open_gaps(plan: Plan, rule: str = "") -> set[tuple[str, str, int]]:
    """Rule, table and row of each open gap, as the person sees them: all."""
    with acting(user("elias").pk):
        found = Gap.objects.filter(plan=plan, closed_at=None).values_list(
            "rule", "subject__table", "subject__row_id"
        )
        return {row for row in found if rule in ("", row[0])}


def owner(plan: Plan, rule: str, row: int) -> tuple[int | None, int | None]:
    """User and agency that own an open gap."""
    with acting(user("elias").pk):
        return Gap.objects.values_list("owner_user_id", "owner_agency_id").get(
            plan=plan, rule=rule, subject__row_id=row, closed_at=None
        )


def found(plan: Plan, *, closed: bool = False) -> set[tuple[str, int]]:
    """Rule and row of the gaps of a plan, past the rules."""
    condition = "not null" if closed else "null"
    with past_the_rules():
        return set(
            rows(
                f"select rule, subject_id from gaps_gap where plan_id = %s and closed_at is {condition}",
                [plan.pk],
            )
        )


def whole(plan: Plan) -> set[tuple[Any, ...]]:
    """Rule, row, since, due, and the user and agency that own it, of the open gaps of a plan, past the rules."""
    with past_the_rules():
        return set(
            rows(
                "select rule, subject_id, since, due, owner_user_id, owner_agency_id from gaps_gap"
                " where plan_id = %s and closed_at is null",
                [plan.pk],
            )
        )


def owner_of(plan: Plan, rule: str) -> tuple[int | None, int | None]:
    """User and agency that own the one open gap of a rule in a plan, past the rules."""
    ((user_id, agency_id),) = {gap[4:] for gap in whole(plan) if gap[0] == rule}
    return user_id, agency_id


def seen(slug: str, **wanted: Any) -> list[Gap]:
    """The gaps that a member of the cast sees."""
    with acting(user(slug).pk):
        return list(Gap.objects.filter(**wanted))


@pytest.fixture
def plan() -> Iterator[Plan]:
    return of_elias()
