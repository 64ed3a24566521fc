"""The frame of every page: head, language, messages, and what a form with errors adds."""

from types import SimpleNamespace

import pytest
from django import forms
from django.test import RequestFactory

from pop.ui.tests import strict

pytestmark = pytest.mark.no_database


class OneField(forms.Form):
    way = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "Papir"), ("b", "Muntlig")])


def frame(**context: object) -> str:
    return strict.page("ui/base.html", **context)


def test_what_somebody_who_is_logged_in_sees():
    html = frame(
        request=RequestFactory().get("/planer/?q=1"),
        csrf_token="token",
        actor=SimpleNamespace(name="Marte Nygård", title="Kontaktbetjent"),
        navigation=[{"label": "Mine planer", "url": "/planer/", "current": True}],
        messages=[SimpleNamespace(level_tag="success")],
        demo_mode=True,
    )
    assert html.index("ds-skip-link") < html.index("Bytt person") < html.index("Mine planer")
    assert '<html lang="nb"' in html
    assert 'data-size="sm"' in html
    assert 'name="next" value="/planer/?q=1"' in html
    assert html.count('<a href="/planer/" aria-current="page"') == 1, "the line of wide screens"
    assert html.count('class="topp__lenke" href="/planer/" aria-current="page"') == 1, (
        "the menu of small ones"
    )
    assert 'role="status" tabindex="-1" autofocus' in html


def test_a_person_reads_in_the_larger_size():
    assert 'data-size="sm"' not in frame(actor=SimpleNamespace(name="Elias", title=""), personal=True)


def test_nobody_gets_no_button_for_logging_out():
    assert "Logg ut" not in frame()


def test_a_page_whose_form_has_errors_says_so_first():
    html = frame(form=OneField({}))
    assert "<title>Feil: " in html


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_first_choice():
    html = str(OneField({}))
    assert 'role="group" tabindex="-1" autofocus' in html
    assert 'href="#id_way_0"' in html
