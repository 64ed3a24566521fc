"""A leader on a Monday morning: who has nobody, what slips, who is soon released, and who steps in."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pop.access.actor import acting
from pop.demo.places import user
from pop.people.actions import NewPerson, create_plan
from pop.people.models import Unit
from tests.journeys.test_keyboard import go_to, tab_to

pytestmark = pytest.mark.browser


def in_days(number: int) -> str:
    return f"{timezone.localdate() + timedelta(days=number):%d.%m.%Y}"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_unit_is_read_and_a_deputy_steps_in(visit, script):
    with acting(user("ola").pk):
        create_plan(NewPerson("Odd", "Vang", None, Unit.objects.get(name="Solvik fengsel")))

    anders = visit("anders", script=script)
    expect(anders.get_by_role("heading", level=1)).to_have_text("Oversikt over enheten")
    leaving = anders.get_by_role("table", name="Hvem som løslates når")
    expect(leaving.get_by_role("row", name="Elias Brekke")).to_contain_text("Marte Nygård")
    late = anders.get_by_role("table", name="Glippsoner etter slag")
    expect(late.get_by_role("rowheader", name="Over fristen")).to_be_visible()
    # The leader reads that something slips, never what it is about.
    for hidden in ("Svare på søknaden om bolig", "Avklare depositum", "Katten"):
        assert hidden not in anders.content(), hidden
    leaving.get_by_role("button", name="Spør hvordan det går").click()
    expect(anders.get_by_role("status")).to_be_visible()

    # Marte will be away: Ola has her tasks meanwhile.
    anders.get_by_role("link", name="Fravær og stedfortreder").click()
    anders.get_by_role("group", name="Hvem er borte?").get_by_role("radio", name="Marte Nygård").check()
    anders.get_by_label("Fra", exact=True).fill(in_days(0))
    anders.get_by_label("Til og med").fill(in_days(4))
    anders.get_by_role("group", name="Stedfortreder").get_by_role("radio", name="Marte Nygård").check()
    anders.get_by_role("button", name="Registrer fravær").click()
    expect(anders.get_by_role("link", name="Velg en annen enn den som er borte")).to_be_visible()
    anders.get_by_role("group", name="Stedfortreder").get_by_role("radio", name="Ola Rønning").check()
    anders.get_by_role("button", name="Registrer fravær").click()
    expect(anders.get_by_role("region", name="Borte nå eller snart")).to_contain_text(
        "Stedfortreder: Ola Rønning"
    )
    anders.get_by_role("link", name="Enheten").first.click()
    load = anders.get_by_role("table", name="Personer og glippsoner for hver ansatt")
    expect(load.get_by_role("rowheader", name=re.compile("^Marte Nygård"))).to_contain_text(
        "Stedfortreder: Ola Rønning"
    )


def asks_for_another(elias: Page) -> None:
    elias.get_by_role("link", name="Se og endre teamet").click()
    elias.get_by_role("link", name=re.compile("^Be om en annen.*Marte Nygård")).click()
    elias.get_by_role("button", name="Ja, jeg vil ha en annen").click()


def opens_the_plan(ola: Page) -> None:
    """He says first that he does not know Elias."""
    ola.goto("/planer/")
    ola.get_by_role("link", name="Elias Brekke").first.click()
    tie = ola.get_by_role("radio", name="Nei, jeg har ingen private bånd")
    if tie.count():
        tie.check()
        ola.get_by_role("button", name="Svar").click()
    expect(ola.get_by_role("heading", name="Elias Brekke", level=1)).to_be_visible()


def test_a_person_without_contact_gets_one_who_hands_on_what_slips(visit):
    """Without a mouse at the desk, with a small screen on the ward."""
    asks_for_another(visit("elias", wide=False))

    # The leader reads who is without, not why, and chooses with the keyboard.
    anders = visit("anders")
    go_to(anders, "Enheten", "Oversikt over enheten")
    alone = anders.get_by_role("region", name="Uten hovedkontakt")
    expect(alone.get_by_role("listitem")).to_have_text([re.compile("Elias Brekke")])
    tab_to(anders, "Velg hvem")
    anders.keyboard.press("Enter")
    expect(anders.get_by_role("heading", name="Hvem skal følge opp Elias Brekke?")).to_be_visible()
    who = anders.get_by_role("radio", name=re.compile("Ola Rønning"))
    while anders.evaluate("document.activeElement.type") != "radio":
        anders.keyboard.press("Tab")
    anders.keyboard.press("Space")
    while not who.evaluate("radio => radio === document.activeElement"):
        anders.keyboard.press("ArrowDown")
    expect(who).to_be_checked()
    tab_to(anders, "Velg")
    anders.keyboard.press("Enter")
    expect(anders.get_by_role("status")).to_contain_text("Ola Rønning følger opp fra nå")
    go_to(anders, "Enheten", "Oversikt over enheten")
    expect(alone).to_contain_text("Alle har en hovedkontakt")
    load = anders.get_by_role("table", name="Personer og glippsoner for hver ansatt")
    expect(load.get_by_role("row", name=re.compile("^Ola Rønning")).get_by_role("cell").first).to_have_text(
        "1"
    )

    # Ola takes what slips, and hands it on to the one who can.
    ola = visit("ola", wide=False)
    opens_the_plan(ola)
    ola.get_by_role("link", name="Tiltak over fristen: Svare på søknaden om bolig", exact=True).click()
    ola.get_by_role("button", name="Jeg tar den").click()
    expect(ola.get_by_role("status")).to_contain_text("Du har tatt den. De andre ser at du har den.")
    expect(ola.get_by_role("main")).to_contain_text("Ola Rønning")
    ola.get_by_role("link", name="Gi den videre").click()
    ola.get_by_role("button", name="Gi den videre").click()
    expect(ola.get_by_role("group", name=re.compile("Du må rette 1 ting"))).to_be_visible()
    ola.get_by_role("radio", name=re.compile("Kari Moen")).check()
    ola.get_by_role("button", name="Gi den videre").click()
    expect(ola.get_by_role("status")).to_contain_text("Den er gitt videre.")

    # It stands in her list now, with whose plan it is in.
    kari = visit("kari")
    kari.goto("/oppgaver/")
    mine = kari.get_by_role("row", name=re.compile("Svare på søknaden om bolig")).first
    expect(mine).to_contain_text("Elias Brekke")
