"""The glossary and the code use the same words."""

from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Choices

pytestmark = pytest.mark.no_database
DOCS = Path(__file__).parents[2] / "docs"


def rows() -> dict[str, tuple[str, str, str]]:
    """Identifier → norsk, meaning, source."""
    table = {}
    for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 4 and cells[1].startswith("`"):
            table[cells[1].strip("`")] = (cells[0], cells[2], cells[3])
    return table


def choices(kind: type[Choices]) -> list[type[Choices]]:
    return [c for sub in kind.__subclasses__() for c in (sub, *choices(sub))]


def words() -> dict[str, str]:
    """Identifier → what people read, for every model and choice of the product."""
    found = {
        model.__name__: str(model._meta.verbose_name)
        for model in apps.get_models()
        if model.__module__.startswith("pop.")
    }
    for kind in choices(Choices):
        if kind.__module__.startswith("pop."):
            found |= {f"{kind.__name__}.{member.name}": str(member.label) for member in kind}
    return found


def test_every_model_and_choice_has_a_row():
    assert sorted(set(words()) - set(rows())) == []


def test_no_row_is_about_something_that_is_gone():
    assert sorted(set(rows()) - set(words())) == []


def test_the_norwegian_word_is_the_one_people_read():
    table = rows()
    assert {i: w for i, w in words().items() if i in table and table[i][0] != w} == {}


def test_every_row_says_what_it_means_and_where_it_comes_from():
    assert [i for i, (_, meaning, source) in rows().items() if not meaning or not source] == []
