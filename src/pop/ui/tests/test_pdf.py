"""A PDF can be read by a screen reader, and making one reaches nothing outside."""

import logging
from io import BytesIO
from pathlib import Path

import pytest
from django.template import engines
from pypdf import PdfReader

from pop.ui import pdf

pytestmark = pytest.mark.no_database
STYLE = "paper/paper.css"
HEAD = '<!doctype html><html lang="{{ language }}"><head><title>Et ark</title></head><body>'


@pytest.fixture
def made(monkeypatch):
    """`made("<p>…")` is the PDF of that body."""

    def make(body, language="nb"):
        template = engines["django"].from_string(HEAD + body)
        monkeypatch.setattr(pdf, "render_to_string", lambda _name, context: template.render(context))
        return pdf.render_pdf("any.html", {}, language=language, css=STYLE)

    return make


def reader(content):
    return PdfReader(BytesIO(content))


def fonts(content):
    """The base names of all fonts in a PDF."""
    return {
        str(font.get_object()["/BaseFont"]).split("+")[-1]
        for page in reader(content).pages
        for font in page["/Resources"]["/Font"].values()
    }


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_it_says_its_language_and_its_title_and_that_it_is_tagged(made, language):
    root = reader(made("<h1>Hei</h1>", language)).trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader(made("<h1>Hei</h1>", language)).metadata.title == "Et ark"


def test_it_says_that_it_is_made_to_the_standard_for_accessible_pdf(made):
    assert b"pdfuaid" in reader(made("<h1>Hei</h1>")).trailer["/Root"]["/Metadata"].get_object().get_data()


@pytest.mark.skipif(not pdf.own_fonts(), reason="the front-end assets are not built here")
def test_it_carries_the_projects_own_font(made):
    assert any("Inter" in name for name in fonts(made("<p>Blåbær, ærlig og øm – «ja»</p>")))


def test_without_the_projects_font_it_is_made_all_the_same(made, monkeypatch):
    monkeypatch.setattr(pdf, "own_fonts", lambda: ())
    assert "Blåbær" in reader(made("<p>Blåbær</p>")).pages[0].extract_text()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="bilde">',
        '<img src="file:///etc/hostname" alt="bilde">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><p>bilde</p>',
        '<link rel="attachment" href="file:///etc/hostname"><p>bilde</p>',
    ],
)
def test_what_lies_elsewhere_is_left_out_and_the_rest_is_printed(made, body):
    document = reader(made(body))
    assert "bilde" in document.pages[0].extract_text() or "/Figure" in str(document.trailer["/Root"])
    assert not document.attachments


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x",
        "https://127.0.0.1:9/x",
        "ftp://127.0.0.1/x",
        "file:///etc/hostname",
        Path(pdf.__file__).as_uri(),
        "//127.0.0.1/x",
    ],
)
def test_nothing_is_fetched_but_our_own_fonts(address):
    with pytest.raises(pdf.Forbidden):
        pdf.OwnFilesOnly().fetch(address)


def test_the_same_page_gives_the_same_file(made, monkeypatch):
    """Bytes that differ without reason would hide a change that has one. A font carries the second it was cut."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert made("<h1>Hei</h1>") == made("<h1>Hei</h1>")


def test_making_one_fills_no_log(made, caplog):
    with caplog.at_level(logging.INFO):
        made("<h1>Hei</h1>")
    assert [r.name for r in caplog.records if r.levelno <= logging.INFO] == []
