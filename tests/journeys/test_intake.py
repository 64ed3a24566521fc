"""From the summons to a plan: what cannot wait, the next talk, the needs talks, and where the plan says one is."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pop.demo.places import user
from tests.journeys.test_keyboard import tab_to

pytestmark = pytest.mark.browser


def in_days(number: int) -> str:
    return f"{timezone.localdate() + timedelta(days=number):%d.%m.%Y}"


def new_plan(marte: Page) -> str:
    """Odd Vang has come to Solvik. The address of his plan."""
    marte.goto("/planer/")
    marte.get_by_role("link", name="Ny plan").click()
    marte.get_by_label("Fornavn").fill("Odd")
    marte.get_by_label("Etternavn").fill("Vang")
    marte.get_by_label("Fødselsdato").fill("3.4.1990")
    marte.get_by_label("Enhet").select_option(label="Solvik fengsel")
    marte.get_by_role("button", name="Lag planen").click()
    marte.get_by_role("radio", name="Nei, jeg har ingen private bånd").check()
    marte.get_by_role("button", name="Svar").click()
    expect(marte.get_by_role("heading", name="Odd Vang", level=1)).to_be_visible()
    return marte.url


def is_at(marte: Page, plan: str, step: str, *, done: tuple[str, ...]) -> None:
    marte.goto(plan)
    expect(marte.get_by_role("heading", name=step, level=2)).to_be_visible()
    marked = [text.replace("\xad", "") for text in marte.locator("[data-s=gjort]").all_inner_texts()]
    assert [number.split()[0] for number in marked] == list(done)


def register(marte: Page) -> None:
    marte.get_by_role("button", name="Registrer samtalen").click()


def propose(marte: Page, plan: str, text: str, *, answers: str) -> None:
    marte.goto(f"{plan}tiltak/ny/?tema=1")
    marte.get_by_label("Hva skal gjøres?").fill(text)
    marte.get_by_label(f"Behov: {answers}").check()
    marte.get_by_label("Frist med ord").fill("Så snart som mulig")
    marte.get_by_role("radio", name="Dette skriver vi i kriminalomsorgen").check()
    marte.get_by_role("main").get_by_role("button").first.click()
    expect(marte.get_by_role("heading", level=1)).to_have_text(text)


def say_yes(marte: Page, plan: str) -> None:
    marte.goto(f"{plan}forslag/")
    marte.get_by_role("link", name="Registrer svaret fra Odd").click()
    marte.get_by_label("Hvem var til stede?").fill("Odd og Marte")
    marte.get_by_role("button", name="Odd sier ja").click()


def arrange_before_arrival(marte: Page, plan: str) -> None:
    """The summons has come: what he has to see to at home."""
    marte.goto(f"{plan}samtaler/")
    marte.get_by_role("link", name="Før ankomst").click()
    marte.get_by_role("group", name="Penger").get_by_role("radio", name="Ordnet", exact=True).check()
    marte.get_by_role("group", name="Dyr").get_by_role("radio", name="Ikke ordnet").check()
    marte.get_by_label("Med egne ord: Dyr").fill("Katten er alene hjemme")
    marte.get_by_role("button", name="Lagre listen").click()
    expect(marte.get_by_role("status")).to_contain_text("Listen er lagret.")


def map_needs(marte: Page, plan: str) -> None:
    """The guide, without a mouse: one area is hard, and becomes a need with one press."""
    marte.goto(f"{plan}minikartlegging/")
    tab_to(marte, "Fyll ut ved innkomst")
    marte.keyboard.press("Enter")
    expect(marte.get_by_role("heading", name="Minikartlegging ved innkomst", level=1)).to_be_visible()
    area = marte.get_by_role("region", name="Økonomi")
    choice = area.get_by_role("group", name="Trenger du mer hjelp?").get_by_role("radio", name="Ja")
    while not choice.evaluate("radio => radio.name === document.activeElement.name"):
        marte.keyboard.press("Tab")
    while not choice.evaluate("radio => radio === document.activeElement"):
        marte.keyboard.press("ArrowDown")
    expect(choice).to_be_checked()
    marte.keyboard.press("Tab")
    marte.keyboard.type("Vet ikke hva jeg skylder")
    expect(area.get_by_label("Med egne ord")).to_have_value("Vet ikke hva jeg skylder")
    tab_to(marte, "Lagre svarene")
    marte.keyboard.press("Enter")
    expect(marte.get_by_role("status")).to_contain_text("Svarene er lagret.")
    tab_to(marte, "Gjør til behov")
    marte.keyboard.press("Enter")
    expect(marte.get_by_role("status")).to_contain_text("Det står som et behov i planen nå.")
    marte.goto(f"{plan}behovskart/")
    expect(marte.get_by_role("region", name=re.compile("økonomi", re.IGNORECASE)).first).to_contain_text(
        "Vet ikke hva jeg skylder"
    )


def joins(marte: Page, plan: str, kari: Page) -> None:
    """Nav is invited, and says yes before knowing whom it is about."""
    marte.goto(f"{plan}team/inviter/")
    marte.get_by_label("Navn, etat eller rolle").fill("Kari Moen")
    marte.get_by_role("button", name="Søk").click()
    marte.get_by_role("radio", name=re.compile("Kari Moen")).check()
    marte.get_by_label("Rolle i teamet").fill("Støtte i økonomi")
    marte.get_by_role("button", name="Inviter").click()
    kari.goto("/planer/")
    expect(kari.get_by_role("main")).not_to_contain_text("Odd")
    kari.get_by_role("button", name=re.compile("^Ja, jeg blir med.*Støtte i økonomi")).click()


def signs_on_paper(marte: Page, plan: str) -> None:
    marte.goto(f"{plan}samtykke/")
    marte.get_by_role("columnheader").get_by_role("link", name="Nav Nordnes").click()
    marte.get_by_role("group", name="Økonomi og gjeld").get_by_role("checkbox", name="Får se").check()
    marte.get_by_role("button", name="Se hva som er endret").click()
    marte.get_by_role("link", name="Skriv ut samtykket").click()
    code = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", marte.get_by_role("main").inner_text())
    assert code
    marte.get_by_role("link", name="Tilbake til utkastet").click()
    marte.get_by_role("link", name="Registrer et underskrevet ark").click()
    marte.get_by_label("Koden på arket").fill(code[0])
    marte.get_by_label("Dato på arket").fill(in_days(0))
    marte.get_by_label("Arkivreferanse").fill("2026/901-2")
    marte.get_by_role("checkbox", name="Jeg så underskriften").check()
    marte.get_by_label("Vitne").select_option(str(user("ola").pk))
    marte.get_by_role("button", name="Registrer samtykket").click()
    expect(marte.get_by_role("status")).to_contain_text("er registrert og gjelder nå.")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_intake_becomes_a_plan_step_by_step(visit, script):
    marte, kari = visit("marte", script=script), visit("kari", wide=False, script=script)
    plan = new_plan(marte)
    arrange_before_arrival(marte, plan)

    # Innkomst: something cannot wait, and the next talk is booked before they part.
    marte.goto(plan)
    marte.get_by_role("link", name="Samtaler", exact=True).click()
    marte.get_by_role("link", name="Innkomstsamtale").click()
    marte.get_by_label("Noe som haster (1)").fill("Katten er alene hjemme")
    register(marte)
    expect(marte.get_by_role("link", name="Velg hva det handler om")).to_be_visible()
    expect(marte.get_by_role("link", name="Avtal dagen for neste samtale før dere skilles")).to_be_visible()
    expect(marte.get_by_label("Noe som haster (1)")).to_have_value("Katten er alene hjemme")
    marte.get_by_label("Hva det handler om (1)").select_option(label="Bolig")
    marte.get_by_label("Dagen for neste samtale").fill(in_days(3))
    register(marte)
    expect(marte.get_by_role("status")).to_contain_text("Samtalen er registrert som holdt.")

    is_at(marte, plan, "Steg 2: Behovssamtale: Del 1", done=("0.1", "1"))
    gaps = marte.get_by_role("region", name="1 glippsone")
    expect(gaps).to_contain_text("Her kan noe falle mellom to stoler.")
    expect(gaps).to_contain_text("Behov uten tiltak: Katten er alene hjemme")
    # What is booked stands with the meetings, and leads to the talk.
    marte.get_by_role("link", name="Behovssamtale, del 1", exact=True).click()

    # Del 1: nobody forgets to say whether consent was asked for.
    marte.get_by_role("link", name="Den er holdt").click()
    register(marte)
    expect(marte.get_by_role("link", name="Si om det ble spurt om samtykke")).to_be_visible()
    marte.get_by_role("group", name="Ble det spurt om samtykke").get_by_role("radio", name="Ja").check()
    marte.get_by_label("Dette vil personen dele").fill("Det om katten")
    marte.get_by_label("Neste samtale", exact=True).select_option(label="Behovssamtale, del 2")
    marte.get_by_label("Dagen for neste samtale").fill(in_days(10))
    register(marte)
    expect(marte.get_by_role("main")).to_contain_text("Det om katten")
    is_at(marte, plan, "Steg 3: Samtykke", done=("0.1", "1", "2"))
    map_needs(marte, plan)

    # Somebody who can help joins; only what Odd signs for is read there.
    joins(marte, plan, kari)
    kari.goto(plan)
    expect(kari.get_by_text("Hjelp med økonomi")).to_have_count(0)
    signs_on_paper(marte, plan)
    kari.goto(plan)
    if kari.get_by_role("radio", name="Nei, jeg har ingen private bånd").count():
        kari.get_by_role("radio", name="Nei, jeg har ingen private bånd").check()
        kari.get_by_role("button", name="Svar").click()
    expect(kari.get_by_role("link", name="Hjelp med økonomi")).to_be_visible()
    expect(kari.get_by_text("Katten er alene hjemme")).to_have_count(0)
    is_at(marte, plan, "Steg 4: Innspill til tiltak", done=("0.1", "0.2", "1", "2", "3"))

    # After del 1 a measure can be chosen.
    propose(marte, plan, "Ringe naboen om katten", answers="Katten er alene hjemme")
    say_yes(marte, plan)
    expect(marte.get_by_role("status")).to_contain_text("Det er med i planen.")
    marte.goto(plan)
    expect(marte.get_by_role("main")).not_to_contain_text("Behov uten tiltak")

    # Del 2 is the talk that was booked.
    marte.goto(plan)
    marte.get_by_role("link", name="Behovssamtale, del 2", exact=True).click()
    marte.get_by_role("link", name="Den er holdt").click()
    marte.get_by_role("group", name="Ble det spurt om samtykke").get_by_role("radio", name="Nei").check()
    marte.get_by_label("Hvorfor ikke?").select_option(label="Personen ville vente")
    register(marte)
    expect(marte.get_by_role("main")).to_contain_text("Personen ville vente")
    marte.goto(f"{plan}samtaler/")
    held = marte.get_by_role("region", name="Holdt").get_by_role("listitem")
    expect(held.get_by_role("link")).to_have_text(
        ["Behovssamtale, del 2", "Behovssamtale, del 1", "Innkomstsamtale"]
    )


def test_before_the_needs_talk_nothing_is_chosen_that_can_wait(visit):
    """Rule B2: a measure is proposed, and cannot be chosen yet; the page says why."""
    marte = visit("marte")
    plan = new_plan(marte)
    marte.goto(f"{plan}behov/ny/?tema=1")
    marte.get_by_role("textbox", name="Behov", exact=True).fill("Et sted å bo")
    marte.get_by_role("radio", name="Dette sier Odd selv").check()
    marte.get_by_role("button", name="Skriv inn behovet").click()
    propose(marte, plan, "Søke bolig", answers="Et sted å bo")
    say_yes(marte, plan)
    problem = marte.get_by_role("group", name="Du må rette 1 ting før du kan gå videre")
    expect(problem).to_contain_text("Ingen tiltak kan velges før den første behovssamtalen er holdt.")
    expect(problem).not_to_contain_text("Answer")
    expect(marte.get_by_label("Hvem var til stede?")).to_have_value("Odd og Marte")
    is_at(marte, plan, "Steg 0.2: Etablere ansvarsgruppe", done=("0.1",))
