"""A yes and a no, seen from both sides: what one person's click opens and closes in another's browser."""

import re

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

WITH_AND_WITHOUT_SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def say_yes(elias: Page) -> None:
    """Elias lets Sørvik kommune see the need for housing, and nothing else, and signs."""
    elias.get_by_role("link", name="Hvem ser hva", exact=True).first.click()
    elias.get_by_role("link", name="Sørvik kommune").click()
    elias.get_by_role("group", name="Bolig").get_by_role("checkbox", name="Får se").check()
    elias.get_by_role("button", name="Se hva som er endret").click()
    expect(elias.get_by_role("heading", name="Du har endret 1 ting")).to_be_visible()
    elias.get_by_role("checkbox", name="Jeg har lest hva det betyr å dele").check()
    elias.get_by_role("button", name="Signer endringen").click()
    expect(elias.get_by_role("status")).to_contain_text("Du har signert.")


def join(per: Page) -> None:
    """Per says yes to the invitation, which does not say whose team it is."""
    per.get_by_role("button", name="Ja, jeg blir med").click()
    expect(per.get_by_role("status")).to_contain_text("Du er med.")


def sees_nothing(page: Page, addresses: list[str]) -> None:
    """Every address that once was open is like one that never was."""
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.status == 404, address
        expect(page.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
        assert "Elias" not in page.content()


@WITH_AND_WITHOUT_SCRIPT
def test_a_partner_sees_what_the_person_opens_and_nothing_once_it_is_taken_back(visit, script):
    elias, per = visit("elias", script=script), visit("per", script=script)
    plan = elias.url.removesuffix("/")
    join(per)
    expect(per.get_by_text("Venter på samtykke")).to_be_visible()
    assert not re.search("Elias|Brekke|bolig", per.content(), re.IGNORECASE)
    sees_nothing(per, [f"{plan}/", f"{plan}/utskrift/min-plan.pdf"])

    say_yes(elias)
    per.goto("/planer/")
    per.get_by_role("link", name="Elias Brekke").click()
    expect(per.get_by_role("heading", name="Har du private bånd til Elias Brekke?")).to_be_visible()
    per.get_by_role("radio", name="Nei, jeg har ingen private bånd").check()
    per.get_by_role("button", name="Svar").click()
    expect(per.get_by_role("heading", name="Elias Brekke", level=1)).to_be_visible()
    main = per.get_by_role("main")
    expect(main.get_by_text("Et fast sted å bo").first).to_be_visible()
    for hidden in (
        "gjelda",
        "utdanning",
        "søstera",
        "Sove bedre",
        "klinikk",
        "psykolog",
        "hendene",
        "Solvik fengsel",
        "Lindelia",
    ):
        assert hidden not in main.inner_text(), hidden
    need = main.get_by_role("link", name="Et fast sted å bo").first.get_attribute("href")
    main.get_by_role("link", name="Et fast sted å bo").first.click()
    expect(per.get_by_role("heading", name="Et fast sted å bo")).to_be_visible()
    team = f"{plan}/team/"
    expect(per.goto(team) and per.get_by_role("heading", level=1)).to_be_visible()

    elias.get_by_role("link", name="Hvem ser hva", exact=True).first.click()
    take_back(elias, "Sørvik kommune")

    per.reload()
    expect(per.get_by_role("heading", level=1)).to_have_text("Vi finner ikke siden")
    sees_nothing(per, [f"{plan}/", str(need), team, f"{plan}/utskrift/", f"{plan}/utskrift/min-plan.pdf",
                       f"{plan}/utskrift/neste-steg.pdf", f"{plan}/samtykke/", f"{plan}/habilitet/"])  # fmt: skip
    per.goto("/planer/")
    assert "Elias" not in per.content()


def take_back(elias: Page, name: str) -> None:
    """Two clicks from the page that says who sees what. Nobody asks why."""
    elias.get_by_role("link", name="Trekk tilbake noe").click()
    elias.get_by_role("button", name=f"Trekk tilbake alt for {name}").click()
    expect(elias.get_by_role("heading", name="Kvittering: trukket tilbake")).to_be_visible()
    expect(elias.get_by_text(f"alt for {name}", exact=True)).to_be_visible()
