"""«Jeg er uenig» beside a wish, its answer and a planned leave, by the person or written down together."""

import pytest
from django.urls import reverse

from pop.access.actor import acting
from pop.demo.places import user
from pop.plans.actions import contest
from pop.wishes.models import PlannedLeave, WishAnswer
from pop.wishes.tests.conftest import DEPOSIT, LEAVE, PHONE, address, of_elias, refused, text_of, wish_of

WORDS = "Det var ikke det jeg sa."


def answer_to(text):
    with acting(user("elias").pk):
        return WishAnswer.objects.get(wish=wish_of(text))


def page_of(kind):
    """The address of «Jeg er uenig», and of the page where it then stands."""
    key = of_elias().key
    if kind == "wish":
        return reverse("wish_contest", args=[key, wish_of(PHONE).key]), address("wish", PHONE)
    if kind == "leave":
        with acting(user("elias").pk):
            leave = PlannedLeave.objects.get(kind="day_release")
        return reverse("leave_contest", args=[key, leave.key]), address("wishes")
    text = DEPOSIT if kind == "nav's answer" else LEAVE
    given = answer_to(text)
    return reverse("wish_answer_contest", args=[key, wish_of(text).key, given.key]), address("wish", text)


KINDS = ("wish", "answer", "nav's answer", "leave")


@pytest.mark.parametrize("kind", KINDS)
def test_the_person_says_it_and_all_who_see_the_entry_read_it(browse, kind) -> None:
    contesting, shown = page_of(kind)
    elias = browse("elias")
    page = elias.get(shown).content.decode()
    assert contesting in page
    assert "Jeg er uenig" in text_of(elias.get(contesting))
    assert elias.post(contesting, {"words": WORDS}).status_code == 302
    for who in ("elias", "marte"):
        assert WORDS in text_of(browse(who).get(shown)), who
    assert WORDS in text_of(elias.get(address("wishes")))


@pytest.mark.parametrize("kind", KINDS)
def test_the_contact_team_writes_it_down_together_and_never_over_the_persons_own(browse, kind) -> None:
    contesting, shown = page_of(kind)
    marte = browse("marte")
    assert "Skriv ned at Elias er uenig" in text_of(marte.get(shown))
    assert marte.post(contesting, {"words": WORDS}).status_code == 302
    page = text_of(browse("elias").get(shown))
    assert WORDS in page
    assert "Sagt sammen med en ansatt." in page
    browse("elias").post(contesting, {"words": "Med mine egne ord"})
    assert marte.get(contesting).status_code == 404
    assert marte.post(contesting, {"words": "Nei"}).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("who", ["kari", "hanne", "torbjorn", "silje", "anders"])
def test_nobody_else_says_it(browse, kind, who) -> None:
    contesting, _shown = page_of(kind)
    client = browse(who)
    assert client.get(contesting).status_code == 404
    assert client.post(contesting, {"words": WORDS}).status_code == 404


def test_an_answer_is_found_under_its_own_wish_only(browse) -> None:
    given = answer_to(DEPOSIT)
    wrong = reverse("wish_answer_contest", args=[of_elias().key, wish_of(LEAVE).key, given.key])
    assert browse("elias").get(wrong).status_code == 404


def test_of_what_the_person_wrote_alone_nothing_is_offered(browse) -> None:
    contesting = reverse("wish_contest", args=[of_elias().key, wish_of(DEPOSIT).key])
    client = browse("elias")
    assert contesting not in client.get(address("wish", DEPOSIT)).content.decode()
    assert client.get(contesting).status_code == 404


@pytest.mark.parametrize("who", ["kari", "silje", "anders"])
def test_nor_past_the_pages(who) -> None:
    given = answer_to(DEPOSIT)
    with acting(user(who).pk):
        assert refused(lambda: contest(given, words=WORDS, together=True))
        assert refused(lambda: contest(given, words=WORDS, together=False))


def test_the_person_may_agree_again(browse) -> None:
    contesting, shown = page_of("answer")
    elias = browse("elias")
    elias.post(contesting, {"words": WORDS})
    elias.post(contesting, {"agree": "yes"})
    assert WORDS not in text_of(elias.get(shown))
