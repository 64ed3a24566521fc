"""From proposal to measure: Kari proposes, Elias chooses, Kari reads it; and what he would rather not tell."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_what_nav_proposes_becomes_a_measure_when_elias_chooses_it(visit, script):
    kari = visit("kari", script=script)
    kari.get_by_role("link", name="Elias Brekke").click()
    kari.get_by_role("link", name="Foreslå et tiltak").click()
    kari.get_by_label("Bolig", exact=True).check()
    kari.get_by_role("button", name="Gå videre").click()
    kari.get_by_label("Hva skal gjøres?").fill("Befaring i leiligheten")
    kari.get_by_label("Behov: Et fast sted å bo").check()
    kari.get_by_label("Hva krever det?").fill("Du må ha permisjon den dagen.")
    kari.get_by_label("Hva må være på plass først?").fill("At kommunen har sagt ja")
    kari.get_by_role("button", name="Send forslaget").click()
    expect(kari.get_by_role("link", name="Skriv når det skal skje")).to_be_visible()
    kari.get_by_label("Frist med ord").fill("Før løslatelsen")
    kari.get_by_role("button", name="Send forslaget").click()
    expect(kari.get_by_role("status")).to_contain_text("Forslaget er skrevet inn.")

    elias = visit("elias", wide=False, script=script)
    elias.get_by_role("link", name="Forslag til meg").click()
    card = elias.locator(".kort", has_text="Befaring i leiligheten")
    expect(card).to_contain_text("Fra Kari Moen")
    expect(card).to_contain_text("Du må ha permisjon den dagen.")
    card.get_by_role("button", name="Ja, ta det med i planen").click()
    expect(elias.get_by_role("status")).to_contain_text("Det er med i planen.")

    kari.get_by_role("link", name="Planen").first.click()
    kari.get_by_role("link", name="Forslag og svar").click()
    expect(kari.locator(".kort", has_text="Befaring i leiligheten")).to_contain_text("Valgt, med i planen")

    # He regrets, and says no for a reason that is nobody's business.
    elias.get_by_role("link", name="Forslag til meg").click()
    card = elias.locator(".kort", has_text="Befaring i leiligheten")
    card.get_by_role("button", name="Angre svaret").click()
    expect(elias.get_by_role("status")).to_contain_text("Svaret er tatt tilbake.")
    elias.locator(".kort", has_text="Befaring i leiligheten").get_by_role(
        "link", name="Endre, eller nei takk"
    ).click()
    elias.get_by_label("Hvorfor ikke?").fill("Jeg vil ikke se den leiligheten igjen")
    elias.get_by_role("button", name="Nei takk").click()
    expect(elias.get_by_role("status")).to_contain_text("Det er ikke med i planen.")

    kari.reload()
    card = kari.locator(".kort", has_text="Befaring i leiligheten")
    expect(card).to_contain_text("Sa nei takk")
    assert "igjen" not in kari.content()


def test_a_muntlig_ja_is_confirmed_by_the_person(visit):
    marte, elias = visit("marte"), visit("elias")
    marte.get_by_role("link", name="Elias Brekke").first.click()
    marte.get_by_role("link", name="Forslag og svar").click()
    card = marte.locator(".kort", has_text="Leksehjelp to kvelder i uka")
    card.get_by_role("link", name="Registrer svaret fra Elias").click()
    marte.get_by_role("button", name="Elias sier ja").click()
    expect(marte.get_by_role("link", name="Skriv hvem som var til stede")).to_be_visible()
    marte.get_by_label("Hvem var til stede?").fill("Elias og Marte")
    marte.get_by_role("button", name="Elias sier ja").click()
    expect(marte.get_by_role("status")).to_contain_text("Det er med i planen.")

    elias.reload()
    elias.get_by_role("link", name="Se og bekreft").click()
    elias.get_by_role("button", name="Bekreft alle").click()
    expect(elias.get_by_role("status")).to_contain_text("Du har bekreftet at du sa ja til 2 ting.")
    marte.get_by_role("link", name="Forslag og svar").click()
    expect(marte.get_by_role("main")).not_to_contain_text("Muntlige ja som ikke er bekreftet")
