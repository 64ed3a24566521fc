"""The ready cards are whole: every text in every language, and only kinds and areas that there are."""

import pytest
from django.utils import translation

from pop.people.models import AgencyKind
from pop.services import ready
from pop.services.models import AREAS

pytestmark = pytest.mark.no_database
PARTS = ("name", "what", "way_in", "requirements", "needs")


@pytest.mark.parametrize("scheme", ready.schemes(), ids=lambda scheme: scheme.slug)
def test_a_ready_card_is_whole(scheme: ready.Scheme) -> None:
    assert scheme.kinds <= set(AgencyKind.values)
    assert scheme.topics <= set(AREAS)
    assert "§" in scheme.source
    assert all(set(words) == {"nb", "nn", "en"} and all(words.values()) for words in scheme.texts.values())


def test_it_is_read_in_the_readers_language() -> None:
    scheme = ready.scheme("individuell-plan")
    assert scheme
    with translation.override("en"):
        assert all(getattr(scheme, part) for part in PARTS)
        assert scheme.what.startswith("You get one plan")
    with translation.override("nn"):
        assert scheme.what.startswith("Du får éin plan")
