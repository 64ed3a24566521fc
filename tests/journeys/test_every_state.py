"""Pages that no link leads to: forms with mistakes, drafts, what is empty, what is closed, what is not there."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from conftest import superuser_url
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from pop.plans.models import Plan
from pop.teams.actions import no_private_tie
from tests.access import matrix
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

    def refused(self, address: str = "") -> None:
        """Sent without being filled in; the page says what to mend."""
        if address:
            self.to(address)
        self.page.get_by_role("main").locator("form[method=post] button[type=submit]").first.click()
        expect(self.page.get_by_role("group", name="Du må rette")).to_be_visible()
        self.look(f"{self.page.url} with mistakes")


def wishes_of_own(walk: Walk) -> None:
    """What the person asks for; the plan keeps what these states leave behind."""
    walk.refused("onsker/ny/?tema=7")
    walk.page.get_by_role("radio", name="Nav Nordnes").check()
    walk.page.get_by_label("Hva ønsker du?").fill("Noen å snakke med")
    walk.click("Send ønsket")
    walk.look("asked where the topic is not seen")
    walk.click("Skriv ønsket nå")
    walk.look("a wish that does not reach anybody")
    walk.click("Ta ønsket tilbake", "link")
    walk.click("Ja, ta ønsket tilbake")
    walk.look("wishes, one taken back")
    walk.click("Permisjon til", "link")
    walk.click("Skriv når det er søkt", "link")
    walk.look("when a wish was applied for")
    walk.page.get_by_label("Søkt").first.fill("i går")
    walk.refused()
    walk.to("onsker/lapp/")
    walk.click("Lag en lapp")
    walk.look("a slip")


def proposals_of_own(walk: Walk) -> None:
    """An answer with a mistake, one that is given and taken back, and the sheet to sign."""
    walk.to("forslag/")
    walk.click("Endre, eller nei takk", "link")
    walk.click("Be om en endring")
    walk.look("an answer with mistakes")
    walk.page.get_by_label("Hva skal endres?").fill("Helst en kveld i uka")
    walk.click("Be om en endring")
    walk.to("forslag/")
    walk.look("a change is asked for")
    walk.click("Angre svaret")
    walk.to("forslag/ark/")
    walk.click("Lag et nytt ark")
    walk.look("a sheet of choices")


def looking_back(walk: Walk) -> None:
    """What stands behind a form that asks for a day or two versions."""
    for count in (1, 2):
        walk.to("logg/versjon/")
        walk.click("Sett nummer på planen")
        walk.look(f"version {count}")
    walk.to("logg/versjon/")
    walk.look("two versions")
    walk.click("Sammenlign")
    walk.look("two versions side by side")
    walk.to("logg/versjon/")
    walk.page.get_by_role("textbox", name="Dag").fill("i natt")
    walk.click("Vis planen den dagen")
    walk.look("a day that is none")
    walk.to("logg/versjon/")
    walk.page.get_by_role("textbox", name="Dag").fill("1.1.2020")
    walk.click("Vis planen den dagen")
    walk.look("a day before there was a plan")
    walk.refused("logg/versjon/2/svar/")


def own(walk: Walk) -> None:
    wishes_of_own(walk)
    looking_back(walk)
    proposals_of_own(walk)
    walk.refused("om-meg/ny/")
    walk.refused("behov/ny/?tema=1")
    walk.refused("nei/")
    walk.refused("samtykke/unntak/")
    walk.refused("samtykke/etter-straffen/")
    walk.refused("/teamet-mitt/inviter/")
    walk.refused("team/kode/")
    walk.to("/teamet-mitt/")
    walk.click("Be om en annen", "link")
    walk.look("asking for somebody else")
    walk.click("Ja, jeg vil ha en annen")
    walk.look("somebody is asked away")
    walk.click("Slipp til igjen", "link")
    walk.look("letting somebody back")
    walk.to("samtykke/gi/1/")
    walk.page.get_by_role("checkbox", checked=False).first.check()
    walk.click("Se hva som er endret")
    walk.look("a draft")
    walk.click("Sett en siste dag", "link")
    walk.page.get_by_label("Siste dag").fill("i går")
    walk.refused()
    walk.page.go_back()
    walk.page.go_back()
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
    walk.to("samtykke/for-du-kommer/")
    walk.look("too late to name an agency before consent")
    walk.to("samtykke/trekk/")
    walk.look("nothing to take back")


def contact(walk: Walk) -> None:
    walk.refused("/planer/ny/")
    walk.refused("/les-inn/")
    walk.refused("/trekk-samtykke/")
    walk.refused("/lapp/")
    walk.to("/trekk-samtykke/")
    walk.page.get_by_label("Hvem trekker samtykket?").fill("Elias Brekke")
    walk.page.get_by_role("radio", name="Alt").check()
    walk.click("Registrer")
    walk.look("a receipt for whom one may not see")
    walk.to("/planer/")
    walk.look("a task waits")
    walk.page.get_by_role("link", name="Leyla Demir", exact=True).last.click()
    walk.plan = walk.page.url
    walk.refused("forslag/ark/registrer/")
    walk.to("samtykke/")
    walk.look("a paper without its sheet")
    walk.click("Legg ved arket", "link")
    walk.refused()
    walk.to("/planer/?q=finnes-ikke")
    walk.look("a search that finds nobody")
    walk.to("/planer/ny/")
    for label, words in (("Fornavn", "Ny"), ("Etternavn", "Person"), ("Fødselsdato", "01.02.1990")):
        walk.page.get_by_label(label).fill(words)
    walk.click("Lag")
    walk.look("a new plan: ties")
    walk.refused()
    walk.page.get_by_role("radio", name="Nei, jeg har ingen private bånd").check()
    walk.click("Svar")
    walk.plan = walk.page.url
    walk.look("an empty plan")
    for address in (
        "samtykke/",
        "samtykke/gi/",
        "samtykke/trekk/",
        "samtykke/historie/",
        "team/",
        "onsker/",
        "onsker/ny/",
        "onsker/lapp/",
        "behov/ny/",
    ):
        walk.to(address)
        walk.look(f"{address} of an empty plan")
    walk.refused("samtykke/registrer/")
    walk.refused("team/inviter/")
    walk.refused("team/kode/")
    walk.refused("mote/ny/")
    walk.to("team/samme-person/")
    walk.look("whom one could join with")
    walk.click("Sammenlign", "link")
    walk.refused()
    walk.page.get_by_role("checkbox").check()
    walk.click("Slå sammen planene")
    walk.look("joined")
    walk.click("Angre sammenslåingen", "link")
    walk.look("a merge can be undone")
    walk.click("Angre sammenslåingen")
    walk.look("undone")


def leader(walk: Walk) -> None:
    walk.to("/enheten/")
    walk.click("Velg hvem", "link")
    walk.look("who follows up")
    walk.refused()


def closed(walk: Walk) -> None:
    walk.click("Elias Brekke", "link")
    walk.page.get_by_role("radio", name="Ja, jeg kjenner personen").check()
    walk.click("Svar")
    walk.look("closed by an own answer")


def administrator(walk: Walk) -> None:
    walk.refused("/brukere/ny/")
    walk.refused("/enheter/ny/")
    walk.refused("/enheter/region/ny/")
    walk.refused("/etater/ny/")
    walk.to("/enheter/")
    walk.click("Solvik fengsel", "link")
    walk.click("Legg til avdeling")
    expect(walk.page.get_by_role("group", name="Du må rette")).to_be_visible()
    walk.look("a ward without a name")
    walk.to("/enheter/")
    walk.click("Solvik fengsel", "link")
    walk.click("Avdeling A", "link")
    walk.look("a ward")
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


def partner(walk: Walk) -> None:
    """A new taushetserklæring asks again, before anything is shown (rule A9)."""
    walk.to("/planer/?q=finnes-ikke")
    walk.look("a search that finds nobody")
    with psycopg.connect(superuser_url(), dbname=str(connection.settings_dict["NAME"])) as link:
        link.execute(
            "insert into people_secrecydeclaration (version, since, text)"
            " select version + 1, now() - interval '1 minute', text from people_secrecydeclaration"
            " order by version desc limit 1"
        )
    walk.to("/planer/")
    walk.look("taushetserklæring")
    assert "Elias" not in walk.page.content()
    walk.click("Jeg har lest det, og jeg lover dette")
    expect(walk.page.get_by_role("link", name="Elias Brekke", exact=True).first).to_be_visible()
    walk.to("/taushet/")
    walk.look("taushetserklæring, accepted")


WALKS = {
    "elias": own,
    "marte": contact,
    "kari": partner,
    "ola": closed,
    "anders": leader,
    "jon": administrator,
    None: nobody,
}


@pytest.mark.parametrize("slug", WALKS, ids=[walk.__name__ for walk in WALKS.values()])
def test_no_state_has_a_fault(visit, slug):
    walk = Walk(visit(slug))
    going: Callable[[Walk], None] = WALKS[slug]
    going(walk)
    assert walk.found == {}


def test_what_somebody_without_an_account_meets_has_no_fault(visit):
    """The slip, the page behind the link before and after the code, and the thanks."""
    giver = Walk(visit("marte"))
    giver.click("Elias Brekke", "link")
    giver.plan = giver.page.url
    giver.to("overforing/")
    giver.click("Bestille time hos psykolog", "link")
    giver.click("Skriv ut svarslipp")
    giver.look("a slip to answer on")
    giver.click("Tilbake", "link")
    giver.click("Lag lenke og kode")
    giver.look("a link and its code")
    code, address = (giver.page.locator(place).inner_text() for place in (".svarkode", "dd.lang"))

    asked = Walk(visit())
    asked.to(urlsplit(address).path)
    asked.look("a link")
    asked.refused()
    asked.page.get_by_label("Kode").fill("0000-0000")
    asked.click("Vis forespørselen")
    asked.look("a code that does not work")
    assert "psykolog" not in asked.page.content()
    asked.page.get_by_label("Kode").fill(code)
    asked.click("Vis forespørselen")
    expect(asked.page.get_by_role("heading", level=1)).to_contain_text("psykolog")
    asked.look("what it is about")
    asked.refused()
    asked.page.get_by_role("radio", name="Ja, jeg tar over").check()
    asked.page.get_by_label("Navnet ditt").fill("Lege Nora Holm")
    asked.click("Send svaret")
    expect(asked.page.get_by_role("heading", name="Takk for svaret")).to_be_visible()
    asked.look("thanks")
    assert giver.found | asked.found == {}


def test_naming_one_agency_before_consent_has_no_fault(visit):
    """Somebody who is coming in three weeks: the paper is registered, read by Nav, and taken back."""
    with acting(user("marte").pk):
        unit = Unit.objects.get(name="Solvik fengsel")
        coming = timezone.localdate() + timedelta(days=21)
        plan = Plan.objects.get(key=create_plan(NewPerson("Odd", "Vang", None, unit, arrives=coming)))
        no_private_tie(plan=plan, user=user("marte"))
    marte, address = Walk(visit("marte")), reverse("preconsent", args=[plan.key])
    marte.to(address)
    marte.look("naming an agency")
    marte.page.get_by_label("Navn").fill("finnes ikke")
    marte.click("Finn")
    marte.look("no agency of that name")
    marte.page.get_by_label("Navn").fill("nav")
    marte.click("Finn")
    marte.look("agencies to name")
    marte.click("Nav Nordnes", "link")
    marte.look("the agency")
    marte.refused()
    marte.page.get_by_label("Arkivreferanse").fill("2026/1")
    marte.click("Registrer arket")
    marte.look("an agency is named")
    kari = Walk(visit("kari"))
    kari.to(reverse("named_to_us"))
    expect(kari.page.get_by_text("Odd Vang")).to_be_visible()
    kari.look("who is coming")
    marte.click("Trekk tilbake")
    marte.look("the receipt")
    assert marte.found | kari.found == {}


ROWS = {"wish_open kept to himself": "elias", "wish_answer_contest elias": "elias", "conversation_share needs_1": "elias",
        "handover_item main contact": "marte", "handover_receiver nurse": "marte", "handover_change elias": "marte",
        "farewell elias": "marte", "interruption elias": "marte", "conversation_sitting needs_1": "marte", "talk_wishes release_talk": "marte",
        "restrictions elias": "marte", "restriction elias": "marte", "restriction_contest elias": "elias", "mapping_contest elias": "elias", "interpreter_contest leyla": "marte",
        "checklist_contest elias": "elias", "gap_act_contest elias": "elias", "handover_item_contest elias": "elias", "pathway_contest elias": "elias",
        "step_contest leyla": "leyla"}  # fmt: skip
"""Pages that only some rows have: the links go by way of just these."""


def test_what_only_some_rows_have_has_no_fault(visit):
    places = {case.title: case.address for case in matrix.cases()}
    walks = {slug: Walk(visit(slug)) for slug in sorted(set(ROWS.values()))}
    for title, slug in ROWS.items():
        answer = walks[slug].page.goto(places[title])
        assert answer, title
        assert answer.status == 200, title
        walks[slug].look(title)
    assert {title: faults for walk in walks.values() for title, faults in walk.found.items()} == {}
