"""Icons, status, floke, quotes and the small parts of pages."""

import pytest
from django.utils import translation

from pop.plans.models import MeasureStatus
from pop.ui.templatetags import ui as tags
from pop.ui.tests import strict

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("key", tags.STATUSES)
@pytest.mark.parametrize("personal", [True, False])
def test_a_status_is_an_icon_and_a_word(key, personal):
    html = tags.status(key, personal)
    word = tags.STATUSES[key][1 if personal else 0]
    assert "<svg" in html
    assert f"<span>{word}</span>" in html


def test_every_status_of_a_measure_has_an_icon_and_a_word():
    assert set(MeasureStatus.values) | {"soon", "late"} == set(tags.STATUSES)


def test_the_person_reads_other_words_than_staff():
    assert "Forsinket" in tags.status("late", personal=True)
    assert "Over fristen" in tags.status("late")
    assert "Venter på at Elias velger" in tags.status("waiting", detail="Venter på at Elias velger")


@pytest.mark.parametrize("key", tags.TANGLES)
def test_a_floke_never_is_colour_alone(key):
    assert str(tags.TANGLES[key][0]) in tags.tangle(key, word=False)


def test_a_quote_stands_in_the_marks_of_the_language_and_is_escaped():
    assert tags.quote("<Ha>") == '<span class="sitat">«&lt;Ha&gt;»</span>'
    with translation.override("en"):
        assert tags.quote("Ha") == '<span class="sitat">“Ha”</span>'


def test_an_empty_state_needs_no_more_than_a_heading():
    html = strict.render('{% include "ui/empty.html" with heading="Ingen mål" %}')
    assert '<h2 class="ds-heading" data-size="2xs">Ingen mål</h2>' in html
    assert "<a" not in html


def test_an_empty_state_can_say_what_to_do():
    source = (
        '{% include "ui/empty.html" with heading="H" level=3 action_url="/ny/" action_label="Skriv et mål" %}'
    )
    html = strict.render(source)
    assert '<a class="ds-button" href="/ny/">Skriv et mål</a>' in html
    assert html.count("h3") == 2


@pytest.mark.parametrize(
    "source",
    [
        '{% include "ui/breadcrumbs.html" with url="/" label="Planen" here="Nytt mål" %}',
        '{% include "ui/breadcrumbs.html" with url="/" label="Planen" via_url="/m" via="Mål" here="Endre" %}',
        '{% include "ui/must_pass_on.html" %}',
        '{% include "ui/once.html" %}',
        '{% sees "some" %}{% tangle "health" large=True %}{% tangle_colour "economy" %}',
    ],
)
def test_the_other_parts_ask_for_nothing_more(source):
    assert strict.render(source, once_key="k")
