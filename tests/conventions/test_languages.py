"""Bokmål, nynorsk and English are complete, and another language needs no code."""

import pytest
from django.conf import settings

from pop.ui import catalogues

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "nb"])
def test_no_text_is_missing(language):
    assert catalogues.missing(language) == []


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "nb"])
def test_no_text_stands_in_the_catalogue_that_no_page_uses(language):
    now = {str(entry.id) for entry in catalogues.current(language)}
    assert [str(e.id) for e in catalogues.read(language) if e.id and str(e.id) not in now] == []


@pytest.mark.parametrize("language", [code for code, _ in settings.LANGUAGES if code != "nb"])
def test_a_translation_keeps_the_names_that_are_filled_in(language):
    wrong = []
    for entry in catalogues.read(language):
        if entry.id and entry.python_format:
            wrong += [f"{entry.id}: {error}" for error in entry.check()]
    assert wrong == []
