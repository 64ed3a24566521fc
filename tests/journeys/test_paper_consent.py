"""A consent on paper: filled in together, printed, signed, and registered by one with another as witness."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pop.demo.places import user

pytestmark = pytest.mark.browser


def open_consent(marte: Page) -> None:
    marte.goto("/planer/")
    marte.get_by_role("link", name="Leyla Demir", exact=True).click()
    marte.get_by_role("link", name="Samtykke: hvem som ser hva").click()


def print_sheet(marte: Page) -> str:
    """The sheet as a page of its own; its code."""
    marte.get_by_role("link", name="Skriv ut samtykket").click()
    expect(marte.get_by_role("heading", level=1)).to_have_text(
        "Samtykke til utveksling av taushetsbelagte opplysninger"
    )
    expect(marte.get_by_role("row", name="Sosialt nettverk")).to_be_visible()
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", marte.get_by_role("main").inner_text())
    assert code
    marte.get_by_role("link", name="Tilbake til utkastet").click()
    return code[0]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_was_signed_on_paper_opens_when_two_people_have_registered_it(visit, script):
    marte, sunniva = visit("marte", script=script), visit("sunniva", script=script)
    sunniva.get_by_role("link", name="Leyla Demir").click()
    sunniva.get_by_role("radio", name="Nei, jeg har ingen private bånd").check()
    sunniva.get_by_role("button", name="Svar").click()
    expect(sunniva.get_by_role("heading", name="Leyla Demir", level=1)).to_be_visible()
    expect(sunniva.get_by_text("Se barna oftere")).to_have_count(0)

    open_consent(marte)
    marte.get_by_role("columnheader").get_by_role("link", name="Helseavdelingen ved Solvik").click()
    marte.get_by_role("group", name="Sosialt nettverk").get_by_role("checkbox", name="Får se").check()
    marte.get_by_role("button", name="Se hva som er endret").click()
    code = print_sheet(marte)
    marte.get_by_role("link", name="Registrer et underskrevet ark").click()
    marte.get_by_label("Koden på arket").fill(code)
    marte.get_by_label("Dato på arket").fill(f"{timezone.localdate():%d.%m.%Y}")
    marte.get_by_label("Arkivreferanse").fill("2026/733-4")
    marte.get_by_role("checkbox", name="Jeg så underskriften").check()
    # The list does not offer Marte herself; a form that was tampered with does.
    marte.get_by_label("Vitne").evaluate(
        "(list, key) => list.replaceChildren(new Option('Marte Nygård', key))", str(user("marte").pk)
    )
    marte.get_by_role("button", name="Registrer samtykket").click()

    expect(marte.get_by_role("heading", name="Du må rette 1 ting før du kan gå videre")).to_be_visible()
    marte.get_by_role("link", name="Vitnet må være en annen enn deg").click()
    witness = marte.get_by_label("Vitne")
    expect(witness).to_be_focused()
    expect(witness).to_have_accessible_description(re.compile("Vitnet må være en annen enn deg"))
    expect(marte.get_by_label("Koden på arket")).to_have_value(code)
    sunniva.reload()
    expect(sunniva.get_by_text("Se barna oftere")).to_have_count(0)

    witness.select_option(str(user("ola").pk))
    expect(witness.locator("option:checked")).to_contain_text("Ola Rønning")
    marte.get_by_role("button", name="Registrer samtykket").click()
    expect(marte.get_by_role("status")).to_contain_text("er registrert og gjelder nå.")
    sunniva.reload()
    expect(sunniva.get_by_text("Se barna oftere").first).to_be_visible()
