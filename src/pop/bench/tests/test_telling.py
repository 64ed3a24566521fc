"""The measurement of notices sends real messages, and leaves nothing behind."""

import os

import psycopg

from pop.bench import telling

MEASURED = int(os.environ.get("POP_NOTICES_MEASURED", "40"))


def test_all_are_sent_and_nothing_is_left(committed: str) -> None:
    url = os.environ["POP_TEST_SUPERUSER_URL"].replace("/postgres?", f"/{committed}?")
    rate = telling.per_minute(url, MEASURED)
    print(f"{rate:.0f} a minute")
    assert rate > 0
    with psycopg.connect(url) as link:
        [(users,)] = link.execute(
            "select count(*) from people_user where id >= %s", [telling.FIRST]
        ).fetchall()
    assert users == 0
