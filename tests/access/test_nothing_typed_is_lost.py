"""Every form that anybody of the cast meets, with 5,000 characters in each field: saved, or on the page again."""

import re

import pytest
from django.db import transaction

from pop.access.actor import acting
from pop.changelog.models import Change
from pop.demo.places import user
from pop.ui.refill import OURS, fields_of
from tests.access import matrix

SENTENCE = "Jeg skriver om det som er viktig for meg, og det er langt. "
LONG = (SENTENCE * 100)[:5000].strip()
WRITERS = ("elias", "marte", "kari", "jon")
NUMBERS = {"national_id"}
"""No text: an identity number is never more than eleven digits."""
TEXTS = re.compile(
    r'<textarea[^>]*name="([^"]+)"|<input[^>]*type="text"[^>]*name="([^"]+)"|<input[^>]*name="([^"]+)"[^>]*type="text"'
)


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


def texts(html: str) -> set[str]:
    return {next(filter(None, found)) for found in TEXTS.findall(html)}


@pytest.mark.parametrize("who", WRITERS)
def test_what_is_typed_is_saved_or_comes_back_whole(browse, who) -> None:
    client, lost, tried = browse(who), {}, 0
    for case in matrix.cases():
        with transaction.atomic():
            page = client.get(case.address)
            html = page.content.decode(errors="replace") if page.status_code == 200 else ""
            fields = fields_of(html)
            long = {name: [LONG] for name in texts(html) & set(fields) - NUMBERS}
            if long and "once" in fields:
                tried += 1
                sent = {name: values for name, values in fields.items() if name not in OURS} | long
                answer = client.post(case.address, sent)
                if answer.status_code == 200:
                    back = fields_of(answer.content.decode())
                    gone = [name for name in long if back.get(name) != [LONG]]
                    if gone:
                        lost[case.title] = gone
                elif answer.status_code != 302:
                    lost[case.title] = answer.status_code
            transaction.set_rollback(True)
    assert lost == {}
    assert tried


@pytest.mark.parametrize("who", ["elias", "marte"])
def test_what_is_sent_again_after_it_was_accepted_gets_the_same_answer_and_changes_nothing(
    browse, who
) -> None:
    client, wrong, tried = browse(who), {}, 0
    for case in matrix.cases():
        with transaction.atomic():
            page = client.get(case.address)
            html = page.content.decode(errors="replace") if page.status_code == 200 else ""
            fields = fields_of(html)
            if "once" in fields:
                sent = {name: values for name, values in fields.items() if name not in OURS}
                sent |= {
                    name: ["Noe jeg skriver"] for name in texts(html) & set(fields) if not fields[name][0]
                }
                first = client.post(case.address, sent)
                if first.status_code == 302:
                    tried += 1
                    rows = count(who)
                    again = client.post(case.address, sent)
                    if (again.status_code, again["Location"]) != (302, first["Location"]) or count(
                        who
                    ) != rows:
                        wrong[case.title] = (again.status_code, again.get("Location"))
            transaction.set_rollback(True)
    assert wrong == {}
    assert tried > 3


def count(who: str) -> int:
    """All that one sees of the log, whatever plan the last request was about."""
    with acting(user(who).pk):
        return Change.objects.count()
