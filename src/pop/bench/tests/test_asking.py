"""The clients end by themselves, count only what was answered, and no statement is overlooked."""

import http.server
import os
import threading
from collections.abc import Iterator

import pytest
from django.db import connection

from pop.access.actor import act_as
from pop.bench import inside, load, machine
from pop.bench.pages import Asked


class Answers(http.server.BaseHTTPRequestHandler):
    """Answers /good/ to whoever shows the key; an error to everything else."""

    def do_GET(self) -> None:
        known = self.headers["Cookie"] == "okt=secret" and self.headers["X-Forwarded-Proto"] == "https"
        self.send_response(200 if known and self.path == "/good/" else 500)
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *given: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.no_database
def test_the_clients_end_and_tell_how_long_it_took(port):
    before = threading.active_count()
    found = load.clients(port, [Asked(7, "/good/")], {7: "secret"}, count=3, seconds=0.2)
    assert 0 < found.p50 <= found.p95
    assert found.per_second > 0
    assert threading.active_count() <= before + 1  # the stub's own for the last answer


@pytest.mark.no_database
def test_a_page_that_fails_is_no_fast_page(port):
    with pytest.raises(inside.Refused, match="/bad/ answered 500 to user 7"):
        load.clients(port, [Asked(7, "/bad/")], {7: "secret"}, count=2, seconds=5)


@pytest.mark.no_database
def test_the_slowest_of_twenty_counts():
    found = load.summed_up([0.010] * 18 + [0.5] * 2, seconds=2)
    assert (found.p50, found.per_second) == (10, 10)
    assert found.p95 == pytest.approx(500)
    assert load.summed_up([0.2], seconds=1).p95 == pytest.approx(200)


def test_the_statements_of_the_door_are_counted_too():
    with inside.watched() as spent:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        act_as(None)
    assert spent.statements == 2
    assert spent.seconds > 0
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    assert spent.statements == 2


@pytest.mark.no_database
def test_this_process_has_memory():
    found = machine.memory(os.getpid())
    assert found == {} or found["rss"] >= found["pss"] > 1_000_000
