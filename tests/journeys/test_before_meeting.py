"""«Før møtet»: Elias sees what is new and what waits, and puts a case first on the agenda; Kari reads it."""

import os
import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser


def test_the_person_puts_a_case_first_on_the_agenda(visit):
    elias = visit("elias")
    elias.get_by_role("link", name="Møte med teamet").first.click()
    meeting = elias.url.rstrip("/").rpartition("/")[2]
    plan = elias.url.partition("/planer/")[2].partition("/")[0]
    site = elias.url.partition("/planer/")[0]
    before = f"{site}/planer/{plan}/moter/{meeting}/for/"
    elias.goto(before)
    elias.get_by_role("link", name="Ta opp noe på møtet").click()
    elias.get_by_role("combobox", name="Hva handler det om?").select_option(index=1)
    elias.get_by_role("button", name="Gå videre").click()
    expect(elias.get_by_role("heading", name="Dette får disse se")).to_be_visible()
    elias.get_by_role("button", name="Sett på sakslista").click()
    expect(elias.get_by_text("Skriv hva du vil ta opp").first).to_be_visible()
    if out := os.environ.get("SHOT"):
        elias.screenshot(path=f"{out}-raise.png", full_page=True)
    elias.get_by_role("textbox", name="Hva vil du ta opp?").fill("Når kan jeg se leiligheten?")
    elias.get_by_role("button", name="Sett på sakslista").click()
    expect(elias.get_by_role("status")).to_contain_text("Det står på sakslista nå.")
    for _step in range(10):
        up = elias.get_by_role("button", name=re.compile("Flytt opp.*leiligheten"))
        if not up.count():
            break
        up.click()
    expect(elias.locator("section[aria-labelledby=saker] li").first).to_contain_text(
        "Når kan jeg se leiligheten?"
    )
    if out := os.environ.get("SHOT"):
        elias.screenshot(path=f"{out}-elias.png", full_page=True)
        elias.set_viewport_size({"width": 390, "height": 844})
        elias.screenshot(path=f"{out}-elias390.png", full_page=True)
    assert faults(elias) == []
    kari = visit("kari", script=False)
    kari.goto(before)
    expect(kari.locator("section[aria-labelledby=saker]")).to_be_visible()
    if out := os.environ.get("SHOT"):
        kari.screenshot(path=f"{out}-kari.png", full_page=True)
    expect(kari.get_by_role("button", name="Flytt opp")).to_have_count(0)
