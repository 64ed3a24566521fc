"""Pages that no link leads to: forms with mistakes, drafts, what is empty, what is closed, what is not there."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_every_page import wrong

pytestmark = pytest.mark.browser


class Walk:
    """Somebody goes through states; what is wrong with each is collected."""

    def __init__(self, page: Page) -> None:
        self.page, self.plan, self.found = page, page.url, {}

    def look(self, name: str) -> None:
        if faults := wrong(self.page):
            self.found[name] = faults

    def to(self, address: str) -> None:
        self.page.goto(address if address.startswith("/") else self.plan + address)

    def click(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()

    def refused(self, address: str, button: str) -> None:
        """Sent without being filled in; the page says what to mend."""
        self.to(address)
        self.click(button)
        expect(self.page.get_by_role("group", name="Du må rette")).to_be_visible()
        self.look(f"{address} with mistakes")


def own(walk: Walk) -> None:
    walk.refused("om-meg/ny/", "Lagre")
    walk.refused("behov/ny/?tema=1", "Lagre")
    walk.refused("nei/", "Skriv ned svaret")
    walk.refused("samtykke/unntak/", "Legg til")
    walk.refused("samtykke/etter-straffen/", "Se")
    walk.to("samtykke/gi/1/")
    walk.page.get_by_role("checkbox", checked=False).first.check()
    walk.click("Se hva som er endret")
    walk.look("a draft")
    walk.click("Signer endringen")
    walk.look("a draft without a tick")
    walk.click("Skriv ut og signer på papir", "link")
    walk.look("a sheet to sign")
    walk.to("samtykke/")
    walk.look("consent with a draft")
    walk.to("samtykke/trekk/?alt")
    walk.look("take back everything")
    walk.click("Trekk tilbake alt")
    walk.look("receipt with its message")
    walk.to("samtykke/")
    walk.look("nobody sees anything")
    walk.to("samtykke/trekk/")
    walk.look("nothing to take back")


def contact(walk: Walk) -> None:
    walk.refused("/planer/ny/", "Lag")
    walk.refused("/les-inn/", "Se hva skjemaet sier")
    walk.refused("/trekk-samtykke/", "Registrer")
    walk.page.get_by_label("Hvem trekker samtykket?").fill("Ida Sand")
    walk.to("/planer/?q=finnes-ikke")
    walk.look("a search that finds nobody")
    walk.to("/planer/ny/")
    for label, words in (("Fornavn", "Ny"), ("Etternavn", "Person"), ("Fødselsdato", "01.02.1990")):
        walk.page.get_by_label(label).fill(words)
    walk.click("Lag")
    walk.look("a new plan: ties")
    walk.refused(walk.page.url, "Svar")
    walk.page.get_by_role("radio", name="Nei, jeg har ingen private bånd").check()
    walk.click("Svar")
    walk.plan = walk.page.url
    walk.look("an empty plan")
    for address in ("samtykke/", "samtykke/gi/", "samtykke/trekk/", "samtykke/historie/", "team/", "behov/ny/"):
        walk.to(address)
        walk.look(f"{address} of an empty plan")
    walk.refused("samtykke/registrer/", "Registrer samtykket")
    walk.refused("team/inviter/", "Inviter")
    walk.refused("mote/ny/", "Lagre")


def closed(walk: Walk) -> None:
    walk.click("Elias Brekke", "link")
    walk.page.get_by_role("radio", name="Ja, jeg kjenner personen").check()
    walk.click("Svar")
    walk.look("closed by an own answer")


def administrator(walk: Walk) -> None:
    walk.refused("/brukere/ny/", "Legg til")
    walk.refused("/enheter/ny/", "Lagre")
    walk.refused("/enheter/region/ny/", "Lagre")
    walk.refused("/etater/ny/", "Lagre")
    walk.to("/brukere/?q=finnes-ikke")
    walk.look("a search that finds nobody")


def nobody(walk: Walk) -> None:
    walk.to("/finnes-ikke/")
    expect(walk.page.get_by_role("heading", name="Vi finner ikke siden")).to_be_visible()
    walk.look("not there")
    walk.to("/")
    walk.page.context.clear_cookies()
    walk.click("Elias Brekke")
    walk.look("a form that has become too old")


WALKS = {"elias": own, "marte": contact, "ola": closed, "jon": administrator, None: nobody}


@pytest.mark.parametrize("slug", WALKS, ids=[walk.__name__ for walk in WALKS.values()])
def test_no_state_has_a_fault(visit, slug):
    walk = Walk(visit(slug))
    going: Callable[[Walk], None] = WALKS[slug]
    going(walk)
    assert walk.found == {}
