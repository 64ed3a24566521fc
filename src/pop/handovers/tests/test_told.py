"""The log tells of a handover in its own words (handovers/told.py), to whoever may know of it."""

import pytest

from pop.handovers.tests.conftest import text_of


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
