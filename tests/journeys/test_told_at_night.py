"""A withdrawal said aloud at night to whoever is on duty."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_is_told_to_the_officer_on_duty_works_at_once(visit, script):
    kari, ola = visit("kari", script=script), visit("ola", script=script)
    kari.get_by_role("link", name="Elias Brekke").click()
    expect(kari.get_by_role("heading", name="Elias Brekke", level=1)).to_be_visible()

    ola.get_by_role("link", name="Noen trekker samtykket").first.click()
    ola.get_by_label("Hvem trekker samtykket?").fill("Elias Brekk")
    ola.get_by_role("radio", name="Alt").check()
    ola.get_by_role("button", name="Registrer").click()
    expect(ola.get_by_role("link", name="Dette ble ikke registrert")).to_be_visible()
    expect(ola.get_by_role("radio", name="Alt")).to_be_checked()
    ola.get_by_label("Hvem trekker samtykket?").fill("Elias Brekke")
    ola.get_by_role("button", name="Registrer").click()
    expect(ola.get_by_role("heading", name="Kvittering: trukket tilbake")).to_be_visible()
    receipt = ola.get_by_role("main").inner_text()
    assert "Ola Rønning" in receipt
    for hidden in ("Elias", "Nordnes", "bolig"):
        assert hidden not in receipt, hidden

    kari.reload()
    expect(kari.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
    kari.goto("/planer/")
    assert "Elias" not in kari.content()

    marte = visit("marte", script=script)
    waiting = marte.get_by_role("region", name="Dette venter på deg")
    expect(waiting.get_by_role("link", name="Et samtykke er trukket tilbake: Elias Brekke")).to_be_visible()
    waiting.get_by_role("button", name="Jeg har gjort det").first.click()
    expect(marte.get_by_role("status")).to_contain_text("Oppgaven er merket som gjort.")
