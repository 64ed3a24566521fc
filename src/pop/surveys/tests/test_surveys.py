"""A survey from the choice of it to the figures: anonymous in truth, and nothing before five have answered."""

import csv
import json
import re
from io import StringIO

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.models import Unit
from pop.surveys import actions, figures, replies
from pop.surveys.content import ContentError, content, ready
from pop.surveys.models import Box, Round, Survey

__all__ = ["both_logins"]


def open_round(code: str = "motet", by: str = "marte", **more: object) -> Round:
    with acting(user(by).pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        return actions.open_round(
            survey=Survey.objects.filter(code=code)[0], by=user(by), name="Runden", unit=unit, **more
        )


def reply(useful: str = "large", text: str = "") -> dict[str, object]:
    return {"useful": {"chosen": [useful]}} | ({"better": {"text": text}} if text else {})


def filled(one: Round, number: int, **more: str) -> None:
    for _n in range(number):
        assert replies.put(code=one.code, reply=reply(**more))


def test_the_nineteen_questions_of_the_schools_are_ready() -> None:
    school = dict(ready())["skolene"]
    assert [question.id for question in school.questions()] == [f"q{n}" for n in range(1, 20)]
    assert [len(question.options()) for question in school.questions()].count(6) == 5


@pytest.mark.parametrize("code", [code for code, _one in ready()])
def test_what_is_ready_can_be_read_back_as_it_is_stored(code) -> None:
    one = dict(ready())[code]
    assert content(json.loads(json.dumps(one.as_json()))) == one


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"kind": "song"}, "ukjent art"),
        ({"text": {"nb": "Hei"}}, "mangler på ett av de tre språkene"),
        ({"kind": "one", "choices": []}, "minst to svar"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(broken, says) -> None:
    three = {"nb": "x", "nn": "x", "en": "x"}
    whole = {"name": three, "intro": three, "sections": [{"name": three, "questions": [
        {"id": "a", "kind": "yes_no", "text": three} | broken]}]}  # fmt: skip
    with pytest.raises(ContentError, match=says):
        content(whole)


def test_one_answers_on_a_phone_without_account_or_cookie() -> None:
    one = open_round()
    phone = Client(enforce_csrf_checks=True)
    url = f"/s/{one.code}/"
    assert "Tre spørsmål om møtet" in phone.get(url).content.decode()
    first = phone.post(url, {"step": "0", "go": "next"}).content.decode()
    assert "I hvilken grad var møtet nyttig?" in first
    second = phone.post(url, {"step": "1", "go": "next", "useful": "large"}).content.decode()
    assert '<input type="hidden" name="useful" value="large">' in second
    phone.post(url, {"step": "2", "go": "next", "useful": "large", "next": "yes"})
    last = phone.post(
        url, {"step": "3", "go": "next", "useful": "large", "next": "yes", "better_text": "Mer tid"}
    ).content.decode()
    assert "Du har svart på 3 spørsmål." in last
    sent = phone.post(
        url,
        {"step": "4", "go": "send", "useful": "large", "next": "yes", "better_text": "Mer tid"},
        follow=True,
    )
    assert "Takk for svaret" in sent.content.decode()
    assert not phone.cookies
    with acting(user("marte").pk):
        assert figures.total(one) == 1


def test_one_goes_back_and_what_was_answered_is_there() -> None:
    one = open_round()
    page = Client().post(f"/s/{one.code}/", {"step": "2", "go": "back", "useful": "small"}).content.decode()
    box = re.search(r'<input[^>]*value="small"[^>]*>', page)
    assert box is not None
    assert "checked" in box[0]


def test_the_code_on_the_screen_leads_in_and_a_wrong_one_says_so() -> None:
    one = open_round()
    assert Client().get("/s/", {"kode": one.code.lower()})["Location"] == f"/s/{one.code}/"
    assert (
        "Ingen åpen undersøkelse har denne koden." in Client().get("/s/", {"kode": "XXXX"}).content.decode()
    )


def test_nothing_answered_is_not_sent_and_a_closed_round_takes_no_more() -> None:
    one = open_round()
    assert (
        "Du har ikke svart på noe ennå."
        in Client().post(f"/s/{one.code}/", {"step": "4", "go": "send"}).content.decode()
    )
    with acting(user("marte").pk):
        actions.close_round(of=one)
    assert Client().get(f"/s/{one.code}/").status_code == 404
    assert not replies.put(code=one.code, reply=reply())


@pytest.mark.parametrize("wrong", [{}, {"other": {"chosen": ["x"]}}, {"useful": {"text": "x" * 30_000}}])
def test_the_database_takes_only_answers_to_what_was_asked(wrong) -> None:
    assert not replies.put(code=open_round().code, reply=wrong)


def test_nothing_is_shown_before_five_have_answered(browse) -> None:
    one = open_round()
    filled(one, 4)
    page = browse("marte").get(f"/undersokelser/runde/{one.key}/").content.decode()
    assert "Venter på flere svar: 4 av 5" in page
    with acting(user("marte").pk):
        assert figures.counts(one) == {}
    assert "large" not in browse("marte").get(f"/undersokelser/runde/{one.key}/svar.csv").content.decode()
    filled(one, 1, useful="small")
    page = browse("marte").get(f"/undersokelser/runde/{one.key}/").content.decode()
    assert "80,0 %" in page
    assert "20,0 %" in page


def test_groups_are_shown_at_once(browse) -> None:
    """Rule D4: one writes for several, so the five-answer rule is for individuals."""
    one = open_round(group_mode=True)
    filled(one, 1)
    assert "100,0 %" in browse("marte").get(f"/undersokelser/runde/{one.key}/").content.decode()


def test_free_texts_are_shown_when_the_one_who_asks_has_let_them_through(browse) -> None:
    one = open_round()
    filled(one, 5, text="Kortere møter")
    page = f"/undersokelser/runde/{one.key}/"
    assert "Kortere møter" not in browse("marte").get(page).content.decode()
    assert "Kortere møter" in browse("marte").get(f"{page}tekster/").content.decode()
    browse("marte").post(f"{page}tekster/", {"vis": ["0"]})
    assert "Kortere møter" in browse("marte").get(page).content.decode()
    browse("marte").post(f"{page}tekster/", {})
    assert "Kortere møter" not in browse("marte").get(page).content.decode()


def test_the_big_screen_shows_one_question_at_a_time(browse) -> None:
    one = open_round(expected=12)
    filled(one, 6)
    url = f"/undersokelser/runde/{one.key}/skjerm/"
    page = browse("marte").get(url).content.decode()
    assert "6 av 12" in page
    assert one.code in page
    assert 'class="qr"' in page
    assert "I hvilken grad var møtet nyttig?" in page
    browse("marte").post(f"{url}vis/", {"go": "next"})
    assert "Vet du hva du skal gjøre nå?" in browse("marte").get(url).content.decode()
    browse("marte").post(f"{url}vis/", {"go": "freeze"})
    assert "data-live" not in browse("marte").get(url).content.decode()
    assert "<html" not in browse("marte").get(url, {"del": "1"}).content.decode()


def test_the_file_holds_the_figures_with_one_decimal(browse) -> None:
    one = open_round()
    filled(one, 2)
    filled(one, 4, useful="some")
    text = browse("marte").get(f"/undersokelser/runde/{one.key}/svar.csv").content.decode("utf-8-sig")
    rows = {(row["question"], row["choice"]): row for row in csv.DictReader(StringIO(text), delimiter=";")}
    assert rows["useful", "large"]["count"] == "2"
    assert rows["useful", "large"]["percent"] == "33.3"
    assert rows["useful", "some"]["percent"] == "66.7"


@pytest.mark.parametrize("who", ["silje", "kari", "elias", "tone", "jon"])
def test_others_neither_see_nor_steer_a_round(browse, who) -> None:
    one = open_round()
    filled(one, 6)
    for page in ("", "tekster/", "koder/", "skjerm/", "svar.csv"):
        assert browse(who).get(f"/undersokelser/runde/{one.key}/{page}").status_code == 404
    assert browse(who).post(f"/undersokelser/runde/{one.key}/lukk/").status_code == 404
    with acting(user(who).pk):
        assert figures.total(one) == 0
        assert figures.counts(one) == {}
        assert not Round.objects.exists()


def test_a_colleague_reads_the_figures_and_changes_nothing(browse) -> None:
    one = open_round()
    filled(one, 6, text="Hei")
    assert "100,0 %" in browse("ola").get(f"/undersokelser/runde/{one.key}/").content.decode()
    assert browse("ola").get(f"/undersokelser/runde/{one.key}/tekster/").status_code == 404
    assert browse("ola").post(f"/undersokelser/runde/{one.key}/lukk/").status_code == 404


def test_one_time_codes_answer_once_and_are_forgotten() -> None:
    one = open_round()
    with acting(user("marte").pk):
        code, *_rest = actions.hand_out(of=one, number=5)
    url = f"/s/{one.code}/"
    assert "Koden på lappen din" in Client().get(url).content.decode()
    assert (
        "Koden er brukt, eller den finnes ikke."
        in Client().post(url, {"step": "0", "one_time": "feil"}).content.decode()
    )
    page = Client().post(url, {"step": "0", "one_time": f"{code[:4]}-{code[4:].lower()}"}).content.decode()
    ballot = re.search(r'name="ballot" value="([^"]+)"', page)
    assert ballot is not None
    answer = {"step": "4", "go": "send", "useful": "large", "ballot": ballot[1]}
    assert "Takk" in Client().post(url, answer, follow=True).content.decode()
    assert "Koden er alt brukt" in Client().post(url, answer, follow=True).content.decode()
    assert "Koden er brukt" in Client().post(url, {"step": "0", "one_time": code}).content.decode()
    assert not replies.put(code=one.code, reply=reply())


def test_codes_are_not_made_when_somebody_has_answered_or_by_others() -> None:
    one = open_round()
    with acting(user("ola").pk):
        assert actions.hand_out(of=one, number=5) == []
    filled(one, 1)
    with acting(user("marte").pk):
        assert actions.hand_out(of=one, number=5) == []


def test_no_login_of_the_web_server_reads_the_box() -> None:
    open_round()
    for who in ("marte", "eva", "jon"):
        with acting(user(who).pk), pytest.raises(ProgrammingError), transaction.atomic():
            list(Box.objects.all())


def test_the_owner_of_the_database_cannot_tell_one_answer_from_another(both_logins) -> None:
    """Nothing by which two answers differ but what they say: no row, number, time or order of their own."""
    one = open_round()
    with acting(user("marte").pk):
        codes = actions.hand_out(of=one, number=6)
    for code, said in zip(codes, ("small", "large", "some", "large", "dont_know", "small"), strict=True):
        ballot = replies.begin(code=one.code, one_time=code)
        assert replies.put(code=one.code, reply=reply(said), ballot=ballot)
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(
            "select replies, (select count(*) from surveys_box where round_id = %s) from surveys_box where round_id = %s",
            [one.pk, one.pk],
        )
        found, rows = cursor.fetchone()
        found = found if isinstance(found, list) else json.loads(found)
        cursor.execute("select unused, ballots from surveys_codes where round_id = %s", [one.pk])
        assert cursor.fetchone() == ([], [])
        cursor.execute(
            "select column_name::text from information_schema.columns where table_name in ('surveys_box', 'surveys_codes')"
        )
        assert {name for (name,) in cursor.fetchall()} == {"round_id", "replies", "unused", "ballots"}
        cursor.execute("select relname from pg_class where relkind = 'S' and relname like 'surveys_box%'")
        assert cursor.fetchall() == []
    assert rows == 1
    assert [answer["useful"]["chosen"][0] for answer in found] == [
        "dont_know",
        "large",
        "large",
        "small",
        "small",
        "some",
    ]
    assert all(set(answer) == {"useful"} for answer in found)


def test_a_survey_that_is_asked_never_changes() -> None:
    one = open_round()
    with acting(user("eva").pk):
        assert Survey.objects.filter(pk=one.survey_id).update(content={}) == 0


@pytest.mark.parametrize(
    ("count", "number", "low", "high"),
    [(0, 10, 0.0, 27.8), (3, 19, 5.5, 37.6), (14, 19, 51.2, 88.2), (19, 19, 83.2, 100.0), (0, 0, 0.0, 100.0)],
)
def test_the_interval_of_a_share_is_wilsons(count, number, low, high) -> None:
    """Against values worked out by hand from the formula."""
    assert [round(100 * edge, 1) for edge in figures.wilson(count, number)] == [low, high]
