"""Every address × everybody of the cast, and nobody: the page, another page, or nothing at all."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.access import matrix
from tests.access.words import as_page

PAGE = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
WRITE = bool(os.environ.get("POP_WRITE"))


@pytest.fixture(autouse=True)
def no_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who gets a PDF is asked here, not how it looks."""
    monkeypatch.setattr("weasyprint.HTML.write_pdf", lambda *arguments, **options: b"%PDF-1.7")


@pytest.fixture
def found() -> list[matrix.Case]:
    return matrix.cases()


def column(actor: str, browse: Callable[[str], Client], found: list[matrix.Case]) -> dict[str, str]:
    return matrix.answers(Client() if actor == matrix.NOBODY else browse(actor), found)


def test_every_address_has_a_row_and_every_row_an_address(found) -> None:
    assert {case.title for case in found} == set(matrix.reviewed())


@pytest.mark.parametrize("actor", matrix.ACTORS)
def test_everybody_gets_what_was_reviewed(actor, browse, found) -> None:
    expected = {title: row[actor] for title, row in matrix.reviewed().items()}
    told = column(actor, browse, found)
    assert {
        t: (told.get(t), expected.get(t)) for t in told | expected if told.get(t) != expected.get(t)
    } == {}


STRANGERS = {
    "elias": {"nobody", "leyla", "ida", "silje", "jorgen", "anders", "per", "grete", "tone", "eva", "jon"},
    "ida": set(matrix.ACTORS) - {"ida", "jorgen"},
}
"""Who is nothing to a plan: not in its teams, invited without consent, or with a consent that is taken back."""


@pytest.mark.parametrize("person", STRANGERS)
def test_no_address_of_a_plan_is_there_for_a_stranger(person) -> None:
    """Also when the rows of the matrix are written anew and nobody reads them through."""
    inside = {name for route, name in matrix.patterns() if route.startswith("planer/<uuid:key>/")}
    for title, row in matrix.reviewed().items():
        name, _space, about = title.partition(" ")
        whose = next((slug for slug in matrix.PERSONS if slug in about.split()), "elias")
        if name in inside and whose == person:
            told = {actor: row[actor] for actor in STRANGERS[person] if row[actor] != matrix.DEFAULT[actor]}
            assert told == {}, title


def test_no_address_fails() -> None:
    for title, row in matrix.reviewed().items():
        assert not any("50" in status or "403" in status for status in row.values()), title


def write(browse: Callable[[str], Client], found: list[matrix.Case]) -> None:
    columns = {actor: column(actor, browse, found) for actor in matrix.ACTORS}
    table = {case.title: {actor: columns[actor][case.title] for actor in matrix.ACTORS} for case in found}
    matrix.FILE.write_text(matrix.as_toml(table), encoding="utf-8")
    PAGE.write_text(as_page(matrix.reviewed()), encoding="utf-8")


def test_the_page_says_what_the_reviewed_rows_say(request) -> None:
    """`POP_WRITE=1 … -k page` writes rows and page anew. Read the difference through: it is the review."""
    if WRITE:
        write(request.getfixturevalue("browse"), request.getfixturevalue("found"))
    assert PAGE.read_text(encoding="utf-8") == as_page(matrix.reviewed())
