"""A letter from the template to the complaint: written in the prison, sent on paper, refused, and complained about."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(ahead)).strftime("%d.%m.%Y")


def made(page: Page, *, words: str) -> None:
    """Shown first, then stored."""
    page.get_by_label("Det du vil si, med egne ord").fill(words)
    page.get_by_role("button", name="Vis brevet").click()
    expect(page.get_by_role("heading", name="Slik blir brevet")).to_be_visible()
    expect(page.get_by_text(words).last).to_be_visible()
    page.get_by_role("button", name="Lagre brevet").click()
    expect(page.get_by_role("status")).to_contain_text("Brevet er klart.")


def sent(page: Page, *, on: str, due: str) -> None:
    page.get_by_role("link", name="Brevet er sendt").click()
    page.get_by_role("textbox", name="Sendt").fill(on)
    page.get_by_role("radio", name="I posten").check()
    page.get_by_role("textbox", name="Svar ventes innen").fill(due)
    page.get_by_role("button", name="Lagre at det er sendt").click()
    expect(page.get_by_role("status")).to_contain_text("Det er lagret at brevet er sendt.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_letter_from_template_to_complaint(visit, script):
    elias, marte = visit("elias", script=script), visit("marte", script=script)

    # Two clicks from the need: the list, and the letter.
    elias.get_by_role("link", name="Et fast sted å bo").first.click()
    elias.get_by_role("link", name="Skriv et brev om dette").click()
    elias.get_by_role("link", name="Søknad om bolig", exact=True).last.click()
    expect(elias.get_by_role("heading", level=1)).to_have_text("Søknad om bolig")
    elias.get_by_role("radio", name="En annen, som jeg skriver under").check()
    elias.get_by_label("Navnet på mottakeren").fill("Skogkanten kommune")
    elias.get_by_role("textbox", name="Avsender").fill("Elias Brekke\nStrandgata 1, 9999 Nordnes")
    made(elias, words="Jeg trenger en leilighet fra 1. mars.")
    with elias.expect_download() as file:
        elias.get_by_role("link", name="PDF").click()
    assert file.value.suggested_filename == "brev.pdf"
    sent(elias, on=day(-40), due=day(-10))

    # Nobody has answered: the reminder is ready, and Marte sends it with him.
    expect(elias.get_by_text("Svaret skulle ha kommet innen")).to_be_visible()
    marte.goto(elias.url)
    marte.get_by_role("link", name="Skriv en purring").click()
    expect(marte.get_by_role("checkbox", name="Søknad om bolig, sendt")).to_be_checked()
    made(marte, words="Vi har ringt to ganger.")
    sent(marte, on=day(-5), due=day(9))
    expect(marte.get_by_role("link", name="Søknad om bolig")).to_be_visible()

    # The refusal comes, with a date to complain printed on it: that date holds.
    elias.reload()
    elias.get_by_role("link", name="Svaret er kommet").click()
    elias.get_by_role("textbox", name="Svaret kom").fill(day(0))
    elias.get_by_role("radio", name="Nei, det ble avslått").check()
    elias.get_by_role("radio", name="Tre uker (forvaltningsloven § 29)").check()
    elias.get_by_role("textbox", name="Klagefristen som står i vedtaket").fill(day(12))
    elias.get_by_role("button", name="Lagre svaret").click()
    expect(elias.get_by_role("status")).to_contain_text("Svaret er lagret.")
    expect(elias.get_by_text("Siste dag å klage")).to_be_visible()

    # The complaint is ready, to the same recipient and from the same sender.
    elias.get_by_role("link", name="Skriv en klage").click()
    expect(elias.get_by_label("Navnet på mottakeren")).to_have_value("Skogkanten kommune")
    expect(elias.get_by_role("textbox", name="Avsender")).to_have_value(
        "Elias Brekke\nStrandgata 1, 9999 Nordnes"
    )
    made(elias, words="Jeg har ikke noe sted å bo fra 1. mars.")
    expect(elias.get_by_role("heading", level=1)).to_have_text("Klage på avslag")
    elias.get_by_role("link", name="Søknad om bolig", exact=True).click()
    expect(elias.get_by_role("link", name="Klage på avslag")).to_be_visible()
