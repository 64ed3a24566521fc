"""From a Word form to a living plan, and back to paper."""

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from pop.imports.tests.build import form

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[3] / "shared/data/min-pop/01-jonas-komplett.docx"


@pytest.fixture
def word(tmp_path: Path) -> tuple[Path, str, str]:
    """A filled-in form, whose it is and a measure in it: the sample when it is there, else one like it."""
    if SAMPLE.exists():
        return SAMPLE, "Jonas Fjellvang", "Søke kommunal bolig"
    path = tmp_path / "skjema.docx"
    path.write_bytes(form())
    return path, "Ola Vik", "Søke bolig"


def pdf(page: Page, button: str) -> str:
    """The text of the PDF behind a button. Some browsers save it and some show it; so it is asked for again."""
    address = page.url
    with page.expect_request("**/*.pdf*") as asked:
        page.get_by_role("button", name=button).click()
    content = page.context.request.get(asked.value.url).body()
    page.goto(address)
    return "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_word_form_becomes_a_plan_that_can_be_printed(visit, word, script):
    path, name, measure = word
    marte = visit("marte", script=script)
    marte.get_by_role("link", name="Les inn skjema").first.click()
    marte.get_by_label("Utfylt skjema").set_input_files(path)
    marte.get_by_role("button", name="Se hva skjemaet sier").click()
    expect(marte.get_by_role("heading", name="Se over skjemaet")).to_be_visible()
    expect(marte.get_by_role("heading", name=measure, exact=True)).to_be_visible()

    marte.get_by_role("radio", name="En ny person. Jeg lager en plan.").check()
    marte.get_by_role("button", name="Lagre i planen").click()
    expect(marte.get_by_role("heading", name="Du må rette 1 ting")).to_be_visible()
    expect(marte.get_by_role("radio", name="En ny person. Jeg lager en plan.")).to_be_checked()
    marte.get_by_role("checkbox", name="Jeg har ingen private bånd til personen").check()
    marte.get_by_role("button", name="Lagre i planen").click()

    expect(marte.get_by_role("heading", name=name, level=1)).to_be_visible()
    expect(marte.get_by_role("status")).to_contain_text("Skjemaet er lest inn")
    expect(marte.get_by_role("link", name=measure, exact=True).first).to_be_visible()
    marte.get_by_role("link", name="Skriv ut", exact=True).click()
    text = pdf(marte, "Skriv ut hele planen")
    assert name in text
    assert measure in text
    assert "Endringslogg" in text
    pocket = pdf(marte, "Skriv ut neste steg")
    assert "Innsatsområde" not in pocket
    assert pocket.strip()
