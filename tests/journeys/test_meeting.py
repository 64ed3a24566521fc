"""A whole ansvarsgruppemøte in three browsers: called, answered, prepared, held on a shared screen, and its minutes read by each."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser
SUBJECT = "Veien ut"
WISH = "Jeg vil vite hvem som henter meg"
DECIDED = "Ringe utleier sammen på mandag"


def no_faults(*pages):
    for page in pages:
        assert faults(page) == []


def call(marte):
    """Marte calls Kari; who has a running measure is ticked at first."""
    marte.get_by_role("link", name="Mine planer").click()
    marte.get_by_role("link", name="Elias Brekke").first.click()
    plan = marte.url
    marte.goto(f"{plan}moter/nytt/")
    marte.get_by_role("link", name="Ansvarsgruppemøte", exact=True).click()
    day = timezone.localdate() + timedelta(days=7)
    marte.get_by_label("Hva handler møtet om?").fill(SUBJECT)
    marte.get_by_label("Dato").fill(f"{day.day}.{day.month}.{day.year}")
    marte.get_by_label("Klokkeslett").fill("10.00")
    marte.get_by_label("Kari Moen").check()
    no_faults(marte)
    marte.get_by_role("button", name="Lagre møtet").click()
    expect(marte.get_by_role("heading", name=SUBJECT)).to_be_visible()
    return marte.url


def test_from_the_invitation_to_minutes_that_each_may_read(visit):
    marte, elias, kari = visit("marte"), visit("elias", wide=False), visit("kari")
    meeting = call(marte)

    # Each answers, and says what to talk of.
    kari.goto(meeting)
    kari.get_by_label("Kommer digitalt").check()
    kari.get_by_role("button", name="Send svaret").click()
    elias.goto(f"{meeting}for/")
    elias.get_by_role("link", name="Ta opp noe på møtet").click()
    elias.get_by_label("Hva handler det om?").select_option(label="Bolig")
    elias.get_by_role("button", name="Gå videre").click()
    elias.get_by_label("Hva vil du ta opp?").fill(WISH)
    no_faults(elias, kari)
    elias.get_by_role("button", name="Sett på sakslista").click()
    marte.goto(meeting)
    expect(marte.get_by_text(WISH)).to_be_visible()
    expect(marte.get_by_role("paragraph").filter(has_text="Kommer digitalt")).to_be_visible()

    # On the wall: nothing before somebody is ticked; then what all three may see.
    marte.get_by_role("link", name="Delt skjerm i møtet").click()
    expect(marte.get_by_role("heading", name="Hvem er her?")).to_be_visible()
    expect(marte.get_by_text(WISH)).to_have_count(0)
    for name in ("Elias", "Kari Moen", "Marte Nygård"):
        marte.get_by_label(name).first.check()
    marte.get_by_role("button", name="Lagre").click()
    expect(marte.get_by_text("Her står bare det alle som er til stede, har lov til å se.")).to_be_visible()
    no_faults(marte)

    # Elias has the same screen on a tablet: what Marte writes comes by itself.
    elias.goto(f"{meeting}skjerm/")
    marte.get_by_role("navigation", name="Saker").get_by_role("link").last.click()
    marte.get_by_label("Hva skal gjøres?").fill(DECIDED)
    marte.keyboard.press("Enter")
    expect(marte.get_by_text("Det står i referatet nå.")).to_be_visible()
    expect(marte.get_by_label("Hva skal gjøres?")).to_be_focused()
    expect(elias.get_by_text(DECIDED).first).to_be_visible(timeout=4_000)
    no_faults(elias)

    # Over: everybody reads what they may.
    marte.get_by_role("button", name="Møtet er ferdig").click()
    expect(marte.get_by_role("heading", name=f"Referat: {SUBJECT}")).to_be_visible()
    marte.get_by_role("button", name="Godkjenn referatet").click()
    no_faults(marte)
    for page in (marte, elias, kari):
        page.goto(f"{meeting}referat/")
        expect(page.get_by_text("Godkjent")).to_be_visible()
    expect(elias.get_by_text(DECIDED).first).to_be_visible()
    expect(marte.get_by_role("link", name=DECIDED, exact=True)).to_be_visible()
