"""The log tells of a handover in its own words (handovers/told.py), to whoever may know of it."""

import pytest

from pop.demo.elias import days
from pop.handovers.tests.conftest import ask, begin, choose, item_of, reply, text_of
from pop.ui.dates import weekday_date


def whole_log(client, address: str) -> str:
    pages = []
    for _page in range(12):
        answer = client.get(address)
        pages.append(text_of(answer))
        older = answer.context["page"].older
        if not older:
            break
        address = f"{address.partition('?')[0]}?for={older}"
    return " ".join(pages)


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_the_person_and_the_contact_read_that_a_handover_began(browse, plan, who: str) -> None:
    assert "Overføring startet" in whole_log(browse(who), f"/planer/{plan.key}/logg/")


def test_a_partner_reads_nothing_of_it(browse, plan) -> None:
    assert "Overføring startet" not in whole_log(browse("kari"), f"/planer/{plan.key}/logg/")


def test_the_log_says_until_which_day_whoever_leaves_has_access(browse, plan) -> None:
    """Offboarding: the access ends by itself, and the log says when; a day is written as people write it."""
    handover = begin("release_with_duty", leaving=("farid",), day=days(60))
    item = choose(item_of(handover), "jorgen")
    assert ask(item) == "asked"
    assert reply(item, "jorgen")
    found = whole_log(browse("elias"), f"/planer/{plan.key}/logg/")
    last = weekday_date(handover.overlap_until).replace("\xa0", " ")
    assert f"Går ut av kontaktteamet : Farid Rahimi (tilbakeføringskoordinator), med til {last}" in found
    assert (
        f"Overføring startet : Løslatelse med møteplikt, {weekday_date(handover.on_day)}".replace("\xa0", " ")
        in found
    )
    assert str(handover.on_day) not in found
