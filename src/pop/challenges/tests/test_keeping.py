"""The map grows: users suggest, editors take in, merge and retire, and nothing that was written is lost."""

import pytest
from django.db import ProgrammingError, connection, transaction
from tests.access.conftest import both_logins
from tests.access.facts import past_the_rules

from pop.access.actor import acting
from pop.challenges import actions
from pop.challenges.loading import seed_sql
from pop.challenges.models import Thread, ThreadStatus, ThreadSuggestion, ThreadVersion
from pop.challenges.reading import version_of
from pop.demo.places import user

__all__ = ["both_logins"]

SUGGESTED = {
    "title": "Mister fastlegen",
    "text": "Mange mister fastlegen sin.",
    "knot": "treatment",
    "phases": ["hand_over"],
}
WRITTEN = {
    "knots": ["treatment"], "phases": ["hand_over"], "felt": ["person"], "lever": ["step 7"],
    "title_nb": "Mister fastlegen", "title_nn": "Mistar fastlegen", "title_en": "Loses the doctor",
    "text_nb": "Mange mister fastlegen.", "text_nn": "Mange mistar fastlegen.", "text_en": "Many lose their doctor.",
    "helps_nb": "Sjekk fastlegen\nBytt i tide", "helps_nn": "Sjekk fastlegen", "helps_en": "Check the doctor",
    "reason": "Kom fra flere",
}  # fmt: skip


@pytest.fixture
def suggestion() -> ThreadSuggestion:
    with acting(user("kari").pk):
        return actions.suggest(by=user("kari"), **SUGGESTED)


def thread_of(slug: str = "taket-vei") -> Thread:
    with acting(user("eva").pk):
        return Thread.objects.get(key=slug)


def test_a_suggestion_becomes_a_thread_on_the_map_and_the_one_who_made_it_sees_that(browse) -> None:
    sent = browse("kari").post("/kart/foresla/", SUGGESTED, follow=True).content.decode()
    assert "Takk." in sent
    assert "Venter på svar" in sent
    waiting = browse("eva").get("/kart/forslag/").content.decode()
    with acting(user("eva").pk):
        one = ThreadSuggestion.objects.get(title="Mister fastlegen")
    assert f"/kart/forslag/{one.key}/" in waiting
    page = browse("eva").get(f"/kart/forslag/{one.key}/ta-inn/").content.decode()
    assert "Mange mister fastlegen sin." in page
    browse("eva").post(f"/kart/forslag/{one.key}/ta-inn/", WRITTEN)
    assert "Mister fastlegen" in browse("marte").get("/kart/").content.decode()
    answered = browse("kari").get("/kart/forslag/").content.decode()
    assert "Tatt inn" in answered
    assert "Kom fra flere" in answered
    assert "/kart/trad/mister-fastlegen/" in answered


def test_another_wording_becomes_the_next_version_and_the_old_stays_in_the_history(browse) -> None:
    browse("elias").post("/kart/trad/taket-vei/foresla/", SUGGESTED)
    with acting(user("eva").pk):
        one = ThreadSuggestion.objects.get(title="Mister fastlegen")
    browse("eva").post(f"/kart/forslag/{one.key}/ta-inn/", WRITTEN)
    page = browse("elias").get("/kart/trad/taket-vei/").content.decode()
    assert "Mister fastlegen" in page
    assert "Mange ser ikke hva som skal skje" in page
    assert "skrevet om" in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"status": "declined", "answer": "Det står der alt"}, "Ikke tatt inn"),
        ({"status": "merged", "became": "taket-vei", "answer": "Det samme"}, "Gjelder en tråd som finnes"),
    ],
)
def test_a_no_has_a_reason_that_reaches_the_one_who_asked(browse, suggestion, given, says) -> None:
    browse("eva").post(f"/kart/forslag/{suggestion.key}/", given)
    page = browse("kari").get("/kart/forslag/").content.decode()
    assert says in page
    assert given["answer"] in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "Velg et svar."),
        ({"status": "merged", "answer": "x"}, "Velg tråden det gjelder."),
        ({"status": "declined"}, "Skriv en begrunnelse"),
    ],
)
def test_an_answer_that_lacks_something_says_what(browse, suggestion, given, says) -> None:
    assert says in browse("eva").post(f"/kart/forslag/{suggestion.key}/", given).content.decode()


def test_a_suggestion_that_lacks_something_keeps_what_was_typed(browse) -> None:
    page = browse("kari").post("/kart/foresla/", {"title": "Bare dette"}).content.decode()
    assert "Skriv hva som er vanskelig." in page
    assert "Velg en knute på kartet." in page
    assert "Bare dette" in page


def test_an_answered_suggestion_is_not_answered_again(browse, suggestion) -> None:
    browse("eva").post(f"/kart/forslag/{suggestion.key}/", {"status": "declined", "answer": "Nei"})
    assert browse("eva").get(f"/kart/forslag/{suggestion.key}/").status_code == 404
    assert browse("eva").post(f"/kart/forslag/{suggestion.key}/ta-inn/", WRITTEN).status_code == 404


def test_a_merged_thread_leaves_the_map_and_leads_to_the_other(browse) -> None:
    browse("eva").post("/kart/trad/sporre-riktig/ta-av/", {"into": "taket-vei", "reason": "Det samme"})
    assert "/kart/trad/sporre-riktig/" not in browse("marte").get("/kart/", {"vis": "liste"}).content.decode()
    page = browse("marte").get("/kart/trad/sporre-riktig/").content.decode()
    assert "slått sammen med en annen" in page
    assert "/kart/trad/taket-vei/" in page


def test_a_retired_thread_can_come_back(browse) -> None:
    browse("eva").post("/kart/trad/sporre-riktig/ta-av/", {"reason": "Ikke slik lenger"})
    assert "tatt av kartet" in browse("marte").get("/kart/trad/sporre-riktig/").content.decode()
    browse("eva").post("/kart/trad/sporre-riktig/tilbake/")
    assert "/kart/trad/sporre-riktig/" in browse("marte").get("/kart/", {"vis": "liste"}).content.decode()


def test_taking_off_asks_why(browse) -> None:
    page = browse("eva").post("/kart/trad/taket-vei/ta-av/", {}).content.decode()
    assert "Skriv hvorfor den blir tatt av kartet." in page


def test_an_editor_writes_a_thread_of_their_own_and_changes_it(browse) -> None:
    browse("eva").post("/kart/ny/", WRITTEN)
    browse("eva").post("/kart/ny/", WRITTEN)
    keys = {one.key for one in (thread_of("mister-fastlegen"), thread_of("mister-fastlegen-2"))}
    assert len(keys) == 2
    browse("eva").post("/kart/trad/mister-fastlegen/endre/", WRITTEN | {"title_nb": "Uten fastlege"})
    assert "Uten fastlege" in browse("marte").get("/kart/").content.decode()


@pytest.mark.parametrize("who", ["marte", "elias", "kari", "anders", "jon", "tone"])
def test_nobody_else_keeps_the_map(browse, suggestion, who) -> None:
    for url in ("/kart/ny/", "/kart/trad/taket-vei/endre/", "/kart/trad/taket-vei/ta-av/",
                f"/kart/forslag/{suggestion.key}/", f"/kart/forslag/{suggestion.key}/ta-inn/"):  # fmt: skip
        assert browse(who).get(url).status_code == 404
    assert browse(who).post("/kart/trad/taket-vei/tilbake/").status_code == 404


def test_what_one_suggests_is_seen_by_oneself_and_the_editors_alone(browse, suggestion) -> None:
    assert "Mister fastlegen" not in browse("marte").get("/kart/forslag/").content.decode()
    assert "Mister fastlegen" in browse("kari").get("/kart/forslag/").content.decode()


def test_the_database_lets_only_editors_write_the_map(suggestion) -> None:
    thread = thread_of()
    with acting(user("marte").pk):
        for refused in (
            lambda: actions.retire(thread=thread, by=user("marte"), reason="x"),
            lambda: actions.retire(thread=thread, by=user("eva"), reason="x"),
            lambda: Thread.objects.create(key="min"),
            lambda: actions.suggest(by=user("kari"), **SUGGESTED),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                refused()
        assert ThreadSuggestion.objects.filter(pk=suggestion.pk).update(answer="x") == 0
    with acting(user("eva").pk), pytest.raises(ProgrammingError), transaction.atomic():
        ThreadVersion.objects.filter(thread=thread).update(title_nb="x")


def test_what_the_file_seeds_is_not_put_back_over_what_editors_wrote(both_logins) -> None:
    with acting(user("eva").pk):
        actions.retire(thread=thread_of(), by=user("eva"), reason="x")
    with past_the_rules(), connection.cursor() as cursor:
        cursor.execute(seed_sql())
    with acting(user("eva").pk):
        assert version_of(thread_of()).status == ThreadStatus.RETIRED
        assert Thread.objects.count() == 43
