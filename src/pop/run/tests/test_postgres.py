"""The embedded PostgreSQL: starts again after anything, keeps what it acknowledged, and gives each role no more."""

import os
import signal
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pop.run import database, processes
from pop.run.postgres import Running, running_postgres, temporary_postgres
from pop.run.speech import Problem


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """One for the tests that only look."""
    with temporary_postgres() as started:
        yield started


def ask(url: str, query: str) -> object:
    """The first value."""
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return row[0] if row else None


def test_the_database_speaks_norwegian_and_lives_in_oslo(server: Running) -> None:
    assert ask(server.web_url, "select current_setting('timezone')") == "Europe/Oslo"
    assert ask(server.web_url, "select to_tsvector('planene')::text") == "'plan':1"
    assert ask(server.web_url, "select lower('ÆØÅ')") == "æøå"


@pytest.mark.parametrize("extension", database.EXTENSIONS)
def test_extensions_are_there(server: Running, extension: str) -> None:
    assert ask(server.owner_url, f"select count(*) from pg_extension where extname = '{extension}'") == 1


@pytest.mark.parametrize(
    "statement",
    [
        "create table mine (id int)",
        "create temporary table mine (id int)",
        "create function mine() returns int language sql as 'select 1'",
        "do $$ begin perform 1; end $$",
        "create role mine",
        "alter role pop_web bypassrls",
        "set role pop_owner",
    ],
)
def test_the_web_login_creates_nothing(server: Running, statement: str) -> None:
    with psycopg.connect(server.web_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


@pytest.mark.parametrize("role", [database.OWNER, database.WEB])
def test_no_login_passes_row_security(server: Running, role: str) -> None:
    assert (
        ask(server.owner_url, f"select rolsuper or rolbypassrls from pg_roles where rolname = '{role}'")
        is False
    )


def test_the_owner_may_write_functions(server: Running) -> None:
    with psycopg.connect(server.owner_url) as connection:
        connection.execute("create function two() returns int language plpgsql as 'begin return 2; end'")
        connection.execute("create function three() returns int language sql as 'select 3'")
        assert connection.execute("select two() + three()").fetchone() == (5,)
        connection.rollback()


def test_a_copy_for_a_test_process_has_the_same_settings(server: Running) -> None:
    database.clone(server.superuser_url, database.NAME, "pop_copy")
    url = server.url(database.WEB, "pop_copy")
    assert ask(url, "select current_setting('default_text_search_config')") == "pg_catalog.norwegian"
    assert ask(url, "select has_database_privilege('pop_copy', 'temporary')") is False
    assert ask(url, "select has_language_privilege('plpgsql', 'usage')") is False


def test_only_the_right_password_on_a_closed_socket_gets_in(server: Running) -> None:
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(server.web_url.replace(server.secrets["web"], "gjett"))


def test_acknowledged_rows_survive_kill_9_of_the_database(reachable: Path) -> None:
    """With fsync on, as in the product; the start after it finds a stale postmaster.pid and its socket."""
    acknowledged: list[int] = []
    with running_postgres(reachable / "data") as server:
        assert ask(server.owner_url, "show fsync") == "on"
        with psycopg.connect(server.owner_url, autocommit=True) as connection:
            connection.execute("create table note (id int primary key)")
        enough = threading.Event()

        def write() -> None:
            with psycopg.connect(server.owner_url, autocommit=True) as connection:
                for number in range(100_000):
                    connection.execute("insert into note values (%s)", [number])
                    acknowledged.append(number)
                    if number == 200:
                        enough.set()

        def write_until_cut_off() -> None:
            try:
                write()
            except psycopg.OperationalError:
                enough.set()

        writer = threading.Thread(target=write_until_cut_off)
        writer.start()
        enough.wait(30)
        assert server.process is not None
        server.process.send_signal(signal.SIGKILL)
        writer.join(30)
    assert len(acknowledged) > 200
    with running_postgres(reachable / "data") as server, psycopg.connect(server.owner_url) as connection:
        there = {row[0] for row in connection.execute("select id from note")}
    assert set(acknowledged) <= there
    assert len(there) <= len(acknowledged) + 1


def test_a_stale_pid_file_that_names_a_living_process_does_not_hinder(reachable: Path) -> None:
    with running_postgres(reachable / "data", fsync=False) as server:
        cluster, socket = server.folder.cluster, server.socket
    (cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{cluster}\n1\n5432\n{socket}\n\n  1  1\nready\n")
    (socket / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    with running_postgres(reachable / "data", fsync=False) as server:
        assert ask(server.web_url, "select 1") == 1


def test_an_orphan_of_a_killed_supervisor_is_ended_first(reachable: Path) -> None:
    """As where the kernel does not tell children of a parent's death: the server runs, nobody holds the lock."""
    with running_postgres(reachable / "data", fsync=False) as first:
        process = first.process
        assert process is not None
        from pop.run import postgres

        postgres._clear_leftovers(first.folder, first.socket)
        assert process.wait(10) == 0
    assert processes.working_in(first.folder.cluster) == []


def test_an_interrupted_first_start_is_begun_anew(reachable: Path) -> None:
    half = reachable / "data" / "postgres.new"
    with running_postgres(reachable / "data", fsync=False):
        pass
    half.mkdir()
    (half / "PG_VERSION").write_text("halv")
    (reachable / "data" / "postgres").rename(reachable / "borte")
    with running_postgres(reachable / "data", fsync=False) as server:
        assert ask(server.web_url, "select 1") == 1


def test_nothing_of_the_server_is_left(reachable: Path) -> None:
    with running_postgres(reachable / "data", fsync=False) as server:
        assert server.process is not None
        assert processes.working_in(server.folder.cluster)
    assert processes.working_in(server.folder.cluster) == []
    assert not (server.folder.cluster / "postmaster.pid").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for the database")
def test_as_root_a_closed_parent_folder_is_said_in_one_line(reachable: Path) -> None:
    reachable.chmod(0o700)
    with pytest.raises(Problem, match="--data"), running_postgres(reachable / "data", fsync=False):
        pass


def test_only_the_one_that_started_the_others_is_asked_to_stop(tmp_path: Path) -> None:
    """As PostgreSQL's postmaster and its children: a child that is asked too may die before it listens."""
    ready = tmp_path / "ready"
    parent = processes.spawn(
        ["/bin/sh", "-c", f"sleep 60 & echo > {ready}; wait"],
        environment={"PATH": os.defpath},
        folder=tmp_path,
    )
    try:
        deadline = time.monotonic() + 20
        while not ready.exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        everyone = processes.working_in(tmp_path)
        assert len(everyone) == 2
        assert processes.leaders(everyone) == [parent.pid]
        orphan = [pid for pid in everyone if pid != parent.pid]
        assert processes.leaders(orphan) == orphan
    finally:
        processes.stop_group(parent, signal.SIGKILL, 10)
