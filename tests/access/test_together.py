"""In sammen-modus no other person's name, list, notice or count is on the screen (rule I5), at any address."""

import re

import pytest
from django.db import transaction

from tests.access import matrix

OTHERS = ("Leyla", "Demir", "Ida Sand", "Nils Berg")
"""Persons with a plan whom Marte knows of, or who are in the cast."""


SHEETS = {"choice_sheet", "choice_sheets", "slip", "slip_new"}
"""Paper on the screen: no head, and nothing but this plan."""


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


def test_marte_beside_elias_shows_him_nobody_else_wherever_she_goes(browse) -> None:
    found = matrix.cases()
    client = browse("marte")
    key = next(case.params["key"] for case in found if case.title == "plan elias")
    client.post(f"/planer/{key}/sammen/", {"do": "start"})
    faults, shown = {}, 0
    for case in found:
        if case.name in ("together", "logout", "language"):
            continue
        with transaction.atomic():
            for answer in (client.get(case.address, follow=True), client.post(case.address, {}, follow=True)):
                page = answer.content.decode(errors="replace")
                shown += answer.status_code == 200
                wrong = [name for name in OTHERS if name in page]
                if "<html" in page:
                    in_mode = "Dere ser planen sammen" in page or case.name in SHEETS
                    wrong += [] if in_mode else ["not in the mode"]
                    wrong += re.findall(r"<nav[^>]*Hovedmeny|innspill \(\d+\)", page)
                if wrong:
                    faults[case.title] = wrong
            transaction.set_rollback(True)
    assert faults == {}
    assert shown > 100


def test_the_test_would_see_it(browse) -> None:
    page = browse("marte").get("/planer/").content.decode()
    assert "Leyla" in page
    assert "Hovedmeny" in page
