"""«Nytt siden sist» on «Mine planer»: how much others have changed in each plan, of what the reader may see."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.demo.places import user
from pop.history.actions import mark_read
from pop.plans import actions
from pop.plans.actions import Writer
from pop.plans.models import Need, Source
from pop.plans.tests.conftest import HOUSING, MIND, text


@pytest.fixture
def everything_read(plan):
    """All of the cast have said «lest»."""
    with acting(user("elias").pk):
        newest = Change.objects.latest("pk").pk
    for who in ("marte", "kari", "torbjorn", "hanne", "farid"):
        with acting(user(who).pk):
            mark_read(plan=plan, user=user(who), last_change=newest)


def new(browse, who):
    """What stands at Elias in the list."""
    html = browse(who).get("/planer/").content.decode()
    row = next(row for row in html.split("<li") if "Elias" in row and "neste-steg" in row)
    found = re.search(r"(\d+) nye? siden sist", row)
    return int(found.group(1)) if found else 0


def write(who, topic, name="Noe nytt", **kept):
    with acting(user(who).pk):
        plan = Need.objects.filter(text="Et fast sted å bo").first().plan
        return actions.write_need(
            plan=plan, writer=Writer(user(who), Source.PERSON), topic=topic, text=name, **kept
        )


def test_when_all_is_read_nothing_is_said(browse, everything_read) -> None:
    assert [new(browse, who) for who in ("marte", "kari")] == [0, 0]


def test_what_another_has_written_is_counted_until_it_is_read(browse, everything_read, plan) -> None:
    need = write("elias", HOUSING)
    assert new(browse, "marte") == 1
    with acting(user("elias").pk):
        actions.edit(need, text="Noe annet")
        newest = Change.objects.latest("pk").pk
    assert new(browse, "marte") == 2
    with acting(user("marte").pk):
        mark_read(plan=plan, user=user("marte"), last_change=newest)
    assert new(browse, "marte") == 0
    assert new(browse, "farid") == 2


def test_what_one_has_done_oneself_is_no_news(browse, everything_read, plan) -> None:
    with acting(user("marte").pk):
        actions.write_need(
            plan=plan, writer=Writer(user("marte"), Source.CORRECTIONAL), topic=HOUSING, text="x"
        )
    assert new(browse, "marte") == 0
    assert new(browse, "kari") == 1


@pytest.mark.parametrize(("topic", "kept", "who", "count"), [
    (HOUSING, False, "kari", 1),
    (HOUSING, False, "torbjorn", 0),
    (MIND, False, "kari", 0),
    (HOUSING, True, "kari", 0),
    (HOUSING, True, "marte", 0),
])  # fmt: skip
def test_only_what_the_reader_may_read_is_counted(browse, everything_read, topic, kept, who, count) -> None:
    write("elias", topic, only_me=kept)
    assert new(browse, who) == count


def test_the_list_counts_what_the_page_of_the_plan_shows(browse, everything_read, url) -> None:
    for number in range(3):
        write("elias", HOUSING, f"Nytt {number}")
    page = text(browse("kari").get(url()))
    assert page.count("Behov lagt til: Nytt") == new(browse, "kari") == 3


def test_it_takes_one_statement_for_all_plans(browse) -> None:
    client = browse("marte")
    with CaptureQueriesContext(connection) as captured:
        client.get("/planer/")
    assert len([q for q in captured if "history_readmark" in q["sql"]]) == 1
