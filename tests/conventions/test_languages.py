"""Bokmål, nynorsk and English are complete, and another language needs no code."""

import importlib

import pytest
from django import forms
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


def forms_of_the_program() -> list[type[forms.BaseForm]]:
    importlib.import_module("pop.urls")  # and with it every view and its forms
    known: list[type[forms.BaseForm]] = [forms.Form]
    for form in known:
        known += [one for one in form.__subclasses__() if one not in known]
    return [f for f in known if f.__module__.startswith("pop.") and ".tests." not in f.__module__]


def test_a_form_says_nothing_that_was_fixed_in_one_language_when_the_program_started():
    """A label or choice that is text already is read as it stands, whichever language the reader has chosen."""
    fixed = []
    for form in forms_of_the_program():
        for name, field in getattr(form, "base_fields", {}).items():
            choices = () if isinstance(field, forms.ModelChoiceField) else getattr(field, "choices", ())
            # A choice that says its own value gets its words when the form is made; a language is named in itself.
            words = (
                said for value, said in choices if said != value and (value, said) not in settings.LANGUAGES
            )
            said = [field.label, field.help_text, *words]
            fixed += [
                f"{form.__qualname__}.{name}: {text}"
                for text in said
                if type(text) is str and text.strip(" –")
            ]
    assert fixed == []
