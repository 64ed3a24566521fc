"""How much the two pages ask of the database, however many plans there are (work order 4, section 7)."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pop.access.actor import acting
from pop.demo.build import plan_of
from pop.demo.places import user
from pop.worklists.tests.test_list import TODAY, a_measure

MOST = 12
PAGES = [("marte", "/oppgaver/"), ("kari", "/oppgaver/"), ("hanne", "/oppgaver/?alle=1"), ("anders", "/enheten/oversikt/")]  # fmt: skip


@pytest.mark.parametrize(("slug", "page"), PAGES)
def test_a_page_over_all_plans_takes_few_queries(browse, slug: str, page: str) -> None:
    client = browse(slug)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    assert len(captured) <= MOST, "\n".join(query["sql"][:110] for query in captured)


def test_more_tasks_take_no_more_queries(browse) -> None:
    def asked() -> int:
        client = browse("marte")
        with CaptureQueriesContext(connection) as captured:
            client.get("/oppgaver/")
        return len(captured)

    before = asked()
    with acting(user("marte").pk):
        for number in range(5):
            a_measure(plan_of("elias"), f"Tiltak {number}", responsible_user=user("marte"), due=TODAY)
    assert asked() == before
