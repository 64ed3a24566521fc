"""A small database of invented plans: it holds every constraint, and its pages are what they are with real plans."""

import json
import os
import re
from collections.abc import Iterator

import psycopg
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from pop.bench import filling, inside, lettering, report
from pop.bench.logins import log_in
from pop.bench.measuring import CLIENTS
from pop.bench.pages import PAGES, WANTED, Page, drawn

PLANS = 20
FIRST, LAST = 1_000_001, 1_000_000 + PLANS
BY_SLUG = {page.slug: page for page in PAGES}


@pytest.fixture
def filled(committed: str) -> Iterator[str]:
    """A database of this test's own with twenty invented plans beside the cast; its address as the superuser."""
    url = os.environ["POP_TEST_SUPERUSER_URL"].replace("/postgres?", f"/{committed}?")
    filling.fill(url, PLANS)
    yield url
    connection.close()


@pytest.fixture
def asks(filled: str):
    """`asks(page)` is what the first of those who are drawn for the page gets to see."""

    def asked(page: Page) -> str:
        with psycopg.connect(filled, autocommit=True) as link:
            one = page.asked_in(link, drawn(link))[0]
            keys = log_in(link, [one.user_id])
        return inside.page(WSGIHandler(), one, keys[one.user_id]).decode()

    return asked


def rows(url: str, question: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as link:
        return link.execute(question).fetchall()  # type: ignore[arg-type]


def test_every_page_answers_whoever_is_drawn_for_it(filled, asks):
    for page in PAGES:
        assert ("<h2" if page.again else "<h1") in asks(page), page.slug


def test_the_shared_screen_is_told_that_nothing_is_new(filled):
    """What is measured is the answer without a page, of four statements: whether the link holds, the session, who acts, the mark."""
    page = BY_SLUG["live-contact"]
    with psycopg.connect(filled, autocommit=True) as link:
        one = page.asked_in(link, drawn(link))[0]
        keys = log_in(link, [one.user_id])
    again = inside.marked([one], keys)
    inside.page(WSGIHandler(), again[0], keys[one.user_id])
    with inside.watched() as spent:
        assert inside.page(WSGIHandler(), again[0], keys[one.user_id]) == b""
    assert spent.statements == 4


def test_the_contact_team_sees_all_twelve_measures_and_the_six_needs(asks):
    shown = asks(BY_SLUG["plan-contact"])
    assert all(text in shown for text in ("Et sted å bo", "Noe fast å gå til", "Søke om kommunal bolig"))
    assert all(text in shown for text in ("Arbeidsavklaring", "Følge til første time", "Prøve en dag"))


def test_the_partner_sees_what_is_given_and_nothing_of_the_sixth_need(asks):
    shown = asks(BY_SLUG["plan-partner"])
    assert all(text in shown for text in ("Et sted å bo", "Avtale hos legen", "Arbeidsavklaring", "Eksempel"))
    assert "Noe fast å gå til" not in shown
    assert "Prøve en dag" not in shown


def test_the_person_sees_the_own_words_and_all_needs(asks):
    shown = asks(BY_SLUG["plan-person"])
    assert all(
        text in shown for text in ("Et sted å bo", "Noe fast å gå til", "Jeg liker å jobbe med hendene")
    )


def test_the_lists_have_something_to_show(asks):
    assert "Eksempel" in asks(BY_SLUG["plans-contact"])
    assert "Eksempel" in asks(BY_SLUG["plans-partner"])
    assert "Søke om kommunal bolig" in asks(BY_SLUG["log-contact"])
    assert "Eksempel" in asks(BY_SLUG["unit-leader"])


def test_no_row_points_at_nothing(filled):
    assert filling.broken(filled) == {}


def test_a_row_that_points_at_nothing_is_found(filled):
    with psycopg.connect(filled, autocommit=True) as link:
        link.execute("set session_replication_role = replica")
        link.execute("update plans_measureneed set plan_id = plan_id + 1 where id = %s", [FIRST])
    assert set(filling.broken(filled)) == {
        "plans_measureneed_measure_id_same_plan",
        "plans_measureneed_need_id_same_plan",
    }


@pytest.mark.parametrize(
    ("table", "many"),
    [
        ("plans_need", 6),
        ("plans_goal", 2),
        ("plans_measure", 12),
        ("plans_meeting", 2),
        ("teams_contactteammember", 3),
        ("teams_supportteammember", 2),
        ("consents_consent", 4),
        ("conversations_conversation", 4),
        ("sentences_sentencefacts", 1),
        ("sentences_sentenceterm", 1),
        ("changelog_change", 40),
    ],
)
def test_every_plan_has_as_many_rows_as_the_order_says(filled, table, many):
    counts = f"select count(*) from {table} where plan_id between {FIRST} and {LAST} group by plan_id"
    assert rows(filled, counts) == [(many,)] * PLANS


def test_a_tenth_of_the_plans_hand_over_a_measure_and_a_role(filled):
    counts = f"select count(*) from handovers_handoveritem where plan_id between {FIRST} and {LAST} group by plan_id"
    assert rows(filled, counts) == [(2,)] * (PLANS // 10)


def test_the_log_tells_what_the_rows_are_today(filled):
    newest = """
        select count(*) from plans_measure m
        join lateral (select after from changelog_change c where c."table" = 'plans_measure' and c.row_id = m.id
                      order by c.id desc limit 1) c on true
        where m.id > 1000000 and c.after = to_jsonb(m)"""
    with psycopg.connect(filled) as link:
        link.execute("set timezone = 'Europe/Oslo'")
        assert link.execute(newest).fetchone() == (PLANS * 12,)


def test_nobody_has_a_national_identity_number(filled):
    assert rows(
        filled, "select distinct national_id from people_personidentity where person_id > 1000000"
    ) == [("",)]


def run(plans: int, *, p50: float, gave_up: bool = False) -> dict:
    page = {
        "queries": 11,
        "sql_ms": 4.2,
        "html": 42_000,
        "gzip": 9_100,
        "p50": p50,
        "p95": 30,
        "per_second": 90,
        "p95_many": 80,
    }
    return {
        "plans": plans,
        "bytes": 85_000 * plans,
        "pages": {each.slug: None if gave_up and each.slug == WANTED[1] else page for each in PAGES},
        "workers": [{"rss": 120_000_000, "pss": 90_000_000}],
        "phones": 12.0,
        "machine": {"memory": "8 GiB"},
        "gzip": False,
        "seconds": 10,
        "filled": {"seconds": 3.2},
    }


@pytest.mark.no_database
def test_the_report_marks_what_is_not_as_wanted():
    said = report.text([run(10_000, p50=15), run(1_000, p50=10, gave_up=True)])
    line = {row.split("|")[1].strip(): row for row in said.splitlines() if row.startswith("| plan, contact")}
    assert "| at most 12 | 11 | 11 |" in line["plan, contact team: statements"]
    assert "| at least 100 | **90** | **90** |" in line[f"plan, contact team: pages/s, {CLIENTS} clients"]
    assert "| 1 | **1.50** |" in line["plan, contact team: p50 against the smallest"]
    assert re.search(r"plan, partner: p50 alone .*\*\*over 5 s\*\* \| 15 ms", said)
    json.dumps(run(1, p50=1))


@pytest.mark.no_database
def test_a_long_letter_is_drawn_in_time():
    """Three times what is wanted: the machine of a test is shared."""
    assert len(lettering.letter().text) <= 10_000
    assert 0 < lettering.pdf() < 4.5
