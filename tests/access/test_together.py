"""In sammen-modus no other person's name, list, notice or count is on the screen (rule I5), at any address."""

import re

import pytest
from django.db import transaction
from django.http import HttpResponse

from tests.access import matrix

OTHERS = ("Leyla", "Demir", "Ida Sand", "Nils Berg")
"""Persons with a plan whom Marte knows of, or who are in the cast."""


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


def faults(answer: HttpResponse) -> list[str]:
    """What a page shows that must not be on the shared screen."""
    page = answer.content.decode(errors="replace")
    wrong = [other for other in OTHERS if other in page]
    if "<html" in page:
        wrong += [] if "Dere ser planen sammen" in page else ["not in the mode"]
        wrong += re.findall(r"<nav[^>]*Hovedmeny|ønsker \(\d+\)", page)
    return wrong


def test_marte_beside_elias_shows_him_nobody_else_wherever_she_goes(browse) -> None:
    """Every address is asked for, and every view is sent a form. Whatever sends to the page that asks whether to end
    the mode is at that page, which is read once; all other redirects are followed.
    """
    found = matrix.cases()
    client = browse("marte")
    key = next(case.params["key"] for case in found if case.title == "plan elias")
    asks = f"/planer/{key}/sammen/"
    client.post(asks, {"do": "start"})
    wrong, shown, sent = {"asks": faults(client.get(asks))}, 0, set()
    for case in found:
        if case.name in ("together", "logout", "language"):
            continue
        with transaction.atomic():
            answer = client.get(case.address)
            answers = [answer]
            if (case.name, answer.status_code) not in sent:
                sent.add((case.name, answer.status_code))
                answers.append(client.post(case.address, {}))
            for answer in answers:
                leads = answer.get("Location", "")
                if leads.startswith("/") and leads != asks:
                    answer = client.get(leads, follow=True)
                shown += answer.status_code == 200
                wrong[case.title] = wrong.get(case.title, []) + faults(answer)
            transaction.set_rollback(True)
    assert {title: names for title, names in wrong.items() if names} == {}
    assert shown > 100


def test_the_test_would_see_it(browse) -> None:
    page = browse("marte").get("/planer/").content.decode()
    assert "Leyla" in page
    assert "Hovedmeny" in page
