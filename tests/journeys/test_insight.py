"""A thread from suggestion to map; and a baseline, what is done, and the follow-up."""

import re
from collections.abc import Callable

import psycopg
import pytest
from conftest import named, superuser_url
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import faults

pytestmark = pytest.mark.browser


def test_what_somebody_suggests_stands_on_the_map_when_an_editor_has_taken_it_in(
    visit: Callable[..., Page],
) -> None:
    """Kari at Nav suggests a challenge on her phone; Eva takes it in; Kari finds it on the map."""
    kari, eva = visit("kari", wide=False), visit("eva")
    kari.goto("/kart/foresla/")
    kari.get_by_label("Kort sagt").fill("Posten går til feil adresse")
    kari.get_by_label("Hva er vanskelig?").fill("Vedtak sendes dit personen ikke bor lenger.")
    kari.get_by_label("Hvor hører det hjemme?").select_option("home")
    kari.get_by_label("Gjelder hele veien").check()
    assert faults(kari) == []
    kari.get_by_role("button", name="Send forslaget").click()
    expect(kari.get_by_text("Posten går til feil adresse").first).to_be_visible()

    eva.goto("/kart/forslag/")
    eva.get_by_role("link", name=re.compile("Svar.*Posten går")).click()
    assert faults(eva) == []
    eva.get_by_role("link", name="Ta det inn på kartet").click()
    for language, said in (
        ("nynorsk", "Posten går til feil adresse"),
        ("engelsk", "Post goes to the wrong address"),
    ):
        eva.get_by_label(f"Tittel, {language}").fill(said)
        eva.get_by_label(f"Tekst, {language}").fill(f"{said}.")
    eva.locator("main form").first.locator("button[type=submit]").first.click()

    kari.goto("/kart/?q=posten")
    expect(kari.get_by_role("link", name="Posten går til feil adresse").first).to_be_visible()
    assert faults(kari) == []


def test_the_baseline_is_frozen_and_half_a_year_later_it_is_said_what_came_of_it(
    visit: Callable[..., Page], committed: str
) -> None:
    """Eva freezes the baseline. Anders sees what has changed at Solvik, and writes what they do; it stands in the report."""
    with psycopg.connect(named(superuser_url(), committed)) as link:
        link.execute("truncate benefits_baseline")
    eva, anders = visit("eva"), visit("anders")
    eva.goto("/gevinster/")
    expect(eva.get_by_text("Nullpunkt ikke målt")).to_be_visible()
    eva.get_by_role("link", name="Om nullpunktet").click()
    eva.get_by_label("Merknad").fill("Før planen")
    assert faults(eva) == []
    eva.get_by_role("button", name="Frys nullpunktet").click()
    expect(eva.get_by_text("Eva Lien, ")).to_be_visible()

    anders.goto("/gevinster/")
    expect(anders.get_by_label("Sted")).to_have_value(
        anders.locator("#sted option", has_text="Solvik").get_attribute("value") or ""
    )
    expect(anders.get_by_text("som ønsket").first).to_be_visible()
    anders.get_by_label("Hvem").select_option("age:from_25")
    anders.get_by_role("button", name="Vis", exact=True).click()
    expect(anders).to_have_url(re.compile("from_25"))
    anders.get_by_role("link", name="Behovssamtale innen nærmeste uke").click()
    expect(anders.get_by_role("heading", name="Måned for måned")).to_be_visible()
    assert faults(anders) == []

    anders.goto("/gevinster/tiltak/")
    anders.get_by_label("For hvilket mål?").select_option("predictable")
    anders.get_by_label("Hva skal gjøres?").fill("Holde av onsdager til samtaler")
    anders.get_by_label("Ansvar").fill("Enhetsleder")
    anders.get_by_label("Frist").fill(f"{timezone.localdate():%d.%m.%Y}")
    anders.get_by_role("button", name="Lagre").click()
    anders.get_by_role("link", name=re.compile("Det er gjort.*Holde av onsdager")).click()
    anders.get_by_label("Hva førte det til?").fill("Ingen samtaler ble utsatt i oktober.")
    anders.get_by_role("button", name="Lagre").click()

    eva.goto("/gevinster/rapport/")
    expect(eva.get_by_text("Ingen samtaler ble utsatt i oktober.")).to_be_visible()
    assert faults(eva) == []
