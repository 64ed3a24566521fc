"""How many queries a page takes. A number that grows here grows for every reader: change it with open eyes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pop.plans import actions
from pop.plans.models import Measure, Need, Source

# Everything from the request to the last byte: the door, the log of looks, navigation, and the page itself.
QUERIES = {
    ("elias", "plan"): 10,
    ("marte", "plan"): 7,
    ("kari", "plan"): 7,
    ("elias", "measure"): 14,
    ("marte", "measure"): 14,
    ("kari", "measure"): 13,
    ("marte", "new measure"): 18,
    ("elias", "new need"): 15,
}


def address(url, entry, page: str) -> str:
    return {
        "plan": url(),
        "measure": url(f"tiltak/{entry(Measure, text='Avklare depositum').key}/"),
        "new measure": url("tiltak/ny/?tema=1"),
        "new need": url("behov/ny/?tema=1"),
    }[page]


@pytest.mark.parametrize(("who", "page"), QUERIES)
def test_a_page_takes_so_many_queries(browse, url, entry, who: str, page: str) -> None:
    client, place = browse(who), address(url, entry, page)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(place).status_code == 200
    assert len(captured) == QUERIES[who, page], "\n".join(q["sql"][:110] for q in captured)


@pytest.mark.parametrize("who", ["elias", "marte", "kari"])
def test_a_longer_plan_takes_no_more_queries(browse, url, act_as_member, plan, who: str) -> None:
    with act_as_member("elias"):
        own = actions.Writer(plan.person.user, Source.PERSON)
        for number in range(8):
            need = actions.write_need(plan=plan, writer=own, topic=1, text=f"Behov {number}")
            actions.write_goal(plan=plan, writer=own, topic=1, text=f"Mål {number}", needs=(need,))
            actions.propose_measure(plan=plan, writer=own, topic=1, text=f"Tiltak {number}", needs=(need,))
        assert Need.objects.of(plan).count() > 8
    client = browse(who)
    with CaptureQueriesContext(connection) as captured:
        client.get(url())
    assert len(captured) == QUERIES[who, "plan"]
