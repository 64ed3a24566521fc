"""Nynorsk is chosen once."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def spoken(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


def test_nynorsk_is_remembered_by_the_browser_and_by_the_plan(visit):
    elias = visit("elias")
    assert spoken(elias) == "nb"
    address = elias.url
    elias.get_by_text("Språk", exact=True).click()
    elias.get_by_role("button", name="nynorsk").click()
    assert elias.url == address, "one comes back to the page where one chose"
    assert spoken(elias) == "nn"
    elias.goto("/hvem-ser-hva/")
    assert spoken(elias) == "nn"

    elias.get_by_role("button", name="Logg ut").click()
    assert spoken(elias) == "nn"
    elias.get_by_role("button", name="Elias Brekke").click()
    assert spoken(elias) == "nn"

    elsewhere = visit()
    assert spoken(elsewhere) == "nb"
    elsewhere.get_by_role("button", name="Elias Brekke").click()
    assert spoken(elsewhere) == "nn"
    expect(elsewhere.get_by_role("heading", level=1)).to_contain_text("Elias")
