"""What is held about people is written down by the models themselves, and the documents say the same."""

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from pop.access.register import Processing

pytestmark = pytest.mark.no_database
DOCS = Path(__file__).parents[2] / "docs"


def models():
    return [m for m in apps.get_models() if m.__module__.startswith("pop.")]


def test_every_model_says_what_it_holds_about_people():
    assert [m.__name__ for m in models() if not isinstance(getattr(m, "processing", None), Processing)] == []


def test_what_holds_something_says_about_whom_what_for_by_which_law_and_how_long():
    notes = [m.processing for m in models() if m.processing.holds]
    assert all(n.about and n.purpose and n.ground and n.kept for n in notes)


@pytest.mark.parametrize("name", ["dpia.md", "record-of-processing.md"])
def test_the_documents_are_rendered_from_the_notes(name, tmp_path):
    call_command("write_docs", folder=str(tmp_path))
    assert (tmp_path / name).read_text() == (DOCS / name).read_text()
