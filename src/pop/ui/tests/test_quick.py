"""The quick `{% url %}` and `{% translate %}` say what Django's own say."""

import uuid
from collections.abc import Callable

import pytest
from django.template import Context, Engine, Template
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import translation

from pop.ui import addresses
from pop.ui.templatetags import quick

KEY = uuid.UUID("0b54c9ba-7d34-4f0e-9d6d-9c5ed9a0a001")
VALUES = [KEY, 7, "behov", "2026-11-22", "ae"]


def patterns() -> list[tuple[str, int]]:
    """Every name in the project with the number of its arguments."""
    found = get_resolver().reverse_dict
    return sorted(
        {
            (name, len(names))
            for name in found
            if isinstance(name, str)
            for possibilities, *_rest in found.getlist(name)
            for _path, names in possibilities
        }
    )


def says(ask: Callable[[], str | None]) -> str | type[Exception] | None:
    """The answer, or the error that an argument of the wrong kind brings."""
    try:
        return ask()
    except (NoReverseMatch, AttributeError) as error:
        return type(error)


def test_every_address_is_the_one_that_django_finds() -> None:
    compared = 0
    for name, count in patterns():
        for first in VALUES:
            for other in VALUES:
                args = [first, *[other] * (count - 1)][:count]
                found = says(lambda: addresses.address(name, args))  # noqa: B023  (called at once)
                if found is not None:
                    assert found == says(lambda: reverse(name, args=args))  # noqa: B023
                    compared += 1
    assert compared > 300


def test_most_addresses_need_no_help_from_django() -> None:
    known = [pair for pair in patterns() if addresses.shape(*pair)]
    assert len(known) > 0.9 * len(patterns())


@pytest.mark.parametrize("bad", ["", "a/b", "å", "a b", "../"])
def test_an_argument_that_is_not_plain_is_left_to_django(bad) -> None:
    assert addresses.address("entry_new", [KEY, bad]) is None


def test_a_link_without_its_argument_is_an_error_as_before() -> None:
    with pytest.raises(NoReverseMatch):
        Template("{% url 'plan' nothing %}").render(Context())


def test_a_fixed_text_follows_the_language_of_the_reader() -> None:
    page = Template('{% translate "Logg ut" %}|{% translate "Logg ut" as text %}{{ text }}')
    said = {}
    for language in ("nb", "en", "nb", "nn", "en"):
        with translation.override(language):
            text = page.render(Context())
        assert said.setdefault(language, text) == text
        assert text == "|".join([text.split("|")[0]] * 2)
    assert said["nb"].startswith("Logg ut|")
    assert said["en"].startswith("Log out|")


def test_a_text_in_a_variable_is_not_kept() -> None:
    page = Template("{% translate what %}")
    with translation.override("en"):
        assert page.render(Context({"what": "Logg ut"})) == "Log out"
        assert page.render(Context({"what": "Meny"})) == "Menu"


def test_the_quick_ones_are_what_the_pages_use() -> None:
    node = Engine.get_default().from_string("{% url 'home' %}").nodelist[0]
    assert isinstance(node, quick.QuickUrl)
