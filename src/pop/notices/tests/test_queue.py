"""The queue belongs to the worker; a page's login may not even look at it."""

import hashlib
import re

import pytest
from django.db import Error, connection, transaction
from procrastinate.schema import SchemaManager

from pop.access.actor import acting
from pop.demo.places import user

INSTALLED = "a19432b1ab09cb0b"
"""The library's tables as migration 0002 installed them. Another version: write a migration that brings them along."""


def test_the_librarys_tables_are_those_that_were_installed() -> None:
    text = re.sub(r"\s+", " ", SchemaManager.get_schema())
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == INSTALLED


@pytest.mark.parametrize(
    "statement",
    [
        "select 1 from queue.procrastinate_jobs",
        "select queue.procrastinate_finish_job_v1(1, 'failed', true)",
        "select access.begin_delivery(1)",
        "select access.end_delivery(1, 'sent', '')",
        "select access.queue_delivery(1, now())",
        "select access.give_notice(1, null, 'task', 'x', null, now())",
        "select 1 from notices_delivery",
        "insert into notices_notice (key, user_id, kind, what, at) values (gen_random_uuid(), 1, 'task', 'x', now())",
        "insert into notices_outgoing (delivery_id, at, channel, sender, recipient, subject, text) values (1, now(), '', '', '', '', '')",
        "delete from notices_notice",
    ],
)
def test_a_page_may_not(statement: str) -> None:
    refused = pytest.raises(Error, match="permission denied")
    with acting(user("jon").pk), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
