"""A survey of one's own: a copy, its sections and questions, and the version that takes over."""

import pytest

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.models import Unit
from pop.surveys import actions, building
from pop.surveys.content import Content, Question, content, ready
from pop.surveys.models import Survey

THREE = {"text_nb": "Var det varmt?", "text_nn": "Var det varmt?", "text_en": "Was it warm?"}


@pytest.fixture
def meeting() -> Content:
    return dict(ready())["motet"]


def ids(asks: Content) -> list[list[str]]:
    return [[question.id for question in section.questions] for section in asks.sections]


def test_questions_are_moved_also_from_one_section_into_the_next(meeting) -> None:
    two = building.with_section(meeting, {"nb": "Ny", "nn": "Ny", "en": "New"})
    assert ids(building.moved(two, "next", -1)) == [["next", "useful", "better"], []]
    down = building.moved(two, "better", 1)
    assert ids(down) == [["useful", "next"], ["better"]]
    assert ids(building.moved(down, "better", -1)) == [["useful", "next", "better"], []]
    assert ids(building.moved(two, "useful", -1)) == ids(two)
    assert ids(building.moved(down, "better", 1)) == ids(down)
    assert building.moved(two, "none", 1) == two


def test_questions_come_change_and_go_and_a_section_goes_when_it_is_empty(meeting) -> None:
    words = {"nb": "x", "nn": "x", "en": "x"}
    more = building.with_question(meeting, 0, Question("q1", "text", words))
    assert ids(more) == [["useful", "next", "better", "q1"]]
    assert (
        building.with_changed_question(more, Question("q1", "yes_no", words)).question("q1").kind == "yes_no"
    )  # type: ignore[union-attr]
    assert ids(building.without_question(more, "q1")) == ids(meeting)
    assert building.without_section(meeting, 0) == meeting
    empty = building.with_section(meeting, words)
    assert building.without_section(empty, 1) == meeting
    assert content(more.as_json()) == more


def draft(browse, who: str = "anders") -> Survey:
    with acting(user(who).pk):
        first = Survey.objects.get(code="motet", number=1)
    browse(who).post(f"/undersokelser/{first.key}/kopi/")
    with acting(user(who).pk):
        return Survey.objects.filter(made_by=user(who)).latest("pk")


def test_a_leader_builds_a_survey_for_the_unit_and_it_is_asked(browse) -> None:
    one = draft(browse)
    url = f"/undersokelser/{one.key}/bygg/"
    assert "Bygg undersøkelsen" in browse("anders").get(url).content.decode()
    browse("anders").post(f"{url}del/0/ny/", THREE | {
        "kind": "one", "choices_nb": "Ja\nLitt", "choices_nn": "Ja\nLitt", "choices_en": "Yes\nA little"})  # fmt: skip
    page = browse("anders").get(f"/undersokelser/{one.key}/").content.decode()
    assert "Var det varmt?" in page
    assert "Litt" in page
    with acting(user("anders").pk):
        one.refresh_from_db()
    new = ids(one.asks)[0][-1]
    browse("anders").post(f"{url}flytt/", {"question": new, "go": "up"})
    with acting(user("anders").pk):
        one.refresh_from_db()
        assert ids(one.asks) == [["useful", "next", new, "better"]]
        asked = actions.open_round(survey=one, by=user("anders"), name="Vår", unit=one.unit)
    assert (
        "Var det varmt?"
        in browse("kari").post(f"/s/{asked.code}/", {"step": "2", "go": "next"}).content.decode()
    )
    assert browse("anders").get(url).status_code == 404


def test_a_choice_whose_words_are_the_same_is_the_same_choice(browse) -> None:
    """Otherwise two rounds could not be compared when a choice comes between two others."""
    one = draft(browse)
    url = f"/undersokelser/{one.key}/bygg/del/0/"

    def asked(*lines: str) -> Question:
        text = "\n".join(lines)
        with acting(user("anders").pk):
            one.refresh_from_db()
        name = "ny" if len(one.asks.questions()) == 3 else one.asks.questions()[-1].id
        given = {"kind": "one", "choices_nb": text, "choices_nn": text, "choices_en": text}
        browse("anders").post(f"{url}{name}/", THREE | given)
        with acting(user("anders").pk):
            one.refresh_from_db()
        return one.asks.questions()[-1]

    before, after = asked("Varmt", "Kaldt"), asked("Varmt", "Lunkent", "Kaldt")
    assert before.id == after.id
    assert [choice.id for choice in after.choices][::2] == [choice.id for choice in before.choices]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "one"}, "Skriv minst to svar, ett per linje."),
        (
            {"kind": "one", "choices_nb": "A\nB", "choices_nn": "A", "choices_en": "A\nB"},
            "like mange svar på hvert språk",
        ),
        ({"kind": "yes_no", "more_nb": "Fortell"}, "alle tre språk"),
        ({"kind": "song"}, ""),
    ],
)
def test_a_question_that_lacks_something_is_not_stored(browse, given, says) -> None:
    one = draft(browse)
    page = browse("anders").post(f"/undersokelser/{one.key}/bygg/del/0/ny/", THREE | given)
    assert page.status_code == 200
    assert says in page.content.decode()
    with acting(user("anders").pk):
        one.refresh_from_db()
        assert ids(one.asks) == [["useful", "next", "better"]]


def test_the_next_version_takes_over_and_the_rounds_of_the_old_keep_it(browse) -> None:
    one = draft(browse)
    with acting(user("anders").pk):
        asked = actions.open_round(survey=one, by=user("anders"), name="Vår", unit=one.unit)
    browse("anders").post(f"/undersokelser/{one.key}/ny-versjon/")
    with acting(user("anders").pk):
        new = Survey.objects.get(code=one.code, number=2)
        assert actions.next_version(survey=one, by=user("anders")) == new
        assert actions.write(survey=new, asks=building.without_question(new.asks, "next"))
        asked.refresh_from_db()
        assert asked.survey_id == one.pk
        assert not actions.write(survey=one, asks=new.asks)


@pytest.mark.parametrize("who", ["marte", "silje", "kari", "elias"])
def test_others_build_nothing(browse, who) -> None:
    one = draft(browse)
    for page in ("bygg/", "bygg/del/0/", "bygg/del/0/ny/"):
        assert browse(who).get(f"/undersokelser/{one.key}/{page}").status_code == 404
    assert browse(who).post(f"/undersokelser/{one.key}/kopi/").status_code == 404
    with acting(user(who).pk):
        assert not actions.write(survey=one, asks=one.asks)


def test_the_editor_keeps_the_directorates_and_no_units(browse) -> None:
    with acting(user("eva").pk):
        first = Survey.objects.get(code="motet")
    browse("eva").post(f"/undersokelser/{first.key}/ny-versjon/")
    with acting(user("eva").pk):
        assert Survey.objects.get(code="motet", number=2).unit is None
    one = draft(browse)
    assert one.unit == Unit.objects.get(name="Solvik fengsel")
    assert browse("eva").get(f"/undersokelser/{one.key}/bygg/").status_code == 404
