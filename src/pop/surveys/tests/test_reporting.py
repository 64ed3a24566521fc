"""What comes out of a round: files, two rounds beside each other, and parts that point to nobody."""

import csv
import re
from io import BytesIO, StringIO
from itertools import combinations
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from pop.access.actor import acting
from pop.demo.places import user
from pop.surveys import actions, comparing, figures, replies, saying
from pop.surveys.content import said
from pop.surveys.models import Round
from pop.surveys.tests.test_surveys import filled, open_round, reply


def closed(one: Round) -> Round:
    with acting(user("marte").pk):
        actions.close_round(of=one)
    return one


def answered(one: Round, *answers: tuple[str, str]) -> Round:
    """Pairs of what was answered to the first and the second question; empty is no answer."""
    for useful, after in answers:
        said_ = {name: {"chosen": [value]} for name, value in (("useful", useful), ("next", after)) if value}
        assert replies.put(code=one.code, reply=said_)
    return one


def page(browse, one: Round, name: str, who: str = "marte") -> str:
    return browse(who).get(f"/undersokelser/runde/{one.key}/{name}").content.decode()


def test_the_workbook_and_the_file_of_figures_say_the_same(browse) -> None:
    one = open_round()
    filled(one, 3)
    filled(one, 4, useful="small", text="=HYPERLINK(1)")
    with acting(user("marte").pk):
        actions.let_through(of=one, by=user("marte"), texts=[("better", "=HYPERLINK(1)")])
    rows = list(csv.reader(StringIO(page(browse, one, "svar.csv").lstrip("\ufeff")), delimiter=";"))
    large = next(row for row in rows if row[:3:2] == ["useful", "large"])
    assert large[4:] == ["3", "42.9", "15.8", "75.0", "7"]
    book = ZipFile(BytesIO(browse("marte").get(f"/undersokelser/runde/{one.key}/svar.xlsx").content))
    sheet, texts = (book.read(f"xl/{name}.xml").decode() for name in ("worksheets/sheet1", "sharedStrings"))
    assert sheet.count("<row ") == len(rows)
    assert "<v>42.857142857142854</v>" in sheet or "<v>42.85714285714285</v>" in sheet
    assert "=HYPERLINK(1)" in texts
    assert "<f>" not in sheet


def test_the_report_on_paper_says_the_figures_and_the_sheet_the_questions(browse) -> None:
    one = open_round()
    filled(one, 4)
    early = words_of(browse, one, "svar.pdf")
    assert "ingenting vises" in early
    assert "100,0" not in early
    filled(one, 1)
    assert "100,0" in words_of(browse, one, "svar.pdf")
    sheet = words_of(browse, one, "ark.pdf")
    for question in one.survey.asks.questions():
        assert said(question.text)[:20] in sheet
    assert "100,0" not in sheet


def words_of(browse, one: Round, name: str) -> str:
    content = browse("marte").get(f"/undersokelser/runde/{one.key}/{name}").content
    return " ".join("\n".join(each.extract_text() for each in PdfReader(BytesIO(content)).pages).split())


def test_a_sheet_is_keyed_in_as_if_it_came_from_a_phone(browse) -> None:
    one = open_round()
    client = browse("marte")
    url = f"/undersokelser/runde/{one.key}/tast/"
    for _n in range(5):
        answer = client.post(url, {"useful": "large", "better_text": "Kortere"})
        assert answer.status_code == 302
    with acting(user("marte").pk):
        assert figures.counts(one)[("useful", "large")] == 5
    empty = client.post(url, {})
    assert empty.status_code == 200
    assert "kryss av for minst ett svar" in empty.content.decode()
    closed(one)
    assert client.get(url).status_code == 404


def test_a_code_is_not_used_by_a_sheet_that_did_not_come_in(browse) -> None:
    one = open_round()
    with acting(user("marte").pk):
        code, *_rest = actions.hand_out(of=one, number=5)
    client, url = browse("marte"), f"/undersokelser/runde/{one.key}/tast/"
    assert "Arket er tomt" in client.post(url, {"one_time": code}).content.decode()
    assert (
        "Koden er brukt, eller" in client.post(url, {"useful": "large", "one_time": "FEIL"}).content.decode()
    )
    assert client.post(url, {"useful": "large", "one_time": code}).status_code == 302
    again = client.post(url, {"useful": "large", "one_time": code})
    assert "Koden er brukt" in again.content.decode()


def test_others_key_nothing_in(browse) -> None:
    one = open_round()
    for who in ("ola", "anders", "kari", "eva"):
        assert browse(who).get(f"/undersokelser/runde/{one.key}/tast/").status_code == 404


def test_two_rounds_stand_beside_each_other_with_how_sure_the_difference_is(browse) -> None:
    before, after = open_round(), open_round()
    answered(before, *[("large", "")] * 4, *[("small", "")] * 16)
    answered(after, *[("large", "")] * 16, *[("small", "")] * 4)
    text = page(browse, after, f"sammenlign/?med={before.key}")
    assert re.search(r"<strong>60,0</strong>.*?\(29\s*til\s*77\)", text, re.S)
    assert "n = 20" in text


def test_a_difference_is_newcombes() -> None:
    """Against the example of his paper: 56 of 70 against 48 of 80 (method 10: 0.0524 to 0.3339)."""
    found, low, high = comparing.apart(48, 80, 56, 70)
    assert (round(found, 1), round(low, 2), round(high, 2)) == (20.0, 5.24, 33.39)


def test_a_round_that_too_few_have_answered_is_not_compared(browse) -> None:
    before, after = open_round(), open_round()
    filled(before, 4)
    filled(after, 9)
    text = page(browse, after, f"sammenlign/?med={before.key}")
    assert "færre enn 5 svar" in text
    assert "100,0" not in text


def test_rounds_of_other_units_and_other_surveys_are_not_compared(browse) -> None:
    one, other = open_round(), open_round(code="personen")
    assert (
        browse("marte").get(f"/undersokelser/runde/{one.key}/sammenlign/?med={other.key}").status_code == 404
    )
    assert browse("kari").get(f"/undersokelser/runde/{one.key}/sammenlign/").status_code == 404


def test_a_round_is_parted_when_it_is_closed(browse) -> None:
    one = open_round()
    answered(one, *[("large", "yes")] * 6, *[("small", "no")] * 7)
    assert "Delene er for små" in page(browse, one, "sammenlign/?etter=next")
    closed(one)
    text = page(browse, one, "sammenlign/?etter=next")
    assert "n = 6" in text
    assert "n = 7" in text


SIZES = [
    (6, 7, 0, 0),
    (6, 7, 3, 0),
    (6, 7, 0, 2),
    (9, 6, 2, 2),
    (9, 6, 3, 3),
    (5, 5, 1, 0),
    (9, 9, 4, 1),
    (20, 4, 0, 0),
]


@pytest.mark.parametrize("sizes", SIZES)
def test_no_part_of_fewer_than_five_is_shown_or_can_be_worked_out(sizes: tuple[int, ...]) -> None:
    """Whoever subtracts any of what is shown from the whole, finds nobody, or five or more."""
    one = open_round()
    parts = dict(zip(("yes", "no", "dont_know", ""), sizes, strict=True))
    for part, size in parts.items():
        answered(one, *[("large", part)] * size)
    closed(one)
    with acting(user("marte").pk):
        question = one.survey.asks.question("next")
        assert question
        found = [side.number for side in comparing.parts(one, question)]
    assert all(number >= 5 for number in found)
    for size in range(len(found) + 1):
        for some in combinations(found, size):
            left = sum(sizes) - sum(some)
            assert left == 0 or left >= 5, (found, some)


@pytest.mark.parametrize("kind", ["open", "group", "named", "text", "several"])
def test_some_rounds_are_not_parted(kind: str) -> None:
    one = open_round(group_mode=kind == "group", named=kind == "named")
    answered(one, *[("large", "yes")] * 6, *[("small", "no")] * 7)
    if kind != "open":
        closed(one)
    with acting(user("marte").pk):
        by = one.survey.asks.question("better" if kind == "text" else "next")
        assert by
        found = comparing.parts(one, by)
    assert bool(found) == (kind == "several")


def test_words_that_return_are_counted_once_for_each_text() -> None:
    found = saying.words(["Bolig, bolig og BOLIG!", "Mer tid til bolig", "Ikke noe å si", "Tid"])
    assert found == [("bolig", 2)]


def test_who_wants_to_gives_a_name_and_only_the_one_who_asked_sees_it(browse, client) -> None:
    one = open_round(named=True)
    filled(one, 5)
    url = f"/s/{one.code}/"
    last = client.post(url, {"step": "3", "go": "next", "useful": "large"}).content.decode()
    assert "Navnet ditt, hvis du vil" in last
    assert (
        client.post(url, {"step": "4", "go": "send", "useful": "small", "_name": "Kari Vik"}).status_code
        == 302
    )
    mine = page(browse, one, "navn/")
    assert "Kari Vik" in mine
    assert "I liten grad" in mine
    for name in ("", "svar.csv", "skjerm/", "sammenlign/"):
        assert "Kari Vik" not in page(browse, one, name)
    assert browse("ola").get(f"/undersokelser/runde/{one.key}/navn/").status_code == 404
    with acting(user("ola").pk):
        assert figures.named(one) == []
        assert figures.counts(one)[("useful", "small")] == 1


def test_those_with_a_name_cannot_be_subtracted_from_the_others() -> None:
    one = open_round(named=True)
    for _n in range(5):
        assert replies.put(code=one.code, reply=reply() | {"_name": {"text": "Kari Vik"}})
    with acting(user("marte").pk):
        assert figures.shown(one)
    for number in range(1, 6):
        assert replies.put(code=one.code, reply=reply("small"))
        with acting(user("marte").pk):
            assert bool(figures.counts(one)) == figures.shown(one) == (number == 5)


@pytest.mark.parametrize(("on", "beside"), [(False, "_name"), (False, "_group"), (True, "_other")])
def test_a_name_is_taken_only_where_it_is_asked_for(on: bool, beside: str) -> None:
    one = open_round(named=on)
    assert not replies.put(code=one.code, reply=reply() | {beside: {"text": "Kari Vik"}})
    assert not replies.put(code=one.code, reply={"_name": {"text": "Kari Vik"}})


def test_groups_are_shown_by_group_with_a_clock(browse, client) -> None:
    """Rule D4: one writes for the group, several answers, ten minutes."""
    one = open_round(group_mode=True)
    screen = f"/undersokelser/runde/{one.key}/skjerm/"
    browse("marte").post(f"{screen}vis/", {"go": "clock"})
    assert "10 minutter igjen" in browse("marte").get(screen).content.decode()
    assert (
        "10 minutter igjen"
        in client.post(f"/s/{one.code}/", {"step": "0", "go": "next", "_group": "2"}).content.decode()
    )
    for chosen in ("large", "some"):
        sent = client.post(f"/s/{one.code}/", {"step": "4", "go": "send", "useful": chosen, "_group": "2"})
        assert sent.status_code == 302
    client.post(f"/s/{one.code}/", {"step": "4", "go": "send", "useful": "small", "_group": "1"})
    text = browse("marte").get(screen).content.decode()
    assert text.index("Gruppe 1") < text.index("Gruppe 2")
    both = text[text.index("Gruppe 2") :]
    assert "I ganske stor grad" in both
    assert "I noen grad" in both


def test_the_words_of_a_group_wait_for_whoever_lets_them_through(browse) -> None:
    one = open_round(group_mode=True)
    assert replies.put(code=one.code, reply={"better": {"text": "Mer tid"}, "_group": {"text": "1"}})
    with acting(user("marte").pk):
        actions.show(of=one, step=2, frozen=False)
    assert "Mer tid" not in page(browse, one, "skjerm/")
    with acting(user("marte").pk):
        actions.let_through(of=one, by=user("marte"), texts=[("better", "Mer tid")])
    assert "Mer tid" in page(browse, one, "skjerm/")


def test_the_clock_runs_out_and_starts_anew_with_the_next_question(browse, monkeypatch) -> None:
    one = open_round(group_mode=True)
    with acting(user("marte").pk):
        actions.start_clock(of=one)
        now = one.step_at
        assert now
        for minutes, left in ((0, 10), (9.5, 1), (10, 0), (30, 0)):
            monkeypatch.setattr("django.utils.timezone.now", lambda m=minutes: now + figures.CLOCK * (m / 10))
            assert figures.minutes_left(one) == left
        actions.show(of=one, step=1, frozen=False)
        assert figures.minutes_left(one) == 10


def test_the_minutes_lead_to_what_those_who_were_there_thought(browse) -> None:
    answer = browse("marte").get("/undersokelser/om-motet/")
    assert answer.status_code == 302
    assert "Evaluering" in browse("marte").get(answer["Location"]).content.decode() or answer[
        "Location"
    ].endswith("/spor/")
