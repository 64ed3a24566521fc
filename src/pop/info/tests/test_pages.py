"""The four pages that everybody can read, in every language, without a question to the database."""

import re

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from pop.info import views, words
from pop.people.models import AgencyKind
from pop.ui.templatetags.ui import STATUSES

pytestmark = pytest.mark.no_database
PAGES = {
    "privacy": views.privacy,
    "accessibility": views.accessibility,
    "glossary": views.glossary,
    "help": views.help_page,
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def read(name: str, query: str = "") -> str:
    return PAGES[name](RequestFactory().get(reverse(name) + query)).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_it_has_one_heading_and_every_anchor_leads_somewhere(name, language):
    with translation.override(language):
        html = read(name)
    assert html.count("<h1") == 1
    found = re.findall(r'\sid="([^"]+)"', html)
    assert len(found) == len(set(found))
    assert set(re.findall(r'href="#([^"]+)"', html)) - set(found) == set()


def test_the_way_to_what_must_be_passed_on_is_there():
    assert 'href="/hjelp/#meldeplikt"' in read("privacy")
    assert 'id="meldeplikt"' in read("help")


@pytest.mark.parametrize(
    "law", ["straffeloven § 196", "straffeloven § 287", "barnevernsloven § 13-2", "helsepersonelloven § 31"]
)
def test_the_help_names_the_law(law):
    assert law in read("help")


def test_a_word_can_be_opened_by_its_address():
    assert '<details class="ds-details ordforklaring" id="ord-nav" open>' in read("glossary", "?ord=nav")
    assert " open>" not in read("glossary", "?ord=finnes-ikke")


def test_every_row_is_complete_in_the_three_languages():
    rows = words.data()["word"]
    texts = [text for row in rows for text in (row["term"], row["meaning"])]
    texts += [row["meaning"] for row in words.data()["status"]] + [
        row["title"] for row in words.data()["group"]
    ]
    assert all(set(text) >= {"nb", "nn", "en"} and all(text.values()) for text in texts)
    assert len({row["key"] for row in rows}) == len(rows)


def test_every_kind_of_agency_is_explained():
    terms = " ".join(row["term"]["nb"].lower() for row in words.data()["word"])
    assert [str(kind.label) for kind in AgencyKind if str(kind.label).lower() not in terms] == []


def test_every_status_is_explained():
    assert {key for key, _meaning in words.statuses()} == set(STATUSES)


def test_every_word_is_in_a_group_and_they_are_sorted_as_norwegians_sort():
    assert sum(len(group.words) for group in words.groups()) == len(words.data()["word"])
    assert sorted(["øl", "åre", "ærend", "bil"], key=words.alphabetical) == ["bil", "ærend", "øl", "åre"]


def test_a_new_language_reads_bokmaal_until_it_is_translated():
    assert words.told({"nb": "ja", "en": "yes"}) == "ja"
    with translation.override("en"):
        assert words.told({"nb": "ja", "en": "yes"}) == "yes"


@pytest.mark.parametrize("section", ["samtykke", "nei", "papir", "ser", "meldeplikt", "ikke"])
def test_the_help_has_a_place_for_what_people_ask_first(section):
    """Rules A17 and A19: what must be passed on, what has no field, and that a no is fine."""
    assert f'aria-labelledby="{section}"' in read("help")


def test_the_help_says_what_has_no_field():
    assert "Planen har ikke noe felt for lovbruddet, risikovurderinger" in read("help")


@pytest.mark.parametrize("name", PAGES)
def test_nobody_needs_to_log_in_and_nobody_is_sent_elsewhere(name):
    answer = PAGES[name](RequestFactory().get(reverse(name)))
    assert answer.status_code == 200
    assert "Logg ut" not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_to_read_takes_no_form(name):
    assert PAGES[name](RequestFactory().post(reverse(name))).status_code == 405
