"""Two people and one plan: what one disagrees with, what both change at once, one screen, and a session that ends."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from playwright.sync_api import expect

from pop.access.models import Session
from pop.access.sessions import digest
from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser
NEED = "Et fast sted å bo"
LONG = ("Jeg vil ha et sted å bo der jeg kan være i fred. " * 102)[:5000].strip()


def to_need(page):
    """From the first page that somebody has."""
    if page.get_by_role("link", name="Mine planer").count():
        page.get_by_role("link", name="Mine planer").click()
        page.get_by_role("link", name="Elias Brekke").first.click()
    page.get_by_role("link", name=NEED, exact=True).first.click()
    return page


def no_faults(page):
    assert faults(page) == []


def test_what_the_person_disagrees_with_is_seen_beside_it_by_the_other(visit):
    marte, elias = visit("marte"), visit("elias", wide=False)
    marte.get_by_role("link", name="Mine planer").click()
    marte.get_by_role("link", name="Elias Brekke").first.click()
    plan = marte.url
    marte.goto(f"{plan}notat/ny/?tema=1")
    marte.get_by_label("Notat").fill("Elias vil helst bo hos søsteren.")
    marte.get_by_label("Dette skriver vi i kriminalomsorgen").check()
    marte.get_by_role("button", name="Skriv inn notatet").click()
    elias.goto(plan)
    elias.get_by_role("link", name="Elias vil helst bo").click()
    elias.get_by_role("link", name="Jeg er uenig").click()
    no_faults(elias)
    elias.get_by_label("Hva er du uenig i?").fill("Nei, jeg vil bo alene.")
    elias.get_by_role("button", name="Si at jeg er uenig").click()
    no_faults(elias)
    marte.goto(plan)
    expect(marte.get_by_text("Nei, jeg vil bo alene.")).to_be_visible()
    no_faults(marte)


def test_two_change_the_same_and_the_second_chooses(visit):
    marte, elias = to_need(visit("marte")), to_need(visit("elias", wide=False))
    for page in (marte, elias):
        page.get_by_role("link", name="Endre behovet").click()
    elias.get_by_label("Hva trenger du?").fill("Min egen leilighet")
    elias.get_by_role("button", name="Lagre endringen").click()
    expect(elias.get_by_role("heading", name="Min egen leilighet")).to_be_visible()
    marte.get_by_label("Behov", exact=True).fill("Et trygt sted å bo")
    marte.get_by_label("Det haster").check()
    marte.get_by_role("button", name="Lagre endringen").click()
    expect(marte.get_by_role("heading", name="Elias Brekke endret dette mens du skrev")).to_be_visible()
    no_faults(marte)
    marte.set_viewport_size({"width": 390, "height": 844})
    no_faults(marte)
    assert not marte.evaluate("document.scrollingElement.scrollWidth > innerWidth")
    marte.get_by_role("group", name="Behov").get_by_label("Behold det som står nå").check()
    marte.get_by_role("group", name="Det haster").get_by_label("Bruk det jeg skrev").check()
    marte.get_by_role("button", name="Lagre det jeg valgte").click()
    expect(marte.get_by_role("heading", name="Min egen leilighet")).to_be_visible()
    expect(marte.get_by_text("Haster")).to_be_visible()


def session_of(page):
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "okt")


def end_session(page):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('pop.session', %s, true)", [digest(session_of(page))])
        assert Session.objects.update(expires_at=timezone.now() - timedelta(minutes=1))


@pytest.mark.parametrize("script", [True, False])
def test_5000_characters_outlive_the_session(visit, script):
    elias = visit("elias", wide=False, script=script)
    elias.get_by_role("link", name="Skriv om deg selv").click()
    elias.get_by_label("Tekst").or_(elias.locator("textarea[name=text]")).first.fill(LONG)
    elias.locator("input[name=kind]").first.check()
    end_session(elias)
    elias.locator("main form button[type=submit]").first.click()
    expect(elias.get_by_role("heading", name="Du var logget ut")).to_be_visible()
    if script:
        no_faults(elias)
    elias.get_by_role("link", name="Logg inn").click()
    elias.get_by_role("button", name="Elias Brekke").click()
    expect(elias.get_by_role("heading", name="Det du ikke fikk sendt")).to_be_visible()
    if script:
        no_faults(elias)
    elias.get_by_role("link", name=re.compile("Gå videre med dette")).click()
    assert elias.locator("textarea[name=text]").input_value() == LONG
    if script:
        no_faults(elias)
    elias.locator("main form button[type=submit]").first.click()
    expect(elias.get_by_text("Det står i planen nå.")).to_be_visible()


def test_the_one_who_logs_in_next_on_the_same_machine_gets_nothing(visit):
    page = visit("elias")
    page.get_by_role("link", name="Skriv om deg selv").click()
    page.locator("textarea[name=text]").fill(LONG)
    page.locator("input[name=kind]").first.check()
    end_session(page)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("link", name="Logg inn").click()
    page.get_by_role("button", name="Leyla Demir").click()
    assert "der jeg kan være i fred" not in page.content()
    page.goto("/ikke-sendt/")
    assert "der jeg kan være i fred" not in page.content()


def test_one_screen_that_can_be_hidden_at_once(visit):
    page = visit("marte", script=True)
    page.get_by_role("link", name="Mine planer").click()
    page.get_by_role("link", name="Elias Brekke").first.click()
    plan = page.url
    page.get_by_role("link", name="Sammen med Elias").click()
    no_faults(page)
    page.get_by_role("button", name="Start").click()
    no_faults(page)
    assert page.get_by_role("link", name="Mine planer").count() == 0
    page.goto(f"{plan}notat/ny/?tema=1")
    page.get_by_label("Notat").fill("Midt i en setning")
    page.get_by_role("link", name="Skjul skjermen").click()
    expect(page.get_by_label("Notat")).to_be_hidden()
    expect(page.get_by_text("Elias").first).to_be_hidden()
    assert page.title() == "Sammen – POP"
    page.get_by_role("link", name="Vis skjermen igjen").click()
    assert page.get_by_label("Notat").input_value() == "Midt i en setning"
    page.set_viewport_size({"width": 390, "height": 844})
    no_faults(page)
    page.goto("/planer/")
    expect(page.get_by_role("heading", name="Det er utenfor planen")).to_be_visible()
    no_faults(page)
    page.get_by_role("main").get_by_role("button", name="Avslutt sammen-modus").click()
    expect(page.get_by_text("Sammen-modus er slutt.")).to_be_visible()
    assert not page.get_by_text("Dere ser planen sammen").count()
