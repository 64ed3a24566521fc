"""What the person said yes to is changed by another: asked about anew, with the old words beside, in two browsers."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def plan_of(page: Page) -> str:
    return page.url.removesuffix("/")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_changed_after_a_yes_is_asked_about_anew(visit, script):
    elias, marte = visit("elias", script=script), visit("marte", script=script)
    plan = plan_of(elias)
    marte.goto(f"{plan}/")
    marte.get_by_role("link", name="Ringe skolen sammen").first.click()
    marte.get_by_role("link", name="Endre tiltaket").click()
    marte.get_by_label("Hva skal gjøres?").fill("Ringe skolen hver fredag")
    marte.get_by_role("button", name="Lagre endringen").click()
    expect(marte.get_by_role("main")).to_contain_text("Endret etter at Elias sa ja – gjelder det fortsatt?")

    elias.reload()
    asked = elias.get_by_role("region", name="Noe du sa ja til, er endret")
    expect(asked).to_contain_text("Ringe skolen hver fredag")
    expect(asked).to_contain_text("Ringe skolen sammen")
    asked.get_by_role("button", name="Ja, det gjelder fortsatt").click()
    expect(elias.get_by_role("status")).to_contain_text("Det er med i planen.")

    marte.reload()
    expect(marte.get_by_role("main")).not_to_contain_text("gjelder det fortsatt?")


def test_a_wish_only_for_me_is_opened_later(visit):
    elias, marte = visit("elias"), visit("marte")
    plan = plan_of(elias)
    elias.goto(f"{plan}/onsker/ny/?tema=4")
    elias.get_by_role("radio", name="Kriminalomsorgen").check()
    elias.get_by_label("Hva ønsker du?").fill("Kan jeg få besøk av bestefar?")
    elias.get_by_role("checkbox", name="Bare for meg").check()
    elias.get_by_role("button", name="Send ønsket").click()
    expect(elias.get_by_role("status")).to_contain_text("Det er ikke sendt.")
    marte.goto(f"{plan}/onsker/")
    expect(marte.get_by_text("bestefar")).to_have_count(0)
    elias.get_by_role("link", name="Åpne ønsket og send det").click()
    elias.get_by_role("button", name="Ja, send ønsket").click()
    marte.reload()
    expect(marte.get_by_role("link", name="Kan jeg få besøk av bestefar?", exact=True)).to_be_visible()
