"""Every form that anybody of the cast meets, with 5,000 characters in each field: saved, or on the page again."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.test import Client

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.ui.refill import OURS, fields_of
from tests.access import matrix

SENTENCE = "Jeg skriver om det som er viktig for meg, og det er langt. "
LONG = (SENTENCE * 100)[:5000].strip()
WRITERS = ("elias", "marte", "kari", "jon")
AGAIN = ("elias", "marte")
NUMBERS = {"national_id"}
"""No text: an identity number is never more than eleven digits."""
TEXTS = re.compile(
    r'<textarea[^>]*name="([^"]+)"|<input[^>]*type="text"[^>]*name="([^"]+)"|<input[^>]*name="([^"]+)"[^>]*type="text"'
)


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


@pytest.fixture(autouse=True)
def nobody_is_asked_who_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sees a text stands beside its form, and is worked out anew for each; it takes half of the time."""
    monkeypatch.setattr("pop.plans.grounds.viewers", lambda *arguments, **options: [])


def texts(html: str) -> set[str]:
    return {next(filter(None, found)) for found in TEXTS.findall(html)}


def pages(who: str, found: list[matrix.Case]) -> list[matrix.Case]:
    """Those where somebody gets a page: the reviewed matrix says so, and test_matrix holds it to that."""
    rows = matrix.reviewed()
    return [case for case in found if rows[case.title][who] == "200"]


def test_what_is_typed_is_saved_or_comes_back_whole_and_what_is_sent_again_changes_nothing(browse) -> None:
    found, faults = matrix.cases(), {}
    for who in WRITERS:
        client, typed, repeated, formless = browse(who), 0, 0, set()
        for case in pages(who, found):
            # What one page of a kind has no form for, the next of the same kind has none for either.
            like = (case.name, case.params.get("kind"), case.params.get("key"))
            if like in formless:
                continue
            with transaction.atomic():
                page = client.get(case.address).content.decode(errors="replace")
                fields = fields_of(page)
                if "once" not in fields:
                    formless.add(like)
                else:
                    sent = {name: values for name, values in fields.items() if name not in OURS}
                    names = texts(page) & set(fields)
                    with taken_back():
                        fault = too_long(client, case.address, sent, names - NUMBERS)
                        typed += bool(names - NUMBERS)
                    if not fault and who in AGAIN:
                        short = {name: ["Noe jeg skriver"] for name in names if not fields[name][0]}
                        fault, accepted = sent_again(client, case.address, sent | short)
                        repeated += accepted
                    if fault:
                        faults[who, case.title] = fault
                transaction.set_rollback(True)
        assert typed, who
        assert repeated > 3 or who not in AGAIN
    assert faults == {}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is changed inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def too_long(client: Client, address: str, sent: dict[str, list[str]], names: set[str]) -> object:
    """What is lost when each text is 5,000 characters; nothing when it is saved, or on the page again."""
    if not names:
        return None
    answer = client.post(address, sent | {name: [LONG] for name in names})
    if answer.status_code == 200:
        back = fields_of(answer.content.decode())
        return [name for name in names if back.get(name) != [LONG]]
    return None if answer.status_code == 302 else answer.status_code


def sent_again(client: Client, address: str, sent: dict[str, list[str]]) -> tuple[object, bool]:
    """What is wrong with the second answer to a form that was accepted, and whether it was accepted."""
    first = client.post(address, sent)
    if first.status_code != 302:
        return None, False
    before = newest(client)
    again = client.post(address, sent)
    same = (again.status_code, again.get("Location")) == (302, first["Location"])
    return (None if same and newest(client) == before else (again.status_code, again.get("Location"))), True


def newest(client: Client) -> int | None:
    """The newest change that one sees of the log, whatever plan the last request was about: it only grows."""
    with acting(client.session["user"]):
        return Change.objects.order_by("-pk").values_list("pk", flat=True).first()
