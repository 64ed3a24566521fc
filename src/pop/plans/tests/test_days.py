"""A day is said as a day, whichever day of the week it is."""

from datetime import date

import pytest

from pop.plans import actions
from pop.plans.models import Decision


@pytest.mark.parametrize("day", range(14, 21))
def test_the_page_of_a_decision_says_its_day(browse, url, entry, act_as_member, day):
    decision = entry(Decision)
    with act_as_member("marte"):
        actions.edit(decision, decided_on=date(2026, 9, day))
    page = browse("elias").get(url(f"bestemt/{decision.key}/")).content.decode().replace("\xa0", " ")
    assert f"{day}. september" in page
    assert f"2026-09-{day}" not in page
