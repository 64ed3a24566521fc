"""Elias gives consent, signs it and takes it back without a mouse, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.journeys.test_keyboard import log_in, tab_to

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_elias_gives_signs_and_takes_back_without_a_mouse(visit, script):
    page = visit(script=script)
    log_in(page)
    tab_to(page, "Hvem ser hva")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Hvem ser hva").first).to_have_attribute("aria-current", "page")
    tab_to(page, "Endre tema for tema")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hvem kan hjelpe?", level=1)).to_be_visible()
    tab_to(page, "Begynn")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hvem kan hjelpe med")

    box = page.get_by_role("checkbox", checked=False).first
    words = page.evaluate("box => box.labels[0].innerText.replace(/\\s+/g, ' ').trim()", box.element_handle())
    tab_to(page, words)
    page.keyboard.press("Space")
    tab_to(page, "Se hva som er endret")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Signer endringen")).to_be_visible()

    tab_to(page, "Jeg har lest")
    page.keyboard.press("Space")
    tab_to(page, "Signer endringen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text("Du har signert")

    tab_to(page, "Trekk tilbake alt")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Trekk tilbake", level=1)).to_be_visible()
    tab_to(page, "Trekk tilbake alt")
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_be_focused()
    expect(page.get_by_role("heading", name="Kvittering: trukket tilbake")).to_be_visible()
