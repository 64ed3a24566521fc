"""What was typed is put back into a form that is already HTML, and nothing else of the page is touched."""

from pop.ui.refill import fields_of, fill

PAGE = """<!doctype html>
<html lang="nb"><head><title>Æ &amp; Ø</title></head><body><!-- note -->
<form method="post" action="/logg-ut/"><input type="hidden" name="once" value="other"><textarea name="text">x</textarea></form>
<form method="post" class="skjema" novalidate>
<input type="hidden" name="csrfmiddlewaretoken" value="page"><input type="hidden" name="once" value="new">
<input type="text" name="title" value="old" required><input type="password" name="secret" value="">
<textarea name="text" rows="4">
old &lt;b&gt;</textarea>
<input type="checkbox" name="acute" checked><input type="checkbox" name="needs" value="1"><input type="checkbox" name="needs" value="2">
<input type="radio" name="whose" value="person" checked><input type="radio" name="whose" value="service">
<select name="who"><option value="">Velg</option><option value="a" selected>A</option><option value="b">B</option></select>
<button type="submit" name="answer" value="yes">Ja</button>
</form></body></html>"""
TYPED = {
    "csrfmiddlewaretoken": ["stolen"],
    "once": ["first"],
    "title": ['«Æ» & "Ø" <script>'],
    "text": ["\nline one\n\nline </textarea> three"],
    "needs": ["2"],
    "whose": ["service"],
    "who": ["b"],
    "secret": ["x"],
}


def test_every_kind_of_field_comes_back_as_it_was_typed():
    back = fields_of(fill(PAGE, TYPED))
    assert back == {name: values for name, values in TYPED.items()} | {
        "csrfmiddlewaretoken": ["page"],
        "secret": [""],
    }


def test_without_anything_to_put_back_the_fields_are_empty_and_the_page_is_as_it_was():
    same = fill(PAGE, fields_of(PAGE))
    assert fields_of(same) == fields_of(PAGE)
    assert "<!-- note -->" in same
    assert "<title>Æ &amp; Ø</title>" in same
    assert same.startswith("<!doctype html>")


def test_a_form_that_goes_elsewhere_is_left_alone():
    page = fill(PAGE, TYPED)
    assert '<textarea name="text">x</textarea>' in page
    assert '<input type="hidden" name="once" value="other">' in page


def test_what_was_typed_cannot_become_part_of_the_page():
    page = fill(PAGE, TYPED)
    assert "<script>" not in page
    assert page.count("</textarea>") == 2
