"""A wish from the person to the municipality and back, and a slip that an officer on duty registers."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_wish_is_asked_answered_and_read(visit, script):
    elias, hanne = visit("elias", script=script), visit("hanne", script=script)
    elias.get_by_role("link", name="Et fast sted å bo").first.click()
    elias.get_by_role("link", name="Spør noen om hjelp til dette").click()
    elias.get_by_role("radio", name="Nordnes kommune").check()
    elias.get_by_label("Hva ønsker du?").fill("Kan jeg ta med hunden?")
    elias.get_by_role("button", name="Send ønsket").click()
    expect(elias.get_by_role("status")).to_contain_text("Ønsket er sendt.")

    hanne.reload()
    hanne.get_by_role("link", name="Forslag og ønsker (2)").first.click()
    hanne.get_by_role("link", name="Bolig").last.click()
    expect(hanne.get_by_role("heading", level=1)).to_have_text("Kan jeg ta med hunden?")
    hanne.get_by_role("link", name="Svar på ønsket").click()
    hanne.get_by_role("radio", name="Annet forslag").check()
    hanne.get_by_role("button", name="Send svaret").click()
    hanne.get_by_label("Begrunnelse").fill("Ikke i første etasje, men i den andre.")
    expect(hanne.get_by_role("radio", name="Annet forslag")).to_be_checked()
    hanne.get_by_role("button", name="Send svaret").click()
    expect(hanne.get_by_role("status")).to_contain_text("Svaret er sendt.")
    hanne.goto("/planer/")
    expect(hanne.get_by_role("link", name="Forslag og ønsker (1)").first).to_be_attached()

    elias.reload()
    expect(elias.get_by_text("Ikke i første etasje")).to_be_visible()


def test_a_slip_goes_by_the_officer_on_duty_who_sees_no_plan(visit):
    elias, ola, marte = visit("elias"), visit("ola"), visit("marte")
    elias.get_by_role("link", name="Ønsker", exact=True).first.click()
    elias.get_by_role("link", name="Lapp på papir").click()
    elias.get_by_role("button", name="Lag en lapp").click()
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", elias.get_by_role("main").inner_text())
    assert code

    ola.get_by_role("link", name="Forslag og ønsker").first.click()
    ola.get_by_role("link", name="Registrer en lapp").click()
    ola.get_by_label("Koden på lappen").fill(code[0].lower())
    ola.get_by_label("Hvem er spurt?").select_option(label="Kriminalomsorgen")
    ola.get_by_label("Hva handler det om?").select_option(label="Bolig")
    ola.get_by_label("Ønsket, slik det står").fill("En samtale om flytting")
    ola.get_by_label("Dato på lappen").fill("1.11.2026")
    ola.get_by_role("button", name="Registrer lappen").click()
    expect(ola.get_by_role("heading", level=1)).to_have_text("Kvittering: lappen er registrert")
    for hidden in ("Elias", "flytting", "Bolig"):
        assert hidden not in ola.get_by_role("main").inner_text(), hidden

    marte.reload()
    marte.get_by_role("link", name="Forslag og ønsker (2)").first.click()
    marte.get_by_role("link", name="Bolig").click()
    expect(marte.get_by_role("heading", level=1)).to_have_text("En samtale om flytting")
    expect(marte.get_by_text("på lapp")).to_be_visible()
