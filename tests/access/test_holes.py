"""The ten holes of pitfalls 1–10, each attacked with raw SQL through the web server's login.

As an attacker who has found a place to inject a statement into a request of Kari's, who sits for Nav in the
team of Elias, or of Silje's, who has nothing to do with him.
"""

import os
import time
from collections.abc import Iterator

import psycopg
import psycopg.conninfo
import pytest
from django.db import Error, ProgrammingError, connection, transaction

from pop.access.actor import act_as, acting, set_local, sign
from pop.demo.places import user
from pop.plans.models import Need
from tests.access.facts import rows


def one(question: str, *values: object) -> object:
    [(answer,)] = rows(question, list(values))
    return answer


def refused(statement: str, *values: object) -> str:
    """That the database says no; the answer is what it says."""
    with pytest.raises(Error) as error, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values or None)
    return str(error.value)


@pytest.fixture
def kari() -> Iterator[int]:
    with acting(user("kari").pk):
        yield user("kari").pk


@pytest.fixture
def silje() -> Iterator[int]:
    with acting(user("silje").pk):
        yield user("silje").pk


@pytest.fixture
def other_session(worker_database: str) -> Iterator[psycopg.Connection]:
    """Another connection of the web server's login, as another worker has one."""
    web = os.environ["POP_DATABASE_URL"]
    with psycopg.connect(web, dbname=worker_database, autocommit=True) as link:
        yield link


# 1. The signed actor


def test_a_signed_actor_copied_to_another_connection_is_nobody(kari, other_session) -> None:
    signed = str(one("select current_setting('pop.actor')"))
    assert signed.startswith(f"{kari}:")
    with other_session.transaction():
        other_session.execute("select set_config('pop.actor', %s, true)", [signed])
        assert other_session.execute("select access.me()").fetchone() == (None,)
        assert other_session.execute("select count(*) from plans_need").fetchone() == (0,)


def test_statements_of_other_connections_show_no_signed_actor(kari, other_session) -> None:
    act_as(kari)
    seen = other_session.execute("select query from pg_stat_activity where usename = 'pop_web'").fetchall()
    assert not any(f"{kari}:" in (query or "") for (query,) in seen)


def test_statements_of_other_connections_show_nothing_that_somebody_writes(kari, other_session) -> None:
    list(Need.objects.filter(text="En tekst som bare Kari leter etter"))
    seen = other_session.execute("select query from pg_stat_activity where usename = 'pop_web'").fetchall()
    assert not any("bare Kari leter" in (query or "") for (query,) in seen)


# 2. A cheap function in WHERE

TRAPS = (
    "1 / (length({0}::text) - length({0}::text)) = 1",
    "{0}::text::integer = 1",
    "({0}::text)::date is null",
    "chr(-length({0}::text)) = ''",
)  # fmt: skip
"""Each raises an error for any row that it is asked about; the third and second tell the row in the message."""


def tables() -> list[str]:
    return [
        name for (name,) in rows("select tablename from pg_tables where schemaname = 'public' order by 1")
    ]


@pytest.mark.parametrize("trap", TRAPS)
def test_a_function_that_raises_is_never_asked_about_an_invisible_row(silje, trap) -> None:
    readable = [name for name in tables() if one("select has_table_privilege(%s, 'select')", name)]
    tried = 0
    for name in readable:
        if one(f"select count(*) from {name}") == 0:
            tried += 1
            rows(f"select 1 from {name} t where {trap.format('t')}")
            rows(f"select 1 from {name} t order by case when {trap.format('t')} then 1 end")
    assert tried > 20


def test_the_error_about_a_visible_row_does_not_come_from_an_invisible_one(kari) -> None:
    """The trap is set for one row only: what Elias keeps to himself."""
    act_as(user("elias").pk)
    secret = Need.objects.get(text="Snakke med faren min").pk
    act_as(kari)
    trap = "select 1 from plans_need where case when id = %s then 1 / (id - id) else 1 end = 1 and id = %s"
    assert rows(trap, [secret, secret]) == []


def test_the_views_of_the_rules_are_not_for_the_web_server(kari) -> None:
    views = rows("select viewname from pg_views where schemaname = 'rule'")
    assert len(views) > 10
    for (name,) in views:
        assert "permission denied" in refused(f"select * from rule.{name}")


# 3. Forging the log through a trigger of its own (creating: test_refused)


def test_no_trigger_function_can_be_hung_on_another_table() -> None:
    names = rows(
        "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
        " where n.nspname in ('access', 'rule') and p.prorettype = 'trigger'::regtype"
    )
    assert len(names) >= 5
    for (name,) in names:
        assert one("select has_function_privilege(%s, 'execute')", name) is False, name


def test_copying_out_obeys_the_rules(silje) -> None:
    raw = connection.connection
    with psycopg.Cursor(raw) as cursor, cursor.copy("copy plans_need to stdout") as copy:
        assert b"".join(copy) == b""


# 7. Statistics tell of rows that one does not see


def test_statistics_are_closed(committed: str) -> None:
    superuser = os.environ["POP_TEST_SUPERUSER_URL"]
    with psycopg.connect(superuser, dbname=committed, autocommit=True) as link:
        link.execute("analyze")
        assert link.execute("select count(*) from pg_stats where schemaname = 'public'").fetchone()[0] > 100
    with acting(user("silje").pk):
        assert one("select count(*) from pg_stats where schemaname = 'public'") == 0
        assert one("select count(*) from pg_stats_ext") == 0


def test_the_planners_guess_does_not_tell_what_an_invisible_row_says(committed: str) -> None:
    """EXPLAIN answers anybody, from statistics over all rows."""
    with psycopg.connect(os.environ["POP_TEST_SUPERUSER_URL"], dbname=committed, autocommit=True) as link:
        link.execute("set session_replication_role = replica")
        link.execute("create table copy as select * from plans_need where text = 'Sove bedre'")
        link.execute(
            "insert into plans_need (key, plan_id, topic_id, source, only_me, written_by_id, written_at, together,"
            " imported, text, own_words, said_by, acute) select gen_random_uuid(), plan_id, topic_id, source, only_me,"
            " written_by_id, written_at, together, imported, text, own_words, said_by, acute"
            " from copy, generate_series(1, 200)"
        )
        link.execute("drop table copy")
        link.execute("analyze")
    with acting(user("silje").pk):
        guesses = [
            str(rows(f"explain select 1 from plans_need where text = '{text}'")[0]).partition("rows=")[2]
            for text in ("Sove bedre", "Finnes ikke")
        ]
    assert guesses[0] == guesses[1]


def test_the_web_server_stores_no_large_object(kari) -> None:
    refused("select lo_create(0)")


# 8. Login before there is an actor


def test_before_login_the_database_gives_an_id_and_nothing_else() -> None:
    act_as(None)
    assert one("select access.demo_login(%s)", user("elias").key) == user("elias").pk
    for name in tables():
        if one("select has_table_privilege(%s, 'select')", name):
            assert one(f"select count(*) from {name}") == 0, name


def test_where_the_owner_has_not_marked_a_demo_nobody_logs_in_by_key(committed: str) -> None:
    key = user("elias").key
    with psycopg.connect(os.environ["POP_TEST_SUPERUSER_URL"], dbname=committed, autocommit=True) as link:
        link.execute("update access.secret set demo = false")
    assert one("select access.demo_login(%s)", key) is None


# 9. What is set for the session stays on a pooled connection


def test_what_one_request_sets_for_the_session_makes_nobody_of_the_next_ones_actor(committed: str) -> None:
    kari, silje = user("kari").pk, user("silje").pk
    with transaction.atomic():
        pid = int(str(one("select pg_backend_pid()")))
        rows("select set_config('pop.actor', %s, false)", [sign(kari, pid, int(time.time()) + 100)])
        rows("select set_config('search_path', 'pg_temp, rule, access, public', false)")
    with acting(silje):
        assert one("select access.me()") == silje
        assert Need.objects.count() == 0
    with transaction.atomic():
        act_as(None)
        assert one("select access.me()") is None
        assert Need.objects.count() == 0


@pytest.mark.parametrize(
    "path", ["pg_temp", "''", "rule, access, public", "pg_temp, pg_catalog, public", "nowhere"]
)
def test_a_changed_search_path_changes_no_answer(kari, path) -> None:
    before = sorted(rows("select id from public.plans_need")), one("select access.me()")
    rows("select set_config('search_path', %s, true)", [path.strip("'")])
    assert (sorted(rows("select id from public.plans_need")), one("select access.me()")) == before


def test_turning_row_security_off_gives_an_error_and_no_row(kari) -> None:
    set_local("row_security", "off")
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Need.objects.count()


# 10. Who may connect


@pytest.mark.parametrize("login", ["pop_web", "pop_owner", "postgres"])
def test_nobody_connects_without_a_password(worker_database, login) -> None:
    host = psycopg.conninfo.conninfo_to_dict(os.environ["POP_DATABASE_URL"])["host"]
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(f"host={host} user={login} password=wrong dbname={worker_database}")
