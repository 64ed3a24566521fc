"""A new language needs a line and a folder, no code."""

from datetime import date

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import locale, settings
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real

from pop.ui import catalogues, dates
from pop.ui.languages import available

SAMI = """
[[language]]
code = "nb"
name = "Bokmål"

[[language]]
code = "se"
name = "Davvisámegiella"
"""


def forget():
    """Django remembers for the life of a process which languages there are."""
    trans_real.get_languages.cache_clear()
    trans_real._get_supported_language_variant.cache_clear()


@pytest.fixture
def with_sami(tmp_path):
    """Northern Sámi as somebody would add it: a line, and a catalogue with one text in it."""
    (tmp_path / "languages.toml").write_text(SAMI, encoding="utf-8")
    folder = tmp_path / "se" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    source = folder / "django.po"
    source.write_text(
        'msgid ""\nmsgstr ""\n"Language: se\\n"\n\nmsgid "Hjelp"\nmsgstr "Veahkki"\n', encoding="utf-8"
    )
    with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
        write_mo(compiled, read_po(text, locale="se"))
    known = "se" in locale.LANG_INFO
    paths = [tmp_path, *settings.LOCALE_PATHS]
    with override_settings(LANGUAGES=available(tmp_path / "languages.toml"), LOCALE_PATHS=paths):
        forget()
        yield tmp_path
    if not known:
        del locale.LANG_INFO["se"]
    forget()


def page(client, **headers):
    return client.get("/personvern/", **headers).content.decode()


@pytest.mark.no_database
def test_the_languages_are_those_of_the_file_in_its_order(tmp_path):
    (tmp_path / "languages.toml").write_text(SAMI, encoding="utf-8")
    assert available(tmp_path / "languages.toml") == [("nb", "Bokmål"), ("se", "Davvisámegiella")]


@pytest.mark.no_database
def test_bokmal_nynorsk_and_english_are_there():
    assert [code for code, _ in settings.LANGUAGES][:3] == ["nb", "nn", "en"]


def test_whoever_chooses_a_new_language_gets_its_texts_and_is_told_to_screen_readers(client, with_sami):
    client.post("/sprak/", {"language": "se", "next": "/personvern/"})
    shown = page(client)
    assert '<html lang="se"' in shown
    assert "Veahkki" in shown
    assert 'lang="se" aria-current="true">Davvisámegiella</button>' in shown


def test_a_text_that_the_new_language_lacks_stands_in_bokmal(client, with_sami):
    client.post("/sprak/", {"language": "se"})
    assert "Tilgjengelighetserklæring" in page(client)


def test_dates_stand_in_bokmal_until_somebody_translates_them(with_sami):
    with translation.override("se"):
        said = dates.weekday_date(date(2026, 11, 19), date(2026, 11, 17))
    assert said.replace(dates.NBSP, " ") == "torsdag 19. november"


def test_the_texts_that_a_new_language_needs_can_be_listed(with_sami):
    with override_settings(LOCALE_PATHS=[with_sami]):
        missing = catalogues.missing("se")
    assert "Personvern" in missing
    assert "Hjelp" not in missing


@pytest.mark.parametrize(("code", "shown"), [("nn", "nn"), ("en", "en"), ("nb", "nb")])
def test_the_page_says_which_language_it_is_in(client, code, shown):
    client.post("/sprak/", {"language": code})
    assert f'<html lang="{shown}"' in page(client)


def test_a_language_that_we_do_not_have_changes_nothing(client):
    client.post("/sprak/", {"language": "tlh"})
    assert '<html lang="nb"' in page(client)


def test_the_first_visit_is_in_the_browsers_language_when_we_have_it(client):
    assert '<html lang="nn"' in page(client, headers={"accept-language": "nn,en;q=0.5"})
    assert '<html lang="nb"' in page(client, headers={"accept-language": "de"})


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_each_language_stands_under_its_own_name_whatever_the_page_is_in(client, language):
    client.post("/sprak/", {"language": language})
    shown = page(client)
    for code, name in (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")):
        current = ' aria-current="true"' if code == language else ""
        assert f'lang="{code}"{current}>{name}</button>' in shown


@pytest.mark.no_database
def test_bringing_a_catalogue_up_to_date_keeps_what_is_translated(with_sami):
    catalogues.write("se")
    assert catalogues.read("se").get("Hjelp").string == "Veahkki"
    assert "Lagre" in catalogues.missing("se")
