"""One transaction at a time for each plan, also for whoever changes very many plans at once."""

import os

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

EVERY_PLAN = "select access.lock_gaps(array(select generate_series(1, 50000)))"
ONE_PLAN = "select access.lock_gaps(array[1])"
ANOTHER = "select access.lock_gaps(array[2])"


@pytest.fixture
def link(committed: str):
    """Another connection of the owner to the same database, which gives up on a lock after a moment."""
    made = []

    def connect() -> psycopg.Connection:
        info = conninfo_to_dict(os.environ["POP_TEST_SUPERUSER_URL"]) | {"dbname": committed}
        made.append(psycopg.connect(**info, options="-c lock_timeout=200ms"))  # type: ignore[arg-type]
        return made[-1]

    yield connect
    for one in made:
        one.close()


def test_new_rules_that_touch_every_plan_of_a_large_service_find_room_for_their_locks(link) -> None:
    """A lock for each would be more than the server has room for, and nothing could be upgraded."""
    link().execute(EVERY_PLAN)


@pytest.mark.parametrize(
    ("first", "second", "waits"),
    [
        (ONE_PLAN, ONE_PLAN, True),
        (ONE_PLAN, ANOTHER, False),
        (EVERY_PLAN, ONE_PLAN, True),
        (ONE_PLAN, EVERY_PLAN, True),
        (EVERY_PLAN, EVERY_PLAN, True),
    ],
)
def test_of_two_who_change_the_same_plan_one_waits(link, first, second, waits) -> None:
    link().execute(first)
    if waits:
        with pytest.raises(psycopg.errors.LockNotAvailable):
            link().execute(second)
    else:
        link().execute(second)
