"""An officer plans a meeting from a ready set-up, and the person answers it; no fault that axe finds on the way."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser


def look(page: Page, name: str) -> None:
    """No fault that axe finds; and a picture of it for whoever asks for one."""
    assert faults(page) == [], name
    if out := os.environ.get("SHOT"):
        page.screenshot(path=f"{out}-{name}.png", full_page=True)


def test_a_meeting_is_planned_from_a_set_up_and_answered(visit):
    elias = visit("elias", wide=False)
    new = elias.get_by_role("link", name="Skriv inn et møte").get_attribute("href")
    site = elias.url.partition("/planer/")[0]
    marte = visit("marte")
    marte.goto(site + new)
    look(marte, "choose")
    marte.get_by_role("link", name="Ansvarsgruppemøte med planen som saksliste").click()
    marte.get_by_role("textbox", name="Dato").fill("24.12.2099")
    marte.get_by_role("textbox", name="Lenke til video").fill("https://video.example/rom")
    look(marte, "new")
    marte.get_by_role("button", name="Lagre møtet").click()
    expect(marte.get_by_role("status")).to_contain_text("Møtet står i planen nå.")
    expect(marte.get_by_role("link", name="Bli med på video")).to_be_visible()
    look(marte, "meeting-marte")
    elias.goto(marte.url)
    elias.get_by_role("radio", name="Kan ikke").check()
    elias.get_by_role("button", name="Send svaret").click()
    expect(elias.get_by_text("Du har svart: Kan ikke")).to_be_visible()
    look(elias, "meeting-elias")
    marte.reload()
    expect(marte.locator("section[aria-labelledby=innkalt]")).to_contain_text("Kan ikke")
    marte.get_by_role("link", name="Møter").first.click()
    look(marte, "every")
    marte.get_by_role("link", name="Slik er møtene").click()
    look(marte, "arenas")


def test_a_series_is_continued_and_ended_as_a_whole(visit):
    marte = visit("marte")
    marte.get_by_role("link", name="Mine planer").click()
    marte.get_by_role("link", name="Elias Brekke").first.click()
    plan = marte.url
    marte.goto(f"{plan}moter/nytt/?slag=talk")
    marte.get_by_role("textbox", name="Dato").fill("7.12.2099")
    marte.get_by_role("radio", name="Annenhver uke, fire ganger").check()
    marte.get_by_role("textbox", name="Hva handler møtet om?").fill("Samtale i serie")
    marte.get_by_role("button", name="Lagre møtet").click()
    marte.get_by_role("link", name="Samtale i serie").first.click()
    marte.get_by_role("link", name="Dette møtet er ett av en serie").click()
    look(marte, "series")
    marte.get_by_role("button", name="Legg til fire møter til").click()
    expect(marte.get_by_role("link", name="Samtale i serie")).to_have_count(8)
    marte.get_by_role("link", name="Samtale i serie").first.click()
    marte.get_by_role("link", name="Dette møtet er ett av en serie").click()
    marte.get_by_role("button", name="Avslutt serien og avlys disse møtene").click()
    expect(marte.get_by_role("link", name="Samtale i serie")).to_have_count(0)


def test_a_meeting_is_divided_and_its_parts_are_held_one_after_another(visit):
    marte = visit("marte")
    marte.get_by_role("link", name="Mine planer").click()
    marte.get_by_role("link", name="Elias Brekke").first.click()
    marte.goto(f"{marte.url}moter/nytt/?slag=support_group")
    marte.get_by_role("textbox", name="Dato").fill("7.12.2099")
    marte.get_by_role("textbox", name="Klokkeslett").fill("13.00")
    marte.get_by_role("textbox", name="Hva handler møtet om?").fill("Bolig og penger")
    marte.get_by_role("button", name="Lagre møtet").click()
    marte.get_by_role("link", name="Del møtet i deler med ulike folk").click()
    look(marte, "parts-first")
    marte.get_by_role("textbox", name="Hva handler denne delen om?").fill("Helse")
    marte.get_by_role("checkbox", name="Sunniva Lund").check()
    marte.get_by_role("button", name="Legg til delen").click()
    expect(marte.get_by_text("kl. 14.00")).to_be_visible()
    look(marte, "parts")
    marte.get_by_role("link", name="Hold delene etter hverandre").click()
    look(marte, "round-parts")
    marte.get_by_role("checkbox", name="Kari Moen").check()
    marte.get_by_role("button", name="Begynn på den delte skjermen").click()
    expect(marte.get_by_text("Del 1 av 2")).to_be_visible()
    look(marte, "part-one")
    marte.get_by_role("button", name="Neste").click()
    expect(marte.get_by_text("Del 2 av 2")).to_be_visible()
