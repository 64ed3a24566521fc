"""Time alone makes gaps; the one who looks at night may do nothing else."""

from datetime import timedelta

import psycopg
import pytest
from conftest import named, superuser_url
from django.db import connection
from django.utils import timezone
from tests.clock import standing

from pop.access.actor import acting
from pop.demo.places import user
from pop.gaps.tests.conftest import open_gaps
from pop.plans import actions as plans
from pop.plans.actions import Writer
from pop.plans.models import Source
from pop.run import worker

TABLES = "select table_schema || '.' || table_name from information_schema.tables where table_schema in ('public', 'access', 'rule')"


MAY = """
    select oid::regprocedure::text from pg_proc
    where pronamespace in ('access'::regnamespace, 'rule'::regnamespace)
      and has_schema_privilege('pop_worker', pronamespace, 'usage') and has_function_privilege('pop_worker', oid, 'execute')
"""


@pytest.fixture
def as_worker(both_logins):
    """A connection of the superuser that has put on the worker's login."""
    with psycopg.connect(named(superuser_url(), both_logins), autocommit=True) as link:
        tables = [row[0] for row in link.execute(TABLES)]
        functions = [row[0] for row in link.execute(MAY)]
        link.execute("set session authorization pop_worker")
        yield link, tables, functions


def test_the_worker_reads_and_writes_no_table(as_worker):
    link, tables, _ = as_worker
    assert len(tables) > 60
    for table in tables:
        for verb in (f"select 1 from {table} limit 1", f"delete from {table}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                link.execute(verb)


def test_the_worker_may_call_what_looks_for_gaps_what_counts_and_what_sends_notices_and_nothing_else(
    as_worker,
):
    assert sorted(as_worker[2]) == [
        "access.begin_delivery(bigint)",
        "access.end_delivery(bigint,text,text)",
        "access.keep_outgoing(bigint,text,text,text,text)",
        "access.measure_next()",
        "access.recover_deliveries()",
        "access.scan_gaps(integer)",
    ]


def test_the_web_login_may_not_scan(plan):
    with (
        pytest.raises(Exception, match="permission denied"),
        acting(user("marte").pk),
        connection.cursor() as cursor,
    ):
        cursor.execute("select access.scan_gaps()")


def test_what_time_made_is_found_after_days_without_power_and_only_once(both_logins, plan):
    url = named(superuser_url(), both_logins)
    with acting(user("elias").pk):
        need = plans.write_need(
            plan=plan, writer=Writer(user("elias"), Source.PERSON), topic=6, text="Nye briller"
        )
    wanted = ("need_without_measure", "plans_need", need.pk)
    with standing(timezone.now() + timedelta(days=20)):
        assert worker.scan(url) > 0
        assert wanted in open_gaps(plan)
        assert worker.scan(url) == 0
