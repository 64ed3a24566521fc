"""A form says what is wanted, keeps what was typed, and says beside the field what to do about a mistake."""

import re
from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.utils import timezone

from pop.ui.forms import NorwegianDateField

pytestmark = pytest.mark.no_database


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def ids(self):
        return [attributes["id"] for _, attributes in self.found if "id" in attributes]

    def one(self, tag, **wanted):
        match = [a for t, a in self.found if t == tag and all(a.get(k) == v for k, v in wanted.items())]
        assert len(match) == 1, (tag, wanted, match)
        return match[0]


class MeasureForm(forms.Form):
    what = forms.CharField(label="Hva skal gjøres?", help_text="Skriv det konkret", widget=forms.Textarea)
    due = NorwegianDateField(label="Innen når?")
    who = forms.ChoiceField(
        label="Hvem gjør det?", choices=[("me", "Jeg"), ("nav", "Nav")], widget=forms.RadioSelect
    )
    areas = forms.MultipleChoiceField(
        label="Hva gjelder det?",
        choices=[("home", "Bolig"), ("work", "Arbeid")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Du kan velge flere",
    )
    status = forms.ChoiceField(label="Status", choices=[("", "Velg"), ("a", "I gang")])
    note = forms.CharField(label="Noe mer?", required=False)
    sure = forms.BooleanField(label="Jeg har lest det")
    plan = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self):
        if "umulig" in self.data.get("what", ""):
            raise forms.ValidationError("Planen er lukket. Gå tilbake til listen.")
        return super().clean()


def sent(**typed):
    form = MeasureForm(typed)
    form.is_valid()
    return form


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_every_field_has_a_label_that_is_tied_to_it():
    elements = Elements(str(MeasureForm()))
    for name in ("what", "due", "status", "note", "sure"):
        assert elements.one("label", **{"for": f"id_{name}"})
        assert f"id_{name}" in elements.ids()


def test_choices_stand_in_a_group_with_a_legend_and_each_has_its_own_label():
    html = str(MeasureForm())
    elements = Elements(html)
    assert elements.one("fieldset", id="id_who")
    assert re.search(r"<legend[^>]*>Hvem gjør det\?", html)
    for box in ("id_who_0", "id_who_1", "id_areas_0", "id_areas_1"):
        assert elements.one("label", **{"for": box})
        assert elements.one("input", id=box)


def test_nothing_is_chosen_beforehand():
    assert not [a for _, a in Elements(str(MeasureForm())).found if "checked" in a]


def test_a_hint_is_read_out_with_its_field():
    elements = Elements(str(MeasureForm()))
    assert elements.one("textarea", name="what")["aria-describedby"] == "id_what_helptext"
    assert elements.one("fieldset", id="id_areas")["aria-describedby"] == "id_areas_helptext"
    assert {"id_what_helptext", "id_areas_helptext"} <= set(elements.ids())


def test_an_error_is_read_out_with_its_field_after_the_hint():
    elements = Elements(str(sent(due="4/12")))
    assert elements.one("input", name="due")["aria-describedby"] == "id_due_helptext id_due_error"
    assert elements.one("input", name="due")["aria-invalid"] == "true"
    assert elements.one("fieldset", id="id_who")["aria-describedby"] == "id_who_error"
    assert elements.one("input", name="sure")["aria-describedby"] == "id_sure_error"


def test_everything_that_is_pointed_at_is_there_once():
    elements = Elements(str(sent(due="4/12")))
    ids = elements.ids()
    assert len(ids) == len(set(ids))
    described = [i for _, a in elements.found for i in (a.get("aria-describedby") or "").split()]
    labelled = [a["for"] for tag, a in elements.found if tag == "label"]
    links = [a["href"][1:] for tag, a in elements.found if tag == "a"]
    assert set(described + labelled + links) <= set(ids)


def test_the_summary_leads_to_the_first_thing_one_can_act_on():
    elements = Elements(str(sent(due="4/12")))
    links = [attributes["href"] for tag, attributes in elements.found if tag == "a"]
    assert links == ["#id_what", "#id_due", "#id_who_0", "#id_status", "#id_sure"]


def test_the_summary_comes_first_gets_the_focus_and_counts():
    html = str(sent(due="4/12"))
    elements = Elements(html)
    summary = elements.one("div", id="feilliste")
    assert "autofocus" in summary
    assert summary["aria-labelledby"] == "feil"
    assert html.index("feilliste") < html.index("id_what")
    assert "Du må rette 5 ting før du kan gå videre" in text(html)


def test_one_mistake_is_said_as_one():
    html = str(sent(what="Ring Nav", due="4.12.2026", who="me", status="a"))
    assert "Du må rette 1 ting før du kan gå videre" in text(html)


def test_a_form_without_mistakes_has_no_summary():
    assert "feilliste" not in str(MeasureForm())
    assert "feilliste" not in str(sent(what="Ring", due="4.12.2026", who="me", status="a", sure="on"))


def test_what_concerns_the_whole_form_stands_in_the_summary():
    form = sent(what="umulig", due="4.12.2026", who="me", status="a", sure="on")
    assert "Planen er lukket. Gå tilbake til listen." in text(str(form))


def test_what_was_typed_is_still_there():
    form = sent(what="Ring <Nav> & spør", due="4/12", who="nav", areas="work", status="a", note="", plan="7")
    elements = Elements(str(form))
    assert "Ring &lt;Nav&gt; &amp; spør" in str(form)
    assert elements.one("input", name="due")["value"] == "4/12"
    assert "checked" in elements.one("input", id="id_who_1")
    assert "checked" in elements.one("input", id="id_areas_1")
    assert "selected" in elements.one("option", value="a")
    assert elements.one("input", name="plan")["value"] == "7"


def test_what_one_may_leave_out_is_said_in_words_and_the_rest_is_not_starred():
    html = str(MeasureForm())
    assert "Noe mer? (valgfritt)" in text(html)
    assert "Hva gjelder det? (valgfritt)" in text(html)
    assert text(html).count("(valgfritt)") == 2
    assert "*" not in text(html)


def test_a_hidden_field_has_neither_label_nor_hint():
    elements = Elements(str(MeasureForm()))
    assert elements.one("input", name="plan")["type"] == "hidden"
    assert not [a for tag, a in elements.found if tag == "label" and a["for"] == "id_plan"]


def test_what_somebody_typed_runs_nothing():
    assert "<script" not in str(sent(what="</textarea><script>alert(1)</script>", due='"><script>'))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("4.12.2026", date(2026, 12, 4)),
        ("04.12.2026", date(2026, 12, 4)),
        ("04.12.26", date(2026, 12, 4)),
        ("4/12/26", date(2026, 12, 4)),
        ("4-12-2026", date(2026, 12, 4)),
        ("4. 12. 2026", date(2026, 12, 4)),
        (" 4.12.2026 ", date(2026, 12, 4)),
        ("2026-12-04", date(2026, 12, 4)),
        ("29.02.2028", date(2028, 2, 29)),
    ],
)
def test_a_date_may_be_written_in_the_ways_people_write_it(typed, day):
    assert NorwegianDateField().clean(typed) == day


@pytest.mark.parametrize(
    "typed", ["4/12", "i morgen", "12.2026", "4.12.226", "4.12.2026 kl. 9", "041226", "4.desember"]
)
def test_what_is_no_date_is_answered_with_how_to_write_one(typed):
    with pytest.raises(forms.ValidationError) as refused:
        NorwegianDateField().clean(typed)
    assert refused.value.messages == ["Skriv datoen som dag.måned.år, for eksempel 04.12.2026"]


@pytest.mark.parametrize(
    "typed", ["30.02.2027", "12.31.2026", "0.1.2026", "31.4.26", "4.12.0226", "4.12.9999"]
)
def test_a_day_that_is_not_there_is_answered_with_what_to_look_at(typed):
    with pytest.raises(forms.ValidationError) as refused:
        NorwegianDateField().clean(typed)
    assert refused.value.messages == ["Denne datoen finnes ikke. Se etter dag og måned."]


def test_an_empty_date_is_answered_with_an_example_and_may_be_left_out_where_it_can():
    with pytest.raises(forms.ValidationError) as refused:
        NorwegianDateField().clean("")
    assert refused.value.messages == ["Skriv en dato, for eksempel 04.12.2026"]
    assert NorwegianDateField(required=False).clean("") is None


def test_a_day_of_birth_with_two_digits_is_never_ahead_of_today():
    born = NorwegianDateField(past=True)
    this = timezone.localdate().year % 100
    assert born.clean("1.1.95") == date(1995, 1, 1)
    assert born.clean(f"1.1.{this:02}") == date(2000 + this, 1, 1)
    assert born.clean(f"1.1.{this + 1:02}") == date(1900 + this + 1, 1, 1)
    assert NorwegianDateField().clean(f"1.1.{this + 1:02}") == date(2000 + this + 1, 1, 1)


def test_a_date_that_is_stored_comes_back_as_it_would_be_typed():
    class Form(forms.Form):
        due = NorwegianDateField(label="Frist")

    html = str(Form(initial={"due": date(2026, 12, 4)}))
    field = Elements(html).one("input", name="due")
    assert field["value"] == "04.12.2026"
    assert field["inputmode"] == "numeric"
    assert field["type"] == "text"
    assert not Form({"due": "4.12.26"}, initial={"due": date(2026, 12, 4)}).has_changed()
