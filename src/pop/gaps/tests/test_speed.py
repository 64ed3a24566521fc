"""What a look at one plan costs. `./pop bench` says it for 100,000; here a tenfold slip is noticed."""

import time

from django.db import connection
from tests.access.facts import past_the_rules

from pop.gaps.tests.conftest import scan

LIMIT = 0.05
"""Seconds for one plan after one change (work order 4, section 7)."""


def test_one_plan_is_looked_at_in_less_than_fifty_milliseconds(plan):
    scan()
    took = []
    with past_the_rules(), connection.cursor() as cursor:
        for _ in range(9):
            begin = time.perf_counter()
            cursor.execute("select access.refresh_gaps(array[%s]::bigint[])", [plan.pk])
            took.append(time.perf_counter() - begin)
    assert sorted(took)[len(took) // 2] < LIMIT, took
